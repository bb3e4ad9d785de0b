"""Differences of contents: rows by id, fields, words; on their own, without a database."""

import pytest

from plans.history.differences import differences, words

LINE = {"id": "l1", "indicator": "Wait", "target": "110", "unit": "s"}
GOAL = {"id": "g1", "number": "G1", "title": "Shorter waits", "target_lines": [LINE]}
EMPTY = {"sections": [], "goals": [], "measures": [], "word_on_warnings": ""}


def marked(before, after):
    signs = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    return "".join(signs[piece.kind].format(piece.text) for piece in words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("from 68 to 80", "from 68 to 85", "from 68 to -80-+85+"),
        ("縮短至110秒", "縮短至100秒", "縮短至-110-+100+秒"),
        ("平均輪候時間", "平均等候時間", "平均-輪-+等+候時間"),
        ("HK$320,000", "HK$410,000.5", "HK$-320,000-+410,000.5+"),
        ("", "new", "+new+"),
        ("gone", "", "-gone-"),
        ("one\ntwo\nthree", "one\nthree", "one\n-two\n-three"),
        ("same", "same", "same"),
    ],
)
def test_words_are_marked_and_chinese_by_the_character(before, after, expected):
    assert marked(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after"), [("a b c", "a x c d"), ("甲乙\n丙", "甲\n丁丙"), ("", "x")]
)
def test_the_pieces_give_both_texts_back(before, after):
    pieces = words(before, after)

    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after


def test_a_long_text_is_compared_in_no_time():
    before = "\n".join(f"Line {n} of a long plan with many words in it." for n in range(2000))

    assert (
        sum(p.kind != "same" for p in words(before, before.replace("Line 999 ", "Row 999 "))) == 2
    )


def test_equal_contents_differ_in_nothing():
    content = EMPTY | {"goals": [GOAL]}

    assert not differences(content, content)


def test_rows_are_paired_by_id_and_not_by_number():
    moved = GOAL | {"number": "G2"}

    assert not differences(EMPTY | {"goals": [GOAL]}, EMPTY | {"goals": [moved]})


def test_a_changed_line_is_told_under_its_goal():
    after = GOAL | {"target_lines": [LINE | {"target": "100"}]}

    (row,) = differences(EMPTY | {"goals": [GOAL]}, EMPTY | {"goals": [after]}).goals

    assert (row.kind, row.number, row.fields) == ("changed", "G1", ())
    assert [(f.name, f.before, f.after) for f in row.rows[0].fields] == [("target", "110", "100")]


def test_a_new_row_carries_everything_and_a_lost_one_too():
    there, gone = EMPTY | {"goals": [GOAL]}, EMPTY

    (added,) = differences(gone, there).goals
    (removed,) = differences(there, gone).goals

    assert (added.kind, removed.kind) == ("added", "removed")
    assert [f.after for f in added.fields] == ["Shorter waits"]
    assert [f.before for f in removed.rows[0].fields] == ["Wait", "110", "s"]


def test_nothing_and_the_empty_text_are_the_same():
    before = EMPTY | {"goals": [GOAL | {"statement": None}]}
    after = EMPTY | {"goals": [GOAL | {"statement": ""}]}

    assert not differences(before, after)


def test_sections_and_the_word_are_told_by_name():
    before = EMPTY | {"sections": [{"key": "overview", "body": "Old"}]}
    after = EMPTY | {
        "sections": [{"key": "overview", "body": "New"}, {"key": "effect", "body": ""}],
        "word_on_warnings": "Because.",
    }

    found = differences(before, after)

    assert [(f.name, f.before, f.after) for f in found.sections] == [("overview", "Old", "New")]
    assert [f.after for f in found.words] == ["Because."]
