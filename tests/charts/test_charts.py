"""Charts say what they show: in shapes, in a table and in a sentence, on the page and in print."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils.translation import override

from evidence.periods import parse, periods_between
from evidence.statistics import xmr
from improvement.charts.bars import Pair, bar_chart, pair_chart
from improvement.charts.bars import Row as Bars
from improvement.charts.dots import Row, dot_plot
from improvement.charts.gantt import Bar, Milestone, gantt_chart
from improvement.charts.palettes import LIGHT, InPrint
from improvement.charts.small import assurance_icon, bullet, sparkline, variation_icon
from improvement.charts.xmr import Reading, Slot, xmr_chart

YEAR = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
STEADY = [10, 12] * 6


def control(values, direction="higher", target=None, name="Wait", **more):
    found = xmr(values, direction=direction, target=target)
    months = periods_between(dt.date(2025, 1, 1), dt.date(2030, 12, 31), "monthly")[: len(values)]
    return xmr_chart(
        "wait",
        name,
        [Slot(month.label, month.short_label, month.starts.year) for month in months],
        found.points,
        Reading(found.variation, found.assurance, found.trial),
        unit="s",
        target=target,
        **more,
    )


def timeline(**bar):
    row = {
        "name": "Call back",
        "starts": dt.date(2026, 2, 1),
        "ends": dt.date(2026, 6, 30),
        "done": 0.5,
        "state": "late",
        "planned": (dt.date(2026, 2, 1), dt.date(2026, 5, 31)),
        "milestones": [Milestone(dt.date(2026, 3, 1), "Pilot", True)],
    } | bar
    return gantt_chart("plan", "Schedule", [Bar(**row)], *YEAR, dt.date(2026, 11, 20))


def scores(*rows):
    return dot_plot("scores", "Scores", rows, value_name="Office", other_name="Self")


def bars(*series, **more):
    lost = 2.0 if "back" in more else 0.0
    rows = [
        Bars("O1", [n + 1 for n in range(len(series))], back=lost),
        Bars("O2", [0] * len(series)),
    ]
    return bar_chart("bars", "Cost", series, rows, sentence="Most is O1.", **more)


def pairs(*rows):
    told = [Pair(*row) for row in rows]
    return pair_chart("pairs", "Cost", ("2027", "2026"), told, sentence="Less.")


CHARTS = {
    "xmr": lambda: control([*STEADY, None, 40], target=20),
    "xmr, one value": lambda: control([3], target=0),
    "xmr, no value": lambda: control([]),
    "xmr, only gaps": lambda: control([None, None]),
    "xmr, small": lambda: control(STEADY, small=True),
    "gantt": timeline,
    "gantt, nothing": lambda: gantt_chart("plan", "Schedule", [], *YEAR, YEAR[0]),
    "gantt, no dates": lambda: timeline(starts=None, ends=None, planned=None, milestones=[]),
    "gantt, beyond the year": lambda: timeline(
        starts=dt.date(2020, 1, 1), ends=dt.date(2030, 1, 1)
    ),
    "dots": lambda: scores(Row("A", 80, 90), Row("B", 70, None, chosen=True), Row("C", None)),
    "dots, nothing": lambda: scores(),
    "bars": lambda: bars("A", "B"),
    "bars, one series": lambda: bars(""),
    "bars, many series": lambda: bars(*"ABCDEF"),
    "bars, both ways": lambda: bars("Kept", "New", back="Dropped"),
    "bars, nothing": lambda: bar_chart("bars", "Cost", [], [], sentence="Nothing."),
    "pairs": lambda: pairs(("O1", 3, 5, "−2"), ("O2", 0, 0, "±0")),
    "pairs, nothing": lambda: pairs(),
    "bullet": lambda: bullet("b", "Wait", 37, 50, expected=42, tone="warn"),
    "bullet, nothing": lambda: bullet("b", "Wait", None, 0),
    "sparkline": lambda: sparkline("s", "Wait", ["a", "b", "c"], [1, None, 3]),
    "sparkline, nothing": lambda: sparkline("s", "Wait", ["a"], [None]),
}


@pytest.fixture(params=CHARTS, ids=str)
def chart(request):
    return CHARTS[request.param]()


def test_every_chart_is_well_formed_and_named(chart):
    root = ElementTree.fromstring(chart.svg())
    names = root.get("aria-labelledby").split()
    told = {child.get("id"): child.text for child in root if child.get("id")}
    assert root.get("role") == "img"
    assert [told[name] for name in names] == [chart.title, chart.description]
    assert chart.sentence


def test_on_the_page_colour_is_in_classes_that_are_styled(chart, settings):
    drawn = str(chart.svg())
    sheet = (settings.BASE_DIR / "static/css/4-charts.css").read_text()
    used = set(re.findall(r'class="([^"]+)"', drawn))
    assert all(re.search(rf"\.{name}\b", sheet) for name in used)
    assert "fill=" not in drawn and "stroke=" not in drawn and "style=" not in drawn


def test_in_print_colour_is_literal_and_places_are_absolute(chart):
    drawn = str(chart.svg(InPrint(width=400)))
    root = ElementTree.fromstring(drawn)
    assert root.get("width") == "400"
    assert "%" not in re.sub(r"<(title|desc|text)[^>]*>[^<]*</", "", drawn)
    assert set(re.findall(r'class="([^"]+)"', drawn)) == {"chart"}


def test_colours_of_print_may_be_others():
    other = {**LIGHT, "limit": {"stroke": "#000"}}
    assert "#000" in control(STEADY).svg(InPrint(colours=other))


def test_no_place_lies_outside_the_picture(chart):
    shares = re.findall(r' (?:x|x1|x2|cx)="(-?[\d.]+)%"', str(chart.svg()))
    assert all(0 <= float(share) <= 100 for share in shares)


def test_a_gap_lifts_the_pen_and_is_marked():
    drawn = str(control([1, 2, None, 3, 4]).svg())
    assert re.search(r' d="(M[^M]+M[^M]+)"', drawn)
    assert "Mar 2025: —" in drawn and "chart-missing" in drawn


def test_names_are_escaped():
    chart = control(STEADY, name="<b>&")
    assert "<b>" not in chart.svg() and "&lt;b&gt;" in chart.svg()


def test_the_table_tells_the_latest_first_and_missing_as_missing():
    chart = control([*STEADY, None], columns=[("Calls", [str(n) for n in range(13)])])
    assert chart.header == ["Period", "Value", "Calls", "Signal"]
    assert chart.rows[0] == ["Jan 2026", "—", "12", "—"]
    assert chart.rows[1] == ["Dec 2025", "12 s", "11", "Common cause"]
    assert len(chart.rows) == 13


@pytest.mark.parametrize(
    ("values", "direction", "sentence"),
    [
        ([], "higher", "No value has been told yet."),
        ([None], "higher", "No value has been told yet."),
        ([7], "higher", "only one value, 7 s"),
        (STEADY, "higher", "nothing has changed"),
        ([*STEADY, 40], "higher", "outside the natural limits: a real improvement"),
        ([*STEADY, 40], "lower", "outside the natural limits: find out why"),
        ([*[10, 14] * 6, *[15, 14] * 4], "higher", "9 values in a row lie on the good side"),
        ([*[10, 14] * 6, *[15, 14] * 4], "lower", "9 values in a row lie on the bad side"),
        ([*[10, 30] * 6, 14, 16, 18, 20, 22, 24, 26], "higher", "go the right way"),
        ([*[-1, 1] * 8, 5, 1, 5], "lower", "close to the limit: find out why"),
    ],
)
def test_the_sentence_reads_the_latest_signal(values, direction, sentence):
    assert sentence in control(values, direction).sentence


@pytest.mark.parametrize(
    ("target", "sentence"),
    [(5, "met consistently"), (11, "in some periods"), (40, "it is not met"), (None, "")],
)
def test_the_sentence_sets_the_target_against_the_limits(target, sentence):
    read = control(STEADY, target=target).sentence
    assert sentence in read
    assert "on trial" not in read
    assert "on trial" in control(STEADY[:8], target=target).sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "zh-hant",
            "各期數值屬正常波動，沒有變化。目標值11 s在自然界限之內：有時達標",
        ),
        (
            "zh-hans",
            "各期数值属正常波动，没有变化。目标值11 s在自然界限之内：有时达标",
        ),
    ],
)
def test_the_chart_is_read_out_in_the_language_of_the_page(language, sentence):
    with override(language):
        assert control(STEADY, target=11).sentence.startswith(f"{sentence}，")


def test_the_timeline_counts_what_is_done_and_late():
    assert timeline().sentence == "0 of 1 are done. 1 is late."
    assert timeline().rows == [
        ["Call back", "1 Feb 2026 – 31 May 2026", "1 Feb 2026", "30 Jun 2026", "50%", "late"]
    ]
    assert "Today" in timeline().svg()


def test_a_day_outside_the_year_draws_no_line_of_today():
    bars = [Bar("A", None, None)]
    assert "Today" not in gantt_chart("p", "S", bars, *YEAR, dt.date(2027, 1, 1)).svg()


def test_the_dot_plot_places_the_chosen_one():
    chart = scores(Row("A", 80, 90), Row("B", 70, 71, chosen=True), Row("C", None))
    assert "B has 70 and stands at 2 of 2" in chart.sentence
    assert chart.rows[2] == ["C", "—", "—"]
    assert "go from 80 (A) to 80 (A)" in scores(Row("A", 80)).sentence


def test_bars_fold_the_smaller_series_and_their_table_says_what_is_drawn():
    chart = bars(*"ABCDEF")
    assert chart.header == ["Name", "F", "E", "D", "Others", "Together"]
    assert chart.rows == [["O1", "6", "5", "4", "6", "21"], ["O2", "0", "0", "0", "0", "0"]]
    assert [key.text for key in chart.legend] == ["F", "E", "D", "Others"]


def test_what_is_lost_is_drawn_to_the_other_side_of_one_line():
    chart = bars("Kept", "New", back="Dropped")
    lost = next(shape for shape in chart.shapes if getattr(shape, "title", "") == "O1, Dropped: 2")
    kept = next(shape for shape in chart.shapes if getattr(shape, "title", "") == "O1, Kept: 1")
    assert (lost.x, lost.x + lost.width, kept.x) == (0, 40, 40)
    assert chart.rows[0] == ["O1", "1", "2", "2"]


def test_the_bullet_tells_value_target_and_expectation():
    assert bullet("b", "W", 37, 50, expected=42, unit="s").sentence == (
        "37 s of a target of 50 s. By now it should be 42 s."
    )


def test_the_icons_have_words_and_a_side():
    assert variation_icon("concern", -1) == ("down", "concern", "Variation: concern", False)
    assert variation_icon("common", 0).kind == "common"
    assert assurance_icon(None, True) is None
    assert assurance_icon("fails", True).above and not assurance_icon("fails", False).above
    assert assurance_icon("passes", False).above and not assurance_icon("passes", True).above


def test_the_tag_shows_picture_sentence_and_data():
    page = Template("{% load charts %}{% chart c %}{% signal_icon i %}{{ 0.5|percentage }}")
    html = page.render(Context({"c": control(STEADY), "i": variation_icon("common", 0)}))
    assert "<figure" in html and "nothing has changed" in html and "<table" in html
    assert 'aria-label="Variation: common cause"' in html and html.rstrip().endswith("50%")
    bare = Template("{% load charts %}{% chart c legend=False words=False table=False %}")
    assert "figcaption" not in bare.render(Context({"c": control(STEADY)}))


def test_a_year_is_named_where_it_changes():
    drawn = str(control(STEADY * 2).svg())
    assert parse("2025-01").label in drawn and parse("2026-01").label in drawn
