"""Monthly attendances of 274 providers become values, and the national rate follows from them."""

import csv
import json
from collections import defaultdict
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from evidence.models import Indicator, Value
from improvement.audit.anchorfile import Anchors
from improvement.audit.models import Entry
from improvement.audit.verify.inspection import Inspection
from improvement.audit.verify.source import Record
from improvement.desk.example.findings import NhsFile, Reason
from improvement.desk.example.nhs import read
from improvement.desk.example.table import HEADERS, ExampleRefused
from improvement.organization.models import Appointment, Department, User

NHS = Path(__file__).parents[1] / "data" / "nhs"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def summary(django_db_setup, django_db_blocker, tmp_path_factory):
    """The example, built once for all tests of this file and taken back at the end."""
    report = tmp_path_factory.mktemp("example") / "rows.csv"
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("example", str(NHS), report=report, stdout=out)
        with django_db_blocker.block():
            yield json.loads(out.getvalue())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def counted():
    """Attendances and breaches by provider and month, with the csv module alone."""
    found = defaultdict(lambda: [0, 0])
    with (NHS / "nhs_ae_attendances.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            both = found[row["org_code"], row["period"][:7]]
            both[0] += int(float(row["attendances"]))
            both[1] += int(float(row["breaches"]))
    return found


def test_the_national_rate_of_two_months(summary):
    assert summary["national_rate"]["2016-04"] == 90.0
    assert summary["national_rate"]["2019-02"] == 84.2


def test_the_national_rate_is_the_sum_by_the_sum(summary, counted):
    national = defaultdict(lambda: [0, 0])
    for (_provider, month), (attendances, breaches) in counted.items():
        national[month][0] += attendances
        national[month][1] += breaches
    assert summary["national_rate"] == {
        month: round(100 * (1 - breaches / attendances), 1)
        for month, (attendances, breaches) in sorted(national.items())
    }
    assert len(national) == 36


def test_the_mean_of_the_rates_would_be_another(summary, counted):
    rates = [1 - b / a for (_provider, month), (a, b) in counted.items() if month == "2016-04"]
    assert round(100 * sum(rates) / len(rates), 1) == 92.9 != summary["national_rate"]["2016-04"]


def test_every_month_of_a_provider_is_one_value(summary, counted):
    told = Value.objects.values_list("department__code", "period", "numerator", "denominator")
    assert {(code, month): (top, bottom) for code, month, top, bottom in told} == {
        key: (attendances - breaches, attendances)
        for key, (attendances, breaches) in counted.items()
    }
    assert summary["values"] == len(counted) == 8298
    assert summary["values_by_status"] == {"accepted": 8298}


def test_a_month_without_rows_is_missing(summary, counted):
    providers = {provider for provider, _month in counted}
    assert summary["departments"] == len(providers) == 274
    assert summary["missing_months"] == 274 * 36 - len(counted) == 1566
    assert summary["departments_with_missing_months"] == 84


def test_every_row_is_used_once(summary):
    assert summary["rows"] == {
        "nhs_ae_attendances.csv": {"in_file": 12765, "used": 12765, "skipped": 0}
    }
    assert read(NHS).used == list(range(2, 12767))


def test_each_act_was_done_by_a_person_of_the_role(summary):
    held = dict(Appointment.objects.values_list("user_id", "role"))
    for act, expected in {
        "indicator create": {"office_head"},
        "value create": {"clerk"},
        "value submit": {"clerk"},
        "value accept": {"office_head", "officer"},
    }.items():
        noun, verb = act.split()
        entries = Entry.objects.filter(object_type=f"evidence.{noun}", verb=verb)
        actors = entries.values_list("actor_id", flat=True).distinct()
        assert {held[actor] for actor in actors} == expected, act


def test_a_provider_tells_only_its_own_values(summary):
    own = set(Appointment.objects.filter(role="clerk").values_list("user_id", "department_id"))
    assert set(Value.objects.values_list("entered_by_id", "department_id")) == own
    assert len(own) == Department.objects.count()


def test_the_record_verifies(summary):
    inspection = Inspection(settings.AUDIT_KEY, Anchors([], settings.AUDIT_KEY))
    assert list(inspection.findings(Record(connection).rows())) == []
    assert inspection.entries == summary["entries"]


def test_its_chart_opens(summary, client):
    client.force_login(User.objects.get(name="Head of the improvement office"))
    page = client.get(Indicator.objects.get().get_absolute_url(), {"department": "RF4"})
    assert page.status_code == 200


# Files with faults the published one does not have

ROW = {
    "period": "2017-03-01",
    "org_code": "RF4",
    "type": "1",
    "attendances": "10.0",
    "breaches": "2.0",
    "admissions": "1.0",
}


def written(folder, *rows):
    with (folder / NhsFile.ATTENDANCES).open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, HEADERS[NhsFile.ATTENDANCES].split(","))
        writer.writeheader()
        writer.writerows(rows)
    return read(folder)


def test_types_of_one_month_add_up(tmp_path):
    (month,) = written(tmp_path, ROW, ROW | {"type": "other", "breaches": "0"}).months
    assert (month.attendances, month.breaches, month.rows) == (Decimal(20), Decimal(2), (2, 3))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"period": "2017-03-02"}, Reason.UNREADABLE_VALUE),
        ({"period": "March 2017"}, Reason.UNREADABLE_VALUE),
        ({"org_code": ""}, Reason.UNREADABLE_VALUE),
        ({"attendances": ""}, Reason.UNREADABLE_VALUE),
        ({"attendances": "many"}, Reason.UNREADABLE_VALUE),
        ({"breaches": "NaN"}, Reason.UNREADABLE_VALUE),
        ({"breaches": "-1"}, Reason.UNREADABLE_VALUE),
        ({"breaches": "0.5"}, Reason.UNREADABLE_VALUE),
        ({"breaches": "11"}, Reason.MORE_BREACHES_THAN_ATTENDANCES),
        ({"admissions": "2"}, Reason.REPEATED_ROW),
        ({"org_code": "RQM", "attendances": "0", "breaches": "0"}, Reason.NOTHING_COUNTED),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_its_reason(tmp_path, fault, reason):
    reading = written(tmp_path, ROW, ROW | fault)
    assert [(finding.row, finding.reason) for finding in reading.left_out] == [(3, reason)]
    assert reading.used == [2]


def test_a_file_without_rows_has_no_months(tmp_path):
    reading = written(tmp_path)
    assert (reading.months, reading.periods, reading.providers) == ((), [], {})


def test_another_header_is_one_sentence(tmp_path):
    (tmp_path / NhsFile.ATTENDANCES).write_text("month,provider\n")
    with pytest.raises(ExampleRefused, match="are not those of nhs_ae_attendances"):
        read(tmp_path)
