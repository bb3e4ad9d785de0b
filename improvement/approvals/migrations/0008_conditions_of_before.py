"""Conditions of before stand as their ballots were decided, each with a key of its own."""

import uuid

from django.db import migrations

STANDS = {"approved": "outstanding", "open": "named"}


def follow(apps, schema_editor):
    for condition in apps.get_model("approvals", "Condition").objects.select_related("ballot"):
        ballot = condition.ballot
        type(condition).objects.filter(pk=condition.pk).update(
            public_id=uuid.uuid4(),
            department=ballot.department_id,
            status=STANDS.get(ballot.status, "lapsed"),
        )


class Migration(migrations.Migration):

    dependencies = [("approvals", "0007_conditions_followed")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
