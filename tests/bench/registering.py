"""A filtered page of the register at a million records against ten thousand."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.bench.ground import ground, signed_in
from tests.bench.measuring import interleaved, report
from tests.services import postgres

FEW, MANY = 10_000, 1_000_000
ROUNDS = 20
PAGES: tuple[dict[str, str], ...] = (
    {"kind": "complaint", "channel": "letter", "severity": "4"},
    {"status": "open", "department": "csc"},
    {"kind": "complaint", "department": "csc", "category": "c5"},
    {"since": "2024-01-01", "until": "2024-12-31", "kind": "praise"},
    {"q": "refund"},  # one in ten
    {"q": "等候"},  # one in six
    {"q": "退款"},  # one in fifty
    {"q": "輪椅"},  # sixty in all, and sixty more
    {"q": "umbrella"},  # none
    {"q": "invoice counter", "department": "csc", "kind": "complaint"},
)
"""Each fills its page in both, or finds nothing in both: what differs is the looking."""

CATEGORIES = """
INSERT INTO evidence_recordcategory
    (public_id, version, name, name_hant, name_hans, code, path)
SELECT gen_random_uuid(), 1, 'Category ' || n, '', '', 'c' || n, 'c' || n || '/'
FROM generate_series(1, 12) AS n
"""
RECORDS = """
INSERT INTO evidence_servicerecord (
    public_id, version, kind, channel, severity, category_id, department_id, opened_on,
    status, closed_on, text, result, handler, source, reference, taken_out
)
SELECT gen_random_uuid(), 1,
    (array['complaint', 'feedback', 'praise', 'request'])[1 + floor(random() ^ 2 * 4)::int],
    (array['phone', 'web', 'counter', 'email', 'app', 'letter'])[1 + floor(random() ^ 2 * 6)::int],
    1 + floor(random() * 4)::int,
    categories.keys[1 + floor(random() * 12)::int],
    departments.keys[1 + floor(random() * cardinality(departments.keys))::int],
    day, CASE WHEN n % 25 = 0 THEN 'open' ELSE 'closed' END,
    CASE WHEN n % 25 = 0 THEN NULL ELSE day END,
    (array[
        'I waited at the counter for a long time', 'The hotline was busy all morning',
        '職員態度欠佳，等候時間太長', '網上系統經常出現錯誤，無法登入',
        'The form could not be sent', '前線同事很有耐性，謝謝'
    ])[1 + floor(random() * 6)::int] || ' ' || (array[
        'refund', 'invoice', 'passport', 'parking', 'heating', 'lift', 'toilet', 'queue', 'light',
        'sign'
    ])[1 + floor(random() * 10)::int] || ' ' || md5(n::text)
    || CASE WHEN random() < .02 THEN ' 退款' ELSE '' END
    || CASE WHEN n % (N / 60) = 0 THEN ' 輪椅' ELSE '' END,
    '', '', '', '', false
FROM (
    SELECT n, date '2026-11-20' - (random() * 3650)::int AS day FROM generate_series(1, N) AS n
) AS numbers,
(SELECT array_agg(id) AS keys FROM evidence_recordcategory) AS categories,
(SELECT array_agg(id) AS keys FROM organization_department) AS departments
"""


def measure() -> dict[str, float]:
    with ground() as (cast, server):
        from django.db import connections

        client = signed_in(cast.olga)
        told(CATEGORIES)
        filled(FEW)
        few = connections["default"]
        few.close()  # a database is copied only while nobody is in it
        with postgres.database(server, few.settings_dict["NAME"]) as url:
            many = few.copy()
            many.settings_dict["NAME"] = urlsplit(url).path[1:]
            connections["default"] = many
            filled(MANY - FEW)

            def page(asked: dict[str, str], connection: Any) -> None:
                connections["default"] = connection
                answer = client.get(f"/records/?{urlencode(asked)}")
                assert answer.status_code == 200

            acts = [
                partial(page, asked, connection) for asked in PAGES for connection in (few, many)
            ]
            times = interleaved(*acts, rounds=ROUNDS)
            many.close()
            connections["default"] = few
    return {"register_growth": max(growth(times))}


def growth(times: list[float]) -> list[float]:
    return [large / small for small, large in zip(times[::2], times[1::2], strict=True)]


def filled(number: int) -> None:
    """As many records more; the index of words is built after them, which takes less time."""
    words = import_module("evidence.migrations.0011_words_of_records")
    told("DROP INDEX service_record_grams")
    told(RECORDS.replace(", N)", f", {number})").replace("(N / 60)", f"({number} / 60)"))
    told(words.INDEX)
    told("VACUUM ANALYZE evidence_servicerecord")  # as the server does some time after a load


def told(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    report(measure())
