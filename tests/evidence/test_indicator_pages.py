"""An indicator with its definition and chart; all of a department side by side."""

import pytest

from evidence.relevance import aims_of
from plans.models import Goal, TargetLine
from tests import factories


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def year_of_waits(wait, tell):
    for month, figure in enumerate([150, 152, 149, 151, 150, 148, 152, 150, 149], start=1):
        tell(wait, f"2026-{month:02}", figure)


def test_the_page_shows_definition_chart_sentence_and_table(cast, sign_in, wait, year_of_waits):
    page = text(sign_in(cast.sam).get("/indicators/hotline-wait/"))
    assert "Lower is better" in page and "熱線平均輪候時間" in page
    assert "nothing has changed" in page and "With fewer than 12 values" in page
    assert "Variation: common cause" in page and "Sep 2026" in page
    assert '<svg class="chart"' in page and "<table" in page


def test_the_page_speaks_chinese(cast, sign_in, wait, year_of_waits):
    client = sign_in(cast.sam)
    page = text(client.get("/indicators/hotline-wait/", headers={"accept-language": "zh-hant"}))
    assert "各期數值屬正常波動" in page and "2026年9月" in page


def test_an_unknown_indicator_is_not_found(cast, sign_in):
    assert sign_in(cast.sam).get("/indicators/nowhere/").status_code == 404


def test_an_indicator_without_values_says_so(cast, sign_in, wait):
    assert "No value yet" in text(sign_in(cast.sam).get("/indicators/hotline-wait/"))


def test_one_value_is_one_value(cast, sign_in, wait, tell):
    tell(wait, "2026-09", 0)
    assert "There is only one value, 0 s" in text(
        sign_in(cast.sam).get("/indicators/hotline-wait/")
    )


def test_the_department_is_chosen(cast, sign_in, wait, tell, year_of_waits):
    tell(wait, "2026-10", 7, department=cast.qua, by=cast.dora)
    client = sign_in(cast.sam)
    own = text(client.get("/indicators/hotline-wait/"))
    other = text(client.get("/indicators/hotline-wait/?department=qua"))
    assert "only one value, 7 s" in other and "only one value" not in own
    assert '<option value="qua" selected>' in other


def test_drafts_do_not_show_in_charts(cast, sign_in, wait, tell):
    tell(wait, "2026-09", 4711, status="draft")
    for url in ("/indicators/hotline-wait/", "/goals/?department=csc"):
        assert "4,711" not in text(sign_in(cast.dana).get(url))


def test_the_overview_draws_what_is_told_and_names_what_is_not(
    cast, sign_in, wait, solved, year_of_waits
):
    page = text(sign_in(cast.sam).get("/goals/"))
    assert page.count('<svg class="chart"') == 1
    assert "149 s" in page and "No value yet" in page and "First-contact resolution" in page
    assert "Enter values" not in page
    assert "Enter values" in text(sign_in(cast.dana).get("/goals/"))
    assert "Accept values" in text(sign_in(cast.olga).get("/goals/"))


@pytest.mark.parametrize("asked", ["nowhere", "", "²"])
def test_a_department_nobody_knows_is_ones_own(cast, sign_in, wait, year_of_waits, asked):
    page = text(sign_in(cast.sam).get("/goals/", {"department": asked}))
    assert '<option value="csc" selected>' in page


def test_the_target_comes_from_the_goal_in_force(cast, sign_in, wait, year_of_waits):
    plan = factories.make_plan(cast, status="approved")
    line = TargetLine.objects.filter(goal__plan=plan).first()
    TargetLine.objects.filter(pk=line.pk).update(
        indicator=wait, direction="lower", baseline=150, target=110
    )
    client = sign_in(cast.sam)
    assert "target 110" not in text(client.get("/indicators/hotline-wait/"))
    assert aims_of([wait.pk], [cast.csc.pk]) == {}
    factories.issue(cast, plan.round)
    page = text(client.get("/indicators/hotline-wait/"))
    assert "target 110" in page and "as things are, it is not met" in page
    goal = Goal.objects.get(pk=line.goal_id)
    assert goal.get_absolute_url() in page
    (aim,) = aims_of([wait.pk], [cast.csc.pk]).values()
    assert (aim.direction, aim.target, aim.name) == ("lower", 110, str(goal))
