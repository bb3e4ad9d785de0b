"""The call for plans: the office's words, the dates, what is asked; kept as it went out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from improvement.door.acts import record, take
from improvement.door.models import Revision
from improvement.notifications.models import Message
from improvement.notifications.rendering import text
from plans.round.gates import switch_off
from tests import factories

WORDS = "Read the complaints first."


@pytest.fixture
def prepared(cast: Any) -> Any:
    planning_round = factories.make_round(cast, year=2027, open_drafting=False, call=WORDS)
    switch_off(by=cast.olga, planning_round=planning_round, gate="baseline", reason="New figures")
    return planning_round


def html(response: Any) -> str:
    return str(response.content.decode())


def test_the_letter_says_the_date_the_words_and_what_is_not_asked(cast: Any, prepared: Any) -> None:
    """D17."""
    take(prepared, "open_drafting", by=cast.olga)

    letter = Message.objects.get(
        kind="plans.round.open_drafting", channel="email", recipient=cast.hana
    )
    body = text(letter).body
    for said in ("1 Dec 2026", WORDS, "Plan overview, Status analysis", "has a baseline"):
        assert said in body
    with translation.override("zh-hant"):
        assert "計劃概述" in text(letter).body
    assert text(letter).path == prepared.get_absolute_url()


def test_the_call_is_kept_as_it_went_out(
    cast: Any, prepared: Any, sign_in: Callable[..., Any]
) -> None:
    """D17."""
    opened = take(prepared, "open_drafting", by=cast.olga)
    sent = Revision.objects.of(opened).get()
    assert (sent.content["words"], sent.content["deadline"]) == (WORDS, "2026-12-01")
    assert sent.content["gates_off"] == [{"gate": "baseline", "reason": "New figures"}]

    record(opened, {"deadline": dt.date(2026, 12, 4)}, by=cast.olga)

    page = html(sign_in(cast.sam).get(f"{opened.get_absolute_url()}call/"))
    for said in (WORDS, "to 5 people", "1 Dec 2026", "plans are due on", "New figures"):
        assert said in page


def test_the_office_writes_the_words_until_it_is_sent(
    cast: Any, prepared: Any, sign_in: Callable[..., Any]
) -> None:
    client, address = sign_in(cast.olga), f"{prepared.get_absolute_url()}call/"
    assert "Not sent yet" in html(client.get(address))

    client.post(address, {"call": "Be brief.", "version": prepared.version})

    prepared.refresh_from_db()
    assert prepared.call == "Be brief."
    stale = client.post(address, {"call": "Longer.", "version": 1})
    assert (stale.status_code, "Longer." in html(stale)) == (409, True)
    take(prepared, "open_drafting", by=cast.olga)
    assert 'name="call"' not in html(client.get(address))
    client.post(address, {"call": "Too late"})
    prepared.refresh_from_db()
    assert prepared.call == "Be brief."


def test_others_read_it_and_do_not_write(
    cast: Any, prepared: Any, sign_in: Callable[..., Any]
) -> None:
    client, address = sign_in(cast.hana), f"{prepared.get_absolute_url()}call/"

    assert WORDS in html(client.get(address))
    assert client.post(address, {"call": "Mine"}).status_code == 403
