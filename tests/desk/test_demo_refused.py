"""What stops the demo: one plain sentence, a non-zero exit, and nothing half done."""

import pytest
from django.core.management import call_command

from improvement.audit.models import Entry
from improvement.desk.demo import rounds
from improvement.organization.models import Department, Organization, User

pytestmark = pytest.mark.django_db


def refused() -> str:
    with pytest.raises(SystemExit) as ended:
        call_command("demo")
    assert isinstance(ended.value.code, str)  # Python prints it and exits with 1
    return ended.value.code


def test_a_database_with_an_organization_is_refused(cast):
    before = Department.objects.count()
    assert refused().startswith("This database already holds the organization")
    assert Department.objects.count() == before


def test_a_database_with_people_is_refused():
    User.objects.create(name="Somebody", email="somebody@example.org", password="!")
    assert refused().startswith("This database already holds people.")
    assert not Organization.objects.exists()


def test_what_breaks_on_the_way_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr(rounds, "read_rounds", dict)
    with pytest.raises(KeyError):
        call_command("demo")
    assert not Organization.objects.exists()
    assert not User.objects.exists()
    assert not Entry.objects.exists()
