"""An example of every address: who opens it, and which row of the demo it shows.

The tests read the names of this table; inside the demo site `addresses()` finds the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib.auth.tokens import default_token_generator
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from evaluation.models import Evaluation, EvaluationPeriod, Practice, Verification
from evidence.models import (
    DataImport,
    Finding,
    Indicator,
    PeriodLock,
    RecordCategory,
    ServiceRecord,
    Value,
)
from execution.models import Deviation, ProgressReport, Task
from improvement.approvals.models import Ballot, Condition, Sitting
from improvement.approvals.record import Sheet
from improvement.door.acts import permission
from improvement.door.lifecycle import Stateful, arrows
from improvement.door.models import Revision
from improvement.organization.models import Appointment, Department, Role, User
from incentives.models import Award, Criticism, Objection, Rectification
from plans.models import (
    Adjustment,
    AdjustmentList,
    Comment,
    ConsolidationIssue,
    Countersign,
    DraftCheck,
    Extension,
    GoalSet,
    MajorProject,
    Measure,
    OrganizationPlan,
    OverallGoalSet,
    Plan,
    PlanReceipt,
    PlanTemplate,
    ProposedChange,
    Round,
    SectionKey,
)

Person = Callable[[Any], User | None]
Row = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One page: the person who opens it, the row, and what else the address says."""

    person: Person
    row: Row = field(default=lambda: None)
    arguments: dict[str, Any] = field(default_factory=dict)
    query: str | Callable[[Any], str] = ""
    named_by_row: bool = True

    def visit(self, route: str) -> tuple[str, str]:
        """The person's mail address and the address of the page."""
        row = self.row()
        named = {
            name: value(row) if callable(value) else value for name, value in self.arguments.items()
        }
        if row is not None and self.named_by_row:
            named["public_id"] = row.public_id
        person = self.person(row)
        query = self.query(row) if callable(self.query) else self.query
        return (person.email if person else ""), reverse(route, kwargs=named) + query


# Who


def nobody(row: Any) -> None:
    """A visitor who has not signed in."""


def a(role: str) -> Person:
    """Somebody who holds this role today."""
    return lambda row: (
        Appointment.objects.valid_on(timezone.localdate())
        .filter(role=role, user__is_active=True)
        .order_by("pk")[0]
        .user
    )


def who_may(action: str) -> Person:
    """Somebody who may do this with the row."""
    return lambda row: next(
        person for person in User.objects.active().order_by("pk") if person.has_perm(action, row)
    )


def who_may_not(action: str) -> Person:
    return lambda row: next(
        person
        for person in User.objects.active().order_by("pk")
        if not person.has_perm(action, row)
    )


clerk, head, officer = a(Role.CLERK), a(Role.HEAD), a(Role.OFFICER)
chair, leader, assistant = a(Role.CHAIR), a(Role.LEADER), a(Role.ASSISTANT)
member, administrator = a(Role.MEMBER), a(Role.ADMINISTRATOR)
everybody = [clerk, head, officer, leader, chair, assistant, member, administrator]


def head_of(row: Any) -> User:
    """The head of the row's department."""
    held = Appointment.objects.valid_on(timezone.localdate()).filter(role=Role.HEAD)
    return held.filter(department=row.department_id)[0].user


def head_of_department(department: Any) -> User:
    """The head of the department itself."""
    return head_of(Plan(department=department))


CODE: dict[str, Any] = {"code": lambda department: department.code}


def drafts_its_plan(countersign: Any) -> User | None:
    """Somebody of the department that asks."""
    return who_may("plans.change_plan")(countersign.plan)


def criticized(row: Any) -> User:
    """The person a notice is about."""
    person: User = row.person
    return person


# Which row


def first(model: Any, **filters: Any) -> Row:
    return lambda: model.objects.filter(**filters).order_by("pk")[0]


