"""What holds for every template: known shapes and classes, nothing inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from improvement.desk import looks
from improvement.desk.ui import shapes

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLED = {
    name
    for sheet in (ROOT / "static/css").glob("*.css")
    for name in re.findall(r"\.([a-z][\w-]*)", sheet.read_text(encoding="utf-8"))
}
SHAPE = re.compile(r'{% icon "([^"]+)"|{% tag "\w+" "([^"]+)"|\bicon="([^"]+)"')
CLASSES = re.compile(r'class="([^"]*)"')
VARIABLE = re.compile(r"[\w-]*{{.*?}}[\w-]*|{%.*?%}")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_shape_is_in_the_sprite(path: Path) -> None:
    used = {name for found in SHAPE.findall(path.read_text(encoding="utf-8")) for name in found}

    assert used - {""} <= set(shapes())


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_class_is_styled(path: Path) -> None:
    text = VARIABLE.sub(" ", path.read_text(encoding="utf-8"))
    used = {name for found in CLASSES.findall(text) for name in found.split()}

    assert used <= STYLED


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_stands_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r'\sstyle="|\son\w+="|<script>|<style', text)


def test_every_look_has_its_shape() -> None:
    assert {look.icon for look in looks.LOOKS.values()} <= set(shapes())
