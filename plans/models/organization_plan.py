"""The organization's annual plan, built from the departments' plans (3.4.2, 3.4.3)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.approvals.models import BallotItem
from improvement.approvals.steps import Listed, open_ballot
from improvement.door.acts import create_many, take, take_many
from improvement.door.gathered import Mapped
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.models import Revision
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from improvement.organization.models import Appointment, Department, Organization
from plans.lifecycle import (
    ISSUED,
    OrganizationPlanLifecycle,
    OrganizationPlanStatus,
    PlanStatus,
    RoundStatus,
)

from .overall_goal import OverallGoal
from .plan import Plan, wrote_in
from .round import Round, SwitchedOffGate


class OrganizationPlanQuerySet(VisibleQuerySet):
    def with_year(self) -> OrganizationPlanQuerySet:
        """With the round, its gates that are off and its overall goals, in one statement."""
        off = SwitchedOffGate.objects.filter(round=models.OuterRef("round"))
        goals = OverallGoal.objects.live().filter(goal_set__round=models.OuterRef("round"))
        return self.select_related("round", "signed_off_by").annotate(
            gates_off=Mapped(off, "gate", "reason"),
            goals_by_number=Mapped(goals.order_by(), "number", "title"),
        )

    def to_be_signed_off(self) -> OrganizationPlanQuerySet:
        """Approved by the group; whoever presides signs next."""
        return self.filter(status=OrganizationPlanStatus.APPROVED, signed_off_at=None)

    def to_be_issued(self) -> OrganizationPlanQuerySet:
        return self.filter(status=OrganizationPlanStatus.APPROVED, signed_off_at__isnull=False)


class OrganizationPlan(OrganizationPlanLifecycle):
    """v1 of a round, then supplements (增補) for plans that came late."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="organization_plans")
    edition = models.PositiveSmallIntegerField(default=1)
    introduction = models.TextField(_("introduction of the office"), blank=True)
    return_reason = models.TextField(blank=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    number_from_elsewhere = models.BooleanField(
        default=False, help_text="Given by another document system, not by our pattern."
    )
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True)
    issued_on = models.DateField(_("date of issue"), null=True)

    NAMED_BY = ("round",)

    objects = OrganizationPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization plan")
        verbose_name_plural = _("organization plans")
        ordering = ["-round__starts", "-edition"]
        constraints = [
            known_status("organization_plan", OrganizationPlanStatus),
            models.UniqueConstraint(fields=["round", "edition"], name="organization_plan_edition"),
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="organization_plan_number"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_off_by__isnull=True, signed_off_at__isnull=True)
                | models.Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
                name="organization_plan_signed_off_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="issued")
                | (~models.Q(number="") & models.Q(issued_on__isnull=False)),
                name="organization_plan_issued_with_number",
            ),
        ]

    def __str__(self) -> str:
        house = Organization.current()
        title = gettext("%(organization)s service improvement plan %(year)s") % {
            "organization": house.local_name if house else gettext("Organization"),
            "year": self.round.label,
        }
        if self.edition > 1:
            title += " · " + gettext("supplement %(number)d") % {"number": self.edition}
        return title

    def get_absolute_url(self) -> str:
        return reverse("plans:organization_plan", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.round_id

    @property
    def to_be_signed_off(self) -> bool:
        return self.status == OrganizationPlanStatus.APPROVED and self.signed_off_at is None

    @property
    def to_be_issued(self) -> bool:
        return self.status == OrganizationPlanStatus.APPROVED and self.signed_off_at is not None

    def closed(self) -> Text | None:
        if self.status != OrganizationPlanStatus.COMPILING:
            return _("The organization plan has been put forward; it is no longer edited.")
        return None

    def included(self) -> list[Plan]:
        return list(Plan.objects.filter(items__organization_plan=self).with_names().order_by("pk"))

    def items_with_revisions(self) -> list[OrganizationPlanItem]:
        return list(self.items.select_related("revision"))

    def put_together(self) -> list[OrganizationPlanItem]:
        """The plans on which this vote decides too; approved ones are only included."""
        rows = self.items.filter(plan__status=PlanStatus.ENDORSED)
        return list(rows.select_related("plan__department", "plan__round", "revision"))

    def content(self) -> dict[str, Any]:
        """Introduction and the frozen content of every included plan, with its provenance."""
        items = self.items.select_related("plan__department", "revision").order_by("position")
        if self.status == OrganizationPlanStatus.ISSUED:
            items = items.in_time()
        return {
            "introduction": self.introduction,
            "plans": [
                {
                    "department": item.plan.department.code,
                    "revision": item.revision.number,
                    "digest": item.revision.digest,
                    "content": item.revision.content,
                }
                for item in items
            ],
            **self.adjusted(),
            **self.without_a_plan(),
        }

    def adjusted(self) -> dict[str, Any]:
        """The adjustments that a supplement takes in; other editions say nothing of them."""
        told = [
            {
                "department": row.adjustment.plan.department.code,
                "revision": row.revision.number,
                "digest": row.revision.digest,
                "content": row.revision.content,
            }
            for row in self.supplemented()
        ]
        return {"adjustments": told} if told else {}

    def supplemented(self) -> list[SupplementedAdjustment]:
        """What a supplement takes in of what has come into force; the first edition has none."""
        rows = self.adjustments.select_related(
            "adjustment__plan__department", "adjustment__plan__round", "revision"
        )
        return list(rows) if self.edition > 1 else []

    def without_a_plan(self) -> dict[str, Any]:
        """Who is exempt and why, and which covered department is in no edition yet (1.2, D3)."""
        included = Plan.objects.filter(items__organization_plan__round=self.round_id)
        left_out = Department.objects.active().exclude(pk__in=included.values("department"))
        others = list(left_out.order_by("path"))
        return {
            "exempt": [
                {"department": d.code, "exemption": d.exemption, "reason": d.exempt_because}
                for d in others
                if d.exemption
            ],
            "missing": [d.code for d in others if not d.exemption],
        }

    def causes(self, row: models.Model, step: str) -> bool:
        from .receipt import PlanReceipt

        if isinstance(row, Plan):
            asked = {
                OrganizationPlanStatus.LEADERSHIP_APPROVAL: "put_forward",
                OrganizationPlanStatus.ISSUED: "issue",
            }.get(OrganizationPlanStatus(self.status))
            return step == asked and row.round_id == self.round_id
        if step == "add" and isinstance(row, PlanReceipt):
            return row.organization_plan_id == self.pk and self.status == "issued"
        if isinstance(row, Round):
            return row.pk == self.round_id and step == {
                OrganizationPlanStatus.LEADERSHIP_APPROVAL: "submit_organization_plan",
                OrganizationPlanStatus.COMPILING: "reopen_consolidation",
                OrganizationPlanStatus.ISSUED: "begin_execution",
            }.get(OrganizationPlanStatus(self.status))
        return super().causes(row, step)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from plans import goal_health

        if arrow.name == "put_forward":
            self.put_to_the_vote(by=by)
        if arrow.name == "issue":
            from .receipt import receipts_of

            self.items.late().delete()
            issued = take_many(self.included(), "issue", by=by, cause=self)
            goal_health.refresh(plan.pk for plan in issued)
            create_many(receipts_of(self), by=by, cause=self)
        moves = {
            "put_forward": ("submit_organization_plan", RoundStatus.CONSOLIDATING),
            "return_by_leaders": ("reopen_consolidation", RoundStatus.LEADERSHIP_APPROVAL),
            "put_back": ("reopen_consolidation", RoundStatus.LEADERSHIP_APPROVAL),
            "issue": ("begin_execution", RoundStatus.LEADERSHIP_APPROVAL),
        }
        if arrow.name in moves:
            step, leaves = moves[arrow.name]
            if Round.objects.filter(pk=self.round_id, status=leaves).exists():
                take(self.round, step, by=by, cause=self)

    def put_to_the_vote(self, *, by: Any) -> None:
        """One ballot for the organization plan and the endorsed plans in it.

        It concerns every department: members with an interest declare it and vote (ours).
        """
        together = self.put_together()
        plans = [item.plan for item in together]
        adjusted = self.supplemented()
        concerned = [*plans, *(row.adjustment.plan for row in adjusted)]
        members = Appointment.objects.valid_on(timezone.localdate()).filter(
            department__in=[plan.department_id for plan in concerned]
        )
        open_ballot(
            self,
            by=by,
            declares=True,
            involved={
                *members.values_list("user", flat=True),
                *wrote_in(plans).values_list("actor", flat=True),
                *(author for row in adjusted for author in row.adjustment.authors()),
            },
            items=[
                Listed(item.plan, item.revision, item.plan.department, item.plan.recommendation)
                for item in together
            ],
        )
        take_many(plans, "put_forward", by=by, cause=self)

    @classmethod
    def for_brief(cls, pk: int) -> OrganizationPlan:
        from .major import MajorProject

        of_this = models.OuterRef(models.OuterRef(models.OuterRef("pk")))
        included = OrganizationPlanItem.objects.filter(organization_plan=of_this)
        within = MajorProject.objects.named_within(plan__in=included.values("plan"))
        rows = cls.objects.select_related(*cls.NAMED_BY)
        found: OrganizationPlan = rows.annotate(projects=within).get(pk=pk)
        return found

    @property
    def revision(self) -> Revision | None:
        return Revision.objects.latest_of(self)


class ItemQuerySet(models.QuerySet["OrganizationPlanItem"]):
    def no_longer_approved(self) -> ItemQuerySet:
        return self.exclude(plan__status=PlanStatus.APPROVED)

    def moved(self) -> ItemQuerySet:
        """Neither endorsed nor approved any more, or handed in anew after it was compiled."""
        newer = Revision.objects.filter(
            object_type=Plan._meta.label_lower,
            object_id=models.OuterRef("plan"),
            number__gt=models.OuterRef("revision__number"),
        )
        stands = models.Q(plan__status__in=[PlanStatus.ENDORSED, PlanStatus.APPROVED])
        return self.filter(~stands | models.Exists(newer))

    def not_pulled(self, organization_plan: OrganizationPlan) -> ItemQuerySet:
        pulled = BallotItem.objects.pulled_from(organization_plan)
        return self.exclude(plan__in=pulled.values("object_id"))

    def late(self) -> ItemQuerySet:
        """Pulled and not approved by the day of issue: they follow in a supplement (ours)."""
        return self.exclude(plan__status__in=[PlanStatus.APPROVED, *ISSUED])

    def in_time(self) -> ItemQuerySet:
        return self.filter(plan__status__in=[PlanStatus.APPROVED, *ISSUED])


class OrganizationPlanItem(models.Model):
    """One included plan with the revision it was approved in: the provenance of every line."""

    organization_plan = models.ForeignKey(OrganizationPlan, models.PROTECT, related_name="items")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    revision = models.ForeignKey("door.Revision", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("included plan")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization_plan", "plan"], name="organization_plan_item_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.plan)


class SupplementedAdjustment(models.Model):
    """An adjustment in force that a supplement (增補) takes in, with the revision decided on."""

    organization_plan = models.ForeignKey(
        OrganizationPlan, models.PROTECT, related_name="adjustments"
    )
    adjustment = models.OneToOneField(
        "plans.Adjustment", models.PROTECT, related_name="supplemented"
    )
    revision = models.ForeignKey("door.Revision", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("adjustment in a supplement")
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.adjustment)
