"""A long table, a page at a time; a page with several such tables keeps each at its own page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 50


def page_of(request: HttpRequest, rows: Any, at: str, size: int = ROWS) -> Page[Any]:
    """The rows the address asks for under the name of the table; beyond the last page, that one."""
    return Paginator(rows, size).get_page(request.GET.get(at, ""))