def voted_on(choice: str) -> Row:
    """A ballot in which somebody has chosen this."""
    return lambda: Ballot.objects.filter(votes__choice=choice).order_by("pk")[0]


def seal_of(ballot: Ballot) -> str:
    return Sheet(ballot).seal


def revised() -> Plan:
    """A plan with at least two frozen versions."""
    again = Revision.objects.filter(object_type="plans.plan", number=2).values("object_id")
    return Plan.objects.filter(pk__in=again).order_by("pk")[0]


def commented() -> Plan:
    return Comment.objects.filter(review__status="finished").order_by("pk")[0].plan


def steps(route: str, model: type[Stateful]) -> list[Example]:
    """The page of every step that people take, on a row from which it leaves where there is one.

    Steps that have an address of their own are left out; they stand in the table by its name.
    """
    return [
        Example(who_may(permission(step, model)), leaving(model, arrow.sources), {"step": step})
        for step, arrow in arrows(model).items()
        if arrow.for_people and common(route, step)
    ]


def common(route: str, step: str) -> bool:
    address = reverse(route, kwargs={"public_id": uuid4(), "step": step})
    return resolve(address).view_name == route


def leaving(model: Any, sources: tuple[str, ...]) -> Row:
    return lambda: (
        model.objects.filter(status__in=sources).order_by("pk").first()
        or model.objects.order_by("pk")[0]
    )


def in_status(status: str) -> Row:
    """A scorecard as far as this."""
    return first(Evaluation, status=status)


drafted = first(Plan, status="draft", goal_set__status="draft")
issued = first(Plan, status="execution")
adjusted = first(Plan, status="adjustment")
drafts = who_may("plans.change_plan")
reads = who_may("plans.view_plan")
reviews = who_may("plans.endorse_plan")


def offered_template(plan: Plan) -> Any:
    return PlanTemplate.objects.offered(plan.round)[0].public_id


def reached() -> Verification:
    """The last goal that was found reached; nothing of it is shown yet."""
    return Verification.objects.filter(status="effective").order_by("-pk")[0]


def public_id_of(plan: Plan) -> Any:
    return plan.public_id


def carries(row: Any) -> User:
    """Somebody who has a task to carry out."""
    person: User = (row or Task.objects.exclude(person=None).order_by("pk")[0]).person
    return person


OF_ITS_PLAN: dict[str, Any] = {
    "public_id": lambda report: report.plan.public_id,
    "period": lambda report: report.period,
}
"""A report is found by its plan and its period."""


