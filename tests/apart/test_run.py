"""Work in a child process: answers come back, and no harm does (docs/decisions/0022)."""

import contextlib
import io
import logging
import os
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from improvement.apart import running
from improvement.apart.limits import Busy, Crashed, Limits, NotDone, Refused, TooMuch
from improvement.apart.running import run

WORK = "tests.apart.work"


def test_the_answer_is_data_and_the_child_knows_no_django():
    assert run(f"{WORK}:added", Decimal("1.5"), 2) == {"sum": "3.5", "modules": False}


def test_days_and_amounts_arrive_as_what_they_are():
    assert run(f"{WORK}:seen", date(2027, 3, 31), Decimal("0.10")) == "2027-03-31 0.10"


@pytest.mark.parametrize("on_disk", [True, False])
def test_a_file_is_read_from_its_beginning(tmp_path, on_disk):
    path = tmp_path / "sent"
    path.write_bytes(b"\x00\xffcontent")
    with path.open("rb") as disk:
        file = disk if on_disk else io.BytesIO(path.read_bytes())
        file.read(4)

        assert run(f"{WORK}:read", 5, file=file) == b"\x00\xffcon"


def test_what_is_said_on_the_way_is_heard_in_order():
    heard = []

    assert run(f"{WORK}:said", 3, hear=heard.append) == "done"
    assert heard == [{"row": 0}, {"row": 1}, {"row": 2}, b"\xff"]


def test_a_refusal_comes_with_its_reason_and_place(caplog):
    with pytest.raises(Refused) as refused:
        run(f"{WORK}:refuse", "B2")

    assert (refused.value.reason, refused.value.where) == ("formula", {"cell": "B2"})
    assert not caplog.records


def test_what_libraries_print_is_no_answer():
    assert run(f"{WORK}:printing") == "an answer"


@pytest.mark.parametrize(
    ("work", "limits", "fault"),
    [
        ("fail", Limits(), Crashed),
        ("falling", Limits(), Crashed),
        ("missing", Limits(), Crashed),
        ("much_memory", Limits(), TooMuch),
        ("much_time", Limits(seconds=1), TooMuch),
        ("sleeping", Limits(wall=0.5), TooMuch),
        ("chatter", Limits(answer=5_000_000), TooMuch),
        ("writing", Limits(wall=1), TooMuch),
        ("opening", Limits(), Crashed),
        ("calling", Limits(), Crashed),
    ],
)
def test_what_goes_wrong_is_an_end_and_a_line_in_the_log(caplog, work, limits, fault):
    with pytest.raises(NotDone) as ended:
        run(f"{WORK}:{work}", limits=limits)

    assert type(ended.value) is fault
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert f"{WORK}:{work}: {fault.__name__}" in record.getMessage()


@pytest.mark.parametrize(
    ("work", "fault"),
    [
        ("fail", "ValueError: a fault of its own"),
        ("opening", "Too many open files"),
        ("calling", "Too many open files"),
    ],
)
def test_the_fault_of_the_function_is_named(caplog, work, fault):
    with pytest.raises(Crashed):
        run(f"{WORK}:{work}")

    assert fault in caplog.text


def test_nothing_of_ours_goes_with_the_child(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "s")
    with (tmp_path / "held").open("wb") as held:
        os.set_inheritable(held.fileno(), True)

        assert "SECRET_KEY" not in run(f"{WORK}:environment")
        assert run(f"{WORK}:descriptors") == [0, 1, 2, 3]


@pytest.mark.parametrize("work", ["printing", "fail", "sleeping"])
def test_no_child_and_no_descriptor_is_left_behind(work):
    before = ours()

    with contextlib.suppress(NotDone):
        run(f"{WORK}:{work}", limits=Limits(wall=1))

    assert ours() == before


def ours():
    """The children and the descriptors of this process."""
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text()
    return children, sorted(Path("/proc/self/fd").iterdir())


def test_only_so_many_work_at_once(monkeypatch):
    monkeypatch.setattr(running, "places", threading.BoundedSemaphore(1))
    begun, go_on = threading.Event(), threading.Event()

    def hear(_piece):
        begun.set()
        go_on.wait()

    other = threading.Thread(target=lambda: run(f"{WORK}:said", 1, hear=hear))
    other.start()
    begun.wait()
    with pytest.raises(Busy):
        run(f"{WORK}:added", 1, 2, limits=Limits(wall=0.1))
    go_on.set()
    other.join()
    assert run(f"{WORK}:added", 1, 2)["sum"] == "3"
