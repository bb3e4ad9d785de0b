"""Write to the record: one entry per accepted write, inside the transaction that causes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from improvement.audit.canonical import canonical
from improvement.audit.models import Entry, Particular
from improvement.audit.models.entry import Head
from improvement.audit.seal import GENESIS, commitment, entry_digest, new_salt


@dataclass(frozen=True, slots=True)
class Draft:
    """One accepted write, before it is chained."""

    chain: str  # the key of the root whose row lock the caller holds: "plans.plan:17"
    verb: str
    actor_id: int | None
    object_type: str
    object_id: int
    version: int
    changes: dict[str, Any]  # field -> [before, after]
    inputs: dict[str, Any]  # what the person typed with the step
    cause: dict[str, Any] | None  # what decided it, where no person took the step
    personal: frozenset[str] = frozenset()  # names in changes or inputs that can be redacted later


def append(drafts: Sequence[Draft]) -> list[Entry]:
    """Add one entry per draft, in their order; three queries at most, however many there are.

    The caller is in a transaction and holds the row lock of every root concerned. Two writers
    without that lock cannot fork a chain: the second fails on its unique sequence.
    """
    if not drafts:
        return []
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "append() must run in the transaction of the write it records."
        )
    heads = Entry.objects.heads({draft.chain for draft in drafts})
    at = timezone.now()
    entries, particulars = [], []
    for draft in drafts:
        content, personal = split(draft)
        entry = link(draft, canonical(content), at, heads.get(draft.chain, Head(0, GENESIS)))
        heads[draft.chain] = Head(entry.sequence, entry.digest)
        entries.append(entry)
        for particular in personal:
            particular.entry = entry
        particulars += personal
    Entry.objects.bulk_create(entries)
    if particulars:
        for particular in particulars:
            particular.entry_id = particular.entry.pk
        Particular.objects.bulk_create(particulars)
    return entries


def split(draft: Draft) -> tuple[dict[str, Any], list[Particular]]:
    """Take what is personal out of the body and leave a salted digest in its place."""
    content: dict[str, Any] = {"cause": draft.cause, "personal": {}}
    particulars = []
    for part, values in (("changes", draft.changes), ("inputs", draft.inputs)):
        content[part] = {name: v for name, v in values.items() if name not in draft.personal}
        for name in sorted(draft.personal & values.keys()):
            salt, value = new_salt(), canonical(values[name])
            content["personal"].setdefault(part, {})[name] = commitment(salt, value)
            particulars.append(Particular(part=part, name=name, salt=salt, value=value))
    return content, particulars


def link(draft: Draft, body: str, at: datetime, head: Head) -> Entry:
    """Make the entry that follows `head`."""
    entry = Entry(
        chain=draft.chain,
        sequence=head.sequence + 1,
        at=at,
        actor_id=draft.actor_id,
        verb=draft.verb,
        object_type=draft.object_type,
        object_id=draft.object_id,
        version=draft.version,
        body=body,
        previous=head.digest,
    )
    entry.digest = entry_digest(
        settings.AUDIT_KEY,
        entry.chain,
        entry.sequence,
        entry.at,
        draft.actor_id,
        entry.verb,
        entry.object_type,
        entry.object_id,
        entry.version,
        entry.body,
        entry.previous,
    )
    return entry


def redact(entry: Entry, name: str) -> int:
    """Forget the personal value `name` of `entry`; the chain still verifies. Returns how many."""
    return entry.particulars.filter(name=name).redact()
