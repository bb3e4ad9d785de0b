"""The pages of the desk and the files behind them."""

from __future__ import annotations

from .people import Example, administrator, everybody, head, member, officer

PAGES: dict[str, list[Example]] = {
    "desk:home": [Example(person) for person in everybody],
    "desk:inbox": [Example(head), Example(officer)],
    "desk:outbox": [Example(administrator)],
    "desk:lifecycle": [Example(member)],
    "desk:ui": [Example(member)],
}

ONLY_POSTED = {
    "desk:mark_all_read",
    "desk:open_message",
    "desk:resend_message",
    "desk:set_language",
}
"""What these addresses answer is one of the pages above."""
