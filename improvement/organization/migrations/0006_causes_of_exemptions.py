"""Exemptions of before have a reason in words only; each gets the cause it can have."""

from django.db import migrations


def name_the_cause(apps, schema_editor):
    exempt = apps.get_model("organization", "Department").objects.exclude(exempt_because="")
    exempt.filter(parent=None).update(exemption="no_service")
    exempt.exclude(parent=None).update(exemption="parent_plan")


class Migration(migrations.Migration):

    dependencies = [("organization", "0005_exemption")]

    operations = [migrations.RunPython(name_the_cause, migrations.RunPython.noop)]
