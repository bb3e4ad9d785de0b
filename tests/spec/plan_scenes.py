"""Plans with all that is written in them, reviewed, put forward and adjusted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from evidence.models import Benchmark, Indicator, PeriodLock, PeriodTarget, Value
from improvement.approvals.models import Ballot
from improvement.approvals.steps import open_ballot
from improvement.door.acts import record, take
from improvement.door.models import Revision
from improvement.organization.models import Role
from plans.adjusting import begin
from plans.models import (
    Adjustment,
    AdjustmentChange,
    AdjustmentList,
    ConsolidationIssue,
    Dependency,
    Extension,
    Goal,
    GoalSet,
    ListedAdjustment,
    MajorProject,
    Measure,
    Milestone,
    Plan,
    ProposedChange,
    Round,
    Section,
    SectionKey,
    SwitchedOffGate,
    TargetLine,
)
from plans.models.grant import PlanGrant

from .setting import DEPARTMENT, LONG_BEFORE, MONDAY, at, fresh

ANALYSIS = "Flow: written.\n\nQuality: written.\n\nStaff: written."
VERIFIED = frozenset({"achieved", "partly", "missed", "cancelled"})
"""Statuses of a goal that come after the year."""


class PlanScenes:
    """Builders of what belongs to a department."""

    people: Any
    departments: Any
    drafting: Any

    def a_plain_issue(self) -> ConsolidationIssue:
        number = ConsolidationIssue.objects.count() + 1
        made = ConsolidationIssue(
            round=self.drafting,
            number=number,
            kind="gap",
            rule="family",
            severity=2,
            key=f"key-{number}",
            digest="as found",
            facts={"family": "process"},
            status="proposed",
        )
        made.save()
        return made

    def proposed_change(self, code: str, state: str, situation: str) -> ProposedChange:
        """The department is asked to begin its measure a month later."""
        plan = self.a_plan(code, "office_review" if situation == "plan in review" else "draft")
        made = ProposedChange(
            issue=self.a_plain_issue(),
            plan=plan,
            change="move",
            measure=plan.measures.get(),
            months=1,
            asked_by=self.people["olga"],
            decided=situation == "decided by the leadership group",
            status=state,
        )
        made.save()
        return made

    def a_plan(
        self, code: str, status: str, planning_round: Round | None = None, goals: str = "fixed"
    ) -> Plan:
        """A plan to which the check has nothing to say."""
        plan = Plan(
            round=planning_round or self.drafting,
            department=self.departments[code],
            status=status,
        )
        plan.save()
        Section.objects.bulk_create(
            Section(plan=plan, key=key, body=ANALYSIS if key == "analysis" else "Written.")
            for key in SectionKey.values
        )
        GoalSet(plan=plan, status=goals).save()
        families = ("quality", "satisfaction", "process")
        made = [self.a_goal(plan, n, family, goals) for n, family in enumerate(families, 1)]
        measure = Measure(
            plan=plan,
            number=1,
            title="Call back",
            type="process",
            resource_fit="Two people of our own",
            department=plan.department,
            person=self.people["dana"],
            starts=dt.date(2027, 1, 4),
            ends=dt.date(2027, 6, 30),
            cost=10,
            benefit=20,
        )
        measure.save()
        measure.goals.set(made)
        Milestone(measure=measure, title="First calls", due=dt.date(2027, 3, 1)).save()
        return plan

    def a_goal(self, plan: Plan, number: int, family: str, goals: str) -> Goal:
        goal = Goal(
            plan=plan,
            number=number,
            title=f"Goal of {family}",
            statement="Callers wait less.",
            family=family,
            beneficiaries="Callers",
            customer_need="Not to wait",
            evidence="Complaints of 2026",
            overall_goal=self.overall.goals.get(),
            expected_effect="From 80 to 85 of 100 calls.",
            verification="Call log",
            status="fixed" if goals == "fixed" else "draft",
        )
        goal.save()
        TargetLine(
            goal=goal,
            measured_by="Answered in 20 s",
            direction="higher",
            baseline=80,
            target=85,
            unit="%",
            source="Call log",
            due=dt.date(2027, 12, 31),
        ).save()
        return goal

    def frozen(self, row: Any) -> Revision:
        return Revision.freeze(row, step="submit", by=self.people["hana"])

    def extension(self, code: str, state: str, situation: str) -> Extension:
        """Asked for by whoever drafts in the department."""
        handed_in = situation == "plan handed in"
        plan = self.a_plan(code, "office_review" if handed_in else "draft")
        if handed_in:
            Plan.objects.filter(pk=plan.pk).update(submitted_at=timezone.now())
        earlier = situation == "for an earlier date"
        made = Extension(
            round=plan.round,
            department=plan.department,
            until=dt.date(2026, 11 if earlier else 12, 15),
            reason="Two of four are ill.",
            asked_by=self.people["dana" if code == DEPARTMENT else "dora"],
            status=state,
        )
        made.save()
        return made

    def plan(self, code: str, state: str, situation: str) -> Plan:
        if situation == "olga wrote it":
            return self.written_by_olga(code)
        goals = {
            "goals not fixed": "draft",
            "goals not fixed but approved with the plan": "draft",
            "goals in review when the gate was folded": "office_review",
        }
        plan = self.a_plan(code, state, goals=goals.get(situation, "fixed"))
        if situation in goals and situation != "goals not fixed":
            self.fold_goals(plan)
        if state != "draft":
            self.frozen(plan)
        if state == "evaluation":
            Goal.objects.filter(plan=plan).update(status="achieved")
        self.entrust(plan, state, situation)
        if situation == "after the cut-off":
            self.cut_off(plan)
        if situation == "voted on together":
            Round.objects.filter(pk=plan.round_id).update(ballot_per_plan=False)
        if situation == "xia may read":
            self.grant("xia", plan)
        if situation == "xia is asked to countersign":
            self.asked_of_xia(plan, "asked")
        if situation == "nothing concerns xia any more":
            self.asked_of_xia(plan, "lapsed")
        if situation == "no customer goal":
            Goal.objects.filter(plan=plan, family="satisfaction").update(family="business")
        if situation == "goal without evidence":
            Goal.objects.filter(plan=plan, number=1).update(evidence="")
        if situation == "section empty":
            Section.objects.filter(plan=plan, key="overview").update(body="")
        if situation == "review started":
            self.a_review(plan, "open")
        if situation == "comment open":
            self.a_comment(self.a_review(plan, "finished"), "open")
        return plan

    def fold_goals(self, plan: Plan) -> None:
        SwitchedOffGate.objects.get_or_create(
            round=plan.round, gate="goals", defaults={"reason": "One ballot is enough."}
        )

    def entrust(self, subject: Plan | GoalSet | MajorProject, state: str, situation: str) -> None:
        """Somebody votes for a leader on the subject; later the ballot is closed."""
        if " delegates to " not in situation:
            return
        ballot = open_ballot(subject, by=self.person("olga"), department=subject.department)
        if state != "leadership_approval":
            Ballot.objects.filter(pk=ballot.pk).update(status="approved", closed_at=timezone.now())
        self.delegate(*situation.split(" delegates to "))

    def grant(self, name: str, plan: Plan) -> None:
        right, _made = Permission.objects.get_or_create(
            codename="view_plan",
            content_type=ContentType.objects.get_for_model(Plan),
            defaults={"name": "Can view plan"},
        )
        PlanGrant(user=self.people[name], permission=right, content_object=plan).save()

    def written_by_olga(self, code: str) -> Plan:
        """She was a clerk of the department when it was drafted."""
        plan = self.a_plan(code, "draft")
        if code != DEPARTMENT:  # its own people, or another department would countersign
            Measure.objects.filter(plan=plan).update(person=self.person("dora"))
        until = LONG_BEFORE.date() + dt.timedelta(days=1)
        self.appoint("olga", Role.CLERK, code, until=until)
        with at(LONG_BEFORE):
            record(plan.sections.get(key="overview"), {"body": "Hers."}, by=self.person("olga"))
            head = "hana" if code == DEPARTMENT else "hugo"
            return take(plan, "submit", by=self.person(head), now=LONG_BEFORE)

    def goal_set(self, code: str, state: str, situation: str) -> GoalSet:
        status = {"plan issued": "execution", "plan withdrawn": "withdrawn"}.get(situation, "draft")
        goal_set = self.a_plan(code, status, goals=state).goal_set
        if situation == "goals approved with the plan":
            self.fold_goals(goal_set.plan)
        if situation == "olga wrote them":
            self.write_goal_as_olga(goal_set)
        if state != "draft":
            self.frozen(goal_set)
        self.entrust(goal_set, state, situation)
        return goal_set

    def write_goal_as_olga(self, goal_set: GoalSet) -> None:
        """She drafted a goal while she was a clerk of the department."""
        self.appoint(
            "olga",
            Role.CLERK,
            goal_set.department.code,
            until=LONG_BEFORE.date() + dt.timedelta(days=1),
        )
        plan, status = Plan.objects.filter(pk=goal_set.plan_id), goal_set.plan.status
        plan.update(status="draft")
        GoalSet.objects.filter(pk=goal_set.pk).update(status="draft")
        with at(LONG_BEFORE):
            record(plan.get().goals.get(number=1), {"title": "Hers"}, by=self.person("olga"))
        plan.update(status=status)
        GoalSet.objects.filter(pk=goal_set.pk).update(status="office_review")

    def goal(self, code: str, state: str, situation: str) -> Goal:
        if state in VERIFIED:
            plan = self.a_plan(code, "evaluation")
            Goal.objects.filter(plan=plan).update(status=state)
            return plan.goals.first()
        state_of_set = "office_review" if situation == "set in review" else state
        return self.goal_set(code, state_of_set, situation).plan.goals.first()

    def measure(self, code: str, state: str, situation: str) -> Measure:
        status = {"plan issued": "execution", "plan in review": "office_review"}
        usual = "draft" if state == "planned" else "execution"
        plan = self.a_plan(code, status.get(situation, usual))
        Measure.objects.filter(plan=plan).update(status=state)
        return plan.measures.get()

    def section(self, code: str, state: str, situation: str) -> Section:
        """The state is that of its plan."""
        return self.plan(code, state, situation).sections.get(key="overview")

    def dependency(self, code: str, state: str, situation: str) -> Dependency:
        """A measure waits for the second of the same plan; the state is its own."""
        measure = self.measure(code, state, situation)
        second, _third = (
            Measure.objects.create(plan=measure.plan, number=n, title="Before it", type="process")
            for n in (2, 3)
        )
        return Dependency.objects.create(measure=measure, needs=second)

    def major_project(self, code: str, state: str, situation: str) -> MajorProject:
        """A dear measure of a plan that the office has endorsed."""
        status = {"plan issued": "execution", "plan in review": "office_review"}
        plan = self.a_plan(code, status.get(situation, "endorsed"))
        if situation == "olga wrote it":
            self.write_goal_as_olga(plan.goal_set)
        Measure.objects.filter(plan=plan).update(cost=9_000_000)
        made, _new = MajorProject.objects.get_or_create(measure=plan.measures.get())
        MajorProject.objects.filter(pk=made.pk).update(status=state)
        made = fresh(made)
        if state != "proposed":
            self.frozen(made)
        self.entrust(made, state, situation)
        return made

    def adjustment(self, code: str, state: str, situation: str) -> Adjustment:
        """One that makes the measure dearer; undecided ones keep the plan in adjustment."""
        undecided = state in {"draft", "office_review", "leadership_approval"}
        plan = self.a_plan(code, "adjustment" if undecided else "execution")
        self.frozen(plan)
        if situation == "after the cut-off":
            self.cut_off(plan)
        if situation == "olga proposed it":
            made = begin(plan, by=self.person("olga"))
            Adjustment.objects.filter(pk=made.pk).update(status=state)
        else:
            made = Adjustment(plan=plan, number=1, status=state)
            made.save()
        reasons = {"reason": "gap", "cause_analysis": "Two left.", "effect_on_goals": "Later."}
        Adjustment.objects.filter(pk=made.pk).update(**reasons)
        if situation != "without a change":
            self.a_change(made, "9" if situation == "a field has moved" else "10")
        made.refresh_from_db()
        self.frozen(made)
        return made

    def a_change(self, adjustment: Adjustment, cost: str) -> None:
        measure = adjustment.plan.measures.get()
        AdjustmentChange(
            adjustment=adjustment,
            operation="change",
            kind="measure",
            item=measure.public_id,
            owner=measure.public_id,
            number=measure.code,
            title=measure.title,
            field="cost",
            before=cost,
            after="12",
        ).save()

    def adjustment_list(self, state: str, situation: str) -> AdjustmentList:
        """Of two departments, to neither of which the office belongs."""
        lies = state if state == "leadership_approval" else "office_review"
        olga = "olga proposed it" if situation == "olga proposed one" else ""
        made = AdjustmentList(round=self.drafting, number=1, status=state)
        made.save()
        items = [self.adjustment(DEPARTMENT, lies, olga)]
        if situation != "one adjustment":
            withdrawn = situation == "one is withdrawn"
            items.append(self.adjustment("lic", "withdrawn" if withdrawn else lies, ""))
        if situation == "one is not small any more":
            Round.objects.filter(pk=self.drafting.pk).update(major_cost=11)
        for position, adjustment in enumerate(items, start=1):
            ListedAdjustment.objects.create(
                adjustment_list=made, adjustment=adjustment, position=position
            )
        return made

    def cut_off(self, plan: Plan) -> None:
        yesterday = MONDAY.date() - dt.timedelta(days=1)
        Round.objects.filter(pk=plan.round_id).update(changes_until=yesterday)

    def indicator(self, state: str, situation: str) -> Indicator:
        indicator = Indicator(code=f"own-{state}", name="Own", family="quality", status=state)
        indicator.save()
        return indicator

    def lock_of(self, period: str) -> None:
        if not PeriodLock.objects.filter(period=period).exists():
            PeriodLock(period=period).save()

    def period_lock(self, state: str, situation: str) -> PeriodLock:
        lock = PeriodLock(period="2026-08", status=state)
        lock.save()
        return lock

    def periodtarget(self, code: str, state: str, situation: str) -> PeriodTarget:
        target = PeriodTarget(
            indicator=Indicator.objects.filter(code=f"own-{state}").first()
            or self.indicator(state, situation),
            department=self.departments[code],
            period="2027",
            target=100,
        )
        target.save()
        return target

    def benchmark(self, code: str, state: str, situation: str) -> Benchmark:
        row = Benchmark(
            indicator=Indicator.objects.filter(code=f"own-{state}").first()
            or self.indicator(state, situation),
            peer=f"Peer {Benchmark.objects.count()}",
            relation="peer",
            period="2025",
            value=100,
            source="Annual report",
            published_on=dt.date(2026, 3, 1),
            entered_by=self.people["dana"],
        )
        row.save()
        return row

    def value(self, code: str, state: str, situation: str) -> Value:
        if situation == "period locked":
            self.lock_of("2026-09")
        indicator, _made = Indicator.objects.get_or_create(
            code="wait", defaults={"name": "Average wait", "family": "process", "unit": "s"}
        )
        value = Value(
            indicator=indicator,
            department=self.departments[code],
            period="2026-09",
            value=120,
            entered_by=self.people["dana"],
            status=state,
        )
        value.save()
        return value
