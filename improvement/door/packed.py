"""Rows that hang on others, read whole within the statement that reads those."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Context, Decimal
from functools import lru_cache
from typing import Any, Self

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Func, JSONField, OuterRef, QuerySet, Value
from django.db.models.query import ModelIterable
from django.utils import timezone

from improvement.door.permissions import VisibleQuerySet

from .gathered import Gathered, Listed

ARGUMENTS = 100


class Exact(json.JSONDecoder):
    """Figures keep every digit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(parse_float=Decimal, **options)


class Columns(Func):
    """Several columns of one row as one JSON value, in their order."""

    function = "JSONB_BUILD_ARRAY"
    output_field = JSONField(decoder=Exact)

    def __init__(self, names: Iterable[str], **extra: Any) -> None:
        super().__init__(*map(F, names), **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        parts, params = self.in_parts(compiler, connection, **extra)
        return f"({' || '.join(parts)})", [one for part in params for one in part]

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite keeps JSON as text, which would be packed as one; so arrays are joined as text."""
        nested = self.copy()
        nested.set_source_expressions(
            [
                Func(each, function="JSON") if isinstance(each.output_field, JSONField) else each
                for each in self.get_source_expressions()
            ]
        )
        parts, params = nested.in_parts(compiler, connection, function="JSON_ARRAY", **extra)
        sql, given = parts[0], params[0]
        for part, own in zip(parts[1:], params[1:], strict=True):
            sql = f"(SUBSTR({sql}, 1, LENGTH({sql}) - 1) || ',' || SUBSTR({part}, 2))"
            given = [*given, *given, *own]
        return sql, given

    def in_parts(
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[list[str], list[list[Any]]]:
        """A function takes a hundred arguments in PostgreSQL; longer rows are several arrays."""
        columns = self.get_source_expressions()
        made = []
        for start in range(0, len(columns), ARGUMENTS):
            part = self.copy()
            part.set_source_expressions(columns[start : start + ARGUMENTS])
            made.append(part.as_sql(compiler, connection, **extra))
        return [sql for sql, _params in made], [list(params) for _sql, params in made]


class Packed(Gathered):
    """All rows of a queryset with these columns, to be made rows again by `unpacked`."""

    output_field = JSONField(decoder=Exact)
    template = Listed.template
    sqlite = "(WITH found (a) AS (%(subquery)s) SELECT JSON_GROUP_ARRAY(JSON(a)) FROM found)"

    def __init__(self, rows: QuerySet[Any], names: Iterable[str]) -> None:
        super().__init__(rows.annotate(packed_row=Columns(names)), "packed_row")


@lru_cache
def columns(model: type[models.Model], *along: str) -> tuple[str, ...]:
    """All columns of a model, and of the rows on the way of these relations."""
    own = [field.attname for field in model._meta.concrete_fields]
    ways = [path.split("__") for path in along]
    stops = dict.fromkeys("__".join(way[:n]) for way in ways for n in range(1, len(way) + 1))
    below = (f"{path}__{name}" for path in stops for name in columns(pointed_at(model, path)))
    return (*own, *below)


def pointed_at(model: type[models.Model], path: str) -> type[models.Model]:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model


def together(parts: Sequence[tuple[QuerySet[Any], tuple[str, ...]]]) -> list[Any]:
    """Rows of several models with these columns, in one statement."""
    if not parts:
        return []
    first, *others = [
        rows.order_by()
        .annotate(packed_part=Value(number), packed_row=Columns(names))
        .values_list("packed_part", "packed_row")
        for number, (rows, names) in enumerate(parts)
    ]
    found = first.union(*others, all=True) if others else first
    return [
        built(parts[number][0].model, dict(zip(parts[number][1], values, strict=True)))
        for number, values in found
    ]


def named_together(asked: Sequence[QuerySet[Any]]) -> list[Any]:
    """All rows of these querysets, each with those its name is made of, in one statement."""
    made_of: list[tuple[Any, QuerySet[Any]]] = [(rows.model, rows) for rows in asked]
    return together([(rows, columns(model, *model.NAMED_BY)) for model, rows in made_of])


def side_by_side(
    user: Any, parts: dict[str, tuple[QuerySet[Any], tuple[str, ...]]]
) -> dict[str, list[Any]]:
    """Several lists, each with these columns, in its order and length, with one statement."""
    if not parts:
        return {}
    packed = [Packed(rows, names) for rows, names in parts.values()]
    found = get_user_model()._base_manager.filter(pk=user.pk).values_list(*packed).get()
    return {
        name: unpacked(rows.model, names, read or ())  # None where no row can be there
        for (name, (rows, names)), read in zip(parts.items(), found, strict=True)
    }


def unpacked(
    model: type[models.Model], names: Iterable[str], found: Iterable[list[Any]]
) -> list[Any]:
    """The rows that `Packed` has read; a column that was not named is read when it is asked for."""
    kept = tuple(names)
    return [built(model, dict(zip(kept, values, strict=True))) for values in found]


def built(model: type[models.Model], values: dict[str, Any]) -> Any:
    """One row with those it points at; names with “__” are columns of these."""
    below: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    own = {}
    for name, value in values.items():
        relation, _mark, rest = name.partition("__")
        if rest:
            below[relation][rest] = value
        else:
            own[name] = value
    readers = readers_of(model)
    read = {name: readers[name](own[name]) for name in readers if name in own}
    row = model.from_db(DEFAULT_DB_ALIAS, list(read), list(read.values()))
    for name, part in below.items():
        target = pointed_at(model, name)
        there = part[target._meta.pk.attname] is not None
        setattr(row, name, built(target, part) if there else None)
    return row


@lru_cache
def readers_of(model: type[models.Model]) -> dict[str, Callable[[Any], Any]]:
    """How a value of each column is read from JSON, in the order of the columns."""
    return {field.attname: reader_of(field) for field in model._meta.concrete_fields}


def reader_of(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, models.DecimalField):
        places, context = Decimal(1).scaleb(-field.decimal_places), Context(prec=field.max_digits)
        return lambda raw: None if raw is None else Decimal(raw).quantize(places, context=context)
    if isinstance(field, models.DateTimeField):
        return lambda raw: None if raw is None else moment(raw)
    read: Callable[[Any], Any] = field.to_python
    return read


def moment(text: str) -> dt.datetime:
    """SQLite keeps moments without their zone, which is always UTC."""
    read = dt.datetime.fromisoformat(text)
    return read if timezone.is_aware(read) else read.replace(tzinfo=dt.UTC)


def hang(owner: models.Model, name: str, rows: list[Any]) -> None:
    """Let `owner.name.all()` answer with rows that have been read already."""
    answer = getattr(owner, name).all()
    answer._result_cache, answer._prefetch_done = rows, True
    if not hasattr(owner, "_prefetched_objects_cache"):
        owner._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    owner._prefetched_objects_cache[name] = answer  # type: ignore[attr-defined]


class WithBelow(ModelIterable):  # type: ignore[type-arg]
    """Hangs what was read along where it belongs."""

    def __iter__(self) -> Iterator[Any]:
        below = self.queryset._below  # type: ignore[attr-defined]
        for row in super().__iter__():
            for name, (relation, model, names) in below.items():
                rows = unpacked(model, names, row.__dict__.pop(f"{name}_packed"))
                for each in rows if relation else ():
                    setattr(each, relation, row)
                hang(row, name, rows)
            yield row


class Along(VisibleQuerySet):
    """Rows that can bring those below them along in their own statement."""

    _below: dict[str, tuple[str, type[models.Model], tuple[str, ...]]] = {}

    def along(self, name: str, rows: QuerySet[Any], *relations: str) -> Self:
        """What `Prefetch(name, rows)` reads in a statement of its own, with these `relations`."""
        field = self.model._meta.get_field(name)
        shared = field.many_to_many  # a row that hangs on several points back at none
        way, back = (field.related_query_name(), "") if shared else (field.field.name,) * 2
        model: type[models.Model] = rows.model
        names = columns(model, *relations)
        packed = Packed(rows.filter(**{way: OuterRef("pk")}), names)
        found = self.annotate(**{f"{name}_packed": packed})
        found._below = self._below | {name: (back, model, names)}
        found._iterable_class = WithBelow
        return found

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._below = self._below
        return clone
