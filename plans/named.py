"""The names a frozen content carries, as the reader's script writes them.

What is frozen is the first name of an indicator, a person or a post; it stays what was decided on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import translation

from evidence.models import Indicator
from improvement.organization.models import Post, User

from .briefs import Content

Names = dict[str, str]


def in_script(*contents: Content) -> list[Content]:
    """The contents with those names replaced; one query for each sort that occurs in them."""
    if (translation.get_language() or "en") == "en":
        return list(contents)
    goals = [goal for content in contents for goal in content.get("goals", [])]
    measures = [measure for content in contents for measure in content.get("measures", [])]
    indicators = local(Indicator, {n["indicator"] for g in goals for n in g["target_lines"]})
    people = local(User, {measure["person"] for measure in measures})
    posts = local(Post, {measure["post"] for measure in measures})
    return [
        content
        | {
            "goals": [with_lines(goal, indicators) for goal in content.get("goals", [])],
            "measures": [
                measure
                | {
                    "person": people.get(measure["person"], measure["person"]),
                    "post": posts.get(measure["post"], measure["post"]),
                }
                for measure in content.get("measures", [])
            ],
        }
        for content in contents
    ]


def with_lines(goal: Content, indicators: Names) -> Content:
    lines = goal["target_lines"]
    return goal | {
        "target_lines": [
            line | {"indicator": indicators.get(line["indicator"], line["indicator"])}
            for line in lines
        ]
    }


def local(model: Any, wanted: set[str]) -> Names:
    """First name to local name; a name that two rows share and spell differently is left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    if wanted := wanted - {""}:
        for row in model.objects.filter(name__in=wanted):
            found[row.name].add(row.local_name)
    return {name: local for name, (local, *others) in found.items() if not others}
