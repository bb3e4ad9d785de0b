"""The conversation with the mail server, and what can be known of its end."""

from __future__ import annotations

import smtplib
from typing import Any, NamedTuple

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from .models import State


class Outcome(NamedTuple):
    """Sent; in doubt; pending: refused for now; dead: refused for good."""

    state: State
    error: str = ""


class Wire:
    """One connection for many letters, looked after between them."""

    def __init__(self) -> None:
        self.connection: Any = get_connection()

    def open(self) -> None:
        """Have a live connection; raises OSError while nothing has been sent.

        A mail server may have hung up since the last letter. Noticed here it is a delay, noticed
        while sending it would be a doubt.
        """
        if isinstance(self.connection, SmtpBackend) and self.connection.connection:
            try:
                self.connection.connection.noop()
            except (smtplib.SMTPException, OSError):
                self.connection.close()
        self.connection.open()

    def close(self) -> None:
        self.connection.close()

    def send(self, mail: EmailMessage) -> Outcome:
        """Hand over one letter. Only an answer of the server is certain; silence is a doubt."""
        try:
            self.connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            return refused(code, answer)
        except smtplib.SMTPSenderRefused as error:
            return Outcome(State.PENDING, worded(error.smtp_code, error.smtp_error))
        except smtplib.SMTPResponseException as error:
            return refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            return Outcome(State.DEAD, str(error))
        except OSError as error:
            return Outcome(State.IN_DOUBT, f"The connection broke while sending: {error}")
        return Outcome(State.SENT)


def refused(code: int, answer: bytes | str) -> Outcome:
    """400 to 499 asks to try again later, 500 to 599 never to."""
    return Outcome(State.DEAD if code >= 500 else State.PENDING, worded(code, answer))


def worded(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"The mail server answered {code} {text}"
