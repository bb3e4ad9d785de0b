"""A task that Sam carries out, and files of every kind to hang on it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest

from execution.steps import break_down
from tests import factories

DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}


def archive(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return held.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        summed = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + summed

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 8, 8, height, width, 0)
    return b"\xff\xd8" + b"\xff\xe0\x00\x04ab" + frame + b"\xff\xd9"


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def task(cast: Any, planning_round: Any) -> Any:
    plan = factories.make_plan(cast, planning_round, status="execution")
    measure = plan.measures.get()
    dates = {"starts": measure.starts, "due": measure.ends}
    return break_down(
        by=cast.dana, measure=measure, title="Write the guide", person=cast.sam, **dates
    )
