"""The pages of an adjustment: proposing without a script, reading both versions, deciding."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import Adjustment, Round
from tests import factories
from tests.plans.adjustments import REASONS, approved, begin, proposing, put, put_forward, submitted


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="execution")


def page(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def typed_over(measure, **values):
    """The form of a measure as the browser sends it, with some fields typed over."""
    kept = {
        "title": measure.title,
        "description": measure.description,
        "department": measure.department_id,
        "post": "",
        "person": measure.person_id,
        "starts": measure.starts,
        "ends": measure.ends,
        "cost": measure.cost,
        "benefit": measure.benefit,
        "resources": measure.resources,
        "risk": measure.risk,
        "operation": "",
    }
    return kept | values


def test_from_the_plan_to_a_handed_in_list_of_changes(cast, plan, sign_in):
    client, measure = sign_in(cast.hana), plan.measures.get()
    assert "open_adjustment/" in page(client, plan.get_absolute_url())
    page(client, f"{plan.get_absolute_url()}open_adjustment/")

    begun = client.post(f"{plan.get_absolute_url()}open_adjustment/", {"kind": "change"})
    adjustment = plan.adjustments.get()
    url = adjustment.get_absolute_url()
    assert begun["Location"] == url

    assert "Nothing is changed yet." in page(client, url)
    item = f"{url}change/?item=measure-{measure.public_id}"
    assert "In force: 320,000" in page(client, f"{url}change/", item=f"measure-{measure.public_id}")
    put_down = client.post(item, typed_over(measure, cost="280000", person=cast.sam.pk))
    assert put_down["Location"] == f"{url}#changes"
    client.post(url, {**REASONS, "version": adjustment.version})
    text = page(client, url)
    for words in (
        "HK$<del>320,000</del>",
        "HK$<ins>280,000</ins>",
        "<ins>Sam</ins>",
        "Two of five",
    ):
        assert words in text, words
    client.post(f"{url}submit/", {"version": Adjustment.objects.get().version})

    assert Adjustment.objects.get().status == "office_review"
    assert "Whose turn" in page(client, url)


def test_the_form_shows_what_was_proposed_and_what_is_in_force(cast, plan, sign_in):
    measure = plan.measures.get()
    adjustment = proposing(cast, plan, cost=Decimal(280_000), operation="suspend")
    url = f"{adjustment.get_absolute_url()}change/"

    text = page(sign_in(cast.dana), url, item=f"measure-{measure.public_id}")

    assert 'value="280000"' in text and "In force: 320,000" in text
    choices = [choice.partition(">")[0] for choice in text.split("<input ")]
    (chosen,) = [c for c in choices if 'name="operation"' in c and "checked" in c]
    assert 'value="suspend"' in chosen


def test_a_line_is_taken_out_again(cast, plan, sign_in):
    adjustment = proposing(cast, plan, cost=Decimal(1))
    (line,) = adjustment.changes.all()

    client = sign_in(cast.dana)
    client.post(f"{adjustment.get_absolute_url()}drop/{line.public_id}/")

    assert not adjustment.changes.live().exists()
    again = client.post(f"{adjustment.get_absolute_url()}drop/{line.public_id}/")
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Nothing is different from what is in force."),
        ({"cost": "dear"}, "Enter a number."),
        ({"cost": ""}, "This field is required."),
        ({"person": "999999"}, "Select a valid choice."),
        ({"operation": "resume"}, "Select a valid choice."),
        ({"starts": "2098-01-01"}, "The measure must end after it starts."),
        ({"milestone_title": "Half the desks"}, "A milestone has a name and a date."),
    ],
)
def test_a_value_that_cannot_stand_there_is_refused_and_kept(
    cast, plan, sign_in, changed, sentence
):
    measure, adjustment = plan.measures.get(), begin(cast, plan)
    url = f"{adjustment.get_absolute_url()}change/?item=measure-{measure.public_id}"

    answer = sign_in(cast.hana).post(url, typed_over(measure, **changed))

    assert sentence in answer.content.decode()
    for text in {**changed, "person": ""}.values():
        assert text in answer.content.decode()
    assert not adjustment.changes.exists()


@pytest.mark.parametrize("item", ["", "measure", "measure-nonsense", "plan-1", "goal-", "²"])
def test_what_is_not_in_the_plan_leads_back_to_the_list(cast, plan, sign_in, item):
    adjustment = begin(cast, plan)

    answer = sign_in(cast.hana).get(f"{adjustment.get_absolute_url()}change/", {"item": item})

    assert answer["Location"] == adjustment.get_absolute_url()


def test_a_row_of_another_plan_is_none(cast, plan, sign_in):
    other = factories.make_plan(cast, plan.round, "qua", status="empty", by="dora", head="hugo")
    adjustment, goal = begin(cast, plan), other.goals.first()

    answer = sign_in(cast.hana).get(
        f"{adjustment.get_absolute_url()}change/", {"item": f"goal-{goal.public_id}"}
    )

    assert answer.status_code == 302


def test_after_the_cut_off_the_page_says_so_and_where_it_goes_on(cast, plan, sign_in):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Round.objects.filter(pk=plan.round_id).update(changes_until=yesterday)

    answer = sign_in(cast.hana).post(f"{plan.get_absolute_url()}open_adjustment/")

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "goes into the year-end evaluation" in text
    assert plan.round.get_absolute_url() in text


def test_a_field_that_moved_is_marked_and_the_step_leads_to_it(cast, plan, sign_in):
    second = proposing(cast, plan, cost=Decimal(2))
    approved(cast, proposing(cast, plan, cost=Decimal(1)))
    client, url = sign_in(cast.hana), second.get_absolute_url()

    assert "Has changed since" in page(client, url)
    refused = client.post(f"{url}submit/")

    assert refused.status_code == 409
    assert f"{url}change/?item=measure-" in refused.content.decode()


def test_who_came_second_reads_by_what_it_was_overtaken(cast, plan, sign_in):
    second = proposing(cast, plan, cost=Decimal(2))
    put_forward(cast, second)
    approved(cast, proposing(cast, plan, cost=Decimal(1)))

    text = page(sign_in(cast.hana), second.get_absolute_url())

    assert "Adjustment 2 was approved first and has changed the same" in text


def test_the_plan_shows_both_versions_until_it_is_decided(cast, plan, sign_in):
    adjustment = proposing(cast, plan, cost=Decimal(280_000))
    put_forward(cast, adjustment)
    for name in ("dana", "olga", "leo"):
        text = page(sign_in(cast.people[name]), plan.get_absolute_url())
        assert "the version in force, shown below, is carried out" in text
        assert "<ins>280,000</ins>" in text and "HK$320,000" in text
    assert "280,000" not in page(sign_in(cast.xia), plan.get_absolute_url())

    factories.vote_through(cast, adjustment)

    text = page(sign_in(cast.xia), plan.get_absolute_url())
    assert "HK$280,000" in text and "320,000" not in text
    assert "280,000" in page(sign_in(cast.xia), f"{plan.get_absolute_url()}adjustments/")


def test_what_is_only_proposed_is_not_for_strangers(cast, plan, sign_in):
    adjustment = proposing(cast, plan, cost=Decimal(280_000))
    client = sign_in(cast.xia)

    assert client.get(adjustment.get_absolute_url()).status_code == 404
    assert client.get(f"{adjustment.get_absolute_url()}change/").status_code == 404
    assert client.post(f"{adjustment.get_absolute_url()}withdraw/").status_code == 404
    assert "Adjustment 1" not in page(client, f"{plan.get_absolute_url()}adjustments/")


def test_leadership_decides_with_before_and_after_on_one_screen(cast, plan, sign_in):
    adjustment = proposing(cast, plan, cost=Decimal(280_000), person=cast.sam)
    ballot = put_forward(cast, adjustment)
    client = sign_in(cast.leo)

    text = page(client, ballot.get_absolute_url())

    for words in (
        "in these 2 points",
        "HK$320,000 →",
        "Two of five left",
        "keeps the goal in reach",
    ):
        assert words in text
    sent = {"choice": "approve", "seen": ballot.digest}
    assert client.post(f"{ballot.get_absolute_url()}vote/", sent).status_code == 302


def test_ending_a_plan_is_asked_in_plain_words(cast, plan, sign_in):
    adjustment = begin(cast, plan, kind="terminate")
    ballot = put_forward(cast, adjustment)

    assert "Terminate the plan?" in page(sign_in(cast.leo), ballot.get_absolute_url())


def test_the_office_finds_it_on_its_desk_and_judges_it(cast, plan, sign_in):
    adjustment = submitted(cast, proposing(cast, plan, cost=Decimal(1)))
    client = sign_in(cast.olga)

    assert adjustment.get_absolute_url() in page(client, "/review/")
    assert f"{plan.get_absolute_url()}adjustments/" in page(client, "/")
    text = page(client, adjustment.get_absolute_url())
    for step in ("put_forward/", "send_back/", "reject/"):
        assert f"{adjustment.get_absolute_url()}{step}" in text
    client.post(f"{adjustment.get_absolute_url()}send_back/", {"reason": "How much exactly?"})

    assert "How much exactly?" in page(sign_in(cast.hana), adjustment.get_absolute_url())


def test_the_record_and_the_comparison_tell_what_was_adjusted(cast, plan, sign_in):
    before = plan.revision_number
    approved(cast, proposing(cast, plan, cost=Decimal(280_000)))
    client = sign_in(cast.dana)

    history = page(client, f"{plan.get_absolute_url()}history/")
    compared = page(client, f"{plan.get_absolute_url()}compare/{before}..{before + 1}/")

    assert "by an adjustment" in history and "adjustment 1: M1 · Cost" in history
    assert "<ins>280,000</ins>" in compared


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_the_pages_speak_chinese(cast, plan, sign_in, language):
    client = sign_in(cast.hana)
    client.cookies.load({"django_language": language})
    adjustment = proposing(cast, plan, cost=Decimal(1))

    text = page(client, adjustment.get_absolute_url())

    assert "List of changes" not in text
    assert "Adjustment" not in text.replace("adjustment", "")


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


@pytest.mark.parametrize("name", ["hana", "olga", "leo"])
def test_more_lines_and_more_adjustments_ask_no_more(cast, plan, sign_in, name):
    adjustment = proposing(cast, plan, cost=Decimal(1), person=cast.sam)
    put(cast, adjustment, plan.goals.get(number=1).target_lines.get(), target=Decimal(70))
    handed_in = submitted(cast, proposing(cast, plan, benefit=Decimal(3)))
    client = sign_in(cast.people[name])
    addresses = [
        plan.get_absolute_url(),
        f"{plan.get_absolute_url()}adjustments/",
        adjustment.get_absolute_url(),
        handed_in.get_absolute_url(),
    ]
    few = [queries(client, url) for url in addresses]
    put(cast, adjustment, cost=Decimal(2), risk="More", ends=dt.date(factories.YEAR, 5, 1))
    put(cast, adjustment, plan.goals.get(number=2).target_lines.get(), target=Decimal(70))
    for benefit in (4, 5):
        submitted(cast, proposing(cast, plan, benefit=Decimal(benefit)))

    many = [queries(client, url) for url in addresses]

    assert many == few
    assert max(many) <= 10
