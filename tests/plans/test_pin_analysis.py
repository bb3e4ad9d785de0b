"""Charts of the register, pinned with their figures, what was asked and the day (D39, D40)."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from evidence.models import RecordCategory, ServiceRecord
from improvement.audit.models import Entry
from improvement.door.acts import create, create_many
from improvement.door.unit import unit
from plans import pinning
from plans.models import Plan
from tests import factories

URL = "/data/analysis/pin/"


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round)


@pytest.fixture
def told(cast):
    """Forty complaints of the last two months: 25 about fees, 15 about manners."""
    fees, manners = (
        create(RecordCategory(code=code, name=name, name_hant=hant), by=cast.olga)
        for code, name, hant in (("fees", "Fees", "收費"), ("manners", "Manners", "態度"))
    )
    today = timezone.localdate()
    rows = [
        ServiceRecord(
            kind="complaint",
            channel="phone",
            department=cast.csc,
            category=fees if at < 25 else manners,
            opened_on=today - dt.timedelta(days=at * 2),
            opened_time=dt.time(9 + at % 3) if at % 2 else None,
            text=f"No. {at}",
        )
        for at in range(40)
    ]
    with unit():
        create_many(rows, by=cast.dana)
    return rows


@pytest.fixture
def pin(cast, plan, sign_in):
    """pin("pareto", "heat"): the clerk ticks these, with the question of the address."""

    def pinned(*charts, query="", by=cast.dana, key="analysis"):
        typed = {"charts": charts, "section": f"{plan.public_id}/{key}"}
        return sign_in(by).post(f"{URL}{query}", typed)

    return pinned


def kept(plan):
    return plan.sections.get(key="analysis").charts


def test_both_are_kept_in_one_act_with_their_figures(cast, plan, told, pin):
    section = plan.sections.get(key="analysis")
    entries = Entry.objects.about("plans.section", section.pk).filter(verb="change")
    before = entries.count()
    answer = pin("pareto", "heat")
    assert answer.url == plan.section_url("analysis")
    pareto, heat = kept(plan)
    assert pareto["as_of"] == timezone.localdate().isoformat()
    assert [bar["count"] for bar in pareto["bars"]] == [25, 15]
    assert sum(map(sum, heat["cells"])) == 20 and heat["without"] == 20
    assert entries.count() == before + 1 and entries.latest("pk").actor == cast.dana


def test_later_records_and_names_change_nothing(plan, told, pin):
    pin("pareto")
    ServiceRecord.objects.update(taken_out=True)
    RecordCategory.objects.update(name="Renamed")
    (shown,) = pinning.drawn(kept(plan))
    assert [row[:2] for row in shown.chart.rows] == [["Fees", "25"], ["Manners", "15"]]
    assert "Contact Centre" in shown.name
    with override("zh-hant"):
        (shown,) = pinning.drawn(kept(plan))
    assert shown.chart.rows[0][0] == "收費"


def test_it_keeps_what_was_asked(plan, told, pin):
    pin("pareto", query="?category=fees&channel=phone")
    (one,) = kept(plan)
    assert one["category"][0] == "Fees" and one["channel"] == "phone"
    (shown,) = pinning.drawn(kept(plan))
    assert "Fees" in shown.name and "Phone" in shown.name


def test_page_word_and_print_draw_it(cast, plan, told, pin, sign_in):
    pin("pareto", "heat")
    client = sign_in(cast.dana)
    section = client.get(plan.section_url("analysis")).content.decode()
    text = client.get(reverse("plans:text", args=[plan.public_id])).content.decode()
    for page in (section, text):
        assert "Complaints by category" in page and "data as of" in page
        assert "chart-heat-4" in page
    word = client.get(f"{plan.get_absolute_url()}export/docx", {"language": "en"})
    with zipfile.ZipFile(io.BytesIO(b"".join(word))) as parts:
        document = parts.read("word/document.xml").decode()
    assert "Complaints by category · Contact Centre" in document
    assert "Fees (25)" in document and "20 have no time of day" in document
    paper = client.get(f"{plan.get_absolute_url()}export/pdf", {"language": "zh-hans"})
    assert b"".join(paper)[:5] == b"%PDF-"


def test_it_is_frozen_with_the_plan_and_taken_out(cast, plan, told, pin, sign_in):
    pin("pareto")
    content = Plan.objects.get(pk=plan.pk).content()
    frozen = next(s for s in content["sections"] if s["key"] == "analysis")
    assert frozen["charts"] == kept(plan)
    at = reverse("plans:unpin", args=[plan.public_id, "analysis"])
    sign_in(cast.dana).post(at, {"chart": kept(plan)[0]["id"]})
    assert kept(plan) == []


def test_the_status_analysis_is_offered_first(cast, plan, told, sign_in):
    form = sign_in(cast.dana).get(URL).context["form"]
    assert form["section"].value() == f"{plan.public_id}/analysis"
    assert form["charts"].value() in (None, [])


@pytest.mark.parametrize(
    ("charts", "status"), [((), 409), (("pie",), 409), (("pareto",), 302), (("pareto",) * 2, 302)]
)
def test_what_is_not_there_is_not_pinned(plan, told, pin, charts, status):
    assert pin(*charts).status_code == status
    assert len(kept(plan)) == (status == 302)


def test_a_section_holds_six(plan, told, pin):
    for _again in range(3):
        pin("pareto", "heat")
    assert pin("pareto").status_code == 409
    assert len(kept(plan)) == pinning.MOST


def test_it_is_for_those_who_draft(cast, plan, told, pin, sign_in):
    assert sign_in(cast.leo).get(URL).status_code == 403
    assert pin("pareto", by=cast.leo).status_code == 403
    assert pin("pareto", by=cast.olga).status_code in {403, 409}
    factories.advance(cast, plan, to="office_review")
    assert pin("pareto").status_code == 409
    assert kept(plan) == []
