"""The office sees the value before, the change and any signal beside each that waits (5.2.1)."""

from decimal import Decimal as D

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.judging import judged
from evidence.models import Value
from improvement.door.acts import take

URL = "/values/accept/"


def waiting():
    rows = Value.objects.awaiting_office().select_related("indicator").order_by("pk")
    return judged(rows)


def test_the_value_before_and_the_change(cast, sign_in, wait, tell):
    tell(wait, "2026-08", 150)
    tell(wait, "2026-10", "147.5", status="submitted")
    (one,) = waiting()
    assert (one.before.period.key, one.change) == ("2026-08", D("-2.5"))
    page = sign_in(cast.olga).get(URL).content.decode()
    assert "150 s" in page and "Aug 2026" in page and "Variation:" not in page


def test_the_first_value_has_none_before(cast, wait, tell):
    tell(wait, "2026-10", 0, status="submitted")
    (one,) = waiting()
    assert (one.before, one.change, one.signal) == (None, None, None)


def test_what_was_opened_for_correction_is_no_value_before(cast, wait, tell):
    take(tell(wait, "2026-09", 150), "reopen", by=cast.olga, reason="Counted twice.")
    tell(wait, "2026-10", 148, status="submitted")
    (one,) = waiting()
    assert one.before is None


def test_a_signal_is_flagged_and_usual_variation_is_not(cast, sign_in, wait, tell):
    for month in range(1, 9):
        tell(wait, f"2026-{month:02}", 150 + month % 2)
    tell(wait, "2026-09", 151, status="submitted")
    tell(wait, "2026-10", 900, status="submitted")
    usual, far = waiting()
    assert usual.signal is None
    assert (far.signal.tone, far.signal.kind) == ("concern", "up")
    page = sign_in(cast.olga).get(URL).content.decode()
    assert page.count("Variation: concern") == 1 and "+749" in page


def test_one_statement_more_for_any_number(cast, sign_in, wait, solved, tell):
    client = sign_in(cast.olga)

    def asked():
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    tell(wait, "2026-08", 1, status="submitted")
    one = asked()
    tell(wait, "2026-09", 2, status="submitted")
    tell(solved, "2026-09", numerator=1, denominator=2, status="submitted")
    assert asked() == one
