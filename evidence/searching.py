"""Words in the register: a page looks at few rows, however many there are."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import reduce
from operator import and_
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, TextField, Value

from improvement.door.permissions import table

from .masking import telling
from .models import ServiceRecord
from .models.service_record import ServiceRecordQuerySet

NEAR = 5_000
"""Records looked through one by one: what is said often fills a page from them."""
FAR = 20_000
"""As many are looked through for words that no index knows."""
WIDER = 10
"""How many times as far back the next look goes, before all of the register is looked at."""
MOST_WORDS = 8
MOST_MONTHS = 240

LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
LETTERS = re.compile(r"[a-z0-9]{3,}")

Place = tuple[dt.date, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Rows in order; `until` is where the look ended before all were looked at."""

    rows: list[ServiceRecord]
    until: Place | None = None


def grams(word: str) -> list[str]:
    """What the index is asked for: three letters in a row, or two signs of another script.

    As few as cover the word, for each is a list that is read. Letters beyond ASCII that have two
    cases are left out: the database may know only one.
    """
    plain = word.translate(LOWER)
    known = {part for run in LETTERS.findall(plain) for part in cover(run, 3)}
    signs = "".join(sign if caseless(sign) else " " for sign in plain)
    known |= {part for run in signs.split() for part in cover(run, 2)}
    return sorted(known)


def cover(run: str, length: int) -> list[str]:
    """Parts of this length that together are the run; none where it is shorter."""
    last = len(run) - length
    return [run[at : at + length] for at in {*range(0, last, length), last} if last >= 0]


def caseless(sign: str) -> bool:
    return ord(sign) > 127 and not sign.isspace() and sign.lower() == sign.upper()


def words_of(typed: str) -> list[str]:
    return typed.replace("\x00", "").split()[:MOST_WORDS]


def said(typed: str, reader: Any) -> Q:
    """Every word, in the text or in the reference.

    What is masked for a reader is not found by guessing it either.
    """
    guess = telling(typed)
    own = table()["evidence.change_servicerecord"].q(reader)
    each = []
    for word in words_of(typed):
        text = Q(text__icontains=word)
        text = text & own if guess else text
        each.append(text | Q(reference__icontains=word))
    return reduce(and_, each)


def found(
    rows: ServiceRecordQuerySet,
    typed: str,
    reader: Any,
    *,
    after: Place | None,
    size: int,
    department: int | None = None,
) -> Found:
    """The first rows in which the words stand, the latest first, from `after` on.

    Frequent words are found near by; rare ones by the index, which would have to sort all
    rows of a frequent one. `department` is the one that the rows are narrowed to.
    """
    of_department = [f"=d{department}"] if department else []
    ahead = rows.newest_first(after)
    known = held(typed)
    look = FAR if known is None else NEAR
    last = ahead.values_list("opened_on", "pk")[look - 1 : look].first()
    asked = ahead.filter(said(typed, reader))
    near = list((asked.back_to(last) if last else asked)[:size])
    if last is None or len(near) == size:
        return Found(near)
    if known is None:
        return Found(near, last)
    indexed = asked.filter(holding(" @> ", [*known, *of_department]))
    months = far_back(ahead.values_list("opened_on", flat=True)[:1].get(), last[0])
    if len(months) <= MOST_MONTHS:
        wider = list(indexed.filter(holding(" && ", months))[:size])
        if len(wider) == size:
            return Found(wider)
    return Found(list(indexed[:size]))


def far_back(first: dt.date, last: dt.date) -> list[str]:
    """The months of a look `WIDER` times as far back, as the index names them."""
    latest, earliest = first.year * 12 + first.month, last.year * 12 + last.month
    reach = (latest - earliest + 1) * WIDER
    return [f"=m{month}" for month in range(latest - reach, latest + 1)]


def narrowed(rows: ServiceRecordQuerySet, typed: str, reader: Any) -> ServiceRecordQuerySet:
    """All rows in which the words stand, to be counted; by the index where one helps."""
    if not words_of(typed):
        return rows
    known = held(typed)
    rows = rows.filter(holding(" @> ", known)) if known else rows
    return rows.filter(said(typed, reader))


def held(typed: str) -> list[str] | None:
    """What the index knows of the words; None where it knows nothing of them, or is not there."""
    parts = sorted({part for word in words_of(typed) for part in grams(word)})
    return parts if parts and connection.vendor == "postgresql" else None


def holding(operator: str, parts: list[str]) -> Func:
    """That a row holds all of the parts (@>), or any (&&), spelled as the index is."""
    columns = [F("text"), F("reference"), F("department_id"), F("opened_on")]
    return Func(
        Func(*columns, function="evidence_grams", output_field=TextField()),
        Value(parts),
        template="%(expressions)s::text[]",
        arg_joiner=operator,
        output_field=BooleanField(),
    )
