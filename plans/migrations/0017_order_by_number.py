from django.db import migrations
from django.db.models import F


def by_number(apps, schema_editor):
    for name in ("Goal", "Measure"):
        apps.get_model("plans", name).objects.update(order=F("number"))


class Migration(migrations.Migration):
    """What is there already stands in the order of its numbers."""

    dependencies = [
        ("plans", "0016_order_of_rows"),
    ]

    operations = [
        migrations.RunPython(by_number, migrations.RunPython.noop, elidable=True),
    ]
