"""The verifier as a program of its own: what it prints and how it ends."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from .conftest import CHAIN


def run(*arguments, **environment):
    outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "improvement.audit.verify", *arguments],
        cwd=settings.BASE_DIR,
        env={**outside, "AUDIT_KEY": settings.AUDIT_KEY, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_intact(database, anchor_file):
    done = run("--database", database, "--anchors", str(anchor_file))
    assert done.returncode == 0, done
    at = json.loads(anchor_file.read_text())["at"]
    assert done.stdout.splitlines() == [
        "The record is intact.",
        "Entries: 5; chains: 1; findings: 0.",
        f"Redacted personal values: 0. Last anchor: {at}.",
    ]


def test_tampered(database, anchor_file, tmp_path):
    anchors = anchor_file.read_text().replace("[5,", "[7,")
    anchor_file.write_text(anchors)
    done = run("--database", database, "--anchors", str(anchor_file))
    assert done.returncode == 1
    assert "Line 1 of the anchor file was changed." in done.stdout
    assert "The record was tampered with" in done.stdout


def test_as_json(database, anchor_file):
    done = run("--database", database, "--anchors", str(anchor_file), "--json", "--seal", "beef")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert (report["intact"], report["entries"], report["findings"]) == (False, 5, 1)
    assert report["first"][0]["kind"] == "anchors"


def test_a_seal_kept_elsewhere(database, anchor_file):
    seal = json.loads(anchor_file.read_text())["digest"]
    done = run("--database", database, "--anchors", str(anchor_file), "--seal", seal)
    assert done.returncode == 0


def test_database_and_key_from_the_environment(database):
    done = run("--key-env", "OLD_KEY", DATABASE_URL=database, OLD_KEY=settings.AUDIT_KEY)
    assert done.returncode == 0
    assert "No anchors were read" in done.stdout


def test_the_wrong_key_is_suspected(database):
    done = run("--database", database, "--limit", "2", AUDIT_KEY="another")
    assert done.returncode == 1
    assert "… and 3 more findings." in done.stdout
    assert "is this the right key?" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "sentence"),
    [
        ([], {}, "Say which database"),
        (["--database", "sqlite:////nowhere"], {"AUDIT_KEY": ""}, "Set AUDIT_KEY"),
        (["--database", "sqlite:////nowhere"], {}, "There is no database at /nowhere."),
        (["--database", "mysql://here"], {}, "The database must be"),
        (["--database", "sqlite:////nowhere", "--anchors", "/none"], {}, "cannot be read"),
        (["--database", "postgresql://127.0.0.1:1/none"], {}, "The database cannot be read"),
    ],
)
def test_what_cannot_be_checked(arguments, environment, sentence):
    done = run(*arguments, **environment)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_was_never_migrated(tmp_path):
    path = tmp_path / "empty.sqlite3"
    sqlite3.connect(path).execute("CREATE TABLE something (n)")
    done = run("--database", f"sqlite:///{path}")
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


def test_columns_of_the_wrong_type(database, tmp_path):
    """SQLite lets any type stand in any column; that is a finding, not a crash."""
    if not database.startswith("sqlite"):
        pytest.skip("PostgreSQL knows its types")
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    copy.executescript(
        "DROP TRIGGER audit_entry_no_update; PRAGMA ignore_check_constraints = ON;"
        "UPDATE audit_entry SET sequence = 'x' WHERE sequence = 2;"
        "UPDATE audit_entry SET at = 'noon' WHERE sequence = 3;"
        "UPDATE audit_entry SET body = x'ff00' WHERE sequence = 4;"
        "UPDATE audit_entry SET verb = CAST(x'ff' AS TEXT) WHERE sequence = 5;"
    )
    copy.close()
    done = run("--database", database)
    assert (done.returncode, done.stderr) == (1, "")


def test_it_does_not_need_django():
    code = (
        "import sys, improvement.audit.verify.__main__;"
        "sys.exit(any(name.partition('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR).returncode == 0


def test_manage_verify_audit_passes_the_exit_code_on(database, anchor_file, monkeypatch, capfd):
    if database.startswith("sqlite"):
        name = database.removeprefix("sqlite:///")
        monkeypatch.setitem(connection.settings_dict, "NAME", name)
    with pytest.raises(SystemExit) as intact:
        call_command("verify_audit", "--anchors", str(anchor_file))
    with pytest.raises(SystemExit) as tampered:
        call_command("verify_audit", "--anchors", str(anchor_file), "--seal", "beef", "--json")
    assert (intact.value.code, tampered.value.code) == (0, 1)
    assert "The record is intact" in capfd.readouterr().out


def test_a_database_in_memory_is_said_to_be_unreadable(db):
    if connection.vendor != "sqlite":
        pytest.skip("a case of SQLite")
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_a_missing_end_is_named(database, anchor_file, tmp_path):
    if not database.startswith("sqlite"):
        pytest.skip("the same code; tampering with a copy is simpler on SQLite")
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    copy.executescript(
        "DROP TRIGGER audit_entry_no_delete; DELETE FROM audit_entry WHERE sequence = 5"
    )
    copy.close()
    done = run("--database", database, "--anchors", str(anchor_file))
    assert done.returncode == 1
    assert f"Entry 5 of {CHAIN} is missing at the end." in done.stdout
