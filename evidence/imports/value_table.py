"""Rows of a file in a table of the session, beside the values they meet; and their writing.

The same statements serve PostgreSQL, which fills the table by COPY, and SQLite.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection

from evidence.lifecycle import ValueStatus
from evidence.models import DataImport, ReplacedValue, Value

from .shape import NOTHING

COLUMNS = (
    *("n", "indicator_id", "department_id", "period", "ends"),
    *("numerator", "denominator", "value", "note", "locked", "seen"),
)
TABLE = "import_told"
SLICE = 50_000
AT_ONCE = 2_000

Told = Callable[[int], object]

MEETS = """v.indicator_id = t.indicator_id AND v.department_id = t.department_id
    AND v.period = t.period AND NOT v.taken_out"""
VALUES, REPLACED = Value._meta.db_table, ReplacedValue._meta.db_table
KEPT = ("numerator", "denominator", "value", "note", "return_reason", "entered_by_id")
"""What a value is brought back to, besides its status and the import that told it."""
RANDOM = {
    "postgresql": "gen_random_uuid()",
    "sqlite": """lower(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || 'a'
        || substr(hex(randomblob(8)), 2))""",
}


@contextmanager
def loaded(lines: Iterable[str]) -> Iterator[None]:
    """The table with these lines of CSV in it; gone afterwards. Within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""CREATE TEMPORARY TABLE {TABLE} (
                n integer, indicator_id bigint, department_id bigint, period varchar(7), ends date,
                numerator decimal(24, 6), denominator decimal(24, 6), value decimal(24, 6),
                note varchar(300), locked smallint, seen integer)"""
        )
        fill(cursor, lines)
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {TABLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def fill(cursor: Any, lines: Iterable[str]) -> None:
    names = ", ".join(COLUMNS)
    if connection.vendor == "postgresql":
        statement = f"COPY {TABLE} ({names}) FROM STDIN WITH (FORMAT csv, NULL E'\\x01')"
        with connection.wrap_database_errors, cursor.copy(statement) as target:
            every = iter(lines)
            while block := "".join(islice(every, AT_ONCE)):
                target.write(block)
        return
    marks = ", ".join(["%s"] * len(COLUMNS))
    some: list[list[str | None]] = []
    for row in csv.reader(lines):
        some.append([None if cell == NOTHING else cell for cell in row])
        if len(some) == AT_ONCE:
            cursor.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", some)
            some = []
    if some:
        cursor.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", some)


def asked(statement: str, given: Iterable[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(given))
        return list(cursor.fetchall())


def done(statement: str, given: Iterable[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(given))


def met() -> list[tuple[int, int | None, str | None, bool, bool]]:
    """Number, version and status of the value met, whether it says the same, whether locked."""
    return asked(
        f"""SELECT t.n, v.version, v.status,
            v.value = t.value AND coalesce(v.numerator = t.numerator, t.numerator IS NULL)
                AND coalesce(v.denominator = t.denominator, t.denominator IS NULL),
            t.locked
        FROM {TABLE} t LEFT JOIN {VALUES} v ON {MEETS}
        WHERE v.id IS NOT NULL OR t.locked = 1"""
    )


def overtaken() -> bool:
    """Whether a value has come, gone or changed since the file was looked through.

    The values that stand there are locked first, so that they stay as they are found.
    """
    if connection.vendor == "postgresql":
        asked(
            f"""SELECT count(*) FROM (SELECT v.id FROM {TABLE} t JOIN {VALUES} v ON {MEETS}
            ORDER BY v.id FOR NO KEY UPDATE OF v) locked"""
        )
    found = asked(
        f"""SELECT 1 FROM {TABLE} t LEFT JOIN {VALUES} v ON {MEETS}
        WHERE coalesce(v.version, 0) <> t.seen LIMIT 1"""
    )
    return bool(found)


def indicators() -> list[int]:
    return [key for (key,) in asked(f"SELECT DISTINCT indicator_id FROM {TABLE} ORDER BY 1")]


def periods() -> list[str]:
    return [key for (key,) in asked(f"SELECT DISTINCT period FROM {TABLE}")]


def open_periods() -> list[str]:
    """Those that were open when the file was looked through."""
    return [key for (key,) in asked(f"SELECT DISTINCT period FROM {TABLE} WHERE locked = 0")]


def pairs() -> list[tuple[int, int]]:
    return asked(f"SELECT DISTINCT indicator_id, department_id FROM {TABLE}")


def keep_replaced(data_import: DataImport) -> None:
    """Every figure that the file takes the place of, as it stands now."""
    kept = ", ".join(KEPT)
    done(
        f"""INSERT INTO {REPLACED}
            (data_import_id, value_row_id, version, was, brought_by_id, {kept})
        SELECT %s, v.id, v.version, v.status, v.brought_by_id,
            {", ".join(f"v.{name}" for name in KEPT)}
        FROM {TABLE} t JOIN {VALUES} v ON {MEETS} WHERE t.seen > 0""",
        [data_import.pk],
    )


def upsert(data_import: DataImport, *, by: Any, told: Told) -> None:
    """Every row as a value that is handed in; `told` hears how many are written."""
    ((last,),) = asked(f"SELECT coalesce(max(n), 0) FROM {TABLE}")
    if last > SLICE:
        done(f"CREATE INDEX {TABLE}_n ON {TABLE} (n)")
    for start in range(0, last, SLICE):
        done(
            f"""INSERT INTO {VALUES} (public_id, version, status, indicator_id, department_id,
                period, ends, numerator, denominator, value, note, return_reason, entered_by_id,
                brought_by_id, taken_out)
            SELECT {RANDOM[connection.vendor]}, 1, %s, indicator_id, department_id, period, ends,
                numerator, denominator, value, coalesce(note, ''), '', %s, %s, false
            FROM {TABLE} WHERE n > %s AND n <= %s
            ON CONFLICT (indicator_id, department_id, period) WHERE NOT taken_out DO UPDATE SET
                version = {VALUES}.version + 1, status = excluded.status, value = excluded.value,
                numerator = excluded.numerator, denominator = excluded.denominator,
                note = excluded.note, return_reason = '', entered_by_id = excluded.entered_by_id,
                brought_by_id = excluded.brought_by_id""",
            [ValueStatus.SUBMITTED.value, by.pk, data_import.pk, start, start + SLICE],
        )
        told(min(start + SLICE, last))


def take_back(data_import: DataImport, told: Told) -> None:
    """What the file replaced stands again; what it began is out; what people changed stays."""
    ((first, last),) = asked(
        f"SELECT min(id), max(id) FROM {VALUES} WHERE brought_by_id = %s", [data_import.pk]
    )
    if first is None:
        return
    back = ", ".join(f"{name} = r.{name}" for name in KEPT)
    for start in range(first, last + 1, SLICE):
        reach = [data_import.pk, start, start + SLICE]
        done(
            f"""UPDATE {VALUES} SET version = {VALUES}.version + 1, status = r.was,
                brought_by_id = r.brought_by_id, {back}
            FROM {REPLACED} r WHERE r.data_import_id = %s AND r.value_row_id = {VALUES}.id
                AND {VALUES}.brought_by_id = r.data_import_id
                AND {VALUES}.id >= %s AND {VALUES}.id < %s""",
            reach,
        )
        done(
            f"""UPDATE {VALUES} SET version = version + 1, taken_out = true
            WHERE brought_by_id = %s AND id >= %s AND id < %s""",
            reach,
        )
        told(start + SLICE - first)
