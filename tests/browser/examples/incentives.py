"""The pages of incentives."""

from __future__ import annotations

from improvement.organization.models import Role
from incentives.models import Award, Criticism, Objection, Rectification

from .people import Example, a, criticized, head, leader, member, officer, who_may
from .rows import first, steps

PAGES: dict[str, list[Example]] = {
    "incentives:awards": [Example(member), Example(officer)],
    "incentives:new_award": [Example(a(Role.OFFICE_HEAD)), Example(head)],
    "incentives:award": [
        Example(member, first(Award, status="announced")),
        Example(officer, first(Award, status="nominated")),
    ],
    "incentives:award_step": steps("incentives:award_step", Award),
    "incentives:objection": [Example(who_may("incentives.view_objection"), first(Objection))],
    "incentives:objection_step": steps("incentives:objection_step", Objection),
    "incentives:criticisms": [Example(officer), Example(member)],
    "incentives:new_criticism": [Example(officer)],
    "incentives:criticism": [
        Example(criticized, first(Criticism, status="issued")),
        Example(a(Role.OFFICE_HEAD), first(Criticism, status="issued")),
        Example(leader, first(Criticism, status="issued")),
    ],
    "incentives:criticism_step": steps("incentives:criticism_step", Criticism),
    "incentives:rectification": [Example(a(Role.OFFICE_HEAD), first(Rectification))],
    "incentives:edit_rectification": [
        Example(who_may("incentives.change_rectification"), first(Rectification))
    ],
    "incentives:rectification_step": steps("incentives:rectification_step", Rectification),
}

ONLY_POSTED = {
    "incentives:object_to",
}
"""What these addresses answer is one of the pages above."""
