"""Read the record in a stream from either database, within one snapshot."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

ENTRIES = """
    SELECT e.id, e.chain, e.sequence, e.at, e.actor_id, e.verb, e.object_type, e.object_id,
           e.version, e.body, e.previous, e.digest, p.part, p.name, p.salt, p.value
    FROM audit_entry e LEFT JOIN audit_particular p ON p.entry_id = e.id
    ORDER BY e.chain, e.sequence, e.id
"""
ORPHANS = """
    SELECT count(*) FROM audit_particular p
    WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = p.entry_id)
"""
COLUMNS = 12  # of the entry; the rest of the row is its personal value


class Personal(NamedTuple):
    """A row of audit_particular."""

    part: str
    name: str
    salt: str | None
    value: str | None


class Row(NamedTuple):
    """A row of audit_entry as it stands in the database, with its personal values."""

    chain: str
    sequence: int
    at: datetime
    actor: int | None
    verb: str
    object_type: str
    object_id: int
    version: int
    body: str
    previous: str
    digest: str
    personal: list[Personal]


class Unreadable(Exception):
    """The record cannot be read; says what to do."""


class Record:
    """The record behind a DB-API connection."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def rows(self) -> Iterator[Row]:
        with closing(self.cursor()) as cursor:
            cursor.execute(ENTRIES)
            for _, joined in groupby(cursor, key=lambda row: row[0]):
                first, *others = joined
                personal = [Personal(*row[COLUMNS:]) for row in (first, *others) if row[COLUMNS]]
                row = Row._make((*first[1:COLUMNS], personal))
                yield row._replace(sequence=whole(row.sequence), at=utc(row.at))

    def orphans(self) -> int:
        """Personal values whose entry is gone."""
        with closing(self.connection.cursor()) as cursor:
            cursor.execute(ORPHANS)
            return int(cursor.fetchone()[0])

    def cursor(self) -> Any:
        return self.connection.cursor()


class PostgresRecord(Record):
    def cursor(self) -> Any:
        cursor = self.connection.cursor(name="verify")  # a server-side cursor: nothing piles up
        cursor.itersize = 2000
        return cursor


def whole(sequence: Any) -> int:
    """SQLite lets any type stand in any column; what is no number has no place in the chain."""
    return sequence if isinstance(sequence, int) else 0


def utc(at: Any) -> datetime:
    """SQLite keeps moments as text in UTC; spoilt text stays and will not match its seal."""
    try:
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    except (TypeError, ValueError):
        return at
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def record(url: str, base: Path) -> Iterator[Record]:
    """Open the database of a DATABASE_URL for reading; relative SQLite paths start at `base`."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        with sqlite(url, base) as connection:
            yield Record(connection)
    elif scheme in {"postgres", "postgresql"}:
        with postgres(url) as connection:
            yield PostgresRecord(connection)
    else:
        raise Unreadable("The database must be sqlite:///path or postgresql://user@host/name.")


@contextmanager
def sqlite(url: str, base: Path) -> Iterator[sqlite3.Connection]:
    path = base / unquote(re.sub("^sqlite:///", "", url))
    if not path.is_file():
        raise Unreadable(f"There is no database at {path}.")
    try:
        address = f"{path.as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.text_factory = lambda text: text.decode(errors="replace")
            connection.execute("BEGIN")
            yield connection
    except sqlite3.Error as error:
        raise Unreadable(f"{path} cannot be read: {error}") from error


@contextmanager
def postgres(url: str) -> Iterator[Any]:
    try:
        import psycopg
    except ImportError:
        raise Unreadable("Reading PostgreSQL needs the package psycopg.") from None
    try:
        with psycopg.connect(url) as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield connection
    except psycopg.Error as error:
        raise Unreadable(f"The database cannot be read: {error}") from error
