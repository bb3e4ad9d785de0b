from django.db import migrations, models

ORDER = {"default": 0, "verbose_name": "place in the order"}


class Migration(migrations.Migration):
    """Goals and measures can be moved; their numbers stay."""

    dependencies = [
        ("plans", "0015_major_projects"),
    ]

    operations = [
        migrations.AddField("goal", "order", models.PositiveSmallIntegerField(**ORDER)),
        migrations.AddField("measure", "order", models.PositiveSmallIntegerField(**ORDER)),
        migrations.AlterModelOptions(
            "goal",
            {
                "ordering": ["order", "number"],
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
            },
        ),
        migrations.AlterModelOptions(
            "measure",
            {
                "ordering": ["order", "number"],
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
            },
        ),
    ]
