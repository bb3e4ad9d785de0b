"""Pages travel compressed, and their length does not tell what is secret in them."""

from __future__ import annotations

import gzip
from typing import Any

from django.test import Client


def test_a_page_travels_compressed_and_never_at_the_same_length(cast: Any, client: Client) -> None:
    client.force_login(cast.hana)
    lengths = set()
    for _again in range(8):
        answer = client.get("/plans/", headers={"accept-encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip"
        page = gzip.decompress(answer.content)
        assert b"<h1>" in page
        assert len(answer.content) < len(page) / 2
        lengths.add(len(answer.content))
    assert len(lengths) > 1


def test_who_cannot_unpack_gets_the_plain_page(cast: Any, client: Client) -> None:
    client.force_login(cast.hana)
    answer = client.get("/plans/")
    assert "Content-Encoding" not in answer
    assert b"<h1>" in answer.content
