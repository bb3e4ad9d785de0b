"""The words of the pages, asked for by their English source, in the language of the reader."""

from __future__ import annotations

import re

from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

Text = str | Promise


class Words:
    """words("Issue") is what an English or a Chinese page says there."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, source: Text, *, context: str = "", **values: object) -> str:
        """`source` is the English text, or a label that a model says in every language."""
        with translation.override(self.language):
            if isinstance(source, Promise):
                return str(source)
            found = pgettext(context, source) if context else gettext(source)
        return found % values if values else found

    def label(self, source: str) -> re.Pattern[str]:
        """The label of a field, with or without what is said behind it."""
        behind = "|".join(re.escape(self(text)) for text in ("(optional)", "(required to return)"))
        return re.compile(rf"^\s*{re.escape(capfirst(self(source)))}\s*({behind})?\s*$")

    def name(self, source: str, *, context: str = "", **values: object) -> re.Pattern[str]:
        """The name of a link or button, with or without what is read out behind it."""
        found = re.escape(self(source, context=context, **values))
        return re.compile(rf"^\s*{found}\s*([·:：].*|Ctrl.*|\d.*)?$", re.DOTALL)
