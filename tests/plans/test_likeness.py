"""Near-duplicates in English and Chinese (D59, D60), measured on the goals of real agencies."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from improvement.desk.example.likeness import near_duplicates
from plans.consolidation.items import GoalItem, Line, Round
from plans.consolidation.likeness import (
    SAME,
    SIMILAR,
    Pair,
    Text,
    alike,
    cosine,
    scored,
    weighed,
    words_of,
)
from plans.consolidation.rules_between import BORNE_OUT, overlaps, texts

USGOV = Path(__file__).parents[1] / "data" / "usgov"


def goals():
    """The objective of a strategic goal; name and description of a priority goal."""
    with (USGOV / "usgov_goals.csv").open(encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            if row["goal_id"]:
                name = "" if row["goal_type"] == "SG" else row["goal_name"] + " "
                yield Text(row["goal_id"], row["agency_code"], name + row["goal_description"])


def listed(*classes):
    with (USGOV / "near_duplicates.csv").open(encoding="utf-8") as file:
        return {(r["goal"], r["other"]) for r in csv.DictReader(file) if r["class"] in classes}


def test_the_list_was_judged_without_the_finder_and_names_what_the_files_hold():
    known = {text.key: text.owner for text in goals()}
    for one, other in listed("joint", "duplicate", "related"):
        assert one < other
        assert known[one] != known[other]
    assert [len(listed(c)) for c in ("joint", "duplicate", "related")] == [21, 48, 429]


def test_precision_and_recall_on_the_list():
    """The figures of docs/example.md: what is said to be found there is found here."""
    found = alike(goals())
    sure = [pair for pair in found if pair.likeness >= SAME]
    right, theme = listed("joint", "duplicate"), listed("related")
    assert scored(sure, right) == (32, 28, 69)
    assert scored(found, right) == (55, 37, 69)
    assert scored(sure, listed("joint")).recall == 1
    assert scored(sure, right | theme).precision == 1
    assert scored(found, right | theme).right == 47


def test_the_same_purchase_is_found_in_either_script_and_order():
    texts = [
        Text("itd", "itd", "採購兩套網上預約系統"),
        Text("fac", "fac", "采购网上预约系统两套"),
        Text("csc", "csc", "縮短熱線輪候時間"),
        Text("hrd", "hrd", "前線員工培訓課程"),
    ]
    (pair,) = alike(texts)
    assert pair[:2] == ("fac", "itd")
    assert pair.likeness >= SAME


def test_a_long_explanation_does_not_hide_that_two_begin_alike():
    long = "Open a booking desk for wheelchair users at every counter"
    more = " ".join(f"It explains step{n} and phase{n} of another matter{n}." for n in range(9))
    texts = [Text("a", "a", long), Text("b", "b", f"{long}. {more}"), Text("c", "c", more)]
    assert [pair[:2] for pair in alike(texts) if "c" not in pair] == [("a", "b")]


def test_what_only_shares_good_intentions_is_not_alike():
    texts = [
        Text("a", "a", "Improve and strengthen the quality of drinking water"),
        Text("b", "b", "Improve and strengthen the training of new clerks"),
        Text("c", "c", "提升服務質素"),
        Text("d", "d", "提升員工士氣"),
    ]
    assert alike(texts) == []


def test_one_department_is_not_compared_with_itself():
    assert (
        alike([Text("1", "csc", "Call back service"), Text("2", "csc", "Call back service")]) == []
    )


def test_a_sentence_that_everybody_copied_makes_no_million_pairs():
    texts = [Text(str(n), str(n), "Answer every call within 20 seconds") for n in range(500)]
    assert len(alike(texts)) == 499


WORDS = [
    "online",
    "booking",
    "system",
    "counters",
    "training",
    "clerks",
    "網上",
    "預約",
    "系統",
    "採購",
    "培訓",
]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(st.lists(words, min_size=2, max_size=8))
def test_likeness_is_symmetric_and_between_nothing_and_one(texts):
    from collections import Counter

    vectors = weighed([Counter(words_of(text)) for text in texts])
    for one in vectors:
        for other in vectors:
            assert -1e-9 <= cosine(one, other) <= 1 + 1e-9
            assert abs(cosine(one, other) - cosine(other, one)) < 1e-12


@given(st.lists(words, min_size=2, max_size=8), st.randoms())
def test_the_order_of_the_texts_does_not_matter(texts, random):
    known = [Text(f"t{n}", f"d{n}", text) for n, text in enumerate(dict.fromkeys(texts))]
    turned = random.sample(known, len(known))
    assert {p[:2]: p.likeness for p in alike(known)} == {p[:2]: p.likeness for p in alike(turned)}


def test_nothing_found_is_precise_and_finds_nothing():
    score = scored([], {("a", "b")})
    assert (score.precision, score.recall) == (1, 0)
    assert scored([Pair("a", "b", 1)], {("a", "b")}).recall == 1
    assert SIMILAR < SAME


def test_the_example_prints_joint_goals_precision_and_recall():
    """D60: all nine joint ids that stand with several goals, and how well the rest is found."""
    told = near_duplicates(USGOV)
    assert len(told["joint_with"]) == 9
    assert told["joint_with"]["006005JPG01"] == ["DOC", "USDA"]
    assert told["near_duplicates"]["say_the_same"] == {
        "found": 32,
        "right": 28,
        "of_one_theme": 4,
        "on_the_list": 69,
        "precision": 0.875,
        "recall": 0.406,
    }
    assert near_duplicates(USGOV.parent) == {}


def of(department, title, indicator):
    """A goal for the first overall goal, measured by one indicator that shall fall."""
    line = Line(department, indicator, "Wait", "lower", Decimal(1), None)
    return GoalItem(
        department, department, department, 1, title, "", "process", 1, frozenset(), (line,)
    )


def test_figures_bear_out_what_words_leave_open():
    """D60: one indicator, one direction, one overall goal; words alone would not do."""
    ours = of(1, "Shorten the wait on the hotline for visitors", 7)
    theirs = of(2, "Callers of the hotline wait less", 7)
    other = of(2, "Callers of the hotline wait less", 8)

    def found(*goals):
        year = Round(dt.date(2027, 1, 1), dt.date(2027, 12, 31), goals=goals)
        return [one.goals for one in overlaps(year) if one.rule == "goals_alike"]

    (pair,) = alike(texts([ours, theirs]), 0.0)
    assert BORNE_OUT <= pair.likeness < SIMILAR
    assert found(ours, theirs) == [(1, 2)]
    assert found(ours, other) == []
