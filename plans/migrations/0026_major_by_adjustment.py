"""A measure of an issued plan can become a major project by an adjustment."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0025_drafting_route")]

    operations = [
        migrations.AddField(
            model_name="majorproject",
            name="adjustment",
            field=models.ForeignKey(
                editable=False,
                help_text="The one that makes the measure of an issued plan a major project.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="major_projects",
                to="plans.adjustment",
            ),
        ),
    ]
