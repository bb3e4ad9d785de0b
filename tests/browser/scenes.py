"""Rows to begin with, brought about by the real steps; each scene says where its pages are.

A scene runs inside a site: `manage.py shell -c "from tests.browser import scenes; …"`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from evaluation import practising
from evaluation.models import Practice, Verification
from evaluation.steps import begin_verifications
from evidence.models import FieldNote, Indicator, RecordCategory, Value
from improvement.approvals.models import Ballot, Minutes, Sitting
from improvement.approvals.on_paper import apply_due
from improvement.door.acts import create, record, take
from improvement.door.clock import clock
from improvement.door.models import Revision
from improvement.organization.models import Appointment, Department, Post, Role, User
from plans import templating
from plans.adjusting import propose
from plans.models import Adjustment, Plan, ResourceNeed, TargetLine
from plans.steps import add_goal, begin_plan
from tests import cast as casting
from tests import factories

PASSWORD = "as the tests know it"


def address(person: str) -> str:
    """Where the people of the cast get their mail."""
    return person if "@" in person else f"{person}@example.org"


def assembled() -> casting.Cast:
    """The cast, each of whom can sign in."""
    cast = casting.assemble()
    User.objects.update(password=make_password(PASSWORD))
    return cast


def small_organization() -> dict[str, str]:
    """A leadership group of three, and nothing written yet."""
    cast = assembled()
    Appointment.objects.filter(user__in=[cast.vic, cast.luis]).delete()
    return {"today": timezone.localdate().isoformat()}


def issued_year() -> dict[str, str]:
    """A plan with three goals, each on an indicator, issued for the coming year."""
    cast = assembled()
    plan = factories.make_plan(cast, None, "csc", status="execution")
    lines = TargetLine.objects.filter(goal__plan=plan).order_by("goal__number")
    for line, (code, name, hant) in zip(lines, INDICATORS, strict=True):
        names = {"name": name, "name_hant": hant}
        told_in = {"unit": line.unit, "direction": line.direction}
        card = Indicator(code=code, owner=cast.csc, **names, **told_in)
        line.indicator = create(card, by=cast.olga)
        line.save()
    Appointment.objects.filter(user__in=[cast.vic, cast.luis]).delete()
    return {"plan": plan.get_absolute_url()}


INDICATORS = [
    ("first-contact", "First-contact resolution", "首次解決率"),
    ("call-satisfaction", "Satisfaction after a call", "通話後滿意度"),
    ("hotline-wait", "Wait on the hotline", "熱線輪候時間"),
]


def value_sheet() -> dict[str, str]:
    """Three indicators of a department, the second of them told by its parts."""
    cast = assembled()
    for code, parts in (("calls", ""), ("solved", "All enquiries"), ("visits", "")):
        card = Indicator(code=code, name=code, family="process", direction="higher", unit="%")
        card.owner, card.denominator_name, card.factor = cast.csc, parts, Decimal(100)
        create(card, by=cast.olga)
    return {}


def draft_of_two_departments() -> dict[str, str]:
    """A complete draft of a department with a deputy; a measure needs somebody of another one."""
    cast = casting.assemble()
    cast.appoint("dirk", Role.DEPUTY, "csc")
    User.objects.update(password=make_password(PASSWORD))
    plan = factories.make_plan(cast)
    post = Post.objects.create(
        department=cast.qua, name="Auditor", name_hant="審核員", name_hans="审核员"
    )
    need = {"kind": "people", "name": "Two audits", "post": post, "amount": 10}
    create(ResourceNeed(measure=plan.measures.get(), **need), by=cast.dana)
    return {"plan": plan.get_absolute_url()}


def records_of_field_work() -> list[list[str]]:
    """Every record of field work: where, how far, and what runs there."""
    return [[one.place, one.status, one.flow] for one in FieldNote.objects.order_by("pk")]


def sessions() -> dict[str, str]:
    """A session for everybody, as if each had signed in."""
    return {person.email: session_of(person) for person in User.objects.active()}


def session_of(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def nothing_missing() -> dict[str, str]:
    """On the demo: what its stories leave out, so that every page has something to show."""
    return {
        "compared": handed_in_again(),
        "written": goal_begun(),
        "returned": value_returned(),
        "adjusted": adjustments_begun(),
        "judged": goal_judged(),
        "practised": practices_shown(),
    }


def adjustments_begun() -> str:
    """A plan in force is to be changed: one list is handed in and waits, another is a draft."""
    plan = Plan.objects.filter(status="execution").order_by("-pk")[0]
    head = who_may("open_adjustment", plan)
    for submit in (True, False):
        begun = proposed_dearer(plan, head)
        if submit:
            take(begun, "submit", by=head)
    return str(plan.public_id)


def proposed_dearer(plan: Plan, by: User) -> Adjustment:
    plan = take(plan, "open_adjustment", by=by)
    begun = plan.adjustments.latest("number")
    measure = plan.measures.filter(status="in_progress")[0]
    propose(
        by=by,
        adjustment=begun,
        kind="measure",
        row=measure,
        values={"cost": (measure.cost or 0) + 1_000 * begun.number, "risk": "Two have left."},
    )
    reasons = {"cause_analysis": "Two of five have left.", "effect_on_goals": "A quarter later."}
    return record(begun, {"reason": "gap", **reasons}, by=by)


def handed_in_again() -> str:
    """A plan is recalled and handed in once more, so that two versions differ."""
    plan = Plan.objects.filter(status="office_review", reviews=None).order_by("pk")[0]
    head = who_may("submit", plan)
    plan = take(plan, "recall", by=head)
    section = plan.sections.get(key="overview")
    record(section, {"body": f"{section.body}\n\nA sentence that was missing."}, by=head)
    return str(take(plan, "submit", by=head).public_id)


def value_returned() -> str:
    """A value that was handed in comes back to its department."""
    value = Value.objects.awaiting_office().order_by("pk")[0]
    able = (u for u in User.objects.active() if u.has_perm("evidence.send_back_value", value))
    return str(take(value, "send_back", by=next(able), reason="Counted twice.").public_id)


def goal_begun() -> str:
    """The plan that was only begun gets a goal with a target line, and both lack something."""
    plan = Plan.objects.filter(status="draft", goal_set__status="draft").order_by("pk")[0]
    by = who_may("change", plan)
    goal = add_goal(by=by, plan=plan, title="Answer where people are", family="process")
    create(TargetLine(goal=goal, measured_by="Stops a week", direction="higher", target=9), by=by)
    return str(plan.public_id)


def goal_judged() -> str:
    """One plan in execution is at its year end: its first goal was missed, the others wait."""
    plan = Plan.objects.filter(status="execution").order_by("-pk")[2]
    office = who_may("begin_evaluation", plan)
    plan = take(plan, "begin_evaluation", by=office)
    first, *_others = begin_verifications(plan, by=None, cause=clock("evaluation.year_end"))
    take(first, "refute", by=office, assessment="Nothing moved.", cause_analysis="Too late.")
    return str(plan.public_id)


def practices_shown() -> str:
    """Another plan reached its goals: one practice is published, one written, one could be."""
    plan = Plan.objects.filter(status="execution").order_by("-pk")[2]
    office = who_may("begin_evaluation", plan)
    first, second, third, *_others = verdicts_at_year_end(plan, office)
    shown = practice_of(first, office)
    take(shown, "publish", by=office)
    practice_of(second, office)
    take(third, "confirm", by=office, assessment="The log before and after.")
    return str(shown.public_id)


def verdicts_at_year_end(plan: Plan, office: User) -> list[Verification]:
    """All that is to be done is done; every goal awaits its verdict."""
    complete_measures(plan)
    plan = take(plan, "begin_evaluation", by=office)
    return begin_verifications(plan, by=None, cause=clock("evaluation.year_end"))


def practice_of(verdict: Verification, office: User) -> Practice:
    """The goal was reached, and a measure that served it is shown to others."""
    verdict = take(verdict, "confirm", by=office, assessment="The log before and after.")
    measure = practising.to_showcase(verdict)[0]
    told = {"problem": "Two in five had to call again.", "done": "One desk answers it all."}
    return practising.showcase(
        by=office, verification=verdict, measure=measure, title=measure.title, **told
    )


def complete_measures(plan: Plan) -> None:
    """The department carries out to its end what can be."""
    head = who_may("submit", plan)
    for measure in plan.measures.live().filter(status="planned"):
        take(measure, "start", by=head)
    for measure in plan.measures.live().filter(status="in_progress"):
        take(measure, "complete", by=head, result="Nobody calls twice.")


def draft_with_sources() -> dict[str, str]:
    """A draft in which nothing is written, a template of the office, and a practice of another."""
    cast = assembled()
    shown = factories.make_plan(cast, None, "qua", status="execution", by="dora", head="hugo")
    template = templating.keep_as_template(by=cast.olga, plan=shown, name="Counters")
    take(template, "publish", by=cast.olga)
    verdict, *_others = verdicts_at_year_end(shown, cast.olga)
    take(practice_of(verdict, cast.olga), "publish", by=cast.olga)
    plan = begin_plan(by=cast.dana, planning_round=shown.round, department=cast.csc)
    return {"plan": plan.get_absolute_url(), "year": plan.round.label}


def who_may(step: str, plan: Plan) -> User:
    able = (u for u in User.objects.active() if u.has_perm(f"plans.{step}_plan", plan))
    return next(able)


def ballots() -> dict[str, str]:
    """Three department plans wait for votes; the Contact Centre tells one indicator."""
    cast = assembled()
    create(Indicator(code="calls", name="Calls answered", owner=cast.csc), by=cast.olga)
    planning_round = factories.make_round(cast)
    for department, drafter, head in (("csc", "dana", "hana"), ("qua", "dora", "hugo")):
        factories.make_plan(
            cast,
            planning_round,
            department,
            status="leadership_approval",
            goals=3,
            by=drafter,
            head=head,
        )
    plan = factories.make_plan(cast, planning_round, "lic", status="draft", by="lily", head="lily")
    plan = take(plan, "submit", by=cast.lily)
    plan = take(plan, "send_back", by=cast.olga, reason="The overview names no figure.")
    revise(plan, by=cast.lily)
    plan = factories.advance(cast, plan, to="leadership_approval", head="lily")
    replaced = Revision.objects.of(plan).order_by("number")[0]
    return {"ballot": plan.ballot.get_absolute_url(), "replaced": replaced.digest}


def revise(plan: Plan, *, by: User) -> None:
    section = plan.sections.get(key="overview")
    record(section, {"body": f"{section.body} It names 3 figures now."}, by=by)


def put_forward_anew() -> str:
    """The plan of Licensing is taken from the vote, revised, and put to the vote again."""
    people = {name: User.objects.get(email=address(name)) for name in ("olga", "lily")}
    plan = Plan.objects.get(department__code="lic")
    take(plan.ballot, "recall", by=people["olga"], reason="One figure changed.")
    plan.refresh_from_db()
    plan = take(plan, "return_from_consolidation", by=people["olga"], reason="One figure changed.")
    revise(plan, by=people["lily"])
    plan = factories.advance(
        casting.Cast(people=people), plan, to="leadership_approval", head="lily"
    )
    return str(plan.ballot.get_absolute_url())


def forty_plans() -> dict[str, int]:
    """Forty departments, the plan of each before the leadership group by itself."""
    cast = assembled()
    planning_round = factories.make_round(cast)
    for n in range(1, 41):
        code = f"unit-{n}"
        cast.departments[code] = Department.objects.create(
            code=code, name=f"Unit {n}", name_hant=f"第{n}單位", name_hans=f"第{n}单位"
        )
        cast.appoint("dana", Role.CLERK, code)
        cast.appoint("hana", Role.HEAD, code)
        factories.make_plan(cast, planning_round, code, status="leadership_approval")
    return {"open": Ballot.objects.open().count()}


def after_objections() -> None:
    """The days in which members may object have passed without a further word."""
    last = Minutes.objects.waiting().order_by("-objections_until")[0].objections_until
    assert apply_due(last + dt.timedelta(minutes=1)) == []


def first_file() -> dict[str, str]:
    """A draft of a plan, a tree of categories in three languages, and a register without a row."""
    cast = assembled()
    plan = factories.make_plan(cast, None, "csc")
    for code, name, hant, hans in CATEGORIES:
        names = {"name": name, "name_hant": hant, "name_hans": hans}
        create(RecordCategory(code=code, **names), by=cast.olga)
    return {"plan": plan.get_absolute_url(), "today": timezone.localdate().isoformat()}


CATEGORIES = [
    ("wait", "Waiting time", "輪候時間", "等候时间"),
    ("answer", "Wrong answer", "答覆有誤", "答复有误"),
    ("conduct", "Conduct of staff", "職員態度", "工作人员态度"),
    ("fees", "Fees", "收費", "收费"),
    ("forms", "Forms", "表格", "表格"),
    ("premises", "Premises", "場地", "场所"),
]


def drafts() -> dict[str, str]:
    """A plan with one incomplete goal, and one in execution that everybody reads."""
    cast = assembled()
    issued = factories.make_plan(cast, None, "qua", status="execution", by="dora", head="hugo")
    plan = factories.make_plan(cast, issued.round, status="empty", goals=0)
    add_goal(by=cast.dana, plan=plan, title="Answer where people are", family="satisfaction")
    return {"plan": plan.get_absolute_url(), "issued": issued.get_absolute_url()}


def text_of(plan: str, section: str) -> str:
    """What a section of a plan holds."""
    return str(Plan.objects.get(public_id=plan).sections.get(key=section).body)


def code_of_the_sitting() -> str:
    """What the office types from the vote sheet of the only meeting."""
    code: str = Sitting.objects.get().tail
    return code
