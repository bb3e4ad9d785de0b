# Which measures wait for which.

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0008_resource_needs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what it needs of it')),
                ('archived', models.BooleanField(default=False)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waits_for', to='plans.measure')),
                ('needs', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needed_by', to='plans.measure', verbose_name='needs first')),
            ],
            options={
                'verbose_name': 'dependency',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('measure', 'needs'), name='dependency_once'), models.CheckConstraint(condition=models.Q(('measure', models.F('needs')), _negated=True), name='dependency_on_another')],
            },
        ),
    ]
