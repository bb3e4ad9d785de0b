"""Real answers to a survey, with all their spellings, and real labels: counted once a person."""

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from evidence.models import ServiceRecord
from evidence.words import reading
from evidence.words.counting import compared, tally
from evidence.words.splitting import words_in
from improvement.door.acts import create_many

ANSWERS = Path(settings.BASE_DIR) / "tests" / "data" / "survey" / "free_text.csv"
LEAVE, SOURCES, WORKPLACE = (
    "q18b_org_study_leave_days_txt",
    "q21a_cpd_opps_sources_txt",
    "q22a_org_nhs_type_cat",
)


def answers(column):
    """What was written; a dash is how the file spells nothing."""
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        told = [row[column] for row in csv.DictReader(file)]
    return [text for text in told if text not in {"", "-"}]


def saying(word, texts):
    """How many texts hold it, in one number or the other: worked out without the room."""
    return sum(bool(re.search(rf"\b{word}s?\b", text, re.IGNORECASE)) for text in texts)


@pytest.fixture
def told(cast):
    """The answers on study leave, as feedback that came in by a survey."""
    rows = [
        ServiceRecord(
            kind="feedback",
            channel="survey",
            department=cast.csc,
            opened_on=dt.date(2026, 11, 2),
            text=text,
        )
        for text in answers(LEAVE)
    ]
    create_many(rows, by=cast.dana)
    reading.read_new()


def test_free_text_is_counted_by_answer(told):
    texts = answers(LEAVE)
    now = tally(ServiceRecord.objects.all(), "words")
    assert (now.found, now.read, len(texts)) == (58, 58, 58)
    for word, times in (("leave", 6), ("study", 5), ("course", 4)):
        assert now.words[word] == saying(word, texts) == times
    first = compared(now, tally(ServiceRecord.objects.none(), "words"))
    assert all(one.verdict is None for one in first)


def test_a_phrase_of_free_text(told):
    now = tally(ServiceRecord.objects.all(), "phrases")
    assert now.words["study_leave"] == saying("study leave", answers(LEAVE)) == 4


def test_lines_and_addresses_of_an_answer_are_read():
    """Answers of several lines and whole web addresses: no address becomes a word."""
    texts = answers(SOURCES)
    found = Counter(word for text in texts for word in words_in(text).words)
    assert any("\n" in text for text in texts)
    assert any("https://" in text for text in texts)
    assert not any("http" in word or "www" in word for word in found)
    assert found["training"] == saying("training", texts) == 3


def test_labels_with_brackets_and_dots_are_words():
    """“Trust (hospitals, mental health, ambulance, etc..)”, and what is all capitals."""
    texts = answers(WORKPLACE)
    found = Counter(word for text in texts for word in words_in(text).words)
    for word in ("ambulance", "csu"):
        assert found[word] == saying(word, texts)
    assert (found["ambulance"], found["csu"], len(texts)) == (126, 33, 237)
    assert "etc" not in found
