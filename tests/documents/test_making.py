"""A document is made by a child process; one that is not is a sentence and a line in the log."""

import subprocess
import sys
import threading

import pytest
from django.urls import reverse

from improvement.apart import running
from improvement.apart.limits import Limits
from improvement.documents import kept, making
from improvement.documents.content import Picture
from improvement.documents.forms import Form
from improvement.vendor import ROOT
from tests import factories

from .papers import SVG, paper

HEAVY = ["typst", "docx", "openpyxl", "python_calamine", "lxml", "nh3", "segno", "hypothesis"]
PROGRAM = f"""
import django, sys
django.setup()
import improvement.urls
print(*[name for name in {HEAVY} if name in sys.modules])
"""


@pytest.fixture
def at(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="execution")
    return reverse("plans:export_file", args=[plan.public_id, "pdf"])


@pytest.fixture
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    return tmp_path


def test_what_is_not_made_in_time_is_a_sentence_and_a_line_in_the_log(
    cast, at, sign_in, folder, monkeypatch, caplog
):
    monkeypatch.setattr(making, "LIMITS", Limits(wall=0.001))

    answer = sign_in(cast.xia).get(at)

    assert answer.status_code == 503
    assert "The document could not be made." in answer.content.decode()
    assert at in answer.content.decode()
    assert "improvement.documents.pdf:pdf: TooMuch" in caplog.text
    assert not list(folder.rglob("*.pdf"))


def test_whoever_comes_while_too_many_are_made_is_asked_to_come_again(
    cast, at, sign_in, folder, monkeypatch
):
    monkeypatch.setattr(running, "places", threading.BoundedSemaphore(1))
    running.places.acquire()
    monkeypatch.setattr(making, "LIMITS", Limits(wall=0.1))

    answer = sign_in(cast.xia).get(at)

    assert answer.status_code == 503
    assert "Ask for it again in a minute." in answer.content.decode()


def test_a_chart_is_drawn_once_for_all_word_files(folder, monkeypatch):
    other = SVG.replace("60", "40")
    one = paper(Form.PLAIN, "en", [Picture(svg, 100, 20) for svg in (SVG, other, SVG)])
    first = kept.pictures(one)
    monkeypatch.setattr(making, "LIMITS", Limits(wall=0.001))

    assert kept.pictures(one) == first
    assert len(set(first.values())) == len(list(folder.rglob("*.png"))) == 2


def test_a_web_worker_loads_none_of_the_libraries():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
