"""Consent lists: small adjustments of several plans, put to one vote."""

import django.db.models.deletion
import improvement.door.lifecycle
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0028_measures_after_practices'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdjustmentList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('status', improvement.door.lifecycle.StatusField(choices=[('compiling', 'Compiling'), ('leadership_approval', 'Leadership approval'), ('approved', 'Approved'), ('dissolved', 'Dissolved')], default='compiling', max_length=24, verbose_name='status')),
                ('number', models.PositiveSmallIntegerField()),
                ('introduction', models.TextField(blank=True, verbose_name='introduction of the office')),
                ('return_reason', models.TextField(blank=True)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustment_lists', to='plans.round')),
            ],
            options={
                'verbose_name': 'consent list of adjustments',
                'verbose_name_plural': 'consent lists of adjustments',
                'ordering': ['-round__starts', '-number'],
            },
        ),
        migrations.CreateModel(
            name='ListedAdjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('recommendation', models.TextField(blank=True)),
                ('adjustment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listed', to='plans.adjustment')),
                ('adjustment_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='plans.adjustmentlist')),
            ],
            options={
                'verbose_name': 'adjustment on a consent list',
                'ordering': ['position'],
            },
        ),
        migrations.AddConstraint(
            model_name='adjustmentlist',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['compiling', 'leadership_approval', 'approved', 'dissolved'])), name='adjustment_list_status_known'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentlist',
            constraint=models.UniqueConstraint(fields=('round', 'number'), name='adjustment_list_number'),
        ),
        migrations.AddConstraint(
            model_name='listedadjustment',
            constraint=models.UniqueConstraint(fields=('adjustment_list', 'adjustment'), name='listed_adjustment_once'),
        ),
    ]
