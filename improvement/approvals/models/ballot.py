"""A ballot on a frozen revision: rules are copied at opening, holders are read at voting."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from improvement.approvals.lifecycle import BallotLifecycle, BallotStatus
from improvement.approvals.tally import Choice, SeatState, Tally, count, outcome
from improvement.door.acts import take, take_many
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.unit import unit
from improvement.organization import roster
from improvement.organization.models import Role
from improvement.organization.models.user import LocalName

from .seat import Seat, seats_on

OUTCOMES = {
    BallotStatus.APPROVED: "approve",
    BallotStatus.RETURNED: "return_by_leaders",
    BallotStatus.VOID: "put_back",
    BallotStatus.LAPSED: "put_back",
    BallotStatus.RECALLED: "put_back",
}


ITEM_OUTCOMES = OUTCOMES | {BallotStatus.RETURNED: "put_back"}
"""What is listed is not returned one by one: it stands as before and can be put forward anew."""

MINUTES_STEPS = ("confirm_minutes", "contest_minutes", "withdraw_minutes", "apply_minutes")


class BallotQuerySet(VisibleQuerySet):
    def open(self) -> BallotQuerySet:
        return self.filter(status=BallotStatus.OPEN)

    def of(self, subject: models.Model) -> BallotQuerySet:
        return self.filter(
            content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk
        )

    def without_vote_of(self, seats: Any) -> BallotQuerySet:
        """Open ballots on which one of these seats, given by their keys, has not voted yet.

        Not EXISTS, which PostgreSQL turns into a join over every open ballot: this is asked
        ballot by ballot in the order of the index, until the page is full.
        """
        free = Seat.objects.filter(
            ballot=models.OuterRef("pk"), key__in=seats, recused=False, vote=None
        )
        first = models.Subquery(free.order_by().values("pk")[:1])
        return self.open().alias(free_seat=first).filter(free_seat__isnull=False)

    def voted_by(self, user: Any) -> BallotQuerySet:
        return self.open().filter(seats__vote__voter=user)


class Ballot(LocalName, BallotLifecycle):
    """One question to the leadership group (3.2.3, 3.4.3, 2.1.1); named like its subject."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.BigIntegerField()
    subject = GenericForeignKey()
    root_key = models.CharField(max_length=80)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, related_name="ballots"
    )
    revision = models.ForeignKey("door.Revision", models.PROTECT, related_name="ballots")
    digest = models.CharField(max_length=64)
    chair_last = models.BooleanField(default=True)
    votes_hidden = models.BooleanField(default=True)
    chair_from = models.DateTimeField()
    deadline = models.DateTimeField()
    recommendation = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    declares = models.BooleanField(default=False)
    size = models.PositiveSmallIntegerField(default=0)
    meetings = models.PositiveSmallIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    heard_at = models.DateTimeField(null=True, editable=False)
    lapsed_unheard = models.BooleanField(default=False, editable=False)
    approvals_needed = models.PositiveSmallIntegerField(null=True, editable=False)
    approvals_possible = models.PositiveSmallIntegerField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True)

    WORDS: ClassVar[frozenset[str]] = frozenset({"recommendation", "reason", "conditions"})
    """What is said on a confidential subject is kept in the record as digests alone."""

    @property
    def personal(self) -> frozenset[str]:
        return self.WORDS if self.confidential else super().personal

    counted: str | None = None
    """The step that its votes have just made it; set by whoever counted, under the lock."""

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        constraints = [
            known_status("ballot", BallotStatus),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "digest"],
                condition=Q(status="open"),
                name="ballot_one_open_per_revision",
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None)
                | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="ballot_closed_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline", "id"], condition=Q(status="open"), name="ballot_queue"
            ),
            models.Index(fields=["content_type", "object_id"], name="ballot_subject"),
        ]

    @property
    def title(self) -> str:
        return self.local_name

    def get_absolute_url(self) -> str:
        return reverse("approvals:ballot", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        label, _colon, pk = self.root_key.partition(":")
        return apps.get_model(label), int(pk)

    def causes(self, row: models.Model, step: str) -> bool:
        if isinstance(row, Ballot):
            return row is self and step == self.counted
        if isinstance(row, self.conditions.model):
            return row.ballot_id == self.pk and step == self.of_conditions
        key = ContentType.objects.get_for_model(row).pk, row.pk
        if key == (self.content_type_id, self.object_id):
            return OUTCOMES.get(BallotStatus(self.status)) == step
        listed = self.status in OUTCOMES and key in {item.key for item in self.listed_items}
        return listed and ITEM_OUTCOMES[BallotStatus(self.status)] == step

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        """The decision moves the subject in the same transaction, never twice."""
        if arrow.name == "pull":
            from improvement.approvals.steps import set_apart

            set_apart(self, inputs["item"], by=by, because=inputs.get("reason", ""))
        elif arrow.name == "confirm_declaration":
            self.decide(self.seat_list(), by=by)
        elif arrow.name in MINUTES_STEPS:
            self.follow_minutes(arrow.name, by=by, because=inputs.get("reason", ""))
        elif self.status in OUTCOMES:
            take(
                self.locked_subject(),
                OUTCOMES[BallotStatus(self.status)],
                by=by,
                cause=self,
                reason=inputs.get("reason", ""),
                over_goal=inputs.get("over_goal", False),
            )
            self.move_items(by=by)
            self.settle_conditions(by=by)

    @property
    def of_conditions(self) -> str:
        """What becomes of the conditions that votes have named, as the ballot stands."""
        if self.status == BallotStatus.OPEN:
            return "add"
        return "take_effect" if self.status == BallotStatus.APPROVED else "lapse"

    def settle_conditions(self, *, by: Any) -> None:
        """They bind once the matter is approved, and else are nothing."""
        if not any(seat.choice == Choice.CONDITIONS for seat in self.known_seats()):
            return
        with unit() as work:
            rows = work.lock_many(self.conditions.select_related("ballot"))
            for row in rows:
                row.ballot = self
            take_many(rows, self.of_conditions, by=by, cause=self)

    @property
    def minutes_wait(self) -> bool:
        """Whether a meeting has decided on paper, and members can still object."""
        return bool(self.meetings) and self.minutes.waiting().exists()

    def follow_minutes(self, step: str, *, by: Any, because: str) -> None:
        """What a word on minutes, or their time, does to the votes on paper."""
        from improvement.approvals import on_paper

        if step == "apply_minutes":
            on_paper.count_minutes(self, by=by)
        elif step == "confirm_minutes":
            on_paper.confirm(self, by=by)
        elif step == "contest_minutes":
            on_paper.contest(self, by=by, because=because)
        else:
            on_paper.withdraw(self, by=by, because=because)

    @cached_property
    def listed_items(self) -> list[Any]:
        """What the vote is on besides the subject; pulled items have a ballot of their own."""
        return list(self.items.listed().select_related("content_type")) if self.size else []

    def move_items(self, *, by: Any) -> None:
        """All that is listed, as its kind says; every item is of the same kind."""
        if self.listed_items:
            kind: Any = self.listed_items[0].content_type.model_class()
            step = ITEM_OUTCOMES[BallotStatus(self.status)]
            kind.move_listed(self.listed_items, step, by=by, ballot=self)

    def locked_subject(self) -> Any:
        """The subject, not fetched again where this act has locked it already."""
        with unit() as work:
            model = ContentType.objects.get_for_id(self.content_type_id).model_class()
            held = work.rows.get((model, self.object_id)) if model else None
            return held or self.subject

    def seat_list(self) -> list[Seat]:
        """The seats in the order in which their holders preside, with votes, as held today."""
        found = seats_on(timezone.localdate()).of(self.pk)
        held = roster.roster_of(found[0].roster if found else [])
        for seat in found:
            seat.held, seat.ballot = held.get(seat.key), self
        kept = self.seats.all()
        kept._result_cache = list(found)
        self._prefetched_objects_cache = {"seats": kept}
        return found

    def known_seats(self) -> list[Seat]:
        """The same, not read again where they have been read for this copy of the ballot."""
        if "seats" not in getattr(self, "_prefetched_objects_cache", {}):
            return self.seat_list()
        return list(self.seats.all())

    def tally(self, seats: list[Seat]) -> Tally:
        """Count, with seats whose holder left without a successor out of the base."""
        states = (
            SeatState(
                number=seat.number,
                in_base=seat.in_base,
                may_preside=seat.may_preside,
                choice=seat.choice,
                presided=seat.presided,
            )
            for seat in seats
        )
        return count(states, heard=not self.unheard(seats))

    def unheard(self, seats: list[Seat]) -> bool:
        """Whether interests are declared and nobody has confirmed yet that this was heard.

        On what concerns everybody (overall goals, organization plan) members declare and vote,
        and there is nothing to confirm (ours).
        """
        if self.declares:
            return False
        return self.heard_at is None and any(seat.declared for seat in seats)

    def confirming(self, seats: list[Seat]) -> Seat | None:
        """Who confirms it: whoever presides, without an interest of their own where possible."""
        able = [seat for seat in seats if seat.may_preside]
        return min(able, key=lambda seat: (seat.declared, seat.number), default=None)

    def awaited_before(self, mine: Seat, seats: list[Seat]) -> list[Seat]:
        """Whose votes come before this one: whoever presides votes last, or after some days.

        Nobody waits for who is recorded as absent, nor for the chair or who stands in for them.
        """
        presiding = self.tally(seats).presiding
        leads = mine.role == Role.CHAIR or mine.number == presiding
        if not (self.chair_last and leads and timezone.now() < self.chair_from):
            return []
        return [
            seat
            for seat in seats
            if seat.in_base
            and seat.choice is None
            and not seat.away
            and seat.role != Role.CHAIR
            and seat.number not in (mine.number, presiding)
        ]

    def decide(
        self, seats: list[Seat], *, by: Any, time_is_up: bool = False, deserted: bool = False
    ) -> None:
        """Close it if the votes complete it, or the time is up; under the lock of its root.

        Where it closes because seats were given up, it keeps how many approvals it would have
        needed, and how many could still have come.
        """
        tally = self.tally(seats)
        self.counted = outcome(tally, time_is_up=time_is_up)
        if self.counted is None:
            return
        why: dict[str, Any] = {}
        if self.counted == "return_it":
            returned = [seat.vote for seat in seats if seat.choice == Choice.RETURN]
            why["reason"] = "\n".join(vote.reason for vote in returned)
            why["over_goal"] = any(vote.over_goal for vote in returned)
        elif self.counted == "lapse" and tally.majority:
            why["unheard"] = True
        if deserted and self.counted != "approve":
            why["needed"] = tally.needed
            why["possible"] = tally.approving + tally.outstanding
        take(self, self.counted, by=by, cause=self, **why)

    @property
    def deserted(self) -> bool:
        """Whether it closed because seats were given up."""
        return self.approvals_needed is not None

    @property
    def overdue(self) -> bool:
        return self.status == BallotStatus.OPEN and self.deadline < timezone.now()

    @property
    def time_left(self) -> dt.timedelta:
        return self.deadline - timezone.now()


class Vote(models.Model):
    """Cast once and never changed; it names the content it saw."""

    CHOICES = [
        (Choice.APPROVE.value, _("Approve")),
        (Choice.CONDITIONS.value, _("Approve with conditions")),
        (Choice.RETURN.value, _("Return for revision")),
        (Choice.ABSTAIN.value, _("Abstain")),
    ]

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="vote")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="votes")
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    choice = models.CharField(max_length=12, choices=CHOICES)
    reason = models.TextField(blank=True)
    over_goal = models.BooleanField(default=False)
    presided = models.BooleanField(default=False)
    seen = models.CharField(max_length=64)
    minutes = models.ForeignKey(
        "approvals.Minutes", models.PROTECT, null=True, related_name="counted"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=[c.value for c in Choice]), name="vote_choice_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voter}: {self.get_choice_display()}"
