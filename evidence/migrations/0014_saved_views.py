"""Filters of the register under a name."""

import django.db.models.deletion
import improvement.door.lifecycle
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0013_ways_of_the_register'),
        ('organization', '0008_document_form'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('status', improvement.door.lifecycle.StatusField(choices=[('in_use', 'In use'), ('removed', 'Taken away')], default='in_use', max_length=24, verbose_name='status')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('asked', models.CharField(editable=False, max_length=1000)),
                ('reach', models.CharField(choices=[('own', 'Only me'), ('department', 'My department'), ('all', 'Everybody')], default='own', max_length=10, verbose_name='for')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.department')),
                ('owner', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['in_use', 'removed'])), name='saved_view_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('reach', 'department')), models.Q(('department', None), ('reach__in', ['own', 'all'])), _connector='OR'), name='saved_view_for_somebody')],
            },
        ),
    ]
