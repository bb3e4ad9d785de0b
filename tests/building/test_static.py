"""Static files as a browser gets them."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from pytest_django import Settings

from improvement.desk.storage import SHEET


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "improvement.desk.storage.JoinedStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_one_sheet_holds_all_of_them(collected: Path, settings: Settings) -> None:
    source = Path(settings.STATICFILES_DIRS[0])
    names = re.findall(r'@import "(.+)";', (source / SHEET).read_text())
    assert sorted(f"css/{name}" for name in names) == sorted(
        path.relative_to(source).as_posix()
        for path in (source / "css").glob("*.css")
        if path.relative_to(source).as_posix() != SHEET
    )
    sheet = (collected / SHEET).read_text()
    assert "@import" not in sheet
    positions = [sheet.index((source / "css" / name).read_text()) for name in names]
    assert positions == sorted(positions)


def test_names_carry_the_hash_and_files_are_compressed(collected: Path) -> None:
    hashed = storages["staticfiles"].stored_name(SHEET)
    assert re.fullmatch(r"css/app\.[0-9a-f]{12}\.css", hashed)
    assert (collected / f"{hashed}.gz").exists()
    assert "sourceMappingURL" not in (collected / hashed).read_text()
