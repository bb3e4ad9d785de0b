"""The annual plan of one department (3.4)."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evidence.models import Finding
from improvement.approvals.models import Ballot
from improvement.approvals.steps import open_ballot
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.gathered import Mapped
from improvement.door.kept import Written
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.models import Revision
from improvement.door.packed import Packed, columns, unpacked
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import (
    DESK,
    IN_FORCE,
    AdjustmentStatus,
    GoalSetStatus,
    GoalStatus,
    MeasureStatus,
    PlanLifecycle,
    PlanStatus,
    ReviewStatus,
)

from .asked import KeyArea, RoundSection
from .round import Round, gates_off
from .section import Section, SectionKey

if TYPE_CHECKING:
    from plans.route.reading import Route

    from .goal import Goal
    from .measure import Measure


class PlanQuerySet(VisibleQuerySet):
    def awaiting_office(self) -> PlanQuerySet:
        return self.filter(status__in=[PlanStatus.OFFICE_REVIEW, PlanStatus.ENDORSED])

    def on_the_desk_of_the_office(self) -> PlanQuerySet:
        """Handed in themselves, or with goals or an adjustment that have been handed in."""
        adjusted = self.model._meta.get_field("adjustments").related_model._base_manager.filter(
            plan=models.OuterRef("pk"), status=AdjustmentStatus.OFFICE_REVIEW
        )
        return self.filter(
            models.Q(status__in=[PlanStatus.OFFICE_REVIEW, PlanStatus.ENDORSED])
            | models.Q(status=PlanStatus.DRAFT, goal_set__status=GoalSetStatus.OFFICE_REVIEW)
            | models.Q(models.Exists(adjusted), status=PlanStatus.ADJUSTMENT)
        )

    def with_names(self) -> PlanQuerySet:
        return self.select_related("department", "round")

    def with_route(self) -> PlanQuerySet:
        """With what the draft's way through the house asks of it (ours)."""
        from plans.route.concern import with_route

        rows: PlanQuerySet = with_route(self)
        return rows

    def with_texts(self) -> PlanQuerySet:
        """With what the check asks of the plan itself: its sections, and the gates that are off."""
        return self.annotate(**texts())


@cache
def texts() -> dict[str, Written]:
    """The sections of a plan, what its round asks, and the goals its department has not reached."""
    of_round = {"round": models.OuterRef("round")}
    sections = Section.objects.filter(plan=models.OuterRef("pk"), archived=False)
    unmet = Finding.objects.unmet_by(models.OuterRef("department"))
    parts = {
        "sections_read": Packed(sections, columns(Section)),
        "unmet": Mapped(unmet, "public_id", "title"),
        "gates_off": gates_off("round"),
        "sections_asked": Packed(
            RoundSection.objects.live().filter(**of_round), columns(RoundSection)
        ),
        "areas_asked": Packed(KeyArea.objects.live().filter(**of_round), columns(KeyArea)),
    }
    return {name: Written(Plan, part) for name, part in parts.items()}


