"""Permission is written once: predicates with two faces, one table a room."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext as _

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING


class Predicate:
    """One rule about who, with two faces that cannot drift: of an object, and of a queryset.

    `allows(user, obj)` answers for one object, `q(user)` selects all objects for which it would
    answer yes, `anywhere(user)` says whether the person could have any such object at all (for
    menus), and `who` names the people in words.
    """

    def __init__(
        self,
        allows: Callable[[Any, Any], bool],
        q: Callable[[Any], Q],
        *,
        who: Any = "",
        anywhere: Callable[[Any], bool] = lambda user: True,
    ) -> None:
        self.allows, self.q, self.who, self.anywhere = allows, q, who, anywhere

    def __or__(self, other: Predicate) -> Predicate:
        return Predicate(
            lambda user, obj: self.allows(user, obj) or other.allows(user, obj),
            lambda user: self.q(user) | other.q(user),
            who=_either(self.who, other.who),
            anywhere=lambda user: self.anywhere(user) or other.anywhere(user),
        )

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(
            lambda user, obj: self.allows(user, obj) and other.allows(user, obj),
            lambda user: self.q(user) & other.q(user),
            who=self.who or other.who,
            anywhere=lambda user: self.anywhere(user) and other.anywhere(user),
        )

    def __invert__(self) -> Predicate:
        return Predicate(lambda user, obj: not self.allows(user, obj), lambda user: ~self.q(user))


def _either(one: Any, other: Any) -> Any:
    if not (one and other):
        return one or other
    return lazy(lambda: _("%(one)s or %(other)s") % {"one": one, "other": other}, str)()


def either_way(condition: Callable[[Any], bool], *, who: Any = "") -> Predicate:
    """A rule about the person alone."""
    return Predicate(
        lambda user, obj: condition(user),
        lambda user: EVERYTHING if condition(user) else NOTHING,
        who=who,
        anywhere=condition,
    )


nobody = either_way(lambda user: False)
everybody = either_way(lambda user: True)


@lru_cache
def table() -> dict[str, Predicate]:
    """All rooms' PERMISSIONS in one table; a name given twice is an error."""
    rules: dict[str, Predicate] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.rules"
        if config.name.partition(".")[0] in OURS and find_spec(name):
            for action, predicate in import_module(name).PERMISSIONS.items():
                if action in rules:
                    raise LookupError(f"{action} has two rules")
                rules[action] = predicate
    return rules


OURS = {"improvement", "evidence", "plans", "execution", "evaluation", "incentives"}


def allowed(user: Any, perm: str, obj: Any = None) -> bool:
    """Ask the table; `obj=None` asks whether there could be any such object for this person."""
    if not user.is_active or not user.is_authenticated:
        return False
    predicate = table().get(perm)
    if predicate is None:
        return False
    return predicate.anywhere(user) if obj is None else predicate.allows(user, obj)


def who_may(perm: str, obj: Model | None = None) -> Any:
    """The people who can, in words; for the sentence a 403 shows."""
    predicate = table().get(perm)
    return predicate.who if predicate else ""


class VisibleQuerySet(QuerySet[Any]):
    """Lists ask the same rule as objects."""

    def visible_to(self, user: Any) -> Any:
        meta = self.model._meta
        rule = table()[f"{meta.app_label}.view_{meta.model_name}"]
        if not user.is_active:
            return self.none()
        named_by = getattr(self.model, "NAMED_BY", ())
        found = self.filter(rule.q(user))
        return found.select_related(*named_by) if named_by else found

    def for_action(self, action: str, user: Any) -> Any:
        """The rows on which the person may do `action`, as far as people are concerned."""
        meta = self.model._meta
        rule = table()[f"{meta.app_label}.{action}_{meta.model_name}"]
        if not user.is_active:
            return self.none()
        return self.filter(rule.q(user))
