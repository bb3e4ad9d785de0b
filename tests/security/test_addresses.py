"""Whatever is sent to an address, the answer is a page; never a fault of ours."""

import datetime as dt
import random
import re

import pytest
from django.urls import URLPattern, get_resolver

from evaluation.models import Evaluation, EvaluationPeriod, Verification
from evidence.models import (
    DataImport,
    Finding,
    Indicator,
    RecordCategory,
    SavedView,
    ServiceRecord,
    Value,
)
from evidence.periods import parse
from execution.models import ProgressReport, Task
from execution.reporting import open_batch
from execution.reporting_calendar import Dates
from execution.steps import break_down
from improvement.approvals.models import Ballot
from improvement.door.lifecycle import arrows, machines
from improvement.door.typed import moment, whole
from improvement.organization.models import Appointment, Department, User
from plans.models import (
    Adjustment,
    Comment,
    Extension,
    GoalSet,
    OrganizationPlan,
    OverallGoalSet,
    Plan,
    Round,
    SectionKey,
)
from plans.round.extending import give
from plans.steps import begin_review, comment
from tests.evaluation.rows import scorecards, verdict
from tests.factories import issue, make_plan, make_round
from tests.plans.adjustments import proposing, submitted

ROWS = {
    "plans/": Plan,
    "review/": Plan,
    "goal-sets/": GoalSet,
    "adjustments/": Adjustment,
    "comments/": Comment,
    "rounds/": Round,
    "extensions/": Extension,
    "overall-goals/": OverallGoalSet,
    "organization-plans/": OrganizationPlan,
    "tasks/": Task,
    "progress-reports/": ProgressReport,
    "files/": Task,
    "evaluation/scorecards/": Evaluation,
    "evaluation/criteria/": Round,
    "evaluation/year-end/plans/": Plan,
    "evaluation/year-end/": Round,
    "evaluation/verifications/": Verification,
    "evaluation/": EvaluationPeriod,
    "findings/": Finding,
    "approvals/": Ballot,
    "values/": Value,
    "records/": ServiceRecord,
    "imports/": DataImport,
    "people/": User,
    "departments/": Department,
    "appointments/": Appointment,
}
ODD = [
    "",
    "²",
    "-1",
    "9" * 30,
    "9" * 5_000,
    "x" * 300,
    "1e400",
    "NaN",
    "2027-99-99",
    "2027-02-30T00:00:00Z_1_1",
    "2027-01-01T00:00:00Z_²_²",
    "2027-01-01T00:00:00_1_1",
    "0001-01-01T00:00:00+23:59_1",
    "9999-12-31T23:59:59-23:59_1",
    "{0.__class__}",
    "%(x)s",
    "<b>",
    "//elsewhere.example",
    "desk:nowhere",
    "nowhere",
    "a\r\nb: c",
    "a\x00b",
]
NAMES = re.findall(
    r"\S+",
    """
after before show q round status next from to version key reason recommendation summary verdict
number issued_on choice seen seat over_goal condition_1 due_1 body section goal measure gate on
label theme starts ends deadline title family joint_with overall_goal goals department post
person cost lines-TOTAL_FORMS lines-INITIAL_FORMS lines-0-id lines-0-target lines-0-due
lines-0-indicator milestones-TOTAL_FORMS milestones-INITIAL_FORMS milestones-0-id
milestones-0-due goals-TOTAL_FORMS goals-INITIAL_FORMS goals-0-id goals-0-title strategy
introduction word_on_warnings kind item cause_analysis effect_on_goals operation milestone_title
milestone_due changes_until report_days email name reports_to role principal rank since until
delegate note period value shown all act i1-value i1-version i1-note
text answer hand_in assessment criteria-TOTAL_FORMS criteria-INITIAL_FORMS criteria-0-kind
 criteria-0-weight own_share gap grade_a language demo username
password code parent supervising_leader go_on
channel category severity since until opened_on handler reference source file
 column_text column_opened_on usual_kind day_order encoding
detail heading found_on indicator proof link findings answers words data_import
effort_hours depends_on add result description finished_on
""",
)
THIS_YEAR = dt.date.today().year
SENSIBLE = {
    "verdict": "send_back",
    "choice": "conditions",
    "section": "goals",
    "role": "head",
    "title": "A title",
    "body": "A text",
    "reason": "Because",
    "starts": f"{THIS_YEAR + 9}-01-01",
    "ends": f"{THIS_YEAR + 9}-12-31",
    "deadline": f"{THIS_YEAR + 8}-12-01",
    "lines-TOTAL_FORMS": "2",
    "lines-INITIAL_FORMS": "1",
    "milestones-TOTAL_FORMS": "2",
    "milestones-INITIAL_FORMS": "1",
    "criteria-TOTAL_FORMS": "2",
    "criteria-INITIAL_FORMS": "1",
    "goals-TOTAL_FORMS": "2",
    "goals-INITIAL_FORMS": "1",
    "since": "2026-01-01",
    "until": "2026-12-31",
}
PEOPLE = ("sam", "dana", "hana", "olga", "otto", "leo", "cora", "anna", "ada")


