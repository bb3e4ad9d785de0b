"""Receipts of what was let through, and frozen revisions of what it was."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone


class Receipt(models.Model):
    """One per form sent: a repeated click or a retry finds it and does nothing again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    step = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.object_type}:{self.object_id} {self.step}"

    @classmethod
    def leave(cls, user: Any, key: str, row: models.Model, step: str) -> bool:
        """Leave a receipt in one statement; False where this form has one already."""
        columns = ["user_id", "key", "object_type", "object_id", "step", "at"]
        values = [user.pk, spelled(key), row._meta.label_lower, row.pk or 0, step, timezone.now()]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {cls._meta.db_table} ({', '.join(columns)})"
                " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                values,
            )
            return cursor.rowcount == 1

    @classmethod
    def is_for(cls, user: Any, key: str, row: models.Model, step: str) -> bool:
        """Whether the receipt with this key is one for this step of this row."""
        return cls._default_manager.filter(
            user=user,
            key=spelled(key),
            object_type=row._meta.label_lower,
            object_id=row.pk or 0,
            step=step,
        ).exists()


def spelled(key: str) -> str:
    """A key of ours has 32 characters; of what else may be sent the column holds a digest."""
    return key if len(key) <= 64 else hashlib.sha256(key.encode()).hexdigest()


def canonical(content: Any) -> str:
    """The one spelling of a content that its digest is taken of."""
    return json.dumps(
        content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, row: models.Model) -> RevisionQuerySet:
        return self.filter(object_type=row._meta.label_lower, object_id=row.pk).order_by("number")

    def latest_of(self, row: models.Model) -> Revision | None:
        return self.of(row).last()


class Revision(models.Model):
    """The content as it stood when it was handed in or approved; never changed again."""

    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=32)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "number"], name="revision_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_type}:{self.object_id} r{self.number}"

    @classmethod
    def freeze(cls, row: Any, *, step: str, by: Any) -> Revision:
        """Keep `row.content()` as the next revision and return it."""
        content = json.loads(canonical(row.content()))
        last = cls.objects.of(row).aggregate(last=models.Max("number"))["last"] or 0
        return cls.objects.create(
            object_type=row._meta.label_lower,
            object_id=row.pk,
            number=last + 1,
            step=step,
            content=content,
            digest=cls.digest_of(content),
            made_by=by,
        )

    @staticmethod
    def digest_of(content: Any) -> str:
        return hashlib.sha256(canonical(content).encode()).hexdigest()
