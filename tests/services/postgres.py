"""A PostgreSQL of the tests' own: a temporary cluster on a socket, gone when they end."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.services.leash import Leash
from tests.services.obtain import WHEELS, Missing, by_apt, by_wheel

SUPERUSER = "tests"
# What a crash would lose is of no use to tests; what a commit promises is (synchronous_commit).
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "on",
    "max_connections": "200",
    "listen_addresses": "",
    "unix_socket_permissions": "0777",
    "log_min_messages": "warning",
}


@contextmanager
def running() -> Iterator[str]:
    """The address of a database `postgres` whose user may create others."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    folder = Path(tempfile.mkdtemp(prefix="tests-postgres-"))
    url = f"postgresql://{SUPERUSER}@/postgres?host={folder}"
    with ExitStack() as leftovers:
        leftovers.callback(shutil.rmtree, folder, ignore_errors=True)
        cluster = start(folder)
        leftovers.callback(cluster.release)
        wait_for(url, cluster)
        yield url


def start(folder: Path) -> Leash:
    programs, user = binaries(), unprivileged()
    if user and programs.is_relative_to(WHEELS):
        # The tree may lie where only root can look.
        copy = Path(shutil.copytree(WHEELS, folder / "programs"))
        programs = copy / programs.relative_to(WHEELS)
    data = folder / "data"
    command = [str(programs / "initdb"), "-D", str(data), "-U", SUPERUSER, "--auth=trust"]
    command += ["--no-sync", "--encoding=UTF8", "--no-locale"]
    identity = {}
    if user:
        shutil.chown(folder, user)
        identity = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **identity)
    options = [f"--{name}={value}" for name, value in FAST.items()]
    return Leash(
        [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *options], folder, user
    )


def unprivileged() -> str:
    """PostgreSQL refuses to run as root: the user to run it as, or nothing when already fine."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def binaries() -> Path:
    """The folder of initdb and postgres, installed first where that is needed and allowed."""
    if found := installed() or (by_apt("postgresql") and installed()):
        return found
    if program := by_wheel("initdb"):
        for path in program.parent.iterdir():
            path.chmod(0o755)
        return program.parent
    raise Missing(
        "The tests need PostgreSQL 15 or newer. Install the package postgresql, "
        "or set TEST_DATABASE_URL to a database whose user may create databases."
    )


def installed() -> Path | None:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    on_path = [Path(found).parent] if (found := shutil.which("initdb")) else []
    for folder in [*reversed(debian), *on_path]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def wait_for(url: str, cluster: Leash) -> None:
    patience = time.monotonic() + 30
    while time.monotonic() < patience and not cluster.ended():
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise Missing(f"PostgreSQL did not start:\n{cluster.last_words()}")


@contextmanager
def database(server_url: str, template: str = "template1") -> Iterator[str]:
    """A database of its own, copied from a template; dropped at the end."""
    name = f"tests_{secrets.token_hex(6)}"
    execute(server_url, "CREATE DATABASE {} TEMPLATE {}", name, template)
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        execute(server_url, "DROP DATABASE {} WITH (FORCE)", name)


def execute(url: str, statement: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
