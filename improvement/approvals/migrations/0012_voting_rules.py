"""How the group votes is set with a reason; a ballot from which seats were given up says so."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0011_pack_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ballot",
            name="approvals_needed",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="ballot",
            name="approvals_possible",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="VotingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "votes_hidden",
                    models.BooleanField(
                        default=True,
                        verbose_name="others' votes stay hidden until one's own is cast",
                    ),
                ),
                (
                    "chair_last",
                    models.BooleanField(
                        default=True,
                        verbose_name="whoever presides votes last, or from the third working day on",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="It stands beside the rule for everybody who votes.",
                        verbose_name="reason",
                    ),
                ),
                (
                    "set_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of voting",
                "verbose_name_plural": "rules of voting",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="voting_rule_set_with_reason",
                    )
                ],
            },
        ),
    ]
