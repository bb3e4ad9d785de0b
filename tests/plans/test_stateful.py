"""Plan, goals and ballots against an independent model: whatever is tried, both say the same."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote, close_due
from improvement.audit.models import Entry
from improvement.door.acts import record, take
from improvement.door.refusals import Refused
from plans.models import Plan
from plans.steps import begin_review, finish_review
from tests import factories
from tests.cast import assemble
from tests.spec import model

SEATS = ("cora", "vic", "leo", "lena", "luis")


class PlanAndModel(RuleBasedStateMachine):
    """Every rule does the same to the product and to the model and compares the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = contextlib.ExitStack()
        self.clock = self.stack.enter_context(
            time_machine.travel(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), tick=False)
        )
        self.stack.enter_context(rolled_back())
        self.cast = assemble()
        planning_round = factories.make_round(self.cast, year=2027)
        plan = factories.make_plan(self.cast, planning_round, status="empty")
        factories.complete(self.cast, plan, by=self.cast.dana)
        self.pk = plan.pk
        self.model = model.Plan()
        self.model.machine.version = plan.version

    def teardown(self) -> None:
        self.stack.close()

    @property
    def plan(self) -> Plan:
        return Plan.objects.get(pk=self.pk)

    def both(self, product: Any, reference: Any) -> None:
        """Let both do it; both must accept or both refuse, and then stand alike."""
        try:
            product()
            accepted = True
        except Refused:
            accepted = False
        try:
            reference()
            expected = True
        except model.Refused:
            expected = False
        self.model.follow()
        assert accepted == expected, (product, self.plan.status, self.model.status)

    def new_ballot(self) -> model.Ballot:
        return model.Ballot(seats=SEATS, chair="cora", vice_chairs=("vic",))

    def open_one(self) -> tuple[Ballot | None, model.Ballot | None]:
        product = Ballot.objects.open().filter(root_key=f"plans.plan:{self.pk}").first()
        return product, self.model.ballot or self.model.goals_ballot

    @rule()
    def submit_goals(self) -> None:
        self.both(
            lambda: take(self.plan.goal_set, "submit", by=self.cast.hana), self.model.submit_goals
        )

    @rule()
    def recall_goals(self) -> None:
        self.both(
            lambda: take(self.plan.goal_set, "recall", by=self.cast.hana), self.model.recall_goals
        )

    @rule()
    def put_goals_forward(self) -> None:
        self.both(
            lambda: take(self.plan.goal_set, "put_forward", by=self.cast.olga),
            lambda: self.model.put_goals_forward(self.new_ballot()),
        )

    @rule()
    def submit(self) -> None:
        self.both(lambda: take(self.plan, "submit", by=self.cast.hana), self.model.submit)

    @rule()
    def recall(self) -> None:
        self.both(lambda: take(self.plan, "recall", by=self.cast.hana), self.model.recall)

    @rule()
    def withdraw_and_resume(self) -> None:
        step = "resume" if self.plan.status == "withdrawn" else "withdraw"
        self.both(
            lambda: take(self.plan, step, by=self.cast.hana, reason="Not this year"),
            lambda: self.model.machine.move(step),
        )

    @rule(verdict=st.sampled_from(["endorse", "send_back"]))
    def review(self, verdict: str) -> None:
        def product() -> None:
            review = begin_review(by=self.cast.olga, plan=self.plan)
            finish_review(by=self.cast.olga, review=review, verdict=verdict, summary="As read")

        def reference() -> None:
            if verdict == "endorse":
                self.model.endorse()
            else:
                self.model.send_back()

        self.both(product, reference)

    @rule()
    def put_forward(self) -> None:
        self.both(
            lambda: take(self.plan, "put_forward", by=self.cast.olga),
            lambda: self.model.put_forward(self.new_ballot()),
        )

    @rule(
        seat=st.sampled_from(SEATS),
        choice=st.sampled_from(["approve", "approve", "approve", "return", "abstain"]),
        over_goal=st.booleans(),
    )
    def vote(self, seat: str, choice: str, over_goal: bool) -> None:
        product, reference = self.open_one()
        assert (product is None) == (reference is None)
        if product is None or reference is None:
            return
        self.both(
            lambda: cast_vote(
                product,
                by=self.cast.people[seat],
                choice=choice,
                reason="Because",
                over_goal=over_goal,
                seen=product.digest,
            ),
            lambda: reference.vote(seat, choice, reason="Because", over_goal=over_goal),
        )

    @rule()
    def everybody_votes(self) -> None:
        """Without this few runs would ever come to a decision."""
        for seat in (*SEATS[1:], SEATS[0]):
            self.vote(seat=seat, choice="approve", over_goal=False)

    @rule()
    def recall_the_ballot(self) -> None:
        product, reference = self.open_one()
        if product is None or reference is None:
            return
        self.both(
            lambda: take(product, "recall", by=self.cast.olga, reason="To be mended"),
            reference.recall,
        )

    @rule()
    def days_pass(self) -> None:
        """The chair need not wait any longer."""
        product, reference = self.open_one()
        if product is None or reference is None:
            return
        self.clock.move_to(product.chair_from + dt.timedelta(minutes=1))
        reference.waited = True

    @rule()
    def time_is_up(self) -> None:
        product, reference = self.open_one()
        if product is None or reference is None:
            return
        self.clock.move_to(product.deadline + dt.timedelta(minutes=1))
        assert close_due(timezone.now()) == 1
        reference.reach_deadline()
        self.model.follow()

    @rule()
    def edit(self) -> None:
        section = self.plan.sections.first()
        reference = model.Plan(machine=model.Machine("plan", self.model.status))
        self.both(
            lambda: record(section, {"body": str(timezone.now())}, by=self.cast.dana),
            reference.edit,
        )
        self.clock.shift(1)

    @invariant()
    def both_stand_alike(self) -> None:
        plan = self.plan
        assert (plan.status, plan.goal_set.status) == (self.model.status, self.model.goals.status)
        assert plan.times_returned == self.model.returned

    @invariant()
    def entries_equal_versions(self) -> None:
        for row in (self.plan, self.plan.goal_set, *Ballot.objects.all()):
            kind = row._meta.label_lower
            assert Entry.objects.about(kind, row.pk).count() == row.version


@contextlib.contextmanager
def rolled_back() -> Any:
    """Leave nothing behind for the next run."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_whatever_is_tried_product_and_model_say_the_same():
    run_state_machine_as_test(
        PlanAndModel,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            # Shrinking thirty steps takes minutes; the steps are printed as they are.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
