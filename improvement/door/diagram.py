"""Every machine as a table and as a picture, from its decorators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from .lifecycle import BALLOT, CLOCK, PARENT, PERSON, Stateful, machines, rows
from .permissions import table

CAUSES = {BALLOT: _("a ballot"), CLOCK: _("the clock"), PARENT: _("what stands above it")}


def takers(model: type[Stateful], arrow: Any) -> str:
    """Who or what takes an arrow, in words."""
    meta = model._meta
    named = []
    for on in arrow.on:
        if on == PERSON:
            rule = table().get(f"{meta.app_label}.{arrow.name}_{meta.model_name}")
            named.append(str(rule.who) if rule and rule.who else gettext("whoever may"))
        else:
            named.append(str(CAUSES[on]))
    return pgettext("between the parts of a list", ", ").join(named)


def markdown() -> str:
    """The text of docs/lifecycle.md."""
    parts = [
        "# Lifecycles",
        "",
        "Generated from the code by `manage.py lifecycle --write`; a test holds it to the code.",
    ]
    for model in machines():
        parts += ["", *machine(model)]
    return "\n".join(parts) + "\n"


def machine(model: type[Stateful]) -> Iterator[str]:
    """One machine: its table, then its Mermaid diagram."""
    yield f"## {model.__name__}"
    yield ""
    yield "| From | Step | To | Who | Clause |"
    yield "|---|---|---|---|---|"
    table_rows = list(rows(model))
    for source, arrow in table_rows:
        cells = (source, arrow.name, arrow.target, takers(model, arrow), arrow.clause)
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    status: Any = next(field for field in model._meta.fields if field.name == "status")
    yield f"    [*] --> {status.default}"
    for source, arrow in table_rows:
        yield f"    {source} --> {arrow.target}: {arrow.name}"
    yield "```"
