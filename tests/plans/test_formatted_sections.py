"""The formatted text of a section on the pages that show it."""

import pytest

from improvement.door.acts import record
from tests import factories

TEXT = "## Where we stand\n- Calls **wait**\n\n<script>alert(1)</script>\n\n| A |\n|---|\n| 1 |"


@pytest.fixture
def plan(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty")
    record(plan.sections.get(key="analysis"), {"body": TEXT}, by=cast.dana)
    return plan


def test_the_text_of_a_plan_shows_headings_lists_and_tables(cast, plan, sign_in):
    """3.4.1: the parts of a plan are texts that people can read."""
    page = sign_in(cast.dana).get(f"/plans/{plan.public_id}/text/").content.decode()

    assert "<h3>Where we stand</h3><ul><li>Calls <strong>wait</strong></li></ul>" in page
    assert '<th scope="col">A</th>' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
