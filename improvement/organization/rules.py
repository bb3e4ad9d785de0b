"""Roles as predicates, and who may do what with people and departments."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.door.permissions import NOTHING, Predicate, either_way, everybody, nobody

from .roster import presiding_today
from .standing import seated_today

reviews = either_way(lambda user: user.standing.in_office, who=_("the improvement office"))
leads = either_way(lambda user: user.standing.leads, who=_("the leadership group"))
presides = either_way(
    lambda user: user.standing.leads and user.pk == presiding_today(), who=_("whoever presides")
)
assists = either_way(lambda user: user.standing.assists_leader)
administers = either_way(lambda user: user.standing.administers, who=_("the administrator"))


def heads(department: str) -> Predicate:
    """Head of the row's department; `department` is the path of attributes to it."""
    return _of_department(
        department, "headed", who=_("the head of the department"), anywhere="headed"
    )


def steers(department: str) -> Predicate:
    """Head or deputy of the row's department."""
    return _of_department(
        department, "steered", who=_("the department's head or deputy"), anywhere="steered"
    )


def drafts(department: str) -> Predicate:
    """Head, deputy or clerk of the row's department."""
    return _of_department(
        department, "drafted", who=_("the department's head, deputy or clerk"), anywhere="drafted"
    )


def belongs(department: str) -> Predicate:
    """In any role of the row's department: a conflict of interest for who reviews it (ours)."""
    return _of_department(department, "departments", anywhere="departments")


def _of_department(path: str, facet: str, *, who: Any = "", anywhere: str) -> Predicate:
    steps = path.split("__")
    return Predicate(
        lambda user, obj: _reach(obj, steps, "_id") in getattr(user.standing, facet),
        lambda user: Q(**{f"{path}__in": getattr(user.standing, facet)}),
        who=who,
        anywhere=lambda user: bool(getattr(user.standing, anywhere)),
    )


def heads_above(department: str) -> Predicate:
    """Head of a department that stands above the row's department in the tree."""
    steps = department.split("__")

    def allows(user: Any, obj: Any) -> bool:
        paths = user.standing.headed_paths
        return bool(paths) and _reach(obj, steps).path.startswith(paths)

    def q(user: Any) -> Q:
        below = [Q(**{f"{department}__path__startswith": p}) for p in user.standing.headed_paths]
        return reduce(or_, below, NOTHING)

    return Predicate(allows, q, anywhere=lambda user: bool(user.standing.headed_paths))


def _reach(obj: Any, steps: list[str], suffix: str = "") -> Any:
    for step in steps[:-1]:
        obj = getattr(obj, step)
    return getattr(obj, steps[-1] + suffix)


itself = Predicate(lambda user, obj: obj.pk == user.pk, lambda user: Q(pk=user.pk))
own = Predicate(lambda user, obj: obj.principal_id == user.pk, lambda user: Q(principal=user.pk))
heads_office = either_way(lambda user: user.standing.heads_office)
of_a_leader = Predicate(
    lambda user, obj: obj.user.standing.leads,
    lambda user: Q(user__in=seated_today().values("user")),
    who=_("the person, their assistant or the head of the improvement office"),
)
about_oneself = Predicate(
    lambda user, obj: obj.user_id == user.pk,
    lambda user: Q(user=user.pk),
    anywhere=lambda user: user.standing.leads,
)
of_whom_one_assists = Predicate(
    lambda user, obj: obj.user_id in user.standing.assists,
    lambda user: Q(user__in=user.standing.assists),
    anywhere=lambda user: user.standing.assists_leader,
)
records_absence = of_a_leader & (about_oneself | of_whom_one_assists | heads_office)

PERMISSIONS = {
    "organization.view_user": everybody,
    "organization.add_user": administers,
    "organization.change_user": administers | itself,
    "organization.view_department": everybody,
    "organization.add_department": administers | reviews,
    "organization.change_department": administers | reviews,
    "organization.view_post": everybody,
    "organization.add_post": administers | reviews,
    "organization.view_appointment": everybody,
    "organization.add_appointment": administers,
    "organization.change_appointment": administers,
    "organization.view_organization": everybody,
    "organization.change_organization": reviews,
    "organization.view_delegation": everybody,
    "organization.add_delegation": own,
    "organization.change_delegation": own,
    "organization.view_absence": everybody,
    "organization.add_absence": records_absence,
    "organization.change_absence": records_absence,
    "organization.delete_user": nobody,
    "notifications.resend_message": administers,
}
