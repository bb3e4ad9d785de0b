"""Look into a file that a stranger sent; it runs in a child process, with nothing but the file."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO

from improvement.apart.limits import Refused

ENTRIES = 5_000
UNPACKED = 300 * 1024 * 1024
RATIO = 200
SMALL = 10 * 1024 * 1024
"""Below this an archive may pack as tightly as it likes."""
PIXELS = 100_000_000

TYPES: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "text/plain": ("txt", "csv", "md", "log"),
}
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
NESTED = ("zip", "jar", "7z", "rar", "gz", "bz2", "xz", "tar", "exe", "dll", "js", "vbs", "lnk")


CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r")


def media_type(file: BinaryIO, name: str) -> str:
    """What the file is by its content; raises Refused for what is not taken."""
    found = by_content(file)
    extension = name.rpartition(".")[2].lower()
    if extension not in TYPES[found]:
        raise Refused("name_and_content")
    return found


def by_content(file: BinaryIO) -> str:
    head = file.read(64)
    file.seek(0)
    if not head:
        raise Refused("empty")
    if head.startswith(b"%PDF-"):
        return whole_pdf(file)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return small_enough("image/png", *struct.unpack(">II", padded(head[16:24])))
    if head.startswith(b"\xff\xd8\xff"):
        return small_enough("image/jpeg", *jpeg_size(file))
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return by_archive(file)
    return plain_text(file)


def padded(some: bytes) -> bytes:
    if len(some) < 8:
        raise Refused("broken")
    return some


def whole_pdf(file: BinaryIO) -> str:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 2048))
    if b"%%EOF" not in file.read():
        raise Refused("broken")
    return "application/pdf"


def small_enough(kind: str, width: int, height: int) -> str:
    """A picture of a few kilobytes can unfold to gigabytes."""
    if not width or not height:
        raise Refused("broken")
    if width * height > PIXELS:
        raise Refused("picture_too_large")
    return kind


def jpeg_size(file: BinaryIO) -> tuple[int, int]:
    """Width and height from the frame header."""
    file.seek(2)
    while True:
        marker = file.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            raise Refused("broken")
        length = file.read(2)
        if len(length) < 2:
            raise Refused("broken")
        (size,) = struct.unpack(">H", length)
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            frame = file.read(5)
            if len(frame) < 5:
                raise Refused("broken")
            _bits, height, width = struct.unpack(">BHH", frame)
            return width, height
        file.seek(max(size, 2) - 2, 1)


def by_archive(file: BinaryIO) -> str:
    """An office document is an archive; it is measured before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            measured(entries)
            names = {entry.filename for entry in entries}
            found = office_type(archive, names)
            for entry in entries:
                unpacked(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, RuntimeError) as odd:
        raise Refused("broken") from odd
    return found


def measured(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise Refused("archive_too_large")
    sizes = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if sizes > UNPACKED or (sizes > SMALL and sizes > RATIO * max(packed, 1)):
        raise Refused("archive_too_large")
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise Refused("archive_leads_outside")
        if entry.flag_bits & 0x1:
            raise Refused("encrypted")
        name = entry.filename.lower()
        if "vbaproject" in name or name.startswith("scripts/"):
            raise Refused("macros")
        if name.rpartition(".")[2] in NESTED:
            raise Refused("archive_in_archive")


def office_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        kind = archive.read("mimetype")[:100].decode("ascii", "replace")
        if kind in TYPES and kind.startswith("application/vnd.oasis"):
            return kind
    if "[Content_Types].xml" in names:
        for folder, kind in OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return kind
    raise Refused("type")


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """The header may lie about the size: what comes out is counted, and thrown away."""
    left = entry.file_size
    with archive.open(entry) as content:
        while some := content.read(1 << 16):
            left -= len(some)
            if left < 0:
                raise Refused("archive_too_large")


def plain_text(file: BinaryIO) -> str:
    """Text is what can be read as UTF-8 and has no control characters."""
    rest = b""
    while some := file.read(1 << 16):
        if len(some.translate(None, CONTROL)) < len(some):
            raise Refused("type")
        some, rest = rest + some, b""
        try:
            some.decode()
        except UnicodeDecodeError as odd:
            if odd.start < len(some) - 3:
                raise Refused("type") from odd
            rest = some[odd.start :]
    if rest:
        raise Refused("type")
    return "text/plain"
