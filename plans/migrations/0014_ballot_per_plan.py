from django.db import migrations, models

FIELD = {
    "help_text": "Otherwise one vote on the organization plan decides on all, and any member may "
    "pull a plan for a vote of its own.",
    "verbose_name": "a ballot for each department's plan",
}


class Migration(migrations.Migration):
    """Rounds under way go on with a ballot per plan; new ones begin with the consent list."""

    dependencies = [
        ('plans', '0013_consolidation_issues'),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="ballot_per_plan",
            field=models.BooleanField(default=True, **FIELD),
        ),
        migrations.AlterField(
            model_name="round",
            name="ballot_per_plan",
            field=models.BooleanField(default=False, **FIELD),
        ),
    ]
