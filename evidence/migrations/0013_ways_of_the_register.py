"""An index for each way in which the register is narrowed."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0012_words_of_records'),
        ('organization', '0008_document_form'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='servicerecord',
            index=models.Index(condition=models.Q(('taken_out', False)), fields=['department', 'category', '-opened_on', '-id'], name='service_record_of_both'),
        ),
        migrations.AddIndex(
            model_name='servicerecord',
            index=models.Index(condition=models.Q(('status', 'open'), ('taken_out', False)), fields=['department', '-opened_on', '-id'], name='service_record_open'),
        ),
        migrations.AddIndex(
            model_name='servicerecord',
            index=models.Index(condition=models.Q(('taken_out', False)), fields=['kind', '-opened_on', '-id'], name='service_record_of_kind'),
        ),
        migrations.AddIndex(
            model_name='servicerecord',
            index=models.Index(condition=models.Q(('taken_out', False)), fields=['channel', '-opened_on', '-id'], name='service_record_by_channel'),
        ),
        migrations.AddIndex(
            model_name='servicerecord',
            index=models.Index(condition=models.Q(('taken_out', False)), fields=['severity', '-opened_on', '-id'], name='service_record_of_weight'),
        ),
    ]
