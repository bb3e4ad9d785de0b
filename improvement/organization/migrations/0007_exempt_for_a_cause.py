from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("organization", "0006_causes_of_exemptions")]

    operations = [
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('exempt_because', ''), ('exemption', '')), models.Q(('exemption__in', ['no_service', 'parent_plan']), models.Q(('exempt_because', ''), _negated=True)), _connector='OR'), name='department_exempt_for_a_cause_and_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('exemption', 'parent_plan'), _negated=True), ('parent__isnull', False), _connector='OR'), name='department_covered_by_a_parent'),
        ),
    ]
