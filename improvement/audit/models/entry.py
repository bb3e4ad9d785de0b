"""One accepted write, sealed to the one before it; rows are added and never change."""

import json
from collections.abc import Collection
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections, models
from django.db.models import Q

# One index probe per chain, however long the chain is.
HEADS = """
    SELECT chain, sequence, digest FROM audit_entry WHERE id IN (
        SELECT (
            SELECT id FROM audit_entry WHERE chain = wanted.value ORDER BY sequence DESC LIMIT 1
        ) FROM {each}(%s) AS wanted
    )
"""
EACH = {"postgresql": "json_array_elements_text", "sqlite": "json_each"}


class Head(NamedTuple):
    """Where a chain ends."""

    sequence: int
    digest: str


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, chain: str) -> "EntryQuerySet":
        """The entries of one chain in their order."""
        return self.filter(chain=chain).order_by("sequence")

    def about(self, object_type: str, object_id: int) -> "EntryQuerySet":
        """The entries of one object in the order they were written."""
        return self.filter(object_type=object_type, object_id=object_id).order_by("id")

    def with_particulars(self) -> "list[Entry]":
        """Read many entries; their personal values cost a query only where there are some."""
        found = list(self)
        models.prefetch_related_objects([e for e in found if e.is_personal], "particulars")
        return found

    def heads(self, chains: Collection[str]) -> dict[str, Head]:
        """The last entry of each of `chains`, in one query; a new chain has none."""
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(HEADS.format(each=EACH[connection.vendor]), [json.dumps(list(chains))])
            return {chain: Head(sequence, digest) for chain, sequence, digest in cursor.fetchall()}


class Entry(models.Model):
    chain = models.CharField(max_length=120)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    body = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = "entry"
        verbose_name_plural = "entries"
        constraints = [
            # Read backwards, this index also finds the head of a chain.
            models.UniqueConstraint(
                fields=["chain", "sequence"], name="audit_entry_chain_sequence"
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="audit_entry_starts_at_one"),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_entry_object"),
            models.Index(fields=["actor", "at"], name="audit_entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.verb}"

    @cached_property
    def content(self) -> dict[str, Any]:
        """The sealed body: cause, changes, inputs, and the digests of what is personal."""
        content: dict[str, Any] = json.loads(self.body)
        return content

    @property
    def cause(self) -> dict[str, Any] | None:
        cause: dict[str, Any] | None = self.content["cause"]
        return cause

    @property
    def is_personal(self) -> bool:
        """Whether there are personal values beside it: it seals a digest of each."""
        return bool(self.content["personal"])

    @property
    def readable_changes(self) -> dict[str, Any]:
        """Field -> [before, after]; [ERASED, ERASED] where the personal value was redacted."""
        return self._readable("changes")

    @property
    def readable_inputs(self) -> dict[str, Any]:
        """What the person typed with the step; ERASED where it was redacted."""
        return self._readable("inputs")

    def _readable(self, part: str) -> dict[str, Any]:
        beside = self.particulars.all() if self.is_personal else ()
        personal = {row.name: row.reading for row in beside if row.part == part}
        return dict(sorted({**self.content[part], **personal}.items()))
