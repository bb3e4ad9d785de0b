"""What a document says, before anybody asks whether it becomes a PDF or a Word file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .pages import Form, heading_number


class Run(NamedTuple):
    """A piece of a line; a link leads to an address."""

    text: str
    bold: bool = False
    link: str = ""


Line = Sequence[Run]


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 to 3. A numbered one is counted in the manner of the form: 1, 1.1 or 一、（一）."""

    level: int
    text: str
    numbered: bool = True
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Line


@dataclass(frozen=True, slots=True)
class Listing:
    ordered: bool
    items: Sequence[Line]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Texts in cells; `widths` are shares, `right` the columns that hold figures.

    `height` in centimetres makes room for a hand to write in.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    right: Sequence[int] = ()
    height: float = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what stands behind them, one a row."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart drawn for print, of any width; its sentence reads it to whoever cannot see it."""

    svg: str
    width: float
    height: float
    sentence: str = ""


Block = Heading | Paragraph | Listing | Table | Facts | Picture


@dataclass(frozen=True, slots=True)
class Letter:
    """What the official forms ask for around a paper: to whom, what for, who gets a copy."""

    kind: str = ""
    """函, 簽 or whatever the form calls it."""
    to: str = ""
    purpose: str = ""
    points: Sequence[str] = ()
    proposal: Sequence[str] = ()
    originals: str = ""
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One paper. `form` decides how it looks, `language` what the printed words around it are."""

    form: Form
    language: str
    title: str
    organization: str
    blocks: Sequence[Block]
    signed_by: str = ""
    number: str = ""
    date: dt.date | None = None
    status: str = ""
    """Said beside the number as long as the paper is not in force."""
    facts: Sequence[tuple[str, str]] = ()
    """Number, version and digest of the content, printed below the title."""
    footer: str = ""
    contents: bool = True
    depth: int = 2
    """Down to which level of heading the contents go."""
    letter: Letter = field(default_factory=Letter)
    readers: Table | None = None
    """Who checked and countersigned the draft; each form has a place of its own for it."""

    def mark(self) -> str:
        """The mark of the organ: its full name, with 文件 in Chinese papers."""
        return self.organization + ("文件" if self.language != "en" else "")

    def digest(self) -> str:
        """The same for the same paper, whoever asks and whenever."""
        text = json.dumps(dataclasses.asdict(self), default=str, ensure_ascii=False)
        kinds = " ".join(type(block).__name__ for block in self.blocks)
        return hashlib.sha256(f"{kinds}\n{text}".encode()).hexdigest()

    def numbered(self) -> Iterator[tuple[Block, str]]:
        """Every block with the number its heading carries; empty for what has none."""
        counts = [0, 0, 0]
        for block in self.blocks:
            number = ""
            if isinstance(block, Heading) and block.numbered:
                counts[block.level - 1] += 1
                counts[block.level :] = [0] * (3 - block.level)
                number = heading_number(self.form, self.language, counts[: block.level])
            yield block, number
