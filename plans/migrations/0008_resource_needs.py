# What a measure needs of people, goods and money.

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0004_absences_and_scopes'),
        ('plans', '0007_what_the_round_asks'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResourceNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(choices=[('people', 'People'), ('goods', 'Goods'), ('money', 'Money')], max_length=8, verbose_name='kind')),
                ('name', models.CharField(help_text='Who or what: a person, a skill, a device, a budget line.', max_length=200, verbose_name='what is needed')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='amount')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='unit')),
                ('starts', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='to')),
                ('archived', models.BooleanField(default=False)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resource_needs', to='plans.measure')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resource_needs', to='organization.post', verbose_name='post')),
            ],
            options={
                'verbose_name': 'resource need',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['people', 'goods', 'money'])), name='resource_kind_known'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='resource_amount_positive'), models.CheckConstraint(condition=models.Q(('starts', None), ('ends', None), ('ends__gte', models.F('starts')), _connector='OR'), name='resource_ends_after_start'), models.CheckConstraint(condition=models.Q(('post', None), ('kind', 'people'), _connector='OR'), name='resource_post_of_people')],
            },
        ),
    ]