PAGES: dict[str, list[Example]] = {
    "desk:home": [Example(person) for person in everybody],
    "desk:inbox": [Example(head), Example(officer)],
    "desk:outbox": [Example(administrator)],
    "desk:lifecycle": [Example(member)],
    "desk:ui": [Example(member)],
    "organization:sign_in": [Example(nobody)],
    "organization:password_reset": [Example(nobody)],
    "organization:password_reset_sent": [Example(nobody)],
    "organization:password_reset_done": [Example(nobody)],
    "organization:password_reset_confirm": [
        Example(
            nobody,
            first(User, is_active=True),
            {
                "uidb64": lambda user: urlsafe_base64_encode(force_bytes(user.pk)),
                "token": default_token_generator.make_token,
            },
            named_by_row=False,
        ),
        Example(nobody, arguments={"uidb64": "MQ", "token": "used-already"}),
    ],
    "organization:directory": [Example(member), Example(administrator)],
    "organization:new_person": [Example(administrator)],
    "organization:person": [Example(administrator, first(User)), Example(member, first(User))],
    "organization:appoint": [Example(administrator, first(User))],
    "organization:new_department": [Example(administrator)],
    "organization:department": [
        Example(administrator, first(Department)),
        Example(member, first(Department)),
    ],
    "organization:profile": [Example(member)],
    "organization:documents": [Example(officer)],
    "organization:delegate": [Example(leader), Example(chair)],
    "organization:absent": [Example(a(Role.OFFICE_HEAD), lambda: chair(None))],
    "approvals:queue": [
        *(Example(person) for person in (leader, chair, officer, assistant)),
        Example(leader, query="?show=closed"),
        Example(leader, query="?next=1"),
    ],
    "approvals:ballot": [
        Example(leader, first(Ballot, status="open")),
        Example(chair, first(Ballot, status="open")),
        Example(officer, first(Ballot, status="open")),
        Example(leader, first(Ballot, status="approved")),
        Example(chair, voted_on("conditions")),
        Example(leader, first(Ballot, size__gt=0)),
    ],
    "approvals:several": [
        Example(leader, arguments={"kind": "plan"}),
        Example(chair, arguments={"kind": "goalset"}),
    ],
    "approvals:record": [
        Example(leader, first(Ballot, size__gt=0)),
        Example(officer, voted_on("conditions")),
    ],
    "approvals:verify": [
        Example(leader, first(Ballot, status="approved"), arguments={"seal": seal_of}),
        Example(member, first(Ballot, status="approved"), arguments={"seal": seal_of}),
    ],
    "approvals:enter_minutes": [
        Example(officer, first(Ballot, status="open")),
        Example(officer, first(Ballot, size__gt=0)),
    ],
    "approvals:conditions": [Example(officer), Example(head)],
    "approvals:condition": [
        Example(officer, first(Condition, status="outstanding")),
        Example(head_of, first(Condition, status="outstanding", department__isnull=False)),
    ],
    "approvals:condition_step": steps("approvals:condition_step", Condition),
    "approvals:voting_rules": [Example(officer), Example(leader)],
    "approvals:sittings": [Example(officer), Example(leader)],
    "approvals:sitting": [
        Example(officer, first(Sitting)),
        Example(assistant, first(Sitting)),
    ],
    "approvals:pack": [
        Example(
            a(Role.OFFICE_HEAD),
            first(Sitting),
            arguments={"language": "zh-hant", "text": "whole"},
        ),
    ],
    "approvals:record_sitting": [Example(officer, first(Sitting))],
    "approvals:vote_sheet": [
        Example(officer, first(Ballot, status="open")),
        Example(officer, first(Ballot, size__gt=0)),
    ],
    "approvals:pull": [Example(leader, first(Ballot, size__gt=0), query="?item=1")],
    "approvals:ballot_step": steps("approvals:ballot_step", Ballot),
    "evidence:overview": [
        Example(head, query="?department=csc"),
        Example(officer, query="?department=hrd"),
    ],
    "evidence:library": [
        Example(member),
        Example(officer, query="?family=process&state=fresh"),
        Example(officer, query="?q=nothing+at+all"),
        Example(officer, query="?retired=1"),
    ],
    "evidence:coverage": [Example(leader), Example(officer)],
    "evidence:targets": [
        Example(officer, arguments={"code": "hotline-wait"}, query="?department=csc"),
        Example(member, arguments={"code": "hotline-wait"}),
    ],
    "evidence:periods": [Example(officer), Example(member)],
    "evidence:period_step": steps("evidence:period_step", PeriodLock),
    "evidence:new_indicator": [Example(officer)],
    "evidence:change_indicator": [Example(officer, arguments={"code": "hotline-wait"})],
    "evidence:indicator_step": steps("evidence:indicator_step", Indicator),
    "evidence:indicator": [
        Example(member, arguments={"code": "hotline-wait"}),
        Example(member, arguments={"code": "access-pass"}),
        Example(member, arguments={"code": "training-hours"}),
    ],
    "evidence:values": [
        Example(who_may("evidence.submit_value"), first(Value), named_by_row=False),
        Example(member),
    ],
    "evidence:accept": [Example(officer)],
    "evidence:value": [
        Example(member, first(Value, status="accepted")),
        Example(who_may("evidence.accept_value"), first(Value, status="submitted")),
    ],
    "evidence:value_step": steps("evidence:value_step", Value),
    "evidence:records": [
        Example(officer),
        Example(clerk, query="?kind=complaint&category=access"),
        Example(member, query="?q=nothing+at+all"),
    ],
    "evidence:new_record": [Example(clerk)],
    "evidence:record": [
        Example(who_may("evidence.close_servicerecord"), first(ServiceRecord, status="open")),
        Example(leader, first(ServiceRecord, status="closed")),
    ],
    "evidence:edit_record": [
        Example(who_may("evidence.change_servicerecord"), first(ServiceRecord, status="open"))
    ],
    "evidence:record_step": steps("evidence:record_step", ServiceRecord),
    "evidence:imports": [Example(officer), Example(clerk)],
    "evidence:new_import": [Example(officer), Example(clerk)],
    "evidence:import": [
        Example(officer, first(DataImport, status="draft")),
        Example(officer, first(DataImport, status="finished")),
    ],
    "evidence:import_step": steps("evidence:import_step", DataImport),
    "evidence:record_categories": [Example(officer), Example(member)],
    "evidence:record_category": [
        Example(officer, first(RecordCategory), CODE, named_by_row=False),
    ],
    "plans:list": [Example(clerk), Example(officer), Example(officer, query="?q=nothing+at+all")],
    "plans:new": [Example(clerk)],
    "plans:plan": [
        Example(drafts, drafted),
        Example(drafts, commented),
        Example(reviews, first(Plan, status="office_review")),
        Example(officer, first(Plan, status="endorsed")),
        Example(leader, first(Plan, status="leadership_approval")),
        Example(member, issued),
        Example(reads, first(Plan, status="withdrawn")),
        Example(who_may("plans.open_adjustment_plan"), adjusted),
    ],
    "plans:text": [Example(member, issued)],
    "plans:export": [Example(member, issued), Example(drafts, drafted)],
    "plans:import": [Example(drafts, drafted), Example(member, issued)],
    "plans:carry": [Example(drafts, drafted), Example(member, issued)],
    "plans:start": [Example(drafts, drafted)],
    "plans:from_template": [Example(drafts, drafted, {"template": offered_template})],
    "plans:started": [Example(drafts, drafted)],
    "plans:keep_as_template": [Example(officer, issued)],
    "plans:templates": [Example(officer), Example(member)],
    "plans:new_template": [Example(officer)],
    "plans:template": [
        Example(member, first(PlanTemplate, status="published")),
        Example(officer, first(PlanTemplate, status="draft")),
    ],
    "plans:edit_template": [Example(officer, first(PlanTemplate, status="draft"))],
    "plans:new_template_goal": [Example(officer, first(PlanTemplate, status="draft"))],
    "plans:template_goal": [Example(officer, first(PlanTemplate, status="draft"), {"number": 1})],
    "plans:new_template_measure": [Example(officer, first(PlanTemplate, status="draft"))],
    "plans:template_measure": [
        Example(officer, first(PlanTemplate, status="draft"), {"number": 1})
    ],
    "plans:template_step": steps("plans:template_step", PlanTemplate),
    "plans:history": [Example(member, issued), Example(drafts, commented)],
    "plans:compare": [Example(officer, revised, {"a": 1, "b": 2})],
    "plans:route": [
        Example(drafts, first(Plan, draft_check__status="asked")),
        Example(drafts, first(Plan, countersigns__status="asked")),
        Example(officer, first(Plan, status="office_review", countersigns__status="agreed")),
    ],
    "plans:drafting_route": [
        Example(head_of_department, first(Department, code="sco"), CODE, named_by_row=False),
        Example(member, first(Department, code="csc"), CODE, named_by_row=False),
    ],
    "plans:draft_check_step": steps("plans:draft_check_step", DraftCheck),
    "plans:countersign": [
        Example(who_may("plans.agree_countersign"), first(Countersign, status="asked")),
        Example(drafts_its_plan, first(Countersign, status="agreed")),
    ],
    "plans:countersign_step": steps("plans:countersign_step", Countersign),
    "plans:check": [Example(drafts, drafted), Example(drafts, commented)],
    "plans:section": [
        *(Example(drafts, drafted, {"key": key}) for key in SectionKey.values),
        Example(drafts, commented, {"key": "goals"}),
    ],
    "plans:pin": [Example(clerk, arguments={"code": "hotline-wait"})],
    "plans:own_section": [Example(drafts, drafted, {"key": "new"})],
    "plans:new_goal": [Example(drafts, drafted)],
    "plans:goal": [
        Example(drafts, drafted, {"number": 1}),
        Example(member, issued, {"number": 1}),
    ],
    "plans:new_measure": [Example(drafts, drafted)],
    "plans:measure": [
        Example(drafts, commented, {"number": 1}),
        Example(member, issued, {"number": 1}),
    ],
    "execution:reports": [
        Example(officer),
        Example(member),
        Example(officer, query="?show=missed"),
    ],
    "execution:plan_reports": [Example(member, issued)],
    "execution:report": [
        Example(
            who_may("execution.change_progressreport"),
            first(ProgressReport, status="due"),
            OF_ITS_PLAN,
            named_by_row=False,
        ),
        Example(
            member, first(ProgressReport, status="acknowledged"), OF_ITS_PLAN, named_by_row=False
        ),
        Example(
            who_may("execution.acknowledge_progressreport"),
            first(ProgressReport, status="submitted"),
            OF_ITS_PLAN,
            named_by_row=False,
        ),
    ],
    "execution:report_step": steps("execution:report_step", ProgressReport),
    "execution:deviations": [
        Example(officer),
        Example(head),
        Example(member, query="?show=settled"),
    ],
    "execution:deviation": [
        Example(who_may("execution.acknowledge_deviation"), first(Deviation, status="open")),
        Example(member, first(Deviation, status="resolved")),
    ],
    "execution:deviation_step": steps("execution:deviation_step", Deviation),
    "execution:my_tasks": [Example(carries), Example(head), Example(chair)],
    "execution:task": [
        Example(carries, first(Task, status="in_progress")),
        Example(member, first(Task, status="done")),
    ],
    "execution:edit_task": [
        Example(who_may("execution.change_task"), first(Task, status="assigned"))
    ],
    "execution:reassign": [
        Example(who_may("execution.reassign_task"), first(Task, status="assigned"))
    ],
    "execution:task_step": steps("execution:task_step", Task),
    "execution:timeline": [
        Example(member, issued),
        Example(head, issued, query="?show=measures"),
    ],
    "execution:plan_tasks": [
        Example(member, issued),
        Example(
            lambda plan: who_may("execution.add_task")(Task(measure=plan.measures.get(number=1))),
            issued,
            query="?add=1",
        ),
    ],
    "plans:measure_step": steps("plans:measure_step", Measure),
    "plans:comments": [Example(drafts, commented), Example(officer, commented)],
    "plans:plan_step": steps("plans:plan_step", Plan),
    "plans:open_adjustment": [Example(who_may("plans.open_adjustment_plan"), issued)],
    "plans:adjustments": [
        Example(who_may("plans.open_adjustment_plan"), adjusted),
        Example(member, issued),
    ],
    "plans:adjustment": [
        Example(who_may("plans.change_adjustment"), first(Adjustment, status="draft")),
        Example(who_may("plans.send_back_adjustment"), first(Adjustment, status="office_review")),
    ],
    "plans:consolidation_index": [Example(officer)],
    "plans:consolidation": [
        Example(officer, first(Round, status="drafting")),
        Example(leader, first(Round, status="drafting"), query="?show=effort"),
        Example(officer, first(Round, status="drafting"), query="?done=1"),
    ],
    "plans:consolidation_items": [
        Example(officer, first(Round, status="drafting"), query="?goal=3"),
    ],
    "plans:consolidation_step": [
        Example(officer, first(ConsolidationIssue, status="found"), {"step": "waive"}),
    ],
    "plans:proposed_change_step": steps("plans:proposed_change_step", ProposedChange),
    "plans:adjust_item": [
        Example(
            who_may("plans.change_adjustment"),
            first(Adjustment, status="draft"),
            query=lambda adjustment: f"?item=measure-{adjustment.plan.measures.first().public_id}",
        ),
        Example(
            who_may("plans.change_adjustment"),
            first(Adjustment, status="draft"),
            query=lambda adjustment: f"?item=goal-{adjustment.plan.goals.first().public_id}",
        ),
    ],
    "plans:adjustment_step": steps("plans:adjustment_step", Adjustment),
    "plans:goal_set": [
        Example(officer, first(GoalSet, status="office_review")),
        Example(leader, first(GoalSet, status="leadership_approval")),
    ],
    "plans:goal_set_step": steps("plans:goal_set_step", GoalSet),
    "plans:review_queue": [Example(officer), Example(member)],
    "plans:review": [
        Example(reviews, first(Plan, status="office_review", reviews=None)),
        Example(reviews, first(Plan, reviews__status="open")),
    ],
    "plans:comment": [
        Example(who_may("plans.view_comment"), first(Comment, review__status="finished"))
    ],
    "plans:comment_step": steps("plans:comment_step", Comment),
    "plans:rounds": [Example(officer), Example(member)],
    "plans:new_round": [Example(officer)],
    "plans:round": [
        Example(officer, first(Round, status="drafting")),
        Example(member, first(Round, status="executing")),
    ],
    "plans:call": [
        Example(officer, first(Round, status="drafting")),
        Example(member, first(Round, status="executing")),
    ],
    "plans:round_sections": [
        Example(officer, first(Round, status="drafting")),
        Example(member, first(Round, status="drafting")),
    ],
    "plans:round_section": [
        Example(officer, first(Round, status="drafting"), {"key": "new"}),
        Example(officer, first(Round, status="drafting"), {"key": "analysis"}),
    ],
    "plans:round_key_areas": [
        Example(officer, first(Round, status="drafting")),
        Example(member, first(Round, status="drafting")),
    ],
    "plans:extend": [
        Example(officer, first(Round, status="drafting"), {"code": "ost"}),
        Example(
            lambda row: Appointment.objects.filter(role="head", department__code="ost")[0].user,
            first(Round, status="drafting"),
            {"code": "ost"},
        ),
    ],
    "plans:extension": [
        Example(who_may("plans.grant_extension"), first(Extension, status="asked")),
        Example(head_of, first(Extension, status="granted")),
    ],
    "plans:extension_step": steps("plans:extension_step", Extension),
    "plans:edit_round": [Example(officer, first(Round, status="drafting"))],
    "plans:gates": [Example(officer, first(Round)), Example(member, first(Round))],
    "plans:round_step": steps("plans:round_step", Round),
    "plans:adjustment_lists": [Example(officer), Example(leader)],
    "plans:new_adjustment_list": [Example(officer, first(Round, status="executing"))],
    "plans:adjustment_list": [Example(officer, first(AdjustmentList))],
    "plans:choose_adjustments": [Example(officer, first(AdjustmentList))],
    "plans:adjustment_list_step": steps("plans:adjustment_list_step", AdjustmentList),
    "plans:major_project": [
        Example(officer, first(MajorProject)),
        Example(leader, first(MajorProject, status="leadership_approval")),
    ],
    "plans:major_project_step": steps("plans:major_project_step", MajorProject),
    "plans:overall_goals": [Example(leader, first(OverallGoalSet))],
    "plans:edit_overall_goals": [Example(officer, first(OverallGoalSet))],
    "plans:overall_goals_step": steps("plans:overall_goals_step", OverallGoalSet),
    "plans:organization_plans": [Example(officer), Example(member)],
    "plans:new_organization_plan": [Example(officer)],
    "plans:organization_plan": [
        Example(officer, first(OrganizationPlan)),
        Example(leader, first(OrganizationPlan), query="?department=centre"),
        Example(member, first(OrganizationPlan, status="issued")),
    ],
    "plans:strategy_map": [
        Example(officer, first(OrganizationPlan)),
        Example(member, first(OrganizationPlan, status="issued")),
    ],
    "plans:organization_plan_changes": [
        Example(officer, first(OrganizationPlan)),
        Example(member, first(OrganizationPlan, status="issued")),
    ],
    "plans:export_organization_plan": [Example(member, first(OrganizationPlan, status="issued"))],
    "plans:edit_organization_plan": [Example(officer, first(OrganizationPlan))],
    "plans:issue_organization_plan": [Example(officer, first(OrganizationPlan))],
    "plans:organization_plan_step": steps("plans:organization_plan_step", OrganizationPlan),
    "plans:receipt_step": steps("plans:receipt_step", PlanReceipt),
}

