"""An item of a list may have changed before the decision; the record says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0009_conditions_keyed")]

    operations = [
        migrations.AddField(
            model_name="ballotitem",
            name="passed_over",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Decided on with the list, and not carried out: it had changed by then.",
            ),
        ),
    ]