@pytest.fixture
def year(cast):
    """A plan in force that is to be adjusted, one under review, one before the leaders."""
    past = make_round(cast, year=2031)
    adjusted = make_plan(cast, past, status="approved")
    issue(cast, past, number="HY-1")
    measure = Plan.objects.get(round=past).measures.get()
    for title in ("Write the guide", "Train the desks"):
        dates = {"starts": measure.starts, "due": measure.ends}
        break_down(by=cast.dana, measure=measure, title=title, person=cast.sam, **dates)
    submitted(cast, proposing(cast, adjusted, risk="More"))
    proposing(cast, adjusted, benefit=1)
    report = open_batch(past, parse("2031Q1"), Dates(*[dt.date(2031, 4, 10)] * 3))
    assert report == 1
    scorecards(cast, adjusted, "collecting", "self_rated", "shown", "published")
    coming = make_round(cast, year=2032)
    reviewed = make_plan(cast, coming, status="office_review")
    begin_review(by=cast.olga, plan=reviewed)
    comment(by=cast.olga, plan=reviewed, body="Which figure?", section="goals")
    verdict(adjusted)  # after it was handed in: what was not reached holds the next plan up
    make_plan(cast, coming, "qua", by="dora", head="hugo", status="leadership_approval")
    make_plan(cast, coming, "lic", by="lily", head="lily", status="empty")
    wait = Indicator(code="wait", name="Wait", family="process", direction="lower", owner=cast.csc)
    wait.save()
    Value(indicator=wait, department=cast.csc, period="2025-12", value=9, status="submitted").save()
    branch = RecordCategory(code="wait", name="Wait")
    branch.save()
    said = {"kind": "complaint", "channel": "phone", "opened_on": dt.date(2025, 12, 1)}
    ServiceRecord(department=cast.csc, category=branch, text="Wait", **said).save()
    SavedView(name="Calls", asked="q=call", owner=cast.olga, reach="all").save()
    DataImport(source="Desk", name="desk.csv", department=cast.csc).save()
    give(
        by=cast.olga,
        planning_round=coming,
        department=cast.lic,
        until=coming.starts,
        reason="The head is new",
    )
    return cast


def routes(resolver=None, prefix=""):
    for found in (resolver or get_resolver()).url_patterns:
        route = f"{prefix}{found.pattern}"
        if isinstance(found, URLPattern):
            yield route
        else:
            yield from routes(found, route)