PAGES |= {
    "incentives:awards": [Example(member), Example(officer)],
    "incentives:new_award": [Example(a(Role.OFFICE_HEAD)), Example(head)],
    "incentives:award": [
        Example(member, first(Award, status="announced")),
        Example(officer, first(Award, status="nominated")),
    ],
    "incentives:award_step": steps("incentives:award_step", Award),
    "incentives:objection": [Example(who_may("incentives.view_objection"), first(Objection))],
    "incentives:objection_step": steps("incentives:objection_step", Objection),
    "incentives:criticisms": [Example(officer), Example(member)],
    "incentives:new_criticism": [Example(officer)],
    "incentives:criticism": [
        Example(criticized, first(Criticism, status="issued")),
        Example(a(Role.OFFICE_HEAD), first(Criticism, status="issued")),
        Example(leader, first(Criticism, status="issued")),
    ],
    "incentives:criticism_step": steps("incentives:criticism_step", Criticism),
    "incentives:rectification": [Example(a(Role.OFFICE_HEAD), first(Rectification))],
    "incentives:edit_rectification": [
        Example(who_may("incentives.change_rectification"), first(Rectification))
    ],
    "incentives:rectification_step": steps("incentives:rectification_step", Rectification),
}
"""Chapter 6."""

PAGES |= {
    "evidence:findings": [
        Example(clerk),
        Example(officer, query="?department=csc&status=open"),
        Example(member, query="?q=nothing+at+all"),
    ],
    "evidence:new_finding": [Example(clerk), Example(officer)],
    "evidence:finding": [
        Example(clerk, first(Finding, found_by=None)),
        Example(member, first(Finding, found_by__isnull=False)),
    ],
    "evidence:edit_finding": [
        Example(who_may("evidence.change_finding"), first(Finding, found_by__isnull=False)),
    ],
    "evidence:finding_step": steps("evidence:finding_step", Finding),
    "evaluation:list": [Example(head), Example(officer)],
    "evaluation:period": [
        Example(officer, first(EvaluationPeriod, status="rating")),
        Example(member, first(EvaluationPeriod, status="published")),
        Example(member, first(EvaluationPeriod, status="scheduled")),
    ],
    "evaluation:moderation": [
        Example(officer, first(EvaluationPeriod, status="rating")),
        Example(leader, first(EvaluationPeriod, status="published")),
    ],
    "evaluation:period_step": steps("evaluation:period_step", EvaluationPeriod),
    "evaluation:scorecard": [
        Example(who_may("evaluation.rate_oneself_evaluation"), in_status("collecting")),
        Example(who_may("evaluation.score_evaluation"), in_status("self_rated")),
        Example(who_may("evaluation.object_evaluation"), in_status("shown")),
        Example(member, in_status("published")),
    ],
    "evaluation:scorecard_step": steps("evaluation:scorecard_step", Evaluation),
    "evaluation:criteria": [Example(member, first(Round, status="executing"))],
    "evaluation:edit_criteria": [Example(officer, first(Round, status="executing"))],
    "evaluation:year_end": [Example(officer, first(Round, status="executing"))],
    "evaluation:plan_year_end": [Example(officer, first(Plan, status="evaluation"))],
    "evaluation:verification": [
        Example(who_may("evaluation.confirm_verification"), first(Verification, status="pending")),
        Example(member, first(Verification, status="not_effective")),
    ],
    "evaluation:showcase": [Example(who_may("evaluation.confirm_verification"), reached)],
    "evaluation:practices": [Example(officer), Example(member, query="?family=business")],
    "evaluation:practice": [
        Example(clerk, first(Practice, status="published")),
        Example(officer, first(Practice, status="draft")),
    ],
    "evaluation:edit_practice": [
        Example(who_may("evaluation.change_practice"), first(Practice, status="draft"))
    ],
    "evaluation:practices_for": [
        Example(drafts, drafted, {"plan": public_id_of}, named_by_row=False)
    ],
    "evaluation:take_up_practice": [
        Example(
            drafts,
            drafted,
            {
                "plan": public_id_of,
                "public_id": lambda plan: Practice.objects.published()[0].public_id,
            },
            named_by_row=False,
        )
    ],
    "evaluation:practice_step": steps("evaluation:practice_step", Practice),
    "evaluation:verification_step": steps("evaluation:verification_step", Verification),
}
"""Chapter 5."""

