"""Major projects are marked wherever a plan goes (2.1.1), and a change that makes one says so."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from improvement.documents.content import Table
from improvement.documents.forms import Form
from improvement.door.acts import record, take
from plans.models import Measure
from plans.papers.frames import plan_paper
from tests import factories
from tests.plans import adjustments


@pytest.fixture
def plan(cast: Any, planning_round: Any) -> Any:
    plan = factories.make_plan(cast, planning_round)
    record(plan.measures.get(), {"cost": Decimal(2_000_000)}, by=cast.dana)
    factories.make_measure(cast, plan)
    return plan


def test_on_paper_title_and_heading_say_so(plan: Any) -> None:
    with translation.override("en"):
        paper = plan_paper(plan, form=Form.PLAIN, language="en")

    tables = [b for b in paper.blocks if isinstance(b, Table) and b.header[1] == "Measure"]
    assert [row[1] for row in tables[0].rows] == [
        "Knowledge base at the desk (major project)",
        "Knowledge base at the desk",
    ]
    assert ("Major projects", "M1") in paper.facts


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_word_and_excel_say_so_too(plan: Any, cast: Any, sign_in: Any, kind: str) -> None:
    made = sign_in(cast.dana).get(reverse("plans:export_file", args=[plan.public_id, kind])).content

    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert "(major project)" in archive.read("word/document.xml").decode()
    else:
        book = openpyxl.load_workbook(io.BytesIO(made))
        cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
        assert any(row[:2] == ["Major projects", "M1"] for row in cells)


def test_without_a_major_project_nothing_is_said(plan: Any, cast: Any) -> None:
    Measure.objects.update(cost=1)
    with translation.override("en"):
        paper = plan_paper(plan, form=Form.PLAIN, language="en")

    assert "major project" not in str(paper.blocks).lower()
    assert "Major projects" not in dict(paper.facts)


@pytest.mark.parametrize(("cost", "said"), [(2_000_000, True), (900_000, False)])
def test_an_adjustment_that_makes_a_measure_major_says_so_in_its_brief(
    cast: Any, planning_round: Any, sign_in: Any, cost: int, said: bool
) -> None:
    issued = factories.make_plan(cast, planning_round, status="execution")
    adjustment = adjustments.proposing(cast, issued, cost=Decimal(cost))
    take(adjustment, "submit", by=cast.hana)
    for project in adjustment.major_projects.all():
        take(project, "put_forward", by=cast.olga)
        factories.vote_through(cast, project)
    put = take(adjustment, "put_forward", by=cast.olga, recommendation="Needed.")

    page = sign_in(cast.leo).get(put.ballot.get_absolute_url()).content.decode()

    assert ("becomes a major project by this change" in page) is said