def address(route: str, choose: random.Random) -> str:
    steps = sorted({step for model in machines() for step in arrows(model)})

    def filled(found: re.Match[str]) -> str:
        if found["kind"] == "uuid":
            model = next((ROWS[start] for start in ROWS if route.startswith(start)), Plan)
            keys = list(model.objects.order_by("pk").values_list("public_id", flat=True))
            return str(choose.choice(keys))
        if found["kind"] == "int":
            return choose.choice(["0", "1", "2", "9" * 25])
        if found["name"] == "period":
            return choose.choice(["2031Q1", "2031Q2", "2031-13", "9999Q4"])
        return choose.choice(SectionKey.values if found["name"] == "key" else steps)

    return "/" + re.sub(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", filled, route)


def sent(choose: random.Random) -> dict[str, str]:
    return {
        name: SENSIBLE[name] if name in SENSIBLE and choose.random() < 0.7 else choose.choice(ODD)
        for name in NAMES
        if choose.random() < 0.7
    }


def test_no_address_breaks(year, client):
    choose, broken = random.Random(7), []
    client.raise_request_exception = False
    for route in routes():
        for name in (choose.choice(PEOPLE), choose.choice(PEOPLE)):
            client.force_login(year.people[name])
            target, data = address(route, choose), sent(choose)
            for ask in (client.get, client.post):
                # 503 is what /readyz says on purpose, where the installation is not whole.
                if ask(target, data).status_code == 500:
                    broken.append(f"{name}: {ask.__name__} {target} {data}")
    assert not broken, "\n".join(broken)


def test_no_address_before_signing_in_breaks(year, client):
    choose, broken = random.Random(7), []
    client.raise_request_exception = False
    for route in routes():
        target = address(route, choose)
        for ask in (client.get, client.post):
            if ask(target, sent(choose)).status_code == 500:
                broken.append(f"{ask.__name__} {target}")
    assert not broken, "\n".join(broken)


def test_every_list_begins_anew_where_the_key_is_no_key(year, sign_in):
    plan = Plan.objects.get(status="adjustment")
    pages = {
        "dana": [
            ("/inbox/", "before"),
            ("/plans/", "after"),
            (f"{plan.get_absolute_url()}history/", "before"),
        ],
        "olga": [("/review/", "after"), (f"{plan.get_absolute_url()}compare/1..1/", "from")],
        "leo": [("/approvals/?show=waiting", "after"), ("/approvals/?show=closed", "after")],
    }
    for name, lists in pages.items():
        client = sign_in(year.people[name])
        for page, key in lists:
            for odd in ODD:
                answer = client.get(page, query_params={"show": page.rpartition("=")[2], key: odd})
                assert answer.status_code in {200, 302, 400}, (page, odd)


def test_what_no_database_keeps_is_refused_at_the_door(year, sign_in):
    """PostgreSQL knows no NUL in a text."""
    client = sign_in(year.olga)

    assert client.get("/plans/", {"q": "a\0b"}).status_code == 400
    assert client.post("/profile/", {"name": "a\0b"}).status_code == 400


@pytest.mark.parametrize(
    ("page", "rows"), [("goals/new/", "lines"), ("measures/new/", "milestones")]
)
def test_a_page_is_not_made_endless_by_asking_for_rows(year, sign_in, page, rows):
    plan = Plan.objects.get(department=year.lic)
    sent = {f"{rows}-TOTAL_FORMS": "1000", f"{rows}-INITIAL_FORMS": "0"}

    answer = sign_in(year.lily).post(f"{plan.get_absolute_url()}{page}", sent)

    assert len(answer.context["formset"].forms) == 50


@pytest.mark.parametrize("where", ["nowhere", "desk:nowhere", "//elsewhere.example", "https:///x"])
def test_the_language_is_chosen_wherever_one_says_one_came_from(client, db, where):
    response = client.post("/language/", {"language": "zh-hant", "next": where})

    assert response.status_code == 302
    assert "elsewhere" not in response["Location"]


def test_numbers_and_moments_are_read_or_they_are_none():
    assert [whole(text) for text in ("0", "12", "", "²", "-1", "9" * 19)] == [0, 12, *[None] * 4]
    assert moment("2027-01-01T08:00:00+08:00").isoformat() == "2027-01-01T00:00:00+00:00"
    odd = ["", "x", "2027-02-30T00:00:00Z", "2027-01-01T00:00:00", "0001-01-01T00:00:00+23:59"]
    assert [moment(text) for text in odd] == [None] * 5
