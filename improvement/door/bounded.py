"""How long a text may be that a person types: one bound for every form of every room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LONGEST = 20_000
"""Some forty pages in one field; each is copied into revisions, the record and ballots."""

TOO_LONG = _("This is too long: %(show_value)d characters, and at most %(limit_value)d fit.")


class Bounded:
    """For a form: a text whose field names no bound has this one.

    It is not written into the page as well, for browsers cut what is pasted without a word.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.UUIDField):  # a CharField by descent, but no text
                continue
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.validators.append(MaxLengthValidator(LONGEST, TOO_LONG))
