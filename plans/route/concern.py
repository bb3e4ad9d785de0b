"""Which departments a draft concerns, by what, and what exactly each is asked about (ours).

A department is concerned where it or one of its people is responsible for a measure, where a
measure needs the time of its posts, and where a goal is joint with it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from evidence.models import Finding
from improvement.door.gathered import Mapped
from improvement.door.kept import Written
from improvement.door.models import Revision
from improvement.organization.models import Appointment, Department

if TYPE_CHECKING:
    from plans.models import Goal, Measure, Plan, ResourceNeed


@dataclass(frozen=True, slots=True)
class Share:
    """What one measure wants of the department: all of it, or the time of some posts."""

    measure: Measure
    whole: bool
    needs: list[ResourceNeed]

    def content(self) -> dict[str, Any]:
        if self.whole:
            return self.measure.content()
        told = self.measure.content()
        known = ("id", "number", "title", "description", "starts", "ends")
        return {name: told[name] for name in known} | {
            "needs": [need.content() for need in self.needs]
        }


@dataclass(slots=True)
class Concern:
    """All that one department is asked about."""

    shares: list[Share] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def content(self) -> dict[str, Any]:
        return {
            "measures": [share.content() for share in self.shares],
            "goals": [goal.content() for goal in self.goals],
        }

    @property
    def digest(self) -> str:
        return Revision.digest_of(self.content())

    @property
    def codes(self) -> list[str]:
        return [*(goal.code for goal in self.goals), *(s.measure.code for s in self.shares)]


def concerns(plan: Plan) -> dict[int, Concern]:
    """What concerns each other department, by its key; reads the draft anew."""
    found: defaultdict[int, Concern] = defaultdict(Concern)
    for goal in joint_goals(plan):
        for department in goal.joint_with.all():
            found[department.pk].goals.append(goal)
    measures = measures_in_full(plan)
    places = places_of({measure.person_id for measure in measures if measure.person_id})
    for measure in measures:
        for department, share in shares(plan, measure, places).items():
            found[department].shares.append(share)
    found.pop(plan.department_id, None)
    return dict(found)


def joint_goals(plan: Plan) -> list[Goal]:
    from plans.models import Goal, TargetLine

    joint = Goal.joint_with.through.objects.filter(goal=OuterRef("pk"))
    rows = plan.goals.live().filter(Exists(joint)).select_related("overall_goal")
    rows = rows.along("joint_with", Department.objects.all())
    rows = rows.along("answers", Finding.objects.all())
    return list(rows.along("target_lines", TargetLine.objects.filter(archived=False), "indicator"))


def measures_in_full(plan: Plan) -> list[Measure]:
    """With all that the content of one is made of."""
    from plans.models import Dependency, Goal, Milestone, ResourceNeed

    rows = plan.measures.running().select_related("department", "person", "post")
    rows = rows.along("goals", Goal.objects.filter(archived=False))
    rows = rows.along("milestones", Milestone.objects.filter(archived=False))
    rows = rows.along("resource_needs", ResourceNeed.objects.filter(archived=False), "post")
    waits = Dependency.objects.filter(archived=False)
    return list(rows.along("waits_for", waits, "needs__plan__department"))


def shares(plan: Plan, measure: Measure, places: dict[int, set[int]]) -> dict[int, Share]:
    """The departments one measure concerns, each with its share of it."""
    responsible: set[int] = {measure.department_id} if measure.department_id else set()
    at: set[int] = places.get(measure.person_id, set()) if measure.person_id else set()
    if plan.department_id not in at:
        responsible |= at
    needs: defaultdict[int, list[ResourceNeed]] = defaultdict(list)
    for need in measure.resource_needs.all():
        if need.post is not None and not need.archived:
            needs[need.post.department_id].append(need)
    return {
        department: Share(measure, department in responsible, needs.get(department, []))
        for department in sorted(responsible | set(needs))
    }


def places_of(people: set[int]) -> dict[int, set[int]]:
    """In which departments each of these people holds a role today."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    posted = posted_on(timezone.localdate()).filter(user__in=people)
    for person, department in posted.values_list("user", "department"):
        found[person].add(department)
    return found


def posted_on(day: dt.date) -> QuerySet[Appointment]:
    """Roles held in a department on this day."""
    return Appointment.objects.valid_on(day).filter(department__isnull=False)


def digest_of_draft(plan: Plan) -> str:
    """Of all that stands in the draft, but for the word on the warnings of the check itself."""
    written = {name: part for name, part in plan.content().items() if name != "word_on_warnings"}
    return Revision.digest_of(written)


# The same departments, and what they have answered, within the statement that reads the plan


def with_route(plans: Any) -> Any:
    """Plans with the departments they concern and the countersigns asked so far."""
    return plans.select_related(
        "department__drafting_route__checker", "draft_check__ready_by", "draft_check__checked_by"
    ).annotate(**read_along(timezone.localdate()))


@lru_cache(maxsize=2)
def read_along(today: dt.date) -> dict[str, Written]:
    """The departments a plan concerns and its countersigns; who works where goes by the day."""
    from plans.models import Plan

    parts = {
        "concerned_responsible": named(of_measures()),
        "concerned_people": named(of_people(posted_on(today))),
        "concerned_posts": named(of_posts(), "post__department"),
        "concerned_goals": named(of_goals(), "joint_with"),
        "countersigns_kept": kept(),
    }
    return {name: Written(Plan, part) for name, part in parts.items()}


CONCERNED = (
    *("concerned_responsible", "concerned_people"),
    *("concerned_posts", "concerned_goals"),
)
NAMES = ("id", "code", "name", "name_hant", "name_hans", "path")


def named(rows: Any, path: str = "department") -> Mapped:
    """The departments at the end of `path`, by their keys, as far as a list names them."""
    columns = {name: f"{path}__{name}" for name in NAMES}
    return Mapped(rows.order_by().annotate(packed=JSONObject(**columns)), path, "packed")


def of_measures() -> Any:
    from plans.models import Measure

    rows = Measure.objects.running().filter(plan=OuterRef("pk"), department__isnull=False)
    return rows.exclude(department=OuterRef("department"))


def of_people(posted: QuerySet[Appointment]) -> Any:
    """Where the people responsible work who do not work in the plan's own department."""
    from plans.models import Measure

    running = Measure.objects.running().filter(plan=OuterRef(OuterRef("pk")))
    at_home = posted.filter(user=OuterRef("user"), department=OuterRef(OuterRef("department")))
    named = posted.filter(Exists(running.filter(person=OuterRef("user"))))
    return named.filter(~Exists(at_home))


def of_posts() -> Any:
    from plans.models import Measure, ResourceNeed

    running = Measure.objects.running().filter(plan=OuterRef(OuterRef("pk")))
    rows = ResourceNeed.objects.live().filter(
        Exists(running.filter(pk=OuterRef("measure"))), post__isnull=False
    )
    return rows.exclude(post__department=OuterRef("department"))


def of_goals() -> Any:
    from plans.models import Goal

    return Goal.objects.live().filter(plan=OuterRef("pk"), joint_with__isnull=False)


def kept() -> Mapped:
    from plans.models import Countersign

    rows = Countersign.objects.filter(plan=OuterRef("pk"))
    columns = {name: name for name in ("id", "public_id", "status", "due", "word", "digest")}
    columns |= {f"department__{name}": f"department__{name}" for name in NAMES}
    return Mapped(rows.order_by().annotate(packed=JSONObject(**columns)), "department", "packed")
