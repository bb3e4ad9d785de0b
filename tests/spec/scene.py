"""The people and rows that permissions.csv speaks of, each built in the state it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import time_machine
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone

from evaluation.models import (
    CriteriaSet,
    Criterion,
    Evaluation,
    EvaluationPeriod,
    Rating,
    Suggestion,
    Verification,
)
from evidence.models import Finding, Indicator, Value
from execution.models import Task
from improvement.approvals.models import Ballot, Condition
from improvement.approvals.on_paper import Entered, Line, enter_minutes, seats_to_enter
from improvement.approvals.steps import cast_vote, close_due, open_ballot
from improvement.door.acts import record, take
from improvement.door.models import Revision
from improvement.organization.models import Post, Role, Scope, User
from plans.adjusting import begin
from plans.consolidation.looking import issue_of
from plans.consolidation.reading import read
from plans.consolidation.rules_between import gaps
from plans.models import (
    Adjustment,
    AdjustmentChange,
    Comment,
    ConsolidationIssue,
    Extension,
    Goal,
    GoalSet,
    KeyArea,
    MajorProject,
    Measure,
    Milestone,
    OrganizationPlan,
    OrganizationPlanItem,
    OverallGoal,
    OverallGoalSet,
    Plan,
    PlanReceipt,
    ProposedChange,
    Review,
    Round,
    RoundSection,
    Section,
    SectionKey,
    Strategy,
    SwitchedOffGate,
    TargetLine,
)
from plans.models.grant import PlanGrant
from tests.cast import Cast

from .incentive_scenes import IncentiveScenes
from .loader import CAST, MACHINE_OF, Case
from .report_scenes import ReportScenes
from .route_scenes import RouteScenes

MONDAY = dt.datetime(2026, 10, 12, 1, 0, tzinfo=dt.UTC)
A_WEEK_BEFORE = MONDAY - dt.timedelta(days=7)
"""A ballot opened then: the chair need not wait any more, the deadline is tonight."""
LONG_BEFORE = MONDAY - dt.timedelta(days=30)
ANALYSIS = "Flow: written.\n\nQuality: written.\n\nStaff: written."


def scan() -> ContentFile[bytes]:
    """Signed minutes, as the scanner made them."""
    return ContentFile(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "minutes.pdf")


INPUTS = {
    "reason": "Because.",
    "recommendation": "Sound figures.",
    "answer": "We have looked at it.",
    "until": dt.date(2026, 12, 1),
    "item": 1,
    "result": "Half the calls are answered at once.",
    "question": "Why did it slow down?",
    "assessment": "On its way; keep an eye on the desks.",
    "verdict": "send_back",
    "cause_analysis": "The new system came late.",
    "number": "2027-9",
    "issued_on": MONDAY.date(),
    "finished_on": MONDAY.date(),
    "now": MONDAY,
    "choice": "move-1-1",
    "suggestion": "Ask the two desks that answer at once.",
    "remedy": "Two more people in the morning.",
    "back_by": dt.date(2026, 12, 1),
}
OF_THE_ORGANIZATION = frozenset(
    {
        "round",
        "keyarea",
        "roundsection",
        "strategy",
        "overall_goal_set",
        "organization_plan",
        "evaluation_period",
        "consolidation_issue",
        "indicator",
    }
)
VERIFIED = frozenset({"achieved", "partly", "missed", "cancelled"})
"""Statuses of a goal that come after the year."""
YESTERDAY, TOMORROW = MONDAY.date() - dt.timedelta(days=1), MONDAY.date() + dt.timedelta(days=1)
PERIOD_OF = {
    "scheduled": "scheduled",
    "collecting": "collecting",
    "self_rated": "rating",
    "scored": "rating",
    "published": "published",
    "verified": "published",
}
"""The status of a period in which evaluations of a status usually stand."""
DEPARTMENT, HOST = "csc", "qua"
"""Hana's department, and the one in which the office sits, to which otto belongs."""


CONCERNED = {
    "others declared": ("leo", "lena", "luis"),
    "others declared while cora is away": ("leo", "lena", "luis"),
    "cora declared": ("cora", "lena", "luis"),
}
"""So many that fewer than three would be left to vote."""


class Undo(Exception):
    """Takes back what was let through, so that the next person finds the row as it was."""


