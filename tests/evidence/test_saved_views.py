"""Filters under a name: saved, shared, opened, renamed, taken away."""

import pytest

from evidence.models import SavedView
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.refusals import NotYours, WrongState

URL = "/records/views/"


@pytest.fixture
def saved(cast):
    """saved(name): a view of Dana's, or shared as told."""

    def add(name="Late calls", *, by=None, asked="q=late", **fields):
        owner = by or cast.dana
        return create(SavedView(name=name, asked=asked, owner=owner, **fields), by=owner)

    return add


def text(response):
    return response.content.decode()


def named(client, page="/records/"):
    rows = client.get(page).context
    return [view.name for view in (rows["views"] if page == "/records/" else rows["page"])]


def test_what_is_asked_is_saved_under_a_name_and_opened_with_one_click(cast, sign_in):
    client = sign_in(cast.dana)
    page = client.get(f"{URL}?q=late&kind=complaint&after=2026-01-01_3&severity=&x=1")
    assert page.context["asked"] == "q=late&kind=complaint"
    typed = {"name": "Late calls", "asked": page.context["asked"], "key": "k1"}
    answer = client.post(URL, typed)
    assert answer.url == "/records/?q=late&kind=complaint"
    client.post(URL, typed)
    view = SavedView.objects.get()
    assert (view.owner, view.reach, view.department) == (cast.dana, "own", None)
    entry = Entry.objects.about("evidence.savedview", view.pk).get()
    assert entry.verb == "create" and "late" not in entry.body.lower()
    register = text(client.get("/records/"))
    assert 'href="/records/?q=late&amp;kind=complaint"' in register and "Late calls" in register
    assert 'aria-current="page">Late calls' in text(client.get(view.opens))


def test_nothing_asked_is_nothing_to_save(cast, sign_in):
    client = sign_in(cast.dana)
    answer = client.post(URL, {"name": "All", "asked": "x=1"})
    assert answer.status_code == 409 and "Narrow the register first" in text(answer)
    assert client.post(URL, {"name": "", "asked": "q=a"}).status_code == 409
    assert not SavedView.objects.exists()
    assert client.get(URL).context["form"] is None


def test_a_view_is_seen_by_those_it_was_saved_for(cast, sign_in, saved):
    saved("Mine")
    saved("Ours", reach="department", department=cast.csc)
    saved("All", by=cast.olga, reach="all")
    assert named(sign_in(cast.dana)) == ["All", "Mine", "Ours"]
    assert named(sign_in(cast.hana)) == named(sign_in(cast.sam)) == ["All", "Ours"]
    assert named(sign_in(cast.xia)) == named(sign_in(cast.leo), URL) == ["All"]


def test_a_department_is_shared_with_by_its_own_and_all_by_the_office(cast, sign_in):
    shares = {
        (cast.dana, str(cast.csc.pk)): 302,
        (cast.xia, str(cast.csc.pk)): 403,
        (cast.olga, "all"): 302,
        (cast.hana, "all"): 403,
    }
    for (person, share), status in shares.items():
        typed = {"name": "A view", "asked": "q=a", "share": share}
        assert sign_in(person).post(URL, typed).status_code == status, (person, share)
    reached = set(SavedView.objects.values_list("reach", "department"))
    assert reached == {("department", cast.csc.pk), ("all", None)}
    for wrong in ({"reach": "all"}, {"reach": "department", "department": cast.lic}):
        with pytest.raises(NotYours):
            create(SavedView(name="x", asked="q=a", owner=cast.dana, **wrong), by=cast.dana)


def test_it_is_renamed_and_taken_away_and_brought_back(cast, sign_in, saved):
    view = saved()
    client = sign_in(cast.dana)
    page = view.get_absolute_url()
    assert client.post(page, {"name": "Calls", "version": 1}).status_code == 302
    assert client.post(page, {"name": "Other", "version": 1}).status_code == 409
    client.post(f"{page}remove/", {"version": 2})
    view.refresh_from_db()
    assert (view.name, view.status) == ("Calls", "removed")
    assert named(client) == named(client, URL) == []
    assert "Bring the view back" in text(client.get(page))
    with pytest.raises(WrongState):
        record(view, {"name": "x"}, by=cast.dana)
    take(view, "restore", by=cast.dana)
    assert named(client) == ["Calls"]
    assert [e.verb for e in Entry.objects.about("evidence.savedview", view.pk)] == [
        "create",
        "change",
        "remove",
        "restore",
    ]


def test_a_view_shows_each_reader_their_own_records(cast, sign_in, saved):
    view = saved(by=cast.olga, asked="kind=complaint", reach="all")
    for name in ("dana", "xia"):
        assert sign_in(cast.people[name]).get(view.opens).status_code == 200
    assert sign_in(cast.leo).post(view.get_absolute_url(), {"name": "x"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_of_views_ask_a_fixed_number_of_queries(
    cast, sign_in, saved, number, django_assert_max_num_queries
):
    for position in range(number):
        view = saved(f"View {position}", reach="department", department=cast.csc)
    client = sign_in(cast.dana)
    for page in ("/records/", URL, view.get_absolute_url()):
        client.get(page)
        with django_assert_max_num_queries(8):
            client.get(page)
