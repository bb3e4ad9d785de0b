"""What a refusal tells the person."""

from improvement.desk.middleware import explained
from improvement.door.refusals import Gap, Invisible, NotYours, Stale, StepRefused
from improvement.organization.models import Department


def test_somebody_elses_step_names_who_can() -> None:
    refused = NotYours("This step is not yours.", "the head")

    assert explained(refused) == {"sentence": "This step is not yours.", "who": "the head"}


def test_what_cannot_be_yet_says_what_is_missing() -> None:
    gaps = [Gap("There is no customer goal.", "/goals/")]

    assert explained(StepRefused("Not yet.", "/check/", gaps)) == {
        "sentence": "Not yet.",
        "link": "/check/",
        "gaps": gaps,
    }


def test_the_late_author_finds_the_text_beside_what_stands_there_now() -> None:
    row = Department(name="Contact Centre", code="CSC")

    context = explained(Stale(row, {"name": "Call Centre", "code": "CSC", "reason": "shorter"}))

    assert [(line["label"], line["differs"]) for line in context["typed"]] == [
        ("Name", True),
        ("Code", False),
        ("Reason", True),
    ]
    assert context["typed"][0]["now"] == "Contact Centre"


def test_the_invisible_says_nothing() -> None:
    assert explained(Invisible()) == {}
