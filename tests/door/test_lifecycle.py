"""The machines: what cannot be assigned, what the page and the document say."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import class_prepared

from improvement.door.diagram import markdown
from improvement.door.lifecycle import arrows, machines
from improvement.door.permissions import table
from plans.models import Plan
from tests import factories


def test_docs_lifecycle_is_what_the_code_says():
    text = Path(settings.BASE_DIR, "docs", "lifecycle.md").read_text(encoding="utf-8")
    assert text == markdown(), "Run manage.py lifecycle --write"


def test_a_status_cannot_be_assigned(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty", goals=0)
    with pytest.raises(AttributeError, match="take"):
        plan.status = "execution"


def test_a_failed_refresh_opens_no_other_row(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty", goals=0)
    with pytest.raises(Plan.DoesNotExist):
        Plan(pk=10_000).refresh_from_db()
    with pytest.raises(AttributeError):
        plan.status = "execution"


def test_the_database_refuses_an_unknown_status(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty", goals=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(status="anything")


def test_every_step_a_person_takes_has_a_rule():
    missing = [
        f"{model._meta.app_label}.{name}_{model._meta.model_name}"
        for model in machines()
        for name, arrow in arrows(model).items()
        if arrow.for_people
        and f"{model._meta.app_label}.{name}_{model._meta.model_name}" not in table()
    ]
    assert missing == []


def test_the_models_of_a_migration_have_a_plain_status():
    """Each would else listen to every model that is made after it."""
    listeners = len(class_prepared.receivers)

    project = MigrationLoader(None).project_state()
    historical = project.apps.get_model("plans", "plan")

    assert historical(status="closed").status == "closed"
    assert len(class_prepared.receivers) == listeners
