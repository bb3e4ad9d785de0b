"""The pages of approvals."""

from __future__ import annotations

from improvement.approvals.models import Ballot, Condition, Sitting
from improvement.organization.models import Role

from .people import (
    Example,
    a,
    assistant,
    chair,
    head,
    head_of,
    leader,
    member,
    officer,
)
from .rows import first, seal_of, steps, voted_on

PAGES: dict[str, list[Example]] = {
    "approvals:queue": [
        *(Example(person) for person in (leader, chair, officer, assistant)),
        Example(leader, query="?show=closed"),
        Example(leader, query="?next=1"),
    ],
    "approvals:ballot": [
        Example(leader, first(Ballot, status="open")),
        Example(chair, first(Ballot, status="open")),
        Example(officer, first(Ballot, status="open")),
        Example(leader, first(Ballot, status="approved")),
        Example(chair, voted_on("conditions")),
        Example(leader, first(Ballot, size__gt=0)),
    ],
    "approvals:several": [
        Example(leader, arguments={"kind": "plan"}),
        Example(chair, arguments={"kind": "goalset"}),
    ],
    "approvals:record": [
        Example(leader, first(Ballot, size__gt=0)),
        Example(officer, voted_on("conditions")),
    ],
    "approvals:verify": [
        Example(leader, first(Ballot, status="approved"), arguments={"seal": seal_of}),
        Example(member, first(Ballot, status="approved"), arguments={"seal": seal_of}),
    ],
    "approvals:enter_minutes": [
        Example(officer, first(Ballot, status="open")),
        Example(officer, first(Ballot, size__gt=0)),
    ],
    "approvals:conditions": [Example(officer), Example(head)],
    "approvals:condition": [
        Example(officer, first(Condition, status="outstanding")),
        Example(head_of, first(Condition, status="outstanding", department__isnull=False)),
    ],
    "approvals:condition_step": steps("approvals:condition_step", Condition),
    "approvals:voting_rules": [Example(officer), Example(leader)],
    "approvals:sittings": [Example(officer), Example(leader)],
    "approvals:sitting": [
        Example(officer, first(Sitting)),
        Example(assistant, first(Sitting)),
    ],
    "approvals:pack": [
        Example(
            a(Role.OFFICE_HEAD),
            first(Sitting),
            arguments={"language": "zh-hant", "text": "whole"},
        ),
    ],
    "approvals:record_sitting": [Example(officer, first(Sitting))],
    "approvals:vote_sheet": [
        Example(officer, first(Ballot, status="open")),
        Example(officer, first(Ballot, size__gt=0)),
    ],
    "approvals:pull": [Example(leader, first(Ballot, size__gt=0), query="?item=1")],
    "approvals:ballot_step": steps("approvals:ballot_step", Ballot),
}

ONLY_POSTED = {
    "approvals:vote",
    "approvals:papers",
    "approvals:ask_pack",
    "approvals:pack_file",
    "approvals:attach_condition",
    "approvals:detach_condition",
}
"""What these addresses answer is one of the pages above."""
