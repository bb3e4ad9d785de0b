"""permissions.csv against the web: what a browser is answered, page by page and step by step."""

from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from .beside import form_beside, page_of
from .loader import place_id, places, without_people
from .scene import DEPARTMENT, INPUTS, Undo, fresh, scan, sheet_of

SIGN_IN = "sign in"
"""What an account that is not active is answered, whatever it asks for."""
NO_PERSON = without_people()
PART_OF_A_PAGE = {
    ("view", "urging"),
    ("view", "checklistanswer"),
    ("add", "dependency"),
    ("view", "votingrule"),
    ("add", "votingrule"),
    ("add", "datarequest"),
}
"""Read or written among much else, on a page with rules of its own."""


@pytest.fixture
def browser():
    return Client()


def sessions(people):
    """The key of everybody's session: each signs in once, and is asked about many times."""
    keys = {}
    for name, person in people.items():
        client = Client()
        client.force_login(person)
        keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


def answer(browser, case, row):
    """The status of the page, or of the step's POST, in the words of the table."""
    if case.verb == "view":
        response = browser.get(page_of(row))
    elif case.verb == "add":
        response = browser.post(*form_beside(row))
    else:
        response = browser.post(address(row, case.verb), typed(case, row))
    if response.status_code == 302 and response.url.startswith(reverse(settings.LOGIN_URL)):
        return SIGN_IN
    return "allow" if response.status_code in (200, 302) else str(response.status_code)


def address(row, verb):
    if (row._meta.model_name, verb) == ("review", "finish"):
        return reverse("plans:finish_review", args=[row.plan.public_id])
    if verb == "tick":
        return reverse("plans:seen", args=[row.plan.public_id])
    if verb in ("urge", "urge_all"):
        return reverse("plans:urge", args=[row.public_id])
    return row.step_url(verb)


def typed(case, row):
    if case.verb == "attach":
        return {"file": ContentFile(b"Evidence.", "notes.txt")}
    if case.verb == "vote":
        return {"choice": "abstain", "seen": row.digest}
    if case.verb == "invite":
        return {"count": "3"}
    if case.verb == "tick":
        return {"anchor": "section-overview", "seen": "1"}
    if case.verb == "urge":
        return {"department": DEPARTMENT}
    if case.verb == "urge_all":
        return {"all": "1"}
    if case.verb == "enter_minutes":
        sheet = sheet_of(row)
        votes = {f"choice_{line.seat}": line.choice for line in sheet.lines}
        return {"held_on": sheet.held_on, "tail": sheet.tail, "file": scan(), **votes}
    return {
        "version": row.version,
        "summary": "Please state the baseline.",
        "recommendation": "Sound figures.",
        **{name: str(value) for name, value in INPUTS.items() if name != "now"},
    }


def has_an_address(case):
    return case.verb != "change" and (case.verb, case.model) not in PART_OF_A_PAGE


@pytest.mark.parametrize("cases", places(has_an_address), ids=place_id)
def test_the_web_answers_as_the_table_says(scene, browser, cases):
    rows = {name: fresh(row) for name, row in scene.rows_of(cases[0]).items()}
    keys = sessions({name: scene.person(name) for name in rows})
    wrong = []
    for case in cases:
        browser.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: keys[case.person]})
        expected = SIGN_IN if case.person == "ina" else case.outcome
        given = ""
        try:
            with transaction.atomic():
                given = answer(browser, case, rows[case.person])
                raise Undo
        except Undo:
            pass
        if given != expected:
            wrong.append(f"{case}: {given}, not {expected} ({case.clause})")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "arrow"), NO_PERSON, ids=[f"{name}-{arrow.step}" for name, arrow in NO_PERSON]
)
def test_what_a_decision_or_a_date_does_has_no_address(scene, browser, name, arrow):
    row = scene.build(name, arrow.source, "", DEPARTMENT)
    for who in ("hana", "oscar", "cora"):
        browser.force_login(scene.person(who))
        assert browser.post(address(row, arrow.step)).status_code == 404
