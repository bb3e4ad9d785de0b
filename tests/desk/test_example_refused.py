"""What stops the example: one plain sentence, a non-zero exit, and nothing half done."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from improvement.audit.models import Entry
from improvement.organization.models import Department, Organization, User

USGOV = Path(__file__).parents[1] / "data" / "usgov"

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(tmp_path):
    return tmp_path / "rows.csv"


def refused(*arguments: str, **options: object) -> str:
    with pytest.raises(SystemExit) as ended:
        call_command("example", *arguments, **options)
    assert isinstance(ended.value.code, str)  # Python prints it and exits with 1
    return ended.value.code


def test_a_database_with_an_organization_is_refused(cast, report):
    before = Department.objects.count()
    assert refused(str(USGOV), report=report) == (
        "This database already holds the organization 'Haiyan Public Services'. "
        "The example needs an empty one: set DATABASE_URL to another and migrate it."
    )
    assert Department.objects.count() == before


def test_a_database_with_people_is_refused(report):
    User.objects.create(name="Ada", email="ada@example.org")
    assert "already holds people" in refused(str(USGOV), report=report)
    assert not Organization.objects.exists()


NEEDED = "it needs usgov_goals.csv and usgov_goal_targets_quarterly.csv, or nhs_ae_attendances.csv."


def test_a_folder_without_an_example_is_one_sentence(tmp_path, report):
    assert refused(str(tmp_path), report=report) == f"{tmp_path} holds no example: {NEEDED}"
    nowhere = tmp_path / "nowhere"
    assert refused(str(nowhere), report=report) == f"{nowhere} holds no example: {NEEDED}"
    assert not report.exists()


def test_a_folder_with_two_examples_is_one_sentence(tmp_path, report):
    for name in ("usgov_goals.csv", "nhs_ae_attendances.csv"):
        (tmp_path / name).touch()
    sentence = refused(str(tmp_path), report=report)
    assert sentence == f"{tmp_path} holds the files of two examples; leave those of one."


def test_a_missing_file_is_one_sentence(tmp_path, report):
    shutil.copy(USGOV / "usgov_goals.csv", tmp_path)
    sentence = refused(str(tmp_path), report=report)
    assert sentence.endswith(
        "usgov_goal_targets_quarterly.csv cannot be read: No such file or directory."
    )
    assert not report.exists()


def test_a_refusal_half_way_leaves_nothing(monkeypatch, report):
    monkeypatch.setattr("improvement.desk.example.year.GATES_OFF", {})
    sentence = refused(str(USGOV), report=report)
    assert sentence.startswith("The example was refused: Some things are still missing.")
    assert not Organization.objects.exists()
    assert not Entry.objects.exists()
