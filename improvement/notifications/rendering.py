"""The words of a message: made when it is sent or read, in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import dateformat, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import kinds
from .models import Message


class Text(NamedTuple):
    title: str
    body: str
    path: str  # of the page it is about


def may_see(recipient: Any, subject: Any) -> bool:
    """Asked afresh for every message: rights change between the act and the mail."""
    if subject is None or not recipient.is_active:
        return False
    meta = subject._meta
    return bool(recipient.has_perm(f"{meta.app_label}.view_{meta.model_name}", subject))


def language_of(recipient: Any, asked_in: str = "") -> translation.override:
    """Who has chosen no language reads the one of the page, or else of the installation."""
    return translation.override(recipient.language or asked_in or settings.LANGUAGE_CODE)


def text(message: Message) -> Text:
    """Title, body and page of one message in the current language."""
    kind: kinds.Kind = kinds.get(message.kind)
    subject: Any = message.subject
    words = spoken(message.context) | {"subject": str(subject)}
    return Text(
        title=str(kind.title).format_map(words),
        body=str(kind.body).format_map(words),
        path=subject.get_absolute_url(),
    )


def spoken(context: dict[str, str]) -> dict[str, str]:
    """The words of a notice in the current language.

    A name may be there in several scripts (`actor`, `actor_hant`, `actor_hans`); a date stands
    as ISO 8601 and is spelled out.
    """
    language = translation.get_language() or settings.LANGUAGE_CODE
    script = {"zh-hant": "_hant", "zh-hans": "_hans"}.get(language, "")
    return {
        name: date_in_words(value, language) or context.get(f"{name}{script}") or value
        for name, value in context.items()
    }


def date_in_words(value: str, language: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return ""
    return dateformat.format(day, "Y年n月j日" if language.startswith("zh") else "j M Y")


Reader = Callable[[list[QuerySet[Any]]], Iterable[Any]]


def one_by_one(asked: list[QuerySet[Any]]) -> Iterator[Any]:
    for rows in asked:
        yield from rows


def inbox_texts(
    messages: Iterable[Message], user: Any, read: Reader = one_by_one
) -> list[tuple[Message, Text]]:
    """The messages whose subject the person may still see, with their words.

    One query per sort of subject, however many messages; or what `read` makes of them.
    """
    messages = list(messages)
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for message in messages:
        wanted[message.content_type_id].add(message.object_id)
    sorts: dict[int, Any] = {
        sort: ContentType.objects.get_for_id(sort).model_class() for sort in wanted
    }
    asked = [
        model.objects.visible_to(user).filter(pk__in=wanted[sort]) for sort, model in sorts.items()
    ]
    seen = {(type(subject), subject.pk): subject for subject in read(asked)}
    shown = []
    for message in messages:
        if subject := seen.get((sorts[message.content_type_id], message.object_id)):
            message.subject = subject
            shown.append((message, text(message)))
    return shown


def letter(message: Message) -> EmailMessage:
    """The e-mail of one message that goes out at once."""
    recipient: Any = message.recipient
    kind = kinds.get(message.kind)
    with language_of(recipient, message.context.get("language", "")):
        if kind.letter:
            return envelope(message, *kind.letter(recipient))
        title, body, path = text(message)
        return envelope(
            message,
            title,
            _("%(body)s\n\nIt waits for you here:\n%(link)s") % {"body": body, "link": link(path)},
        )


def digest(message: Message, lines: list[Text]) -> EmailMessage:
    """One e-mail with everything a person is told that day, already in their language."""
    recipient: Any = message.recipient
    with language_of(recipient):
        title = ngettext(
            "%(count)d message from service improvement",
            "%(count)d messages from service improvement",
            len(lines),
        ) % {"count": len(lines)}
        parts = [f"{line.title}\n{line.body}\n{link(line.path)}" for line in lines]
        return envelope(message, title, "\n\n".join(parts))


def envelope(message: Message, title: str, body: str) -> EmailMessage:
    """Address an e-mail and have its headers checked; raises ValueError for what cannot go out."""
    recipient: Any = message.recipient
    validate_email(recipient.email)
    closing = _(
        "This message was sent automatically; answers to it are not read.\n"
        "All your messages: %(link)s"
    )
    mail = EmailMessage(
        subject=title,
        body=f"{body}\n\n-- \n{closing % {'link': settings.SITE_URL}}\n",
        to=[recipient.email],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.message()  # refuses a header with a line break
    return mail


def link(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
