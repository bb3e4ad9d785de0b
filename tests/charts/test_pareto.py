"""The Pareto chart and the heat map: what is drawn adds up, and is said in words and in print."""

import re
from itertools import accumulate

import pytest
from django.utils.translation import override

from improvement.charts.heat import heat_chart, shade
from improvement.charts.legend import with_legend
from improvement.charts.palettes import LIGHT, InPrint
from improvement.charts.pareto import LEFT, RIGHT, Piece, pareto_chart
from improvement.charts.shapes import Dot, Rect

COUNTS = [60, 25, 10, 5]
NIGHT = [0] * 24


def pareto(counts=COUNTS, vital=2, names="ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
    pieces = [Piece(names[at], count) for at, count in enumerate(counts)]
    return pareto_chart("p", "Causes", pieces, vital=vital, first="Cause", counted="Complaints")


def heat(*told, without=0):
    cells = [list(NIGHT) for _day in range(7)]
    for day, hour, count in told:
        cells[day][hour] = count
    return heat_chart("h", "Hours", cells, without=without)


def of(chart, kind, role=""):
    return [s for s in chart.shapes if isinstance(s, kind) and s.role.startswith(role)]


def test_bars_and_line_stand_on_one_scale_from_nothing_to_all():
    chart, width = pareto(), RIGHT - LEFT
    bars = [*of(chart, Rect, "bar"), *of(chart, Rect, "stack-3")]
    assert [bar.width for bar in bars] == [pytest.approx(width * n / 100) for n in COUNTS]
    reached = [LEFT + width * n / 100 for n in accumulate(COUNTS)]
    assert [dot.x for dot in of(chart, Dot)] == [pytest.approx(x) for x in reached]
    assert reached[-1] == RIGHT


def test_the_vital_few_are_marked_and_named():
    chart = pareto()
    assert len(of(chart, Rect, "bar")) == 2 and len(of(chart, Rect, "stack-3")) == 2
    assert chart.sentence == "A (60), B (25): 85% of all 100 come from 2 of 4 categories."
    many = pareto([10] * 10, vital=8).sentence
    assert many.startswith(
        "A (10), B (10), C (10) come first, with 30% of all 100; it takes 8 of 10"
    )
    assert pareto([7], 1).sentence == "All 7 are about one thing: A (7)."
    assert pareto([], 0).sentence == "Nothing was told in this span."


def test_small_causes_share_the_last_bar_and_stand_in_the_table():
    chart = pareto([100, *range(19, 0, -1)], vital=4)
    assert len([*of(chart, Rect, "bar"), *of(chart, Rect, "stack-3")]) == 12
    assert len(chart.rows) == 20 and chart.rows[-1][-1] == "100%"


def test_four_shades_are_equal_steps_up_to_the_most():
    assert [shade(n, 8) for n in (0, 1, 2, 3, 4, 5, 6, 7, 8)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert [shade(n, 1) for n in (0, 1)] == [0, 4]
    legend = heat((0, 9, 8), (1, 9, 1)).legend
    assert [key.text for key in legend] == ["0", "1–2", "3–4", "5–6", "7–8"]
    assert [key.text for key in heat((0, 9, 2)).legend] == ["0", "1", "2"]


def test_each_hour_of_the_week_is_a_cell_with_its_count():
    chart = heat((0, 9, 5), (0, 10, 2), (6, 23, 1))
    cells = of(chart, Rect, "heat-")
    assert len(cells) == 7 * 24
    assert [cell.title for cell in cells if cell.role != "heat-0"] == [
        *("Monday, 09:00: 5", "Monday, 10:00: 2"),
        "Sunday, 23:00: 1",
    ]
    assert [row[0] for row in chart.rows] == ["09:00", "10:00", "23:00"]
    assert chart.rows[0][1:] == ["5", *["0"] * 6, "5"]


def test_the_heat_map_says_when_and_how_many_have_no_hour():
    said = heat((0, 9, 5), (0, 10, 2), (6, 23, 1), without=3).sentence
    assert "Of 8 with a time of day, most came on Monday (7)" in said
    assert "between 09:00 and 10:00 (5)" in said and "3 have no time of day" in said
    assert heat().sentence == "No time of day is known."
    assert "between 23:00 and 00:00" in heat((6, 23, 1)).sentence


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
@pytest.mark.parametrize("make", [pareto, lambda: heat((2, 14, 3), without=1)])
def test_print_needs_no_style_sheet_and_carries_its_legend(make, language):
    with override(language):
        chart = with_legend(make(), 560)
        drawn = str(chart.svg(InPrint(width=560, colours=LIGHT)))
        assert "class=" not in drawn.removeprefix('<svg class="chart"')
        assert "%" not in re.sub(r">[^<]*<", "><", drawn)
        assert all(key.text in drawn for key in chart.legend)
        assert chart.sentence and chart.sentence == chart.description
