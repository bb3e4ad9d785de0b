"""The Celery application; it carries wake-up calls only, never the work itself."""

import os

from celery import Celery

from improvement.notifications import file_queue

assert file_queue  # it makes the broker of a machine without Redis known
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")

app = Celery("improvement")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "scan": {"task": "improvement.notifications.tasks.scan", "schedule": 600.0},
    "sweep": {"task": "improvement.notifications.tasks.sweep", "schedule": 60.0},
    "packs": {"task": "improvement.approvals.tasks.make_packs", "schedule": 60.0},
    "imports": {"task": "evidence.tasks.work", "schedule": 60.0},
    "words": {"task": "evidence.tasks.read_words", "schedule": 300.0},
    "missed_words": {"task": "evidence.tasks.read_missed_words", "schedule": 86_400.0},
    "roll_up": {"task": "evidence.tasks.reconcile", "schedule": 86_400.0},
    "watched": {"task": "evidence.tasks.watch", "schedule": 180.0},
    "anchor": {"task": "improvement.audit.tasks.anchor", "schedule": 86_400.0},
}