class Plan(PlanLifecycle):
    """One department, one round; six sections, goals, measures."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="plans")
    department = models.ForeignKey("organization.Department", models.PROTECT, related_name="plans")
    submitted_at = models.DateTimeField(null=True, editable=False)
    times_returned = models.PositiveSmallIntegerField(default=0, editable=False)
    extended_until = models.DateField(_("extended until"), null=True, editable=False)
    return_reason = models.TextField(blank=True)
    recommendation = models.TextField(_("recommendation of the office"), blank=True)
    goals_with_plan = models.BooleanField(default=False, editable=False)
    """Handed in while the round had folded the goals' gate into the plan's (3.2.3)."""
    word_on_warnings = models.TextField(_("a word on the warnings"), blank=True)
    key_areas = models.TextField(
        _("key areas of our service"),
        blank=True,
        help_text=_("One a line. Each of them gets a goal."),
    )

    NAMED_BY = ("department", "round")
    SEVERAL_AT_ONCE = True

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["department__path"]
        constraints = [
            known_status("plan", PlanStatus),
            models.UniqueConstraint(fields=["round", "department"], name="plan_one_per_round"),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at", "id"],
                condition=models.Q(status__in=["office_review", "endorsed"]),
                name="plan_office_queue",
            ),
            models.Index(fields=["round", "status"], name="plan_by_status"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """A plan is called by its department and year, not like a project."""
        return gettext("%(department)s service improvement plan %(year)s") % {
            "department": self.department.local_name,
            "year": self.round.label,
        }

    @property
    def code(self) -> str:
        return f"SIP-{self.round.label}-{self.department.code.upper()}"

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.public_id])

    def section_url(self, key: str) -> str:
        return reverse("plans:section", args=[self.public_id, key])

    @property
    def desk(self) -> Text:
        """Whose turn it is."""
        return DESK[PlanStatus(self.status)]

    @property
    def due(self) -> dt.date:
        """The day by which it is handed in: the round's, or the department's own (3.4.2)."""
        return self.extended_until or self.round.deadline

    @property
    def late(self) -> bool:
        """Handed in after the day it was due (D58)."""
        return bool(self.submitted_at and self.submitted_on > self.due)

    @property
    def submitted_on(self) -> dt.date:
        from django.utils import timezone

        return timezone.localdate(self.submitted_at)

    def closed(self) -> Text | None:
        if self.status != PlanStatus.DRAFT:
            return _("The plan is no longer a draft; what was handed in is not edited.")
        return None

    @property
    def live_goals(self) -> list[Goal]:
        from improvement.organization.models import Department

        return list(self.goals_in_force().along("joint_with", Department.objects.all()))

    def goals_in_force(self) -> Any:
        """With their target lines and what they answer, in one statement."""
        from .goal import TargetLine

        rows = self.goals.filter(archived=False).exclude(status=GoalStatus.CANCELLED)
        rows = rows.select_related("overall_goal")
        rows = rows.along("answers", Finding.objects.all())
        return rows.along("target_lines", TargetLine.objects.all(), "indicator")

    @property
    def live_measures(self) -> list[Measure]:
        from .measure import Milestone
        from .resource import ResourceNeed

        rows = self.measures_in_force().prefetch_related("goals")
        rows = rows.along("milestones", Milestone.objects.all())
        return list(rows.along("resource_needs", ResourceNeed.objects.all(), "post"))

    def measures_in_force(self) -> Any:
        from .measure import ORIGIN

        rows = self.measures.filter(archived=False).exclude(status=MeasureStatus.CANCELLED)
        return rows.select_related("department", "person", "post", *ORIGIN)

    @cached_property
    def live_sections(self) -> list[Section]:
        """Its texts in their order; `with_texts` reads them along."""
        found = self.__dict__.get("sections_read")
        if found is None:
            return list(self.sections.filter(archived=False))
        rows: list[Section] = unpacked(Section, columns(Section), found)
        for row in rows:
            row.plan = self
        return rows

    @cached_property
    def section_texts(self) -> dict[str, str]:
        return {row.key: row.body for row in self.live_sections}

    @cached_property
    def section_charts(self) -> dict[str, list[Any]]:
        return {row.key: row.charts for row in self.live_sections}

    @cached_property
    def unmet(self) -> dict[str, str]:
        """What an earlier year has left unreached and nobody has taken up, by its key (5.4.2)."""
        rows = Finding.objects.unmet_by(self.department_id)
        return {str(key): title for key, title in rows.values_list("public_id", "title")}

    @cached_property
    def own_titles(self) -> dict[str, str]:
        """What the department calls the sections it added."""
        return {row.key: row.title for row in self.live_sections if row.own}

    @cached_property
    def route(self) -> Route:
        """The draft's way through the house: checked, countersigned."""
        from plans.route.reading import Route

        return Route(self)

    def content(self) -> dict[str, Any]:
        """What is frozen: sections, goals with target lines, measures with milestones."""
        rows = list(self.sections.filter(archived=False))
        texts = {row.key: row.body for row in rows}
        pinned = {row.key: {"charts": row.charts} for row in rows if row.charts}
        own = {section.key: section.names for section in self.round.own_sections}
        own |= {row.key: {"name": row.title} for row in rows if row.own}
        measures = self.live_measures
        models.prefetch_related_objects(measures, "waits_for__needs__plan__department")
        return {
            "sections": [
                {"key": key, "body": texts.get(key, ""), **own.get(key, {}), **pinned.get(key, {})}
                for key in [*SectionKey.values, *own]
            ],
            "goals": [goal.content() for goal in self.live_goals],
            "measures": [measure.content() for measure in measures],
            "word_on_warnings": self.word_on_warnings,
            "key_areas": self.key_areas,
        }

    @property
    def asked_titles(self) -> list[tuple[str, str]]:
        """The six sections of the rule, then those the round asks for."""
        own = [(section.key, section.local_name) for section in self.round.own_sections]
        return [*((key, str(label)) for key, label in SectionKey.choices), *own]

    @property
    def section_titles(self) -> list[tuple[str, str]]:
        """Those that are asked for, then those the department added, in the order it did."""
        own = sorted(self.own_titles.items(), key=lambda each: int(each[0].split("-")[1]))
        return [*self.asked_titles, *own]

    @property
    def revision_number(self) -> int:
        last = Revision.objects.of(self).aggregate(last=models.Max("number"))["last"]
        return int(last or 0)

    def authors(self) -> set[int]:
        """Everyone who wrote in this plan: they are recused from its ballots (ours)."""
        chain = f"{self._meta.label_lower}:{self.pk}"
        return set(written(Entry.objects.of(chain)).values_list("actor_id", flat=True))

    def ballot_terms(self) -> dict[str, Any]:
        return {
            "department": self.department,
            "involved": self.authors(),
            "recommendation": self.recommendation,
        }

    def causes(self, row: models.Model, step: str) -> bool:
        from .adjustment import Adjustment
        from .goal import GoalSet
        from .review import Review

        if isinstance(row, Adjustment):
            over = self.status not in IN_FORCE
            return row.plan_id == self.pk and step == "lapse" and over
        if isinstance(row, GoalSet):
            step_of_goals = {PlanStatus.DRAFT: "reopen", PlanStatus.APPROVED: "fix_with_plan"}
            return row.plan_id == self.pk and step == step_of_goals.get(PlanStatus(self.status))
        if isinstance(row, Review):
            away = self.status != PlanStatus.OFFICE_REVIEW
            return row.plan_id == self.pk and step == "finish" and away
        from plans.major import outdates
        from plans.route.acts import moves

        return outdates(self, row, step) or moves(self, row, step) or super().causes(row, step)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from plans import adjusting, major
        from plans.route import acts as route

        from .review import Verdict

        if arrow.name == "open_adjustment":
            adjusting.begin(self, by=by, kind=inputs.get("kind", ""))
        if arrow.name in {"begin_evaluation", "terminate"}:
            adjusting.lapse_open(self, by=by)
        if arrow.name == "put_forward":
            open_ballot(self, by=by, **self.ballot_terms())
        if arrow.name == "submit":
            major.read_anew(self, by=by)
            major.propose([self], self.round, by=by)
        if PlanStatus.DRAFT in arrow.sources:
            route.end(self, by=by)
        if PlanStatus.OFFICE_REVIEW in arrow.sources:
            for review in self.reviews.filter(status=ReviewStatus.OPEN):
                take(review, "finish", by=by, cause=self, verdict=Verdict.OVERTAKEN)
        together = arrow.name == "approve" and self.goals_with_plan
        if together and self.goal_set.status == GoalSetStatus.DRAFT:
            take(self.goal_set, "fix_with_plan", by=by, cause=self)
        over_goal = arrow.name == "return_by_leaders" and inputs.get("over_goal")
        if over_goal and self.goal_set.status == GoalSetStatus.FIXED:
            take(self.goal_set, "reopen", by=by, cause=self, reason=inputs.get("reason", ""))

    @classmethod
    def for_brief(cls, pk: int) -> Plan:
        from .major import MajorProject

        within = MajorProject.objects.named_within(plan=models.OuterRef(models.OuterRef("pk")))
        found: Plan = cls.objects.with_names().annotate(projects=within).get(pk=pk)
        return found

    @property
    def open_ballot(self) -> Ballot | None:
        return Ballot.objects.open().of(self).first()


def wrote_in(plans: list[Plan]) -> models.QuerySet[Entry]:
    """The entries by which people wrote in any of these plans."""
    chains = [f"{Plan._meta.label_lower}:{plan.pk}" for plan in plans]
    return written(Entry.objects.filter(chain__in=chains))


def written(entries: models.QuerySet[Entry]) -> models.QuerySet[Entry]:
    """The entries by which somebody wrote content, as against reviewing or deciding on it.

    What an approved adjustment wrote was decided by the ballot, not by who cast its last vote.
    """
    return entries.filter(
        body__contains='"cause":null',
        verb__in=["create", "change"],
        actor__isnull=False,
        object_type__in=[f"plans.{name}" for name in CONTENT],
    )


CONTENT = (
    *("plan", "section", "goalset", "goal", "targetline"),
    *("measure", "milestone", "dependency", "resourceneed"),
)