class Scene(IncentiveScenes, ReportScenes, RouteScenes):
    """One builder for each kind of row, around the cast."""

    def __init__(self, cast: Cast) -> None:
        self.people, self.departments = cast.people, cast.departments
        self.appoint, self.delegate, self.away = cast.appoint, cast.delegate, cast.away
        self.drafting = self.a_round("drafting", "2027")
        self.overall = self.overall_goals(self.drafting, "approved")

    def person(self, name: str) -> User:
        """Read anew, so that nothing of an earlier question is remembered."""
        return User.objects.get(pk=self.people[name].pk)

    # What belongs to the whole organization

    def a_round(self, status: str, label: str, **fields: Any) -> Round:
        made = Round(
            label=label,
            starts=dt.date(2027, 1, 1),
            ends=dt.date(2027, 12, 31),
            deadline=dt.date(2026, 12, 1),
            status=status,
            **{"ballot_per_plan": True} | fields,
        )
        made.save()
        return made

    def overall_goals(self, planning_round: Round, status: str) -> OverallGoalSet:
        made = OverallGoalSet(round=planning_round, strategy="Listen first.", status=status)
        made.save()
        OverallGoal(goal_set=made, number=1, title="Shorter waiting").save()
        return made

    def round(self, state: str, situation: str) -> Round:
        provisional = situation == "overall goals provisional"
        made = self.a_round(state, "2028", provisional_goals=provisional)
        self.overall_goals(made, "draft" if situation else "approved")
        return made

    def keyarea(self, state: str, situation: str) -> KeyArea:
        """The state is that of its round."""
        return KeyArea.objects.create(round=self.round(state, situation), number=1, name="Waiting")

    def roundsection(self, state: str, situation: str) -> RoundSection:
        """The state is that of its round."""
        asked = self.round(state, situation)
        return RoundSection.objects.create(round=asked, key="analysis", hint="In figures.")

    def strategy(self, state: str, situation: str) -> Strategy:
        """The state is that of its set."""
        goal_set = self.overall_goal_set(state, situation)
        return Strategy.objects.create(goal_set=goal_set, number=1, title="Ask first")

    def overall_goal_set(self, state: str, situation: str) -> OverallGoalSet:
        if situation == "provisional":
            return self.overall_goals(
                self.a_round("drafting", "2028", provisional_goals=True), state
            )
        made = self.overall_goals(self.a_round("preparing", "2028"), state)
        if situation == "no strategy":
            OverallGoalSet.objects.filter(pk=made.pk).update(strategy="")
        return made

    def organization_plan(self, state: str, situation: str) -> OrganizationPlan:
        numbered = {"number": "2027-1", "issued_on": MONDAY.date()} if state == "issued" else {}
        made = OrganizationPlan(
            round=self.a_round("consolidating", "2028"),
            introduction="All plans.",
            status=state,
            **numbered,
        )
        if situation == "signed off":
            made.signed_off_by, made.signed_off_at = self.people["cora"], MONDAY
        made.save()
        if situation in ("cora is away", "leo stands in"):
            self.away("cora")
        if situation == "leo stands in":
            self.away("vic")
            self.delegate("cora", "leo", scope=Scope.PRESIDES)
        if situation != "no plan included":
            plan = self.a_plan(
                DEPARTMENT, "execution" if state == "issued" else "approved", made.round
            )
            OrganizationPlanItem(
                organization_plan=made, plan=plan, revision=self.frozen(plan), position=1
            ).save()
        return made

    def plan_receipt(self, code: str, state: str, situation: str) -> PlanReceipt:
        signed = {"signed_by": self.people["hana"], "signed_at": MONDAY}
        made = PlanReceipt(
            organization_plan=OrganizationPlan.objects.filter(status="issued").first()
            or self.organization_plan("issued", ""),
            department=self.departments[code],
            due=TOMORROW,
            status=state,
            **(signed if state == "signed" else {}),
        )
        made.save()
        return made

    def consolidation_issue(self, state: str, situation: str) -> ConsolidationIssue:
        return self.an_issue(self.drafting, state, situation)

    def an_issue(self, planning_round: Round, state: str, situation: str) -> ConsolidationIssue:
        """No department serves the ninth overall goal; a way out that asks for nothing is known."""
        forum = "meeting" if situation == "put to a meeting" else "leadership"
        goal_set = planning_round.overall_goal_set
        title = "Greener"
        ninth, _made = goal_set.goals.get_or_create(number=9, defaults={"title": title})
        found = next(one for one in gaps(read(planning_round)) if one.overall == ninth.pk)
        way = {"key": "move-1-1", "asks": [], "before": None, "after": None, "load": {}}
        number = ConsolidationIssue.objects.count() + 1
        made = issue_of(planning_round, number, found)
        made = ConsolidationIssue(
            **{f.attname: getattr(made, f.attname) for f in made._meta.concrete_fields}
            | {
                "status": state,
                "forum": forum if state in {"escalated", "leadership_approval", "decided"} else "",
                "facts": found.facts | {"solutions": [way]},
                "key": found.key if number == 1 else f"key-{number}",
            }
        )
        made.save()
        return made

    # What belongs to a department

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

    def task(self, code: str, state: str, situation: str) -> Task:
        """Assigned by the department's clerk to one of its staff."""
        clerk, carrier = ("dana", "sam") if code == DEPARTMENT else ("dora", "hugo")
        plan = self.a_plan(code, "execution")
        measure = plan.measures.get()
        if situation == "dana carries it":
            carrier = clerk
        named: dict[str, Any] = {"person": self.people[carrier]}
        if situation == "sam holds its post":
            post = Post.objects.create(department=plan.department, name="Adviser")
            self.appoint(carrier, Role.MEMBER, code, post=post)
            named = {"post": post}
        dates = {"starts": measure.starts, "due": measure.ends}
        made = [
            Task(
                measure=measure,
                number=number,
                title="Write the guide",
                assigned_by=self.people[clerk],
                status=status,
                **named,
                **dates,
            )
            for number, status in ((1, state), (2, "assigned"))
        ]
        for task in made:
            task.save()
        if situation == "what it depends on is not done":
            made[0].depends_on.add(made[1])
        if situation == "plan in evaluation":
            Plan.objects.filter(pk=plan.pk).update(status="evaluation")
        return made[0]

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

    def cut_off(self, plan: Plan) -> None:
        yesterday = MONDAY.date() - dt.timedelta(days=1)
        Round.objects.filter(pk=plan.round_id).update(changes_until=yesterday)

    def a_review(self, plan: Plan, status: str) -> Review:
        revision = Revision.objects.latest_of(plan) or self.frozen(plan)
        review = Review(
            plan=plan,
            revision=revision,
            reviewer=self.people["olga"],
            status=status,
            verdict="send_back" if status == "finished" else "",
        )
        review.save()
        return review

    def a_comment(self, review: Review, status: str) -> Comment:
        comment = Comment(
            plan=review.plan,
            review=review,
            section="overview",
            author=self.people["olga"],
            body="Which calls?",
            status=status,
        )
        comment.save()
        return comment

    def review(self, code: str, state: str, situation: str) -> Review:
        return self.a_review(
            self.a_plan(code, "office_review" if state == "open" else "draft"), state
        )

    def comment(self, code: str, state: str, situation: str) -> Comment:
        status = {
            "plan issued": "execution",
            "review open": "office_review",
            "leo delegates to xia": "leadership_approval",
        }.get(situation, "draft")
        plan = self.a_plan(code, status)
        review = self.a_review(plan, "open" if situation == "review open" else "finished")
        self.entrust(plan, status, situation)
        return self.a_comment(review, state)

    def indicator(self, state: str, situation: str) -> Indicator:
        indicator = Indicator(code=f"own-{state}", name="Own", family="quality", status=state)
        indicator.save()
        return indicator

    def value(self, code: str, state: str, situation: str) -> Value:
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

    # Evaluation: the third quarter is over, and its days have passed unless the case says otherwise

    def evaluation_period(
        self, state: str, situation: str, planning_round: Round | None = None
    ) -> EvaluationPeriod:
        held = planning_round or self.a_round("executing", "2028")
        criteria, made = CriteriaSet.objects.get_or_create(round=held)
        if made:
            Criterion(criteria_set=criteria, position=1, kind="goals", weight=100).save()
        day = TOMORROW if situation == "before the day" else YESTERDAY
        score_due = TOMORROW if situation == "the superior has days left" else YESTERDAY
        period = EvaluationPeriod(
            round=held,
            key="2026Q3",
            starts=dt.date(2026, 7, 1),
            ends=dt.date(2026, 9, 30),
            criteria=criteria,
            data_due=YESTERDAY,
            self_due=day,
            score_due=score_due,
            status=state,
        )
        period.save()
        return period

    def evaluation(self, code: str, state: str, situation: str) -> Evaluation:
        if situation == "leo supervises":
            self.departments[code].supervising_leader = self.people["leo"]
            self.departments[code].save()
        held = PERIOD_OF.get(state, "moderation")
        if situation == "before the leadership group":
            held = "leadership_review"
        plan = self.a_plan(code, "execution")
        kept = EvaluationPeriod.objects.filter(round=self.drafting).first()
        period = kept or self.evaluation_period(held, situation, self.drafting)
        evaluation = Evaluation(
            period=period,
            plan=plan,
            department=plan.department,
            status=state,
            objections_until=YESTERDAY if situation == "three working days later" else TOMORROW,
        )
        evaluation.save()
        criterion = period.criteria.criteria.get()
        Suggestion(evaluation=evaluation, criterion=criterion, score=82, known=3, asked=3).save()
        given = {"self": 84, "superior": 82, "office": 80}
        if situation == "a large gap without reason":
            given["self"] = 95
        for side, score in given.items():
            if situation != "no score given":
                Rating(evaluation=evaluation, criterion=criterion, side=side, score=score).save()
        return evaluation

    def verification(self, code: str, state: str, situation: str) -> Verification:
        status = {"plan in execution": "execution", "plan closed": "closed"}
        plan = self.a_plan(code, status.get(situation, "evaluation"))
        goal = plan.goals.get(number=1)
        verdicts = {"effective": "achieved", "partly": "partly", "not_effective": "missed"}
        Goal.objects.filter(pk=goal.pk).update(status=verdicts.get(state, "fixed"))
        judged = {} if state == "pending" else {"verified_by": self.people["olga"]}
        verification = Verification(goal=goal, revision=self.frozen(plan), status=state, **judged)
        verification.save()
        return verification

    def finding(self, code: str, state: str, situation: str) -> Finding:
        finding = Finding(
            department=self.departments[code],
            title="Callers wait too long",
            found_on=YESTERDAY,
            origin=f"{code}-{state}",
            link="/",
            status=state,
        )
        finding.save()
        return finding

    # Ballots

    def consent_list(self, *codes: str) -> Ballot:
        """On the organization plan, with the plans of these departments as its items."""
        planning_round = self.a_round(
            "consolidating", f"{2029 + Round.objects.count()}", ballot_per_plan=False
        )
        made = OrganizationPlan(round=planning_round, status="compiling")
        made.save()
        for position, code in enumerate(codes, start=1):
            plan = self.a_plan(code, "endorsed", planning_round)
            OrganizationPlanItem(
                organization_plan=made, plan=plan, revision=self.frozen(plan), position=position
            ).save()
        return take(made, "put_forward", by=self.person("olga")).ballot

    def ballot(self, code: str, state: str, situation: str) -> Ballot:
        if situation.startswith("a list"):
            if situation.endswith("leo delegates to xia"):
                self.delegate("leo", "xia")
            others = () if situation == "a list of one" else (DEPARTMENT, HOST)
            return self.consent_list(*dict.fromkeys([code, *others]))
        opened = {
            "after the days the chair waits": A_WEEK_BEFORE,
            "past the deadline": LONG_BEFORE,
        }.get(situation, MONDAY)
        if situation == "leo recused":
            self.appoint("leo", Role.MEMBER, code)
        for name in CONCERNED.get(situation, ()):
            self.appoint(name, Role.MEMBER, code)
        plan = self.a_plan(code, "leadership_approval")
        self.frozen(plan)
        with at(opened):
            ballot = open_ballot(plan, by=self.person("olga"), department=plan.department)
        if situation == "xia voted for leo":
            self.delegate("leo", "xia")
        elif " delegates to " in situation:
            self.delegate(*situation.split(" delegates to "))
        elif situation == "others declared while cora is away":
            self.away("cora")
        voters = {
            "leo voted": ["leo"],
            "xia voted for leo": ["xia"],
            "others voted": ["vic", "leo", "lena", "luis"],
        }
        for name in voters.get(situation, []):
            self.vote(ballot, name)
        if situation.startswith("minutes entered"):
            self.minutes(ballot, situation)
        return self.ended(ballot, state)

    def minutes(self, ballot: Ballot, situation: str) -> None:
        """Everybody approves by hand, and the office enters it."""
        entered = A_WEEK_BEFORE if situation.endswith("two working days ago") else MONDAY
        Ballot.objects.filter(pk=ballot.pk).update(opened_at=entered)
        with at(entered):
            enter_minutes(fresh(ballot), sheet_of(fresh(ballot)), scan(), by=self.person("olga"))
        if situation.endswith("confirmed by leo"):
            take(fresh(ballot), "confirm_minutes", by=self.person("leo"))

    def vote(self, ballot: Ballot, name: str) -> Ballot:
        return cast_vote(ballot, by=self.person(name), choice="approve", seen=ballot.digest)

    def ended(self, ballot: Ballot, state: str) -> Ballot:
        ends: dict[str, Callable[[], Ballot]] = {
            "open": lambda: ballot,
            "approved": lambda: self.vote_through(ballot, "approve"),
            "returned": lambda: self.vote_through(ballot, "return"),
            "lapsed": lambda: self.lapse(ballot),
            "void": lambda: take(ballot, "void", by=self.person("cora"), cause=ballot.subject),
            "recalled": lambda: take(
                ballot, "recall", by=self.person("olga"), reason="Wrong file."
            ),
        }
        return ends[state]()

    def vote_through(self, ballot: Ballot, choice: str) -> Ballot:
        for name in ("vic", "leo", "lena", "luis", "cora"):
            ballot.refresh_from_db()
            if ballot.status == "open":
                ballot = cast_vote(
                    ballot,
                    by=self.person(name),
                    choice=choice,
                    reason="Too vague.",
                    seen=ballot.digest,
                )
        return ballot

    def lapse(self, ballot: Ballot) -> Ballot:
        with at(ballot.deadline + dt.timedelta(minutes=1)):
            close_due(timezone.now())
        ballot.refresh_from_db()
        return ballot

    def condition(self, code: str, state: str, situation: str) -> Condition:
        """Named by Lena, whose vote was one of five."""
        ballot = self.ballot(code, "open", "")
        ballot = cast_vote(
            ballot,
            by=self.person("lena"),
            choice="conditions",
            conditions=[("Report in May.", TOMORROW)],
            seen=ballot.digest,
        )
        made = ballot.conditions.get()
        now = {"by": self.people["dana" if code == DEPARTMENT else "dora"], "at": MONDAY}
        changes: dict[str, Any] = {"status": state}
        if situation.startswith("of the organization"):
            changes["department"] = None
            now["by"] = self.people["olga"]
        if situation == "on a confidential matter":
            Ballot.objects.filter(pk=ballot.pk).update(confidential=True)
        if state in {"met", "confirmed"}:
            changes |= {"reported_by": now["by"], "met_at": now["at"], "answer": "Done."}
        if state in {"confirmed", "waived"}:
            changes |= {"settled_by": self.people["leo"], "settled_at": now["at"]}
        Condition.objects.filter(pk=made.pk).update(**changes)
        return fresh(made)

    # By the names of the table

    def build(self, machine: str, state: str, situation: str, code: str) -> Any:
        """The row of a machine in a state; `code` names the department where it has one."""
        make = getattr(self, machine)
        if machine in OF_THE_ORGANIZATION:
            return make(state, situation)
        return make(code, state, situation)

    def rows_of(self, case: Case) -> dict[str, Any]:
        """For each of the cast the row that is asked about; otto's is of the office's host."""
        machine = MACHINE_OF.get(case.model, case.model)
        rows = dict.fromkeys(CAST, self.build(machine, case.state, case.situation, DEPARTMENT))
        if machine not in OF_THE_ORGANIZATION:
            rows["otto"] = self.build(machine, case.state, case.situation, HOST)
        return rows


def sheet_of(ballot: Ballot) -> Entered:
    """A vote sheet on which everybody approves."""
    return Entered(
        held_on=timezone.localdate(),
        tail=ballot.digest[-8:],
        lines=[Line(seat.number, "approve") for seat in seats_to_enter(ballot)],
    )


def fresh(row: Any) -> Any:
    """The row as the database has it now."""
    return type(row).objects.get(pk=row.pk)


@contextmanager
def at(moment: dt.datetime) -> Any:
    with time_machine.travel(moment, tick=False):
        yield
