"""What a cell of the workbook means for its field; or the sentence that says what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from evidence.models import Indicator
from improvement.documents.reading import Cell
from improvement.documents.sheets import Value
from improvement.organization.models import Department, Post, User
from plans.models import OverallGoal, Plan
from plans.wording import listed

from .writing import Field

PARTS = re.compile(r"[;；、\n]")
Data = dict[str, Any]


class Unfit(Exception):
    """The cell does not fit its field; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def normal(value: Cell | Value) -> Any:
    """Two cells are alike when a reader would say so: 80 and 80.0, a text and its blanks."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).normalize()
    if isinstance(value, dt.date):
        return value
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return text or None


def alike(one: Cell | Value, other: Cell | Value) -> bool:
    first, second = normal(one), normal(other)
    if type(first) is not type(second) and first is not None and second is not None:
        return str(spelled(first)) == str(spelled(second))
    return bool(first == second)


def spelled(value: Any) -> str:
    """A cell as its text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


class Reader:
    """Reads the cells of one plan's workbook; what names stand for is looked up once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def read(self, field: Field, value: Cell, data: Data) -> None:
        """Put what the cell says into the data of a form; raises Unfit."""
        if found := READERS.get(field.name):
            found(self, spelled(normal(value)), data)
        elif field.choices:
            data[field.name] = self.choice(field, spelled(normal(value)))
        elif field.format:
            data[field.name] = plain(spelled(normal(value)), day="-" in field.format)
        else:
            data[field.name] = spelled(normal(value))

    def choice(self, field: Field, text: str) -> str:
        """The words of a list are known in every language."""
        if not text:
            return ""
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for value, label in field.choices.choices if field.choices else ():
                    if text.casefold() in {value.casefold(), str(label).casefold()}:
                        return str(value)
        offered = listed(str(label) for label in field.choices.labels) if field.choices else ""
        raise Unfit(
            _("“%(text)s” is not in the list. Choose one of these: %(offered)s.")
            % {"text": text, "offered": offered}
        )

    # What names and codes stand for

    @cached_property
    def departments(self) -> dict[str, set[int]]:
        return by_names(Department.objects.active(), "code")

    def one_department(self, text: str) -> int:
        found = self.departments.get(text.casefold(), set())
        if len(found) != 1:
            raise Unfit(
                _("No department is called “%(text)s”. Write its name or its code.")
                % {"text": text}
            )
        return next(iter(found))

    def department(self, text: str, data: Data) -> None:
        data["department"] = self.one_department(text) if text else ""

    def joint_with(self, text: str, data: Data) -> None:
        data["joint_with"] = [self.one_department(part) for part in parts(text)]

    @cached_property
    def overall_goals(self) -> dict[str, int]:
        goals = OverallGoal.objects.live().filter(goal_set__round=self.plan.round_id)
        return {goal.code.casefold(): goal.pk for goal in goals}

    def overall_goal(self, text: str, data: Data) -> None:
        key = text.split()[0].casefold() if text else ""
        if key and key not in self.overall_goals:
            raise Unfit(
                _("There is no overall goal “%(text)s”. Write its code, such as O1.")
                % {"text": text}
            )
        data["overall_goal"] = self.overall_goals.get(key, "")

    @cached_property
    def indicators(self) -> dict[str, set[int]]:
        return by_names(Indicator.objects.all(), "code")

    def indicator(self, text: str, data: Data) -> None:
        """One of the register, or own words for what is measured."""
        found = self.indicators.get(text.casefold(), set())
        known = len(found) == 1
        data["indicator"] = next(iter(found)) if known else ""
        data["measured_by"] = "" if known else text

    @cached_property
    def posts(self) -> dict[str, set[int]]:
        return by_names(Post.objects.all())

    def post(self, text: str, data: Data) -> None:
        if not text:
            data["post"] = ""
            return
        here = {data.get("department"), self.plan.department_id}
        keys = self.posts.get(text.casefold(), set())
        found = Post.objects.filter(pk__in=keys, department__in={key for key in here if key})
        if len(found) != 1 and "department" not in data:
            data["post"] = self.post_anywhere(text, keys)
            return
        if len(found) != 1:
            raise Unfit(
                _("The responsible department has no post “%(text)s”. Take one from its page.")
                % {"text": text}
            )
        data["post"] = found[0].pk

    def post_anywhere(self, text: str, keys: set[int]) -> int:
        """A measure may need the time of a post in any department."""
        if len(keys) != 1:
            raise Unfit(
                _("No post is called “%(text)s”, or several are. Write it as its page has it.")
                % {"text": text}
            )
        return next(iter(keys))

    def person(self, text: str, data: Data) -> None:
        if not text:
            data["person"] = ""
            return
        named = Q(name=text) | Q(name_hant=text) | Q(name_hans=text) | Q(email__iexact=text)
        found = User.objects.active().filter(named)[:2]
        if not found:
            raise Unfit(
                _("Nobody is called “%(text)s”. Write the name as the directory has it.")
                % {"text": text}
            )
        if len(found) > 1:
            raise Unfit(
                _("Several people are called “%(text)s”. Write the e-mail address instead.")
                % {"text": text}
            )
        data["person"] = found[0].pk


def by_names(rows: Any, *more: str) -> dict[str, set[int]]:
    """Keys by every name of a row, in any script and any case."""
    found: dict[str, set[int]] = {}
    for row in rows:
        for name in ("name", "name_hant", "name_hans", *more):
            if text := getattr(row, name):
                found.setdefault(text.casefold(), set()).add(row.pk)
    return found


def parts(text: str) -> list[str]:
    return [part.strip() for part in PARTS.split(text) if part.strip()]


def plain(text: str, *, day: bool) -> str:
    """A figure without its thousands, a day with hyphens; what is neither the form refuses."""
    if day:
        return re.sub(r"[./年月]", "-", text.removesuffix("日"))
    bare = text.replace(",", "").replace(" ", "")
    try:
        return format(Decimal(bare), "f") if bare else ""
    except InvalidOperation:
        return text


READERS: dict[str, Callable[[Reader, str, Data], None]] = {
    "department": Reader.department,
    "joint_with": Reader.joint_with,
    "overall_goal": Reader.overall_goal,
    "indicator": Reader.indicator,
    "post": Reader.post,
    "person": Reader.person,
}
