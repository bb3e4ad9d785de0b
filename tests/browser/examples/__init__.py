"""An example of every address: who opens it, and which row of the demo it shows.

The tests read the names of these tables, one a room; inside the demo site
`visits()` finds the rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from . import approvals, desk, evaluation, evidence, execution, incentives, organization, plans
from .people import Example

ROOMS = (desk, organization, approvals, evidence, plans, execution, incentives, evaluation)

PAGES: dict[str, list[Example]] = {
    route: examples for room in ROOMS for route, examples in room.PAGES.items()
}

ONLY_POSTED = {
    "files:download",
}.union(*(room.ONLY_POSTED for room in ROOMS))
"""Addresses without a page of their own: what they answer is one of the pages above."""

FOR_MACHINES = {"desk:healthz", "desk:readyz"}


def visits() -> dict[str, list[tuple[str, str]]]:
    """For every route with pages: who opens which address."""
    return {
        route: [example.visit(route) for example in examples] for route, examples in PAGES.items()
    }


def routes() -> Iterator[str]:
    """The name of every address that the product knows."""
    yield from named(get_resolver(), "")


def named(resolver: URLResolver, room: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{room}{pattern.name}"
        else:
            yield from named(pattern, f"{pattern.namespace}:" if pattern.namespace else room)
