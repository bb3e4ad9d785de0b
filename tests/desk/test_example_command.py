"""Real goals of real agencies go the whole way, each step taken by the person it belongs to."""

import csv
import datetime as dt
import json
from collections import Counter
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from evaluation.models import Evaluation, EvaluationPeriod, Kind, Rating, Suggestion, Verification
from evidence.models import Finding, Indicator, Value
from execution.models import ProgressReport, ReportLine
from improvement.approvals.models import Vote
from improvement.audit.anchorfile import Anchors
from improvement.audit.models import Entry
from improvement.audit.verify.inspection import Inspection
from improvement.audit.verify.source import Record
from improvement.desk.example.findings import File
from improvement.desk.example.usgov import read
from improvement.desk.example.year import GATES_OFF
from improvement.organization.models import Appointment, Organization, User
from plans.models import Goal, OrganizationPlan, Plan, Round, TargetLine

QUARTERS = ["2021Q4", "2022Q1", "2022Q2", "2022Q3"]
USGOV = Path(__file__).parents[1] / "data" / "usgov"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return tmp_path_factory.mktemp("example") / "rows.csv"


@pytest.fixture(scope="module")
def summary(django_db_setup, django_db_blocker, report):
    """The example, built once for all tests of this file and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("example", str(USGOV), report=report, stdout=out)
        with django_db_blocker.block():
            yield json.loads(out.getvalue())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reading():
    return read(USGOV)


def test_the_summary_counts_what_was_made(summary):
    assert {name: summary[name] for name in ("departments", "plans", "goals", "joint_goals")} == {
        "departments": 23,
        "plans": 21,
        "goals": 71,
        "joint_goals": 4,
    }
    assert summary["target_lines"] == 230
    assert summary["overall_goals"] == 3
    assert summary["people"] == 135
    assert summary["seconds"] > 0


def test_every_plan_was_executed_evaluated_and_closed(summary):
    assert summary["plans_by_status"] == {"closed": 21}
    assert sum(summary["goals_by_status"].values()) == 71
    assert set(summary["goals_by_status"]) == {"achieved", "partly", "missed"}
    assert Round.objects.get().status == "closed"
    assert OrganizationPlan.objects.get().status == "issued"
    assert OrganizationPlan.objects.get().issued_on == Round.objects.get().starts


def test_every_step_was_taken_once_a_plan(summary):
    whole_way = ("submit", "endorse", "put_forward", "approve", "issue")
    for step in (*whole_way, "begin_evaluation", "conclude"):
        assert summary["steps_by_name"][f"plans.plan.{step}"] == 21
    assert summary["ballots"] == 23
    assert summary["ballots_by_status"] == {"approved": 23}
    assert Vote.objects.count() == summary["steps_by_name"]["approvals.ballot.vote"] == 115


def test_each_step_was_taken_by_a_person_of_the_role(summary):
    roles = {
        "plans.plan create": {"clerk"},
        "plans.goal create": {"clerk"},
        "plans.goalset submit": {"head"},
        "plans.plan submit": {"head"},
        "plans.countersign agree": {"head"},
        "plans.goalset put_forward": {"office_head", "officer"},
        "plans.plan endorse": {"office_head", "officer"},
        "plans.plan put_forward": {"office_head"},
        "approvals.ballot vote": {"chair", "vice_chair", "leader"},
        "evidence.indicator create": {"office_head"},
        "evidence.value create": {"clerk"},
        "evidence.value submit": {"head"},
        "evidence.value accept": {"office_head", "officer"},
        "execution.progressreport begin": {"clerk"},
        "execution.progressreport submit": {"head"},
        "execution.progressreport acknowledge": {"office_head", "officer"},
        "evaluation.evaluation rate_oneself": {"head"},
        "evaluation.evaluation score": {"office_head", "officer"},
        "evaluation.evaluationperiod publish": {"chair"},
        "evaluation.verification refute": {"office_head", "officer"},
        "plans.plan conclude": {"office_head", "officer"},
    }
    held = dict(Appointment.objects.values_list("user_id", "role"))
    for act, expected in roles.items():
        object_type, verb = act.split()
        actors = Entry.objects.filter(object_type=object_type, verb=verb).values_list("actor_id")
        assert {held[actor] for (actor,) in actors} == expected, act


def test_what_follows_from_a_date_was_done_by_the_clock(summary):
    for act in (
        "execution.progressreport create",
        "evaluation.evaluationperiod create",
        "evaluation.evaluationperiod open",
        "plans.plan begin_evaluation",
        "evaluation.verification create",
        "evaluation.evaluation verify",
    ):
        object_type, verb = act.split()
        entries = Entry.objects.filter(object_type=object_type, verb=verb)
        assert set(entries.values_list("actor_id", flat=True)) == {None}, act


def test_departments_drafted_and_submitted_their_own_plan(summary):
    for plan in Plan.objects.with_names():
        own = set(plan.department.appointments.values_list("user_id", flat=True))
        acts = Entry.objects.of(f"plans.plan:{plan.pk}").filter(verb__in=["create", "submit"])
        own_acts = acts.filter(object_type__in=["plans.plan", "plans.goal", "plans.targetline"])
        assert set(own_acts.values_list("actor_id", flat=True)) <= own


def test_goals_hold_what_the_file_states(summary, reading):
    for goal in reading.goals:
        agency = next(a for a in reading.agencies if a.code == goal.agency_code)
        made = Goal.objects.get(
            plan__department__code=agency.abbreviation.lower(), title=goal.title
        )
        assert made.statement == goal.statement
        lines = made.target_lines.order_by("position").values_list(
            "text", "baseline", "target", "unit"
        )
        assert list(lines) == [
            (line.target, line.start, line.value, "not stated") for line in goal.lines
        ]


def test_joint_goals_name_the_partner_departments(summary):
    joint = Goal.objects.exclude(joint_with=None).values_list(
        "plan__department__code", "joint_with__code"
    )
    assert sorted(joint) == [("doc", "usda"), ("dos", "usaid"), ("dos", "usaid"), ("dos", "usaid")]


def test_undefined_targets_have_no_direction(summary, reading):
    undefined = sum(line.direction == "undefined" for g in reading.goals for line in g.lines)
    assert TargetLine.objects.filter(direction="").count() == undefined > 0


def test_gates_the_files_cannot_meet_are_off_with_a_reason(summary):
    assert Round.objects.get().off == GATES_OFF


# The year


@pytest.fixture(scope="module")
def published(reading):
    """Every quarter that is used, by the code of its line and the key of its period."""
    return {
        (line.code, QUARTERS[number - 1]): (line, quarter)
        for goal in reading.goals
        for line in goal.lines
        for number, quarter in line.quarters.items()
    }


@pytest.fixture(scope="module")
def attained(summary):
    return {(line["line"], key): line[key] for line in summary["attainment"] for key in QUARTERS}


def test_every_used_row_is_a_value_or_a_missing_actual(summary, published):
    told = {
        (code, period): value
        for code, period, value in Value.objects.values_list("indicator__code", "period", "value")
    }
    stated = {
        key: quarter.actual
        for key, (_line, quarter) in published.items()
        if quarter.actual is not None
    }
    assert told == stated
    assert (summary["values"], summary["missing_actuals"]) == (573, 163)
    assert 573 + 163 == len(published) == summary["rows"][File.TARGETS]["used"]
    assert summary["values_by_status"] == {"accepted": 573}


def test_every_value_names_its_row(summary, published):
    for value in Value.objects.select_related("indicator"):
        _line, quarter = published[value.indicator.code, value.period]
        assert value.note == f"{File.TARGETS} row {quarter.row}"


def test_every_target_line_has_figures_of_its_own(summary):
    assert TargetLine.objects.values("indicator").distinct().count() == 230
    assert Indicator.objects.count() == 230


def test_a_line_and_quarter_without_attainment_says_why(attained):
    assert len(attained) == 230 * 4
    assert Counter(figure.get("because", "defined") for figure in attained.values()) == {
        "defined": 497,
        "not_published": 230 * 4 - 736,
        "missing_actual": 163,
        "target_undefined": 76,
    }
    for figure in attained.values():
        assert ("because" in figure) == (figure["attainment"] is None)


def test_missing_is_null_and_never_zero(attained, published):
    for key, figure in attained.items():
        stated = published[key][1].actual if key in published else None
        assert figure["actual"] == (None if stated is None else float(stated))
        if stated is None:
            assert figure["attainment"] is None


def test_an_undefined_target_has_no_attainment(summary, attained, published):
    undefined = {line.code for line, _ in published.values() if line.direction == "undefined"}
    assert summary["undefined_targets"] == len(undefined) == 39
    for (code, _period), figure in attained.items():
        assert code not in undefined or figure["attainment"] is None


def test_attainment_is_the_published_progress(attained, published):
    compared = 0
    for key, (line, quarter) in published.items():
        if line.direction in {"higher", "lower"} and quarter.actual is not None:
            assert abs(attained[key]["attainment"] - float(quarter.progress)) <= 0.001, key
            compared += 1
    assert compared == 413 - 1  # one of the 413 repeats a quarter and is left out


def test_two_targets_in_every_quarter_are_reported_apart(summary, attained):
    assert [(row["line"], row["target"], row["apart_from"]) for row in summary["two_targets"]] == [
        ("015apg2201-1", 96.56, [96.37]),
        ("015apg2201-2", 96.37, [96.56]),
        ("015apg2201-3", 80.5, [81.0]),
        ("015apg2201-4", 81.0, [80.5]),
    ]
    last = [attained[row["line"], "2022Q3"]["attainment"] for row in summary["two_targets"]]
    assert last == [0.578947, 1.157895, -1.5, -0.363636]


def test_every_quarter_was_reported(summary):
    for key in QUARTERS:
        assert summary["quarters"][key]["reports"] == {"acknowledged": 21}
    assert not ReportLine.objects.filter(health="bad", cause="").exists()
    red = ReportLine.objects.exclude(cause="").values_list("cause", "remedy")
    assert set(red) == {
        ("The published files state no cause.", "The published files state no remedy.")
    }


def test_a_report_knows_only_what_was_published_by_then(summary):
    for line in ReportLine.objects.exclude(value_period="").select_related("report"):
        assert line.value_period <= line.report.period
    unknown = ReportLine.objects.filter(value_period="")
    assert unknown.exists()
    assert not unknown.exclude(actual=None, attainment=None, health="none").exists()


def test_a_report_without_figures_says_so(summary):
    for key in QUARTERS:
        named = summary["quarters"][key]["without_score"]
        silent = ProgressReport.objects.filter(
            period=key, obstacles__startswith="No target line of this plan has a figure yet"
        )
        assert sorted(silent.values_list("plan__department__code", flat=True)) == named
        assert set(silent.values_list("health", flat=True)) <= {"warn"}


def test_every_score_is_the_one_the_figures_suggest(summary):
    kept = Suggestion.objects.values_list("evaluation", "criterion", "score")
    suggested = {tuple(key): score for *key, score in kept}
    ratings = Rating.objects.values_list("evaluation", "criterion", "score", "side")
    assert len(ratings) == 2 * Suggestion.objects.exclude(score=None).count() > 0
    for evaluation, criterion, score, side in ratings:
        assert score == suggested[evaluation, criterion] is not None
        assert side in {"self", "office"}
    assert set(Suggestion.objects.values_list("criterion__kind", flat=True)) == {Kind.GOALS}


def test_without_figures_there_is_no_score_and_it_is_said(summary):
    assert {key: told["without_score"] for key, told in summary["quarters"].items()} == {
        "2021Q4": ["dod", "doi", "dot", "ed", "ssa", "usdt"],
        "2022Q1": ["dod", "ed"],
        "2022Q2": ["dod", "ed"],
        "2022Q3": [],
    }
    for row in Evaluation.objects.filter(total=None):
        assert row.grade == ""
        assert row.highlights == row.suggestions_made != ""
        assert row.suggestions.get().known == 0


def test_every_quarter_was_evaluated_and_published(summary):
    for key in QUARTERS:
        assert summary["quarters"][key]["evaluations"] == {"verified": 21}
        period = EvaluationPeriod.objects.get(key=key)
        assert period.status == "published"
        until = set(period.evaluations.values_list("objections_until", flat=True))
        assert len(until) == 1
        assert dt.timedelta(28) < until.pop() - period.ends < dt.timedelta(42)
        graded = sum(summary["quarters"][key]["grades"].values())
        assert graded + len(summary["quarters"][key]["without_score"]) == 21


def test_every_goal_has_a_verdict(summary):
    assert sum(summary["verdicts"].values()) == 71
    assert set(summary["verdicts"]) == {"effective", "partly", "not_effective"}
    assert summary["goals_by_status"] == {
        "achieved": summary["verdicts"]["effective"],
        "partly": summary["verdicts"]["partly"],
        "missed": summary["verdicts"]["not_effective"],
    }
    unmet = summary["verdicts"]["partly"] + summary["verdicts"]["not_effective"]
    assert summary["findings"] == {"open": unmet}
    assert Finding.objects.count() == unmet


def test_a_verdict_that_cannot_be_computed_says_why(summary):
    silent = [
        verification
        for verification in Verification.objects.select_related("goal__plan__round")
        if all(figure.attainment is None for figure in verification.figures)
    ]
    assert len(silent) == summary["verdicts_without_figures"] == 6
    for verification in silent:
        assert verification.status == "not_effective"
        lines = verification.assessment.splitlines()
        assert len(lines) == len(verification.figures)
        for line in lines:
            assert line.endswith(
                (
                    "No value has been told in this year yet.",
                    "The line has no target in figures.",
                    "Attainment is not defined for these figures.",
                )
            )


def test_an_effect_is_confirmed_only_where_every_line_keeps_its_path(summary):
    for verification in Verification.objects.filter(status="effective"):
        for figure in verification.figures:
            assert figure.attainment >= min(figure.share, 1) * Decimal("0.95")


def test_its_pages_open(summary, client):
    """Also where the files state neither a family nor a direction."""
    client.force_login(User.objects.get(name="Head of the improvement office"))
    undefined = TargetLine.objects.filter(direction="").exclude(indicator__values=None)
    line = undefined.select_related("indicator", "goal__plan").first()
    plan = line.goal.plan
    silent = Evaluation.objects.filter(total=None).first()
    for page in (
        silent.get_absolute_url(),
        silent.period.get_absolute_url(),
        line.indicator.get_absolute_url(),
        line.goal.get_absolute_url(),
        plan.get_absolute_url(),
        plan.reports.get(period="2022Q3").get_absolute_url(),
        Evaluation.objects.filter(plan=plan).first().get_absolute_url(),
        line.goal.verification_at_year_end.get_absolute_url(),
        "/goals/",
    ):
        assert client.get(page).status_code == 200, page


# The rows and the record


def test_every_skipped_row_is_listed(summary, report, reading):
    with report.open(encoding="utf-8", newline="") as source:
        listed = list(csv.DictReader(source))
    for file in File:
        skipped = [
            int(row["row"]) for row in listed if (row["file"], row["skipped"]) == (file, "yes")
        ]
        assert sorted(skipped + reading.used(file)) == list(range(2, reading.rows[file] + 2))
        assert summary["rows"][file] == {
            "in_file": reading.rows[file],
            "used": len(reading.used(file)),
            "skipped": len(skipped),
        }
    assert sum(summary["skipped"].values()) == sum(row["skipped"] == "yes" for row in listed)


def test_the_record_verifies(summary):
    key = settings.AUDIT_KEY
    inspection = Inspection(key, Anchors([], key))
    assert list(inspection.findings(Record(connection).rows())) == []
    assert inspection.entries == summary["entries"] == Entry.objects.count()


def test_nobody_named_in_the_files_can_be_written_to(summary):
    assert not User.objects.exclude(email__endswith=".example").exists()
    assert not any(person.has_usable_password() for person in User.objects.all())


def test_a_second_run_is_refused(summary, report):
    with pytest.raises(SystemExit, match="already holds the organization 'Agencies"):
        call_command("example", str(USGOV), report=report)
    assert Organization.objects.count() == 1
