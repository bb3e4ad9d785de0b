"""Real goals of real agencies go the whole way, each step taken by the person it belongs to."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

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


def test_every_plan_is_in_execution(summary):
    assert summary["plans_by_status"] == {"execution": 21}
    assert set(Goal.objects.values_list("status", flat=True)) == {"fixed"}
    assert Round.objects.get().status == "executing"
    assert OrganizationPlan.objects.get().status == "issued"


def test_every_step_was_taken_once_a_plan(summary):
    for step in ("submit", "endorse", "put_forward", "approve", "issue"):
        assert summary["steps_by_name"][f"plans.plan.{step}"] == 21
    assert summary["ballots"] == 44
    assert summary["ballots_by_status"] == {"approved": 44}
    assert Vote.objects.count() == summary["steps_by_name"]["approvals.ballot.vote"] == 220


def test_each_step_was_taken_by_a_person_of_the_role(summary):
    roles = {
        "plans.plan create": {"clerk"},
        "plans.goal create": {"clerk"},
        "plans.goalset submit": {"head"},
        "plans.plan submit": {"head"},
        "plans.goalset put_forward": {"office_head", "officer"},
        "plans.plan endorse": {"office_head", "officer"},
        "plans.plan put_forward": {"office_head", "officer"},
        "approvals.ballot vote": {"chair", "vice_chair", "leader"},
    }
    held = dict(Appointment.objects.values_list("user_id", "role"))
    for act, expected in roles.items():
        object_type, verb = act.split()
        actors = Entry.objects.filter(object_type=object_type, verb=verb).values_list("actor_id")
        assert {held[actor] for (actor,) in actors} == expected, act


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
