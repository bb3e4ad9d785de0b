import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("approvals", "0008_conditions_of_before")]

    operations = [
        migrations.AlterField(
            model_name="condition",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddIndex(
            model_name='condition',
            index=models.Index(condition=models.Q(('status', 'outstanding')), fields=['due', 'id'], name='condition_outstanding'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['named', 'outstanding', 'met', 'confirmed', 'waived', 'lapsed'])), name='condition_status_known'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('met_at', None), ('reported_by', None)), models.Q(('met_at__isnull', False), ('reported_by__isnull', False)), _connector='OR'), name='condition_reported_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['confirmed', 'waived']), _negated=True), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='condition_settled_by_somebody'),
        ),
    ]
