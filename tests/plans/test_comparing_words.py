"""Marked texts: nothing is lost, what moved is said, and words and figures stay whole."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.history.differences import differences, moved, words

LINES = st.lists(
    st.text(alphabet="ab cd.,%12 首次解決率、。\u3000-’\r", max_size=24)
    | st.sampled_from(["The hotline answers at once.", "首次解決率由68%升至80%。", ""]),
    max_size=7,
)
TEXT = LINES.map("\n".join)


def text_of(pieces, kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXT, TEXT)
def test_kept_and_removed_is_the_old_text_kept_and_added_the_new(before, after):
    pieces = words(before, after)
    assert text_of(pieces, {"same", "removed"}) == before
    assert text_of(pieces, {"same", "added"}) == after


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert all(piece.kind == "same" for piece in words(text, text))


@given(st.permutations([*"abcdefgh"]))
def test_as_few_rows_move_as_possible(now):
    was = [*"abcdefgh"]
    gone = moved(was, now)
    assert [key for key in now if key not in gone] == sorted(set(was) - gone)


def marked(before, after):
    signs = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    return "".join(signs[piece.kind].format(piece.text) for piece in words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("首次解決率升至68%", "首次解決率升至80%", "首次解決率升至-68%-+80%+"),
        ("由1,240宗降至900宗", "由1,250宗降至900宗", "由-1,240-+1,250+宗降至900宗"),
        ("the office reads", "the officer reads", "the -office-+officer+ reads"),
        ("don’t wait", "doesn’t wait", "-don’t-+doesn’t+ wait"),
        ("快，準", "慢，穩", "-快，準-+慢，穩+"),
        ("calls, mails", "visits, talks", "-calls, mails-+visits, talks+"),
        ("用SAP系統", "用SAS系統", "用-SAP-+SAS+系統"),
    ],
)
def test_words_and_figures_stay_whole_and_no_mark_stands_alone(before, after, shown):
    assert marked(before, after) == shown


def test_a_paragraph_that_moved_is_said_to_have_moved():
    one, two, three = "The first paragraph.\n", "The second paragraph.\n", "The third one, last.\n"
    pieces = words(one + two + three, three + one + two)
    assert [(p.kind, p.text) for p in pieces if p.moved] == [("added", three), ("removed", three)]


def row(key, title):
    return {"id": key, "number": key, "title": title}


def test_a_goal_that_changed_its_place_is_paired_and_said_to_have_moved():
    before = {"goals": [row("G1", "One"), row("G2", "Two"), row("G3", "Three")]}
    after = {"goals": [row("G3", "Three"), row("G1", "One"), row("G2", "Two, anew")]}
    found = [(goal.kind, goal.number, goal.moved) for goal in differences(before, after).goals]
    assert found == [("moved", "G3", True), ("changed", "G2", False)]
