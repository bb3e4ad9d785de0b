"""The official forms: their pages, their type and their way of counting; no Django is needed."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
FONTS = Path(__file__).parent / "fonts"
SONG, FANG = "Noto Serif CJK SC", "FandolFang R"
"""The vendored faces by the names they carry inside."""

MM = 72 / 25.4


class Form(enum.StrEnum):
    PLAIN = "plain"
    MAINLAND = "mainland"
    TAIWAN = "taiwan"


@dataclass(frozen=True, slots=True)
class Page:
    """An A4 page. Margins in millimetres; type and line pitch in points."""

    top: float
    bottom: float
    left: float
    right: float
    size: float
    pitch: float
    """From one baseline to the next."""
    indent: int = 0
    """Characters that the first line of a paragraph stands in."""
    word_font: str = ""
    """What Word calls the face: the reader's machine supplies it."""
    word_title: str = ""


MAINLAND_SIZE = (210 - 28 - 26) * MM / 28
MAINLAND_PITCH = (297 - 37 - 35) * MM / 22

PAGES = {
    Form.PLAIN: Page(25, 22, 25, 25, 11, 18, 0, "", ""),
    # GB/T 9704: 37 mm above, 28 mm inside; 22 lines of 28 characters fill 156 by 225 mm.
    Form.MAINLAND: Page(
        37, 35, 28, 26, MAINLAND_SIZE, MAINLAND_PITCH, 2, "仿宋_GB2312", "方正小标宋简体"
    ),
    Form.TAIWAN: Page(25, 25, 25, 25, 14, 24, 0, "標楷體", "標楷體"),
}

PICTURE_WIDTH = 450.0
"""Points; the text area of the narrowest form, in which Word sets a chart."""

WORD_FONTS = {"zh-hant": "新細明體", "zh-hans": "宋体", "en": "宋体"}
"""What Word sets Chinese in where the form does not say."""

DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 99 as they are counted in papers: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return before + (DIGITS[ones] if ones or not tens else "")


def heading_number(form: Form, language: str, counts: list[int]) -> str:
    """“2.1 ” in a plain paper; 一、 and （一） where the form says so and the text is Chinese."""
    if form == Form.PLAIN or language == "en":
        return ".".join(str(count) for count in counts) + " "
    last = counts[-1]
    return (f"{chinese(last)}、", f"（{chinese(last)}）", f"{last}. ")[len(counts) - 1]


def counted(language: str, number: int) -> str:
    """The number of a point: 1. or 一、."""
    return f"{number}." if language == "en" else f"{chinese(number)}、"
