"""Comparing two texts grows with more than their square; what it may cost is bounded."""

import time

import pytest

from plans.history.differences import words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("的是" * 20_000, "是的的" * 15_000),
        ("a\n" * 20_000, "b\na\n" * 10_000),
        (("的是" * 20 + "\n") * 1_000, ("是的的" * 13 + "\nx\n") * 1_000),
        ("a " * 20_000, " a" * 20_000),
    ],
    ids=["one line", "many lines", "many long lines", "blanks"],
)
def test_texts_made_to_take_long_do_not(before, after):
    started = time.process_time()
    pieces = words(before, after)

    assert time.process_time() - started < 5
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after


def test_a_small_change_in_a_long_line_is_marked_as_small():
    line = "".join(chr(0x4E00 + n % 97) for n in range(20_000))

    pieces = words(line, f"{line[:9_000]}改{line[9_001:]}")

    assert [(p.kind, len(p.text)) for p in pieces] == [
        ("same", 9_000),
        ("removed", 1),
        ("added", 1),
        ("same", 10_999),
    ]
