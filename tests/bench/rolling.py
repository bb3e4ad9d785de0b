"""Indicators told by 10, 1,000 and 10,000 departments for 36 months; a thousand control charts."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.bench.ground import ground, signed_in
from tests.bench.measuring import interleaved, report

SIZES = FEW, _SOME, MANY = 10, 1_000, 10_000
MONTHS, SERIES, ROUNDS = 36, 1_000, 15

VALUES = """
INSERT INTO evidence_value (public_id, version, status, indicator_id, department_id, period, ends,
                            numerator, denominator, value, note, return_reason, taken_out)
SELECT gen_random_uuid(), 1, 'accepted', %s, place.id, to_char(day, 'YYYY-MM'),
       (day + interval '1 month - 1 day')::date, told.part, 100, told.part, '', '', false
FROM organization_department AS place,
     generate_series(date '2023-11-01', date '2026-10-01', interval '1 month') AS day,
     LATERAL (SELECT 50 + (place.id * 7 + extract(month FROM day)::int * 13) %% 41 AS part) AS told
WHERE place.code LIKE 'k%%' AND substr(place.code, 2)::int < %s
"""


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        cards = told(cast)
        client = signed_in(cast.leo)

        def page(code: str) -> None:
            answer = client.get(f"/indicators/{code}/organization/")
            assert answer.status_code == 200 and b"never averaged" in answer.content, answer

        pages = [partial(page, cards[size].code) for size in (FEW, MANY)]
        few, many = interleaved(*pages, rounds=ROUNDS)
        for size in SIZES:
            assert rolled(cards[size]) == raw(cards[size]), size
        kept, whole = interleaved(
            partial(rolled, cards[MANY]), partial(raw, cards[MANY]), rounds=ROUNDS
        )
        (charts,) = interleaved(partial(drawn, generated()), rounds=ROUNDS)
    return {
        "whole_growth": many / few,
        "rollup_vs_raw": kept / whole,
        "xmr_1000_series_ms": 1000 * charts,
    }


def told(cast: Any) -> dict[int, Any]:
    """An indicator for each size, its values generated and rolled up as a batch does it."""
    from django.db import connection

    from evidence import rolling
    from evidence.models import Indicator, Value
    from improvement.door.acts import create
    from improvement.organization.models import Department

    Department.objects.bulk_create(
        Department(code=f"k{n}", name=f"Department {n}", path=f"k{n}/") for n in range(MANY)
    )
    cards = {}
    for size in SIZES:
        card = Indicator(code=f"told-by-{size}", name=f"Told by {size}", family="quality")
        card.direction, card.factor, card.denominator_name = "higher", 100, "All"
        cards[size] = create(card, by=cast.olga)
        with connection.cursor() as cursor:
            cursor.execute(VALUES, [card.pk, size])
        periods = Value.objects.filter(indicator=card).order_by().values_list("period", flat=True)
        rolling.roll_up_again([card.pk], periods.distinct())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself some time after such a load
    return cards


def rolled(card: Any) -> list[Any]:
    from evidence.models import RollUp

    rows = RollUp.objects.filter(indicator=card, node=None).order_by("period")
    return list(rows.values_list("period", "told", "numerator", "denominator"))


def raw(card: Any) -> list[Any]:
    from django.db.models import Count, Sum

    from evidence.models import Value

    rows = Value.objects.told().filter(indicator=card).order_by("period").values_list("period")
    found = list(rows.annotate(Count("pk"), Sum("numerator"), Sum("denominator")))
    assert len(found) == MONTHS
    return found


def generated() -> list[list[Any]]:
    from decimal import Decimal
    from random import Random

    dice = Random(1)
    return [
        [Decimal(dice.randrange(10**8)).scaleb(-6) for _month in range(MONTHS)]
        for _series in range(SERIES)
    ]


def drawn(series: list[list[Any]]) -> None:
    from evidence.statistics import xmr

    for values in series:
        xmr(values, direction="higher", target=95)


if __name__ == "__main__":
    report(measure())
