"""Figures in words: grouped by thousands, without trailing zeros, with their unit."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Number = Decimal | float | int
CLOSE = re.compile(r"[%‰°]|[^\x00-\x7f]")
"""Units that follow the figure without a blank: signs, and words in Han characters."""

MISSING = "—"


def figure(value: Number | None, places: int | None = None) -> str:
    """“1,200”, “12.5”, “−3”; a dash where nothing is known, for missing is not zero.

    `places` is the most decimals shown; without it, a figure keeps its own and a float two.
    """
    if value is None:
        return MISSING
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if places is None and isinstance(value, float):
        places = 2
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(number):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if number < 0 and text != "0" else text


READ_TO = 2
"""The decimals of a rate as people read it; it is kept more exactly."""

TYPED_TO = 4


def is_computed(value: Number | None) -> bool:
    """Whether it has more decimals than anybody types: a rate of numerator and denominator."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    return value != value.quantize(Decimal(1).scaleb(-TYPED_TO), ROUND_HALF_UP)


def with_unit(value: Number | None, unit: str, places: int | None = None) -> str:
    """“80%”, “110 s”, “15分鐘”."""
    text = figure(value, places)
    if not unit or value is None:
        return text
    return f"{text}{unit}" if CLOSE.match(unit) else f"{text} {unit}"


def percent(share: Number | None) -> str:
    """A share of one as “85%”, to the whole per cent."""
    return MISSING if share is None else with_unit(Decimal(repr(float(share))) * 100, "%", 0)


def labelled(label: str, *words: str) -> str:
    """“Hotline: 85%, on track”, punctuated as the language does it."""
    return _("%(label)s: %(text)s") % {"label": label, "text": listed(*words)}


def listed(*words: str) -> str:
    return pgettext("between the parts of a list", ", ").join(words)


TARGET_AT = 86
"""Where the target stands on the scale of a bullet, so that more than it can be seen."""


def on_scale(share: Decimal | None) -> float:
    """A share of the way as a length on that scale, which ends at a hundred."""
    return max(0.0, min(float(share or 0) * TARGET_AT, 100.0))
