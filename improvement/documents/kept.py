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

from .content import Document
from .docx import docx as write_docx
from .pdf import FONTS, TEMPLATE
from .pdf import pdf as write_pdf
from .pdf import png as write_png

MOST = 300
"""Files in the folder; beyond it those that were asked for longest ago go."""


def pdf(paper: Document) -> bytes:
    return kept(f"{paper.digest()}.pdf", lambda: write_pdf(paper))


def docx(paper: Document) -> bytes:
    return kept(f"{paper.digest()}.docx", lambda: write_docx(paper))


def png(svg: str, width: float) -> bytes:
    name = hashlib.sha256(f"{width} {svg}".encode()).hexdigest()
    return kept(f"{name}.png", lambda: write_png(svg, width))


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    path = folder() / name
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        found = make()
        write(path, found)
    else:
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
