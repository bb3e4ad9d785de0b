"""A department brings in what is its own, the office what is anybody's."""

import pytest

from evidence.models import DataImport, ServiceRecord

from .files import ROWS, URL, as_csv, figures, finish, look_through


def test_a_department_brings_in_its_own_alone(cast, send, client):
    rows = [["Date", "Text", "Department"], ["2026-10-05", "Ours", "csc"]]
    rows.append(["2026-10-05", "Theirs", "Licensing"])
    assert send(as_csv(rows), department=cast.lic.pk).status_code == 409
    send(as_csv(rows))
    made = DataImport.objects.get()
    look_through(client, made, usual_channel="phone")
    assert figures(made) == (2, 1, 0, 1)
    content = b"".join(client.get(f"{made.get_absolute_url()}faults/").streaming_content).decode()
    assert "belongs to another department" in content
    assert client.get(URL).status_code == 200


def test_the_office_brings_in_for_all(cast, send, client):
    rows = [["Date", "Text", "Department"], ["2026-10-05", "Ours", "牌照服務科"]]
    rows += [["2026-10-05", "Theirs", "CSC"], ["2026-10-05", "Nobody's", ""]]
    send(as_csv(rows), by=cast.olga, department="")
    made = DataImport.objects.get()
    look_through(client, made, usual_channel="phone")
    assert figures(made) == (3, 2, 0, 1)
    finish(client, made)
    told = {row.text: row.department for row in ServiceRecord.objects.all()}
    assert told == {"Ours": cast.lic, "Theirs": cast.csc}


@pytest.mark.parametrize("name", ["sam", "leo", "anna", "ada"])
def test_others_bring_nothing_in(cast, send, client, name):
    assert send(as_csv(ROWS), by=cast.people[name]).status_code == 403
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    client.force_login(cast.people[name])
    for page in ("", "faults/"):
        assert client.get(f"{made.get_absolute_url()}{page}").status_code == 404
    assert client.post(f"{made.get_absolute_url()}finish/").status_code == 404
    assert client.get(URL).status_code == 403
