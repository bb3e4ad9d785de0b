from django.db import migrations, models

OWN = models.Q(key__startswith="own-")
HELP = "What the section is called in the plan and in its documents."


class Migration(migrations.Migration):
    """A department adds sections of its own, with a title."""

    dependencies = [
        ("plans", "0017_order_by_number"),
    ]

    operations = [
        migrations.AddField(
            "section",
            "title",
            models.CharField(
                blank=True, default="", help_text=HELP, max_length=120, verbose_name="title"
            ),
            preserve_default=False,
        ),
        migrations.AddField("section", "archived", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "section",
            models.CheckConstraint(
                condition=~OWN | ~models.Q(title=""), name="section_own_titled"
            ),
        ),
        migrations.AddConstraint(
            "section",
            models.CheckConstraint(
                condition=models.Q(archived=False) | OWN, name="section_asked_stays"
            ),
        ),
    ]
