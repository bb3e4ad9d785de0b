"""Papers of a draft name who checked and countersigned it; one in force goes out without."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from improvement.documents.content import Document
from improvement.documents.forms import Form
from improvement.door.acts import record, take
from improvement.door.models import Revision
from plans.models import Countersign, Plan
from plans.papers.frames import plan_paper
from plans.route import acts
from tests import factories
from tests.plans.test_countersign import need, rename

MONDAY = dt.datetime(2026, 11, 16, 2, tzinfo=dt.UTC)
SHORT = "In March we are short of two."


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def plan(clock: Any, cast: Any) -> Plan:
    """Checked by Hana; Quality objects, Licensing has not answered yet."""
    factories.make_round(cast, year=2027)
    return read_draft(cast, cast.qua, cast.lic)


def read_draft(cast: Any, *departments: Any) -> Plan:
    plan = factories.make_plan(cast)
    for department in departments:
        need(cast, plan, department)
    take(acts.ready(by=cast.dana, plan=plan), "pass_on", by=cast.hana, remark="Mind the dates.")
    take(plan.countersigns.get(department=cast.qua), "object", by=cast.hugo, reason=SHORT)
    return plan


def paper(plan: Plan, language: str = "en", **more: Any) -> Document:
    told: dict[str, Any] = {"form": Form.PLAIN, "language": language, "inside": True} | more
    with translation.override(language):
        return plan_paper(Plan.objects.get(pk=plan.pk), **told)


def hand_in(cast: Any, plan: Plan, to: str = "office_review") -> None:
    held = Plan.objects.get(pk=plan.pk)
    record(held, {"word_on_warnings": "We find two of our own."}, by=cast.hana)
    factories.advance(cast, Plan.objects.get(pk=plan.pk), to=to)


def lines(found: Document) -> list[list[str]]:
    return [list(row) for row in found.readers.rows] if found.readers else []


def test_a_draft_says_who_checked_and_what_each_department_answered(cast: Any, plan: Plan) -> None:
    assert lines(paper(plan)) == [
        ["Check of draft", "Hana", "Checked: Mind the dates.", "16 Nov 2026"],
        ["Countersign", "Licensing", "Asked for", "—"],
        ["Countersign", "Quality · Hugo", f"Objected: {SHORT}", "16 Nov 2026"],
    ]


def test_it_is_said_in_the_words_and_days_of_the_form(cast: Any, plan: Plan) -> None:
    found = paper(plan, "zh-hant", form=Form.TAIWAN)
    assert found.readers is not None
    assert list(found.readers.header) == ["環節", "部門與人員", "意見", "日期"]
    assert lines(found)[0][0] == "核稿"
    assert lines(found)[0][-1] == "中華民國115年11月16日"
    assert paper(plan, "zh-hans", form=Form.MAINLAND).readers is not None


def test_without_anybody_asked_there_is_no_table(clock: Any, cast: Any) -> None:
    factories.make_round(cast, year=2027)
    assert paper(factories.make_plan(cast)).readers is None


def test_handed_in_only_what_was_answered_is_printed(cast: Any, plan: Plan) -> None:
    hand_in(cast, plan)
    assert [row[1] for row in lines(paper(plan))] == ["Hana", "Quality · Hugo"]


def test_a_version_keeps_the_answers_of_its_day(cast: Any, plan: Plan, clock: Any) -> None:
    """3.4.2: what the office was handed is what the department had put before the others."""
    hand_in(cast, plan)
    first = Revision.objects.latest_of(plan)
    clock.move_to(MONDAY + dt.timedelta(days=1), tick=False)
    take(Plan.objects.get(pk=plan.pk), "recall", by=cast.hana)
    rename(cast, plan, "Another way")
    row = plan.countersigns.get(department=cast.qua)
    take(row, "agree", by=cast.hugo, remark="Better.")

    assert [row[2] for row in lines(paper(plan))][-1] == "Agreed: Better."
    assert lines(paper(plan, revision=first)) == [
        ["Check of draft", "Hana", "Checked: Mind the dates.", "16 Nov 2026"],
        ["Countersign", "Quality · Hugo", f"Objected: {SHORT}", "16 Nov 2026"],
    ]


def test_a_plan_in_force_goes_out_without_and_its_version_with(clock: Any, cast: Any) -> None:
    factories.make_round(cast, year=2027)
    plan = read_draft(cast, cast.qua)
    hand_in(cast, plan, to="approved")
    organization_plan = factories.issue(cast, plan.round)
    assert paper(plan, issued=organization_plan).readers is None
    assert lines(paper(plan, revision=Revision.objects.latest_of(plan)))


@pytest.mark.parametrize("form", [form.value for form in Form])
def test_the_files_have_it_for_who_sees_drafts_alone(
    cast: Any, plan: Plan, sign_in: Any, form: str
) -> None:
    """The department asked reads the draft, and not what others said of it."""

    def word(person: Any) -> str:
        url = reverse("plans:export_file", args=[plan.public_id, "docx"], query={"form": form})
        with zipfile.ZipFile(io.BytesIO(sign_in(person).get(url).content)) as archive:
            return archive.read("word/document.xml").decode()

    for person in (cast.dana, cast.olga):
        assert SHORT in word(person)
        assert "Check and countersign" in word(person)
    assert SHORT not in word(cast.lily)
    made = sign_in(cast.dana).get(
        reverse("plans:export_file", args=[plan.public_id, "pdf"], query={"form": form})
    )
    assert made.content.startswith(b"%PDF")


def test_more_departments_take_no_more_statements(cast: Any, plan: Plan) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as counted:
            paper(plan)
        return len(counted)

    asked()  # some things are kept for five minutes
    two = asked()
    need(cast, plan, cast.sec)
    acts.ask(by=cast.dana, plan=plan)
    assert Countersign.objects.count() == 3
    assert asked() == two
