"""One text for one value: the canonical JSON that is sealed and compared."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID


def canonical(value: object) -> str:
    """Write `value` as JSON with sorted keys and no spaces: one value, one text.

    Decimals become strings in plain notation (never an exponent), moments UTC with microseconds
    and a Z, dates and times of day ISO 8601, UUIDs their hyphenated form. Reading the text back
    and writing it again changes nothing. TypeError or ValueError for what has no single text: sets,
    NaN, moments without a zone, keys that are not strings, half a surrogate pair.
    """
    text = json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    text.encode()  # half a surrogate pair has no UTF-8 form
    return text


def plain(value: object) -> object:
    """Reduce `value` to what JSON knows."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str.__str__(value)  # the value of a text choice, not its name
        case datetime():
            return moment(value)
        case date() | time():
            return value.isoformat()
        case Decimal():
            return number(value)
        case UUID():
            return str(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {key(name): plain(item) for name, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no canonical text: {value!r}")


def key(name: object) -> str:
    # 1 and "1" would become the same key in JSON.
    if not isinstance(name, str):
        raise TypeError(f"A key must be text, not {type(name).__name__}: {name!r}")
    return str.__str__(name)


def moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"A moment without a time zone has no canonical text: {value!r}")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def number(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} has no canonical text")
    return format(value, "f")
