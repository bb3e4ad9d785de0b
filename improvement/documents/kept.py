"""Made documents are kept by the digest of what they say: the same paper is made once.

The folder is a cache and nothing else: whoever asks has been let in by the page that asks, and
what is thrown away is made again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

from . import making
from .content import Document, Picture
from .pages import FONTS, PICTURE_WIDTH, TEMPLATE

MOST = 300
"""Files in the folder; beyond it those that were asked for longest ago go."""


def pdf(paper: Document) -> bytes:
    return kept(f"{paper.digest()}.pdf", lambda: making.pdf(paper))


def docx(paper: Document) -> bytes:
    return kept(f"{paper.digest()}.docx", lambda: making.docx(paper, pictures(paper)))


def pictures(paper: Document) -> dict[str, bytes]:
    """Every chart of the paper as a picture, by its SVG; what is missing is made in one go."""
    charts = list(dict.fromkeys(block.svg for block in paper.blocks if isinstance(block, Picture)))
    names = {svg: hashlib.sha256(f"{PICTURE_WIDTH} {svg}".encode()).hexdigest() for svg in charts}
    found = {svg: read(f"{name}.png") for svg, name in names.items()}
    missing = [svg for svg in charts if found[svg] is None]
    if missing:
        for svg, made in zip(
            missing, making.pictures([(svg, PICTURE_WIDTH) for svg in missing]), strict=True
        ):
            write(folder() / f"{names[svg]}.png", made)
            found[svg] = made
    return found  # type: ignore[return-value]


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    found = read(name)
    if found is None:
        found = make()
        write(folder() / name, found)
    return found


def read(name: str) -> bytes | None:
    """A document of the folder, which is marked as used."""
    path = folder() / name
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    os.utime(path)
    return found


def folder() -> Path:
    """One folder for each making of the engine: a new template or face makes everything anew."""
    place = Path(settings.DOCUMENTS_DIR) / engine()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


@cache
def engine() -> str:
    """A digest of the code, the template and the faces that documents are made by."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in [*sorted(here.glob("*.py")), TEMPLATE, FONTS / "MANIFEST"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, whoever writes the same at the same moment."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(name).replace(path)
    sweep(path.parent)


def sweep(place: Path) -> None:
    """Throw away what was asked for longest ago; somebody else may be doing the same."""
    files = [path for path in place.iterdir() if not path.name.startswith(".")]
    if len(files) <= MOST:
        return
    for path in sorted(files, key=last_used)[: len(files) - MOST]:
        path.unlink(missing_ok=True)


def last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0