ONLY_POSTED = {
    "plans:ready",
    "plans:ask_countersigns",
    "execution:attach_report",
    "execution:detach_report",
    "evidence:unmask_record",
    "evidence:finish_import",
    "evidence:import_faults",
    "desk:mark_all_read",
    "desk:open_message",
    "desk:resend_message",
    "desk:set_language",
    "organization:sign_out",
    "organization:end_appointment",
    "organization:end_absence",
    "approvals:vote",
    "evaluation:confirm_all",
    "evaluation:show_all",
    "execution:attach",
    "execution:detach",
    "files:download",
    "approvals:papers",
    "approvals:ask_pack",
    "approvals:pack_file",
    "approvals:attach_condition",
    "approvals:detach_condition",
    "evidence:chart",
    "plans:export_file",
    "plans:export_organization_plan_file",
    "incentives:object_to",
    "plans:key_areas",
    "plans:typed_goal",
    "plans:typed_measure",
    "plans:archive_goal",
    "plans:archive_measure",
    "plans:move_goal",
    "plans:move_measure",
    "plans:autosave",
    "plans:autosave_goal",
    "plans:autosave_measure",
    "plans:present",
    "plans:drop_change",
    "plans:add_comment",
    "plans:seen",
    "plans:unpin",
    "plans:checklist",
    "plans:finish_review",
    "plans:reply",
    "plans:compile",
    "plans:urge",
    "plans:read_organization_plan",
    "plans:consolidation_look",
    "plans:consolidation_capacity",
    "plans:consolidation_propose",
}
"""Addresses without a page of their own: what they answer is one of the pages above."""

FOR_MACHINES = {"desk:healthz", "desk:readyz"}


def visits() -> dict[str, list[tuple[str, str]]]:
    """For every route with pages: who opens which address."""
    return {
        route: [example.visit(route) for example in examples] for route, examples in PAGES.items()
    }


def routes() -> Iterator[str]:
    """The name of every address that the product knows."""
    yield from named(get_resolver(), "")


def named(resolver: URLResolver, room: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{room}{pattern.name}"
        else:
            yield from named(pattern, f"{pattern.namespace}:" if pattern.namespace else room)
