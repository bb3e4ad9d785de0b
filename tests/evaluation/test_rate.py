"""Self first, then the superior, then the office; words where they are owed (5.2.2, 5.3.2)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluation.models import Rating, Side
from evaluation.scoresheet import Scoresheet
from evaluation.steps import Given, rate
from improvement.door.acts import take
from improvement.door.refusals import Invisible, NotYours, StepRefused, WrongState

D = Decimal


def sentences(refused: StepRefused) -> list[str]:
    return [str(gap.sentence) for gap in refused.gaps] or [str(refused.sentence)]


def test_the_totals_are_weighed_when_a_side_hands_in(year, contact_centre):
    row = year.scored()

    # By hand in test_weighing: 40, 25 and 20 of 100 have scores.
    assert (row.own_total, row.superior_total, row.office_total) == (
        D("82.4"),
        D("82.5"),
        D("82.6"),
    )
    assert (row.total, row.grade, row.status) == (D("82.5"), "b", "scored")


def test_a_score_below_the_threshold_needs_its_cause(year, contact_centre):
    year.opened()
    year.give(Side.SELF, "dana", 60, 80)

    with pytest.raises(StepRefused) as refused:
        take(year.scorecard(), "rate_oneself", by=year.cast.hana)
    assert "a score this low needs its cause" in sentences(refused.value)[0]

    year.give(Side.SELF, "dana", 60, 80, word="The new system came in March.")
    assert take(year.scorecard(), "rate_oneself", by=year.cast.hana).status == "self_rated"


def test_figures_ask_for_a_score(year, contact_centre):
    year.values(contact_centre, ("2027-03", 81))
    year.opened()
    year.give(Side.SELF, "dana", None, 80)

    with pytest.raises(StepRefused) as refused:
        take(year.scorecard(), "rate_oneself", by=year.cast.hana)

    assert "there are figures" in sentences(refused.value)[0]


def test_where_nothing_is_known_words_do_instead_of_a_score(year, contact_centre):
    contact_centre.measures.update(archived=True)
    year.opened()
    assert Scoresheet(year.scorecard()).without_figures
    with pytest.raises(StepRefused) as refused:
        take(year.scorecard(), "rate_oneself", by=year.cast.hana)
    assert sentences(refused.value) == [
        "There are no figures: give a score, or say in words why there is none."
    ]

    say(year, Side.SELF, "dana", "Counting begins in April.")
    take(year.scorecard(), "rate_oneself", by=year.cast.hana)
    year.at("2027-04-29")
    year.scan()
    with pytest.raises(StepRefused):
        take(year.scorecard(), "score", by=year.cast.olga)

    say(year, Side.OFFICE, "olga", "Nothing can be said of this quarter.")
    row = take(year.scorecard(), "score", by=year.cast.olga)
    assert (row.own_total, row.total, row.grade) == (None, None, "")


def say(year, side, by, text):
    rate(by=year.cast.people[by], evaluation=year.scorecard(), side=side, given={}, text=text)


def test_where_something_is_known_words_are_no_score(year, contact_centre):
    year.values(contact_centre, ("2027-03", 81))
    year.opened()
    say(year, Side.SELF, "dana", "Better not.")

    with pytest.raises(StepRefused) as refused:
        take(year.scorecard(), "rate_oneself", by=year.cast.hana)
    assert "Give at least one criterion a score." in sentences(refused.value)


def test_a_large_gap_needs_its_reason(year, contact_centre):
    year.self_rated(90, 80, None, 70)
    year.at("2027-05-20")
    year.scan()
    year.give(Side.OFFICE, "olga", 82, 80, None, 70)

    with pytest.raises(StepRefused) as refused:
        take(year.scorecard(), "score", by=year.cast.olga)
    assert "a gap of 8.0 points needs its reason" in sentences(refused.value)[0]

    year.give(Side.OFFICE, "olga", 82, 80, None, 70, word="Two months were restated.")
    assert take(year.scorecard(), "score", by=year.cast.olga).status == "scored"


def test_the_office_waits_for_the_figures_and_for_the_superior(year, contact_centre):
    year.self_rated()
    year.give(Side.OFFICE, "olga", 86, 84, None, 74)

    with pytest.raises(StepRefused) as refused:
        take(year.scorecard(), "score", by=year.cast.olga)

    told = " ".join(sentences(refused.value))
    assert "Data are taken until 2027-04-09" in told
    assert "The superior can still rate until 2027-04-28" in told


def test_a_superior_who_lets_the_day_pass_is_left_out(year, contact_centre):
    year.self_rated()
    year.at("2027-04-29")
    year.scan()
    year.give(Side.OFFICE, "olga", 86, 84, None, 74)

    row = take(year.scorecard(), "score", by=year.cast.olga)

    assert row.superior_total is None
    # (40 * (18 + 43) / 0.7 + 25 * (16 + 42) / 0.7 + 20 * (14 + 37) / 0.7) / 85
    assert row.total == D("82.5")


@pytest.mark.parametrize("score", [D("-0.1"), D("100.1")])
def test_a_score_out_of_range_is_refused_in_words(year, contact_centre, score):
    row = year.opened()
    criterion = row.period.criteria.criteria.first()

    with pytest.raises(StepRefused, match="A score lies between 0 and 100"):
        rate(by=year.cast.dana, evaluation=row, side=Side.SELF, given={criterion: Given(score)})


@pytest.mark.parametrize(
    ("side", "by"), [("self", "olga"), ("office", "hana"), ("superior", "hana"), ("office", "otto")]
)
def test_nobody_writes_on_another_side(year, side, by):
    code = "qua" if by == "otto" else "csc"
    year.plan(code)
    year.scan()

    with pytest.raises((NotYours, Invisible)):
        year.give(side, by, 80, code=code)
    assert not Rating.objects.exists()


def test_a_side_is_closed_when_it_has_handed_in(year, contact_centre):
    year.self_rated()

    with pytest.raises(WrongState):
        year.give(Side.SELF, "dana", 100)


def test_the_office_goes_on_without_a_department_that_is_silent(year, contact_centre):
    year.opened()
    with pytest.raises(StepRefused, match="can still rate itself until 2027-04-14"):
        take(year.scorecard(), "go_without", by=year.cast.olga, reason="Nothing came.")

    year.at("2027-04-15")
    row = take(year.scorecard(), "go_without", by=year.cast.olga, reason="Nothing came.")

    assert (row.status, row.own_total) == ("self_rated", None)


def test_others_scores_stay_with_them_until_shown(year, contact_centre):
    year.scored()
    hana, sam = year.cast.hana, year.cast.sam
    seen = Rating.objects.visible_to(hana)
    assert {rating.side for rating in seen} == {"self"}
    assert not hana.has_perm("evaluation.read_scores_evaluation", year.scorecard())

    take(year.scorecard(), "show", by=year.cast.olga)

    assert {r.side for r in Rating.objects.visible_to(hana)} == {"self", "superior", "office"}
    assert not Rating.objects.visible_to(sam).exists()
