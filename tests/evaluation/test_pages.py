"""The pages of chapter 5 as each person sees and uses them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.models import CriteriaSet, Evaluation, Rating, Verification
from improvement.door.acts import take


def typed(row: Evaluation, *scores: object, **more: object) -> dict[str, object]:
    """The form of a scorecard: a score for each criterion in their order."""
    criteria = row.period.criteria.criteria.all()
    found = {f"c{c.pk}-score": s for c, s in zip(criteria, scores, strict=False)}
    return found | {"version": row.version} | more


def test_the_department_saves_and_hands_in(year, contact_centre, sign_in):
    row = year.opened()
    client = sign_in(year.cast.hana)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Data checklist" in page and "no figures" in page
    assert "rate_oneself" not in page, "the form hands in what was typed; no link passes it by"

    saved = client.post(row.get_absolute_url(), typed(row, 88, 80, "", 75, text="Call-back."))
    assert saved.status_code == 302
    assert Rating.objects.count() == 3
    row = year.scorecard()
    assert (row.status, row.highlights) == ("collecting", "Call-back.")

    client.post(row.get_absolute_url(), typed(row, 88, 80, "", 75, hand_in="1"))
    assert year.scorecard().status == "self_rated"


@pytest.mark.parametrize(("name", "listed"), [("hana", True), ("olga", False), ("xia", False)])
def test_what_waits_for_one_stands_first_in_the_list(year, contact_centre, sign_in, name, listed):
    row = year.opened()
    page = sign_in(year.cast.people[name]).get("/evaluation/")
    assert page.context["waiting"] == ([row] if listed else [])
    assert ("Waiting for you" in page.content.decode()) == listed


def test_what_is_missing_is_said_and_what_was_typed_is_kept(year, contact_centre, sign_in):
    row = year.opened()

    answer = sign_in(year.cast.hana).post(
        row.get_absolute_url(), typed(row, 88, 50, "", "", hand_in="1")
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Measures on time: a score this low needs its cause." in page
    assert 'value="88"' in page


@pytest.mark.parametrize("score", ["101", "-1", "abc", "1e400"])
def test_a_score_out_of_range_is_shown_beside_its_field(year, contact_centre, sign_in, score):
    row = year.opened()

    answer = sign_in(year.cast.hana).post(row.get_absolute_url(), typed(row, score))

    assert answer.status_code == 409
    assert not Rating.objects.exists()
    assert "from 0 to 100" in answer.content.decode() or "between 0 and 100" in str(answer.content)


def test_a_clerk_saves_but_does_not_hand_in(year, contact_centre, sign_in):
    row = year.opened()
    client = sign_in(year.cast.dana)

    assert 'name="hand_in"' not in client.get(row.get_absolute_url()).content.decode()
    answer = client.post(row.get_absolute_url(), typed(row, 88, 80, hand_in="1"))

    assert answer.status_code == 403


def test_the_office_finishes_scoring_from_the_page(year, contact_centre, sign_in):
    year.self_rated()
    year.at("2027-04-29")
    year.scan()
    row = year.scorecard()

    sign_in(year.cast.olga).post(
        row.get_absolute_url(), typed(row, 86, 84, "", 74, text="Share it.", hand_in="1")
    )

    assert (year.scorecard().status, year.scorecard().suggestions_made) == ("scored", "Share it.")


def test_the_office_moderates_and_answers_on_the_page(year, contact_centre, sign_in):
    row = year.in_moderation()
    client = sign_in(year.cast.olga)
    missing = client.post(row.get_absolute_url(), typed(row, 95))
    assert missing.status_code == 409

    client.post(row.get_absolute_url(), typed(row, 95, "", "", "", answer="You are right."))

    row = year.scorecard()
    assert (row.status, str(row.total), row.answer) == ("moderated", "86.1", "You are right.")


def test_what_is_not_yet_shown_stands_on_no_page_of_the_department(year, contact_centre, sign_in):
    year.scored(86.3, 84, None, 74)
    client = sign_in(year.cast.hana)

    for page in (year.scorecard(), year.quarter):
        assert "86.3" not in client.get(page.get_absolute_url()).content.decode()
        assert "82.6" not in client.get(page.get_absolute_url()).content.decode()
    assert client.get(f"{year.quarter.get_absolute_url()}moderation/").status_code == 403


def test_a_stranger_meets_no_scorecard_before_publication(year, contact_centre, sign_in):
    row = year.opened()
    client = sign_in(year.cast.xia)

    assert client.get(row.get_absolute_url()).status_code == 404
    assert "Contact Centre" not in client.get(year.quarter.get_absolute_url()).content.decode()


def test_the_office_shows_and_confirms_all_at_once(year, contact_centre, sign_in):
    year.scored()
    client = sign_in(year.cast.olga)
    client.post(f"{year.quarter.get_absolute_url()}show-all/")
    assert year.scorecard().status == "shown"
    take(year.quarter, "begin_moderation", by=year.cast.olga)
    year.at("2027-04-20")

    sign_in(year.cast.olga).post(f"{year.quarter.get_absolute_url()}confirm-all/")

    assert year.scorecard().status == "moderated"
    assert (
        sign_in(year.cast.hana).post(f"{year.quarter.get_absolute_url()}confirm-all/").status_code
        == 403
    )


def test_a_new_edition_of_the_criteria_leaves_open_periods_alone(year, contact_centre, sign_in):
    year.opened()
    page = f"/evaluation/criteria/{year.round.public_id}/"
    client = sign_in(year.cast.olga)
    sent = {
        "criteria-TOTAL_FORMS": 2,
        "criteria-INITIAL_FORMS": 2,
        "criteria-0-kind": "goals",
        "criteria-0-weight": 60,
        "criteria-0-method": "data",
        "criteria-1-kind": "own",
        "criteria-1-name": "Cost and benefit",
        "criteria-1-weight": 30,
        "criteria-1-method": "rating",
        "own_share": 0,
        "superior_share": 40,
        "office_share": 60,
        "gap": 8,
        "threshold": 70,
        "grade_a": 90,
        "grade_b": 80,
        "grade_c": 70,
    }
    assert "add up to 100" in client.post(f"{page}edit/", sent).content.decode()

    client.post(f"{page}edit/", sent | {"criteria-1-weight": 40})

    latest = CriteriaSet.objects.latest("number")
    assert [str(c) for c in latest.criteria.all()] == ["Attainment of goals", "Cost and benefit"]
    assert year.quarter.criteria.number == 1
    assert "Cost and benefit" in client.get(page).content.decode()
    assert sign_in(year.cast.hana).get(f"{page}edit/").status_code == 403


def test_the_verdict_page_shows_promise_and_outcome(year, contact_centre, sign_in):
    year.values(contact_centre, ("2027-11", 83), ("2027-12", 84))
    year.at("2028-01-03")
    year.scan()
    found = Verification.objects.get(goal__number=1)

    page = sign_in(year.cast.olga).get(found.get_absolute_url()).content.decode()

    for words in ("Call log", "From 80 to 85 of 100 calls.", "84%", "80%", "Find no effect"):
        assert words in page
    assert (
        "Find no effect"
        not in sign_in(year.cast.hana).get(found.get_absolute_url()).content.decode()
    )


PAGES = ["/evaluation/", "period", "moderation", "scorecard", "criteria", "year_end", "plan"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_the_same_for_one_department_and_for_three(year, contact_centre, client, page):
    year.values(contact_centre, ("2027-01", 80), ("2027-02", 81), ("2027-03", 82))
    year.plan("qua")
    row = year.opened()
    address = {
        "period": year.quarter.get_absolute_url(),
        "moderation": f"{year.quarter.get_absolute_url()}moderation/",
        "scorecard": row.get_absolute_url(),
        "criteria": f"/evaluation/criteria/{year.round.public_id}/",
        "year_end": f"/evaluation/year-end/{year.round.public_id}/",
        "plan": f"/evaluation/year-end/plans/{row.plan.public_id}/",
    }.get(page, page)

    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    client.force_login(year.cast.olga)
    two = asked()
    year.plan("lic")
    begin_late(year, "lic")

    assert asked() == two
    assert two <= 10


def begin_late(year, code: str) -> None:
    """One more department in the open period."""
    plan = year.round.plans.get(department__code=code)
    Evaluation(
        period=year.quarter, plan=plan, department=plan.department, status="collecting"
    ).save()
