"""The letter with which a person sets a password: asked for in one moment, written in another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from improvement.notifications import kinds, outbox

from .models import User


def written(recipient: Any) -> tuple[str, str]:
    """Subject and text. The token is made now, so that no row, queue or backup has it in it."""
    protocol, _separator, domain = settings.SITE_URL.partition("://")
    words = {
        "email": recipient.email,
        "protocol": protocol,
        "domain": domain,
        "uid": urlsafe_base64_encode(force_bytes(recipient.pk)),
        "token": default_token_generator.make_token(recipient),
    }
    subject = render_to_string("organization/password_reset_subject.txt", words)
    text = render_to_string("organization/password_reset_email.txt", words)
    return subject.strip(), text.strip()


KIND = kinds.Kind(
    "organization.user.password",
    title=_("A new password for Service improvement"),
    body="",
    decision=True,
    resend=True,
    letter=written,
)


@transaction.atomic
def ask_for(email: str) -> None:
    """Put the letter into the outbox of whoever has this address, if anybody has.

    One statement finds the account and writes the row, and the bell rings either way, so that
    both answers cost the same. Also for an account without a password: it gets its first one this
    way. Asked twice within a minute, one letter goes out.
    """
    outbox.write_to(
        KIND.name,
        User.objects.active().filter(email__iexact=email.strip()),
        occasion=timezone.now().strftime("%Y-%m-%dT%H:%M"),
        context={"language": get_language() or ""},
    )
