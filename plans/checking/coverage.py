"""What a text or a set of goals is to cover: three headings (3.1.3), key areas (3.2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from plans.models import Goal


class Heading(models.TextChoices):
    """What the status analysis looks at, whatever its method (D45)."""

    FLOW = "flow", pgettext_lazy("heading of a status analysis", "Flow")
    QUALITY = "quality", pgettext_lazy("heading of a status analysis", "Quality")
    STAFF = "staff", pgettext_lazy("heading of a status analysis", "Staff")


WORDS = {
    Heading.FLOW: ("flow", "process", "service flow", "流程", "服務流程", "服务流程"),
    Heading.QUALITY: (
        *("quality", "service quality", "質素", "品質", "質量", "质量"),
        *("服務質素", "服務品質", "服務質量", "服务质量"),
    ),
    Heading.STAFF: (
        *("staff", "employees", "people", "員工", "员工", "人員", "人员", "人手"),
        *("員工狀態", "员工状态", "工作狀態", "工作状态", "員工工作狀態", "员工工作状态"),
    ),
}
"""How people head a paragraph about it, in the languages of the house."""

BLOCK_END = re.compile(r"<br\s*/?>|</(?:p|h[1-6]|li|td|th|div)>", re.IGNORECASE)
HEADED = re.compile(r"^[\W\d_]*(?:[一二三四五六七八九十]+、)?\s*([^:：]{1,24}?)\s*(?:[:：](.*))?$")


def missing_headings(text: str) -> list[Heading]:
    """The headings under which the analysis says nothing yet."""
    told = headed(text)
    return [heading for heading in Heading if not any(w in told for w in WORDS[heading])]


def headed(text: str) -> set[str]:
    """The headings with something behind the colon, or a line of text below."""
    lines = [strip_tags(line).strip() for line in BLOCK_END.sub("\n", text).splitlines()]
    lines = [line for line in lines if line]
    found = set()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if (match := HEADED.match(line)) and (match[2] or below):
            found.add(match[1].strip().casefold())
    return found


def named_areas(text: str) -> list[str]:
    """The key areas a department names, one a line."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def areas_without_goal(text: str, goals: Iterable[Goal]) -> list[str]:
    """The key areas of which no goal says that it belongs to them (D48)."""
    present = {goal.key_area.strip().casefold() for goal in goals}
    return [area for area in named_areas(text) if area.casefold() not in present]
