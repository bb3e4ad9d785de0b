"""The names a frozen content carries, as the reader's script writes them.

What is frozen is the first name of an indicator, a person or a post; it stays what was decided on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import translation

from evidence.models import Indicator
from improvement.door.packed import together
from improvement.organization.models import Post, User

from .briefs import Content
from .wording import NAMES

Names = dict[str, str]


def in_script(*contents: Content) -> list[Content]:
    """The contents with those names replaced; one query for all of them."""
    if (translation.get_language() or "en") == "en":
        return list(contents)
    goals = [goal for content in contents for goal in content.get("goals", [])]
    measures = [measure for content in contents for measure in content.get("measures", [])]
    indicators, people, posts = local(
        (Indicator, {line["indicator"] for goal in goals for line in goal["target_lines"]}),
        (User, {measure["person"] for measure in measures}),
        (Post, {measure["post"] for measure in measures}),
    )
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


def local(*wanted: tuple[Any, set[str]]) -> list[Names]:
    """First name to local name, of each sort, in one query.

    A name that two rows share and spell differently is left out.
    """
    found: dict[Any, defaultdict[str, set[str]]] = {m: defaultdict(set) for m, _names in wanted}
    for row in together(
        [
            (model.objects.filter(name__in=names - {""}), ("id", *NAMES))
            for model, names in wanted
            if names - {""}
        ]
    ):
        found[type(row)][row.name].add(row.local_name)
    return [
        {name: local for name, (local, *others) in said.items() if not others}
        for said in found.values()
    ]
