"""Statuses and arrows: a machine is written once and read as table, diagram and code."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar

import django_fsm
from django.db import models

from .refusals import Gap, Text

PERSON, BALLOT, CLOCK, PARENT = "person", "ballot", "clock", "parent"

Condition = Callable[[Any], "Gap | list[Gap] | None"]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One step of a machine, as its decorator declares it."""

    name: str
    sources: tuple[str, ...]
    target: str
    label: Text
    clause: str
    on: tuple[str, ...]
    needs: tuple[str, ...]
    when: tuple[Condition, ...]
    freeze: bool
    accepts: frozenset[str]

    @property
    def for_people(self) -> bool:
        return PERSON in self.on


def step(
    source: str | Sequence[str],
    target: str,
    label: Text,
    *,
    clause: str,
    on: str | tuple[str, ...] = PERSON,
    needs: Iterable[str] = (),
    when: Iterable[Condition] = (),
    freeze: bool = False,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare an arrow.

    `needs` names inputs that must not be empty; each condition in `when` returns None or what
    stops the step; `on` says who takes it (PERSON unless told otherwise; BALLOT, CLOCK and
    PARENT arrows have no URL and want a cause); `freeze` keeps a revision of the content.
    The method may name inputs as keyword parameters, and `by`, and set fields of its own row.
    """
    sources = (source,) if isinstance(source, str) else tuple(source)

    def declare(method: Callable[..., None]) -> Callable[..., None]:
        accepts = frozenset(inspect.signature(method).parameters) - {"self"}
        arrow = Arrow(
            name=method.__name__,
            sources=tuple(str(s) for s in sources),
            target=str(target),
            label=label,
            clause=clause,
            on=(on,) if isinstance(on, str) else on,
            needs=tuple(needs),
            when=tuple(when),
            freeze=freeze,
            accepts=accepts,
        )
        moved = django_fsm.transition(
            field="status", source=list(sources), target=target, custom={"arrow": arrow}
        )(method)
        moved.arrow = arrow
        return moved

    return declare


class StatusDescriptor(django_fsm.FSMFieldDescriptor):
    """Lets the status be read, set once when the row is built, and set while it refreshes."""

    def __set__(self, instance: Any, value: Any) -> None:
        name = self.field.name
        if name in instance.__dict__ and not instance.__dict__.get("_refreshing"):
            raise AttributeError(f"{type(instance).__name__}.{name} moves only through take()")
        self.field.set_state(instance, value)


class StatusField(django_fsm.FSMField):
    """A status nobody can assign. Guarded per instance, not per class (see docs/decisions)."""

    descriptor_class = StatusDescriptor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 24)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, *args: Any, **kwargs: Any) -> None:
        """On a migration's models it is plain text: they have no steps to be collected.

        Else each would listen to every model made after it, and a migration makes thousands.
        """
        if cls.__module__ == "__fake__":
            models.CharField.contribute_to_class(self, cls, name, *args, **kwargs)
        else:
            super().contribute_to_class(cls, name, *args, **kwargs)


class Guarded(models.Model):
    """A row that changes only through the door: public id, version, one record."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    """Fields and inputs kept as salted digests in the record, so that they can be redacted."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ()
    """Relations the row's name is made of; lists of visible rows fetch them along."""

    BEGUN_BY_CLOCK: ClassVar[bool] = False
    """Whether a date begins such rows: create() then takes the scanner's job as the cause."""

    class Meta:
        abstract = True

    @property
    def personal(self) -> frozenset[str]:
        """The same for this row, where it is not the same for all."""
        return self.PERSONAL

    def root(self) -> tuple[type[models.Model], int]:
        """The row whose lock and whose chain of entries this one shares: itself, unless told."""
        return type(self), self.pk

    def closed(self) -> Text | None:
        """The sentence that says why the content cannot be edited now, or None."""
        return None

    def causes(self, row: models.Model, step: str) -> bool:
        """Whether this row, as it stands, is the reason for `step` on `row`."""
        return False

    def follow_change(self, fields: set[str], *, by: Any) -> None:
        """What a change of these fields brings about elsewhere; called in the same transaction."""

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        """What a step brings about in rows below it; called inside the same transaction."""


class Stateful(Guarded):
    """A row with a lifecycle. The subclass declares `status = StatusField(...)`."""

    status: Any

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} has no page")

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__["_refreshing"] = True
        try:
            super().refresh_from_db(*args, **kwargs)
        finally:
            del self.__dict__["_refreshing"]

    def step_url(self, name: str) -> str:
        """Where the step is taken: one word from the method to the URL."""
        return f"{self.get_absolute_url()}{name}/"


def known_status(model: str, statuses: type[models.TextChoices]) -> models.CheckConstraint:
    """The database refuses a status that the machine does not know."""
    return models.CheckConstraint(
        condition=models.Q(status__in=statuses.values), name=f"{model}_status_known"
    )


@lru_cache
def arrows(model: type[Stateful]) -> dict[str, Arrow]:
    """Every arrow of a machine by its name, in the order in which the class declares them."""
    found: dict[str, Arrow] = {}
    for cls in reversed(model.__mro__):
        for name, method in vars(cls).items():
            if isinstance(arrow := getattr(method, "arrow", None), Arrow):
                found[name] = arrow
    return found


def rows(model: type[Stateful]) -> Iterator[tuple[str, Arrow]]:
    """The table of the machine: one (source, arrow) a row."""
    for arrow in arrows(model).values():
        for source in arrow.sources:
            yield source, replace(arrow, sources=(source,))


def machines() -> list[type[Stateful]]:
    """Every model with a lifecycle, in the order of the installed applications."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, Stateful)]
