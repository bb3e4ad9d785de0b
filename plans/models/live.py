"""Rows that are taken out and never deleted."""

from __future__ import annotations

from improvement.door.packed import Along


class LiveQuerySet(Along):
    def live(self) -> LiveQuerySet:
        return self.filter(archived=False)
