"""The seals: what binds an entry to the one before it, and a digest to a personal value."""

import hmac
import secrets
from datetime import datetime

from improvement.audit.canonical import canonical

GENESIS = "0" * 64  # what stands before the first entry of a chain and the first anchor


def sealed(key: str, kind: str, content: object) -> str:
    """HMAC-SHA256 of `content` in hex; `kind` keeps an anchor from ever passing as an entry."""
    return hmac.digest(key.encode(), canonical([kind, content]).encode(), "sha256").hex()


def entry_digest(
    key: str,
    chain: str,
    sequence: int,
    at: datetime,
    actor: int | None,
    verb: str,
    object_type: str,
    object_id: int,
    version: int,
    body: str,
    previous: str,
) -> str:
    """The seal of one entry: every column counts, in this order, so none can be changed alone."""
    content = [chain, sequence, at, actor, verb, object_type, object_id, version, body, previous]
    return sealed(key, "entry", content)


def new_salt() -> str:
    return secrets.token_hex(32)


def commitment(salt: str, text: str) -> str:
    """Stand in for a personal value: without the salt nobody can guess their way back to it."""
    return hmac.digest(salt.encode(), text.encode(), "sha256").hex()
