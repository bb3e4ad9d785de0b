"""A plan as PDF, Word and Excel: in every form and language, of every version one may see."""

import io
import re
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from improvement.audit.models import Entry
from improvement.documents import kept
from improvement.documents.content import Picture, Table
from improvement.documents.forms import Form
from improvement.door.models import Revision
from improvement.organization.models import Organization
from plans.models import OrganizationPlan
from plans.papers.frames import organization_paper, plan_paper
from tests import factories

PDF, DOCX, XLSX = b"%PDF", b"PK\x03\x04", b"PK\x03\x04"


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="execution")


def address(plan, kind, **query):
    return reverse("plans:export_file", args=[plan.public_id, kind], query=query)


def words(made):
    """The text of a Word file."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return archive.read("word/document.xml").decode()


@pytest.mark.parametrize(("kind", "begins"), [("pdf", PDF), ("docx", DOCX), ("xlsx", XLSX)])
def test_everybody_who_sees_the_plan_may_take_it_along(cast, plan, sign_in, kind, begins):
    answer = sign_in(cast.xia).get(address(plan, kind))

    assert answer.content.startswith(begins)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert f"{plan.code} " in answer.headers["Content-Disposition"]


def test_the_name_of_the_file_is_in_the_script_of_the_document(cast, plan, sign_in):
    answer = sign_in(cast.xia).get(address(plan, "docx", language="zh-hant"))

    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]
    assert "%E5%AE%A2%E6%88%B6" in answer.headers["Content-Disposition"]


def test_names_stand_as_they_were_entered_for_the_script(plan):
    for language, name in (("zh-hant", "客戶服務中心"), ("zh-hans", "客户服务中心")):
        with translation.override(language):
            paper = plan_paper(plan, form=Form.PLAIN, language=language)
        assert paper.signed_by == name


@pytest.mark.parametrize("form", list(Form))
def test_a_plan_in_force_carries_number_version_and_digest(cast, plan, sign_in, form):
    frozen = Revision.objects.latest_of(plan)

    made = sign_in(cast.xia).get(address(plan, "docx", form=form.value)).content

    issued = OrganizationPlan.objects.get()
    assert issued.number in words(made)
    if form != Form.MAINLAND:
        assert f"version {frozen.number}" in words(made) and frozen.digest[:12] in words(made)


def test_a_version_of_before_is_for_those_who_see_drafts(cast, plan, sign_in):
    assert sign_in(cast.xia).get(address(plan, "pdf", revision=1)).status_code == 403
    assert sign_in(cast.olga).get(address(plan, "pdf", revision=1)).status_code == 200
    assert sign_in(cast.olga).get(address(plan, "pdf", revision=99)).status_code == 404


def test_a_draft_is_not_there_for_strangers(cast, planning_round, sign_in):
    draft = factories.make_plan(cast, planning_round)
    client = sign_in(cast.xia)
    assert client.get(address(draft, "pdf")).status_code == 404
    assert client.get(reverse("plans:export", args=[draft.public_id])).status_code == 404


@pytest.mark.parametrize("query", [{"language": "fr"}, {"form": "fancy"}, {"revision": "x"}])
def test_what_is_not_offered_is_not_there(cast, plan, sign_in, query):
    assert sign_in(cast.xia).get(address(plan, "pdf", **query)).status_code == 404


def test_the_workbook_holds_the_plan(cast, plan, sign_in):
    made = sign_in(cast.xia).get(address(plan, "xlsx")).content
    book = openpyxl.load_workbook(io.BytesIO(made))

    assert book.sheetnames[:4] == ["Goals", "Target lines", "Measures", "Milestones"]
    assert book["Goals"]["B2"].value == "Solve enquiries at the first contact"
    assert book["Target lines"]["F2"].value == 80
    assert book["Measures"]["H2"].value == "Dana"


def test_the_organization_plan_holds_every_plan_as_it_was_approved(cast, plan, sign_in):
    issued = OrganizationPlan.objects.get()
    at = reverse("plans:export_organization_plan_file", args=[issued.public_id, "docx"])

    made = words(sign_in(cast.xia).get(at).content)

    assert issued.number in made
    assert Revision.objects.latest_of(plan).digest[:12] in made
    assert "Solve enquiries at the first contact" in made


def test_an_organization_plan_that_is_not_issued_is_not_there_for_everybody(
    cast, planning_round, sign_in
):
    factories.make_plan(cast, planning_round, status="approved")
    compiled = factories.begin_organization_plan(by=cast.olga, planning_round=planning_round)
    at = reverse("plans:export_organization_plan_file", args=[compiled.public_id, "pdf"])

    assert sign_in(cast.xia).get(at).status_code == 404
    assert sign_in(cast.olga).get(at).content.startswith(PDF)


def test_the_same_paper_is_made_once(plan, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    paper = organization_paper(OrganizationPlan.objects.get(), form=Form.PLAIN, language="en")
    first = kept.pdf(paper)
    (held,) = tmp_path.rglob("*.pdf")
    held.write_bytes(b"%PDF kept")

    assert first.startswith(PDF)
    assert kept.pdf(paper) == b"%PDF kept"


def test_only_so_many_papers_are_kept(settings, tmp_path, monkeypatch):
    settings.DOCUMENTS_DIR = tmp_path
    monkeypatch.setattr(kept, "MOST", 3)
    for number in range(5):
        kept.kept(f"{number}.pdf", lambda: b"x")
    assert len(list(tmp_path.rglob("*.pdf"))) == 3


def test_the_office_chooses_the_form_of_the_house(cast, plan, sign_in):
    at = reverse("organization:documents")
    assert sign_in(cast.xia).get(at).status_code == 403
    office = sign_in(cast.olga)
    version = office.get(at).context["version"]

    office.post(at, {"document_form": "taiwan", "version": version})

    assert Organization.objects.get().document_form == "taiwan"
    assert Entry.objects.filter(object_type="organization.organization", verb="change").exists()
    page = office.get(reverse("plans:export", args=[plan.public_id]))
    assert page.context["form"].initial["form"] == "taiwan"


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_longer_plan_takes_no_more_queries(
    cast, planning_round, sign_in, django_assert_num_queries, kind
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    draft = factories.make_plan(cast, planning_round)
    client = sign_in(cast.dana)
    client.get(address(draft, kind))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address(draft, kind))
    for _time in range(2):
        factories.make_measure(cast, draft)
    with django_assert_num_queries(len(one)):
        client.get(address(draft, kind))


@pytest.mark.parametrize("form", list(Form))
def test_the_organization_plan_says_who_signed_it_off_and_when(cast, plan, sign_in, form):
    """3.4.3 (D62): number, date and 簽發人 stand on the paper in every form."""
    issued = OrganizationPlan.objects.get()
    at = reverse("plans:export_organization_plan_file", args=[issued.public_id, "docx"])

    made = words(sign_in(cast.xia).get(f"{at}?form={form.value}&language=zh-hant").content)
    told = "".join(re.sub(r"<[^>]+>", " ", made).split())

    assert issued.number in told
    assert re.search(r"簽發人：?" + cast.cora.name, told)
    assert re.search(r"簽發日期：?(中華民國)?\d+年\d+月\d+日", told)


def test_totals_and_differences_stand_on_the_paper_as_pictures(cast):
    """3.4.2 (D60): what the leaders see on the page they see on paper too."""
    before = factories.make_round(cast, year=2026)
    factories.make_plan(cast, before, status="execution")
    this_year = factories.make_round(cast)
    factories.make_plan(cast, this_year, status="execution", goals=4)
    issued = OrganizationPlan.objects.get(round=this_year)

    paper = organization_paper(issued, form=Form.PLAIN, language="en")

    pictures = {b.svg.split('id="chart-')[1].split("-title")[0] for b in pictures_of(paper)}
    assert {"cost-by-goal", "goals-by-family", "goals-by-goal", "cost-by-department"} <= pictures
    (table,) = (
        b
        for b in paper.blocks
        if isinstance(b, Table) and b.header[1] == "Kept" and b.header[0] == "Department"
    )
    assert table.rows == [["Contact Centre", "3", "1", "0", "HK$320,000", "HK$320,000", "±0"]]
    assert kept.pdf(paper).startswith(PDF)


def pictures_of(paper):
    return [block for block in paper.blocks if isinstance(block, Picture)]
