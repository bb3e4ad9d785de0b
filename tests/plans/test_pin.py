"""The chart of an indicator, pinned into a section with its data as of then (D30, D39, D40)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.models import Indicator, Value
from improvement.audit.models import Entry
from improvement.door.refusals import NotYours, StepRefused
from plans import pinning
from plans.models import Plan
from tests import factories
from tests.execution.report_year import tell


@pytest.fixture
def plan(cast: Any, planning_round: Any) -> Plan:
    return factories.make_plan(cast, planning_round)


@pytest.fixture
def wait(cast: Any, plan: Plan) -> Indicator:
    made = Indicator.objects.create(
        code="wait",
        name="Average wait",
        name_hant="平均輪候",
        unit="s",
        direction="lower",
        owner=cast.csc,
    )
    year = timezone.localdate().year - 1
    for month, value in ((1, 120), (2, 118), (3, 119)):
        tell(plan, made, value, f"{year}-{month:02}")
    return made


def pinned(cast: Any, plan: Plan, wait: Indicator, key: str = "analysis") -> Any:
    section = plan.sections.get(key=key)
    return pinning.pin(by=cast.dana, section=section, indicator=wait, department=cast.csc, key=None)


def again(plan: Plan) -> Plan:
    return Plan.objects.get(pk=plan.pk)


def test_it_keeps_its_data_as_of_then(cast: Any, plan: Plan, wait: Indicator) -> None:
    section = pinned(cast, plan, wait)
    (kept,) = section.charts
    assert kept["as_of"] == timezone.localdate().isoformat()
    assert [value for _key, value, *_parts in kept["points"]] == [
        str(value) for value in Value.objects.order_by("ends").values_list("value", flat=True)
    ]
    Value.objects.update(value=7)
    (shown,) = pinning.drawn(section.charts)
    assert "120" in str(shown.chart.rows) and "7 s" not in str(shown.chart.rows)
    entry = Entry.objects.about("plans.section", section.pk).latest("pk")
    assert (entry.verb, entry.actor) == ("change", cast.dana)


def test_it_is_pinned_from_the_page_of_the_indicator(
    cast: Any, plan: Plan, wait: Indicator, sign_in: Any
) -> None:
    client = sign_in(cast.dana)
    here = reverse("plans:pin", args=["wait"])
    assert f'href="{here}?department=csc"' in client.get(wait.get_absolute_url()).content.decode()
    assert client.get(here).status_code == 200

    answer = client.post(here, {"section": f"{plan.public_id}/analysis", "department": "csc"})

    assert answer.url == plan.section_url("analysis")
    assert b"data as of" in client.get(answer.url).content
    text = client.get(reverse("plans:text", args=[plan.public_id])).content.decode()
    assert "Average wait" in text and "data as of" in text
    assert client.post(here, {"section": f"{plan.public_id}/nowhere"}).status_code == 409


def test_it_stands_in_the_documents_with_its_date(
    cast: Any, plan: Plan, wait: Indicator, sign_in: Any
) -> None:
    pinned(cast, plan, wait)
    client = sign_in(cast.dana)
    word = client.get(f"{plan.get_absolute_url()}export/docx", {"language": "en"})
    with zipfile.ZipFile(io.BytesIO(b"".join(word))) as parts:
        assert "Average wait, data as of" in parts.read("word/document.xml").decode()
    paper = client.get(f"{plan.get_absolute_url()}export/pdf", {"language": "zh-hant"})
    assert b"".join(paper)[:5] == b"%PDF-"


def test_it_is_frozen_with_the_plan_and_taken_out_again(
    cast: Any, plan: Plan, wait: Indicator, sign_in: Any
) -> None:
    section = pinned(cast, plan, wait)
    (kept,) = section.charts
    frozen = next(s for s in again(plan).content()["sections"] if s["key"] == "analysis")
    assert frozen["charts"] == [kept]
    address = reverse("plans:unpin", args=[plan.public_id, "analysis"])
    assert sign_in(cast.olga).post(address, {"chart": kept["id"]}).status_code in {403, 404}
    sign_in(cast.dana).post(address, {"chart": kept["id"]})
    assert again(plan).section_charts["analysis"] == []
    assert all("charts" not in section for section in again(plan).content()["sections"])


def test_nothing_is_pinned_where_nothing_was_told_or_the_plan_is_read(
    cast: Any, plan: Plan, wait: Indicator
) -> None:
    silent = Indicator.objects.create(code="silent", name="Silent", owner=cast.csc)
    with pytest.raises(StepRefused, match="no chart to pin"):
        pinned(cast, plan, silent)
    section = plan.sections.get(key="analysis")
    with pytest.raises(NotYours):
        pinning.pin(by=cast.olga, section=section, indicator=wait, department=cast.csc, key=None)
    factories.advance(cast, plan, to="office_review")
    with pytest.raises(StepRefused):
        pinned(cast, again(plan), wait)


def test_the_date_is_the_day_of_pinning(
    cast: Any, plan: Plan, wait: Indicator, time_machine: Any
) -> None:
    day = timezone.localdate() + dt.timedelta(days=3)
    time_machine.move_to(dt.datetime.combine(day, dt.time(3), tzinfo=dt.UTC))
    (shown,) = pinning.drawn(pinned(cast, plan, wait).charts)
    assert shown.as_of == day
