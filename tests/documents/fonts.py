"""Which characters an OpenType face can print: its cmap, read without a library."""

from __future__ import annotations

import struct
from pathlib import Path


def characters(path: Path) -> set[int]:
    """Every character with a glyph, from the format 12 (or 4) table of the face."""
    content = path.read_bytes()
    tables = struct.unpack(">H", content[4:6])[0]
    for at in range(12, 12 + 16 * tables, 16):
        tag, _sum, offset, _length = struct.unpack(">4sLLL", content[at : at + 16])
        if tag == b"cmap":
            return cmap(content[offset:])
    raise AssertionError(f"{path.name} has no cmap")


def cmap(table: bytes) -> set[int]:
    found: set[int] = set()
    for at in range(4, 4 + 8 * struct.unpack(">H", table[2:4])[0], 8):
        _platform, _encoding, offset = struct.unpack(">HHL", table[at : at + 8])
        (kind,) = struct.unpack(">H", table[offset : offset + 2])
        if kind == 12:
            found |= grouped(table[offset:])
        if kind == 4:
            found |= segmented(table[offset:])
    return found


def grouped(table: bytes) -> set[int]:
    (count,) = struct.unpack(">L", table[12:16])
    groups = struct.iter_unpack(">LLL", table[16 : 16 + 12 * count])
    return {code for first, last, _glyph in groups for code in range(first, last + 1)}


def segmented(table: bytes) -> set[int]:
    count = struct.unpack(">H", table[6:8])[0] // 2
    ends = struct.unpack(f">{count}H", table[14 : 14 + 2 * count])
    starts = struct.unpack(f">{count}H", table[16 + 2 * count : 16 + 4 * count])
    return {
        code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)
    } - {0xFFFF}
