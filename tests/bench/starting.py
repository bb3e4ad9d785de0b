"""From a clone with empty caches to a signed-in page, by the command of the README."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError

from tests.bench.measuring import report
from tests.bench.visitor import Visitor
from tests.services.leash import Leash
from tests.services.obtain import ROOT
from tests.services.redis import free_port
from tests.services.website import plain_environment

PATIENCE = 240
TOGETHER = Path(__file__).with_name("together.py")


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        clone, caches = Path(folder, "clone"), Path(folder, "caches")
        port = str(free_port())
        began = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        make = ["make", "-C", str(clone), "run", f"PORT={port}", f"PYTHON={interpreter()}"]
        log = Path(tempfile.mkdtemp(prefix="bench-log-"))
        command = [sys.executable, "-P", str(TOGETHER), *make]
        run = Leash(command, log, environment=without_caches(caches))
        try:
            wait_until_signed_in(f"http://localhost:{port}", run, began + PATIENCE)
            return {"from_nothing_s": time.monotonic() - began}
        finally:
            run.release()


def interpreter() -> str:
    """The Python that this environment was made with: not one of the environment itself."""
    return os.path.realpath(sys.executable)


def without_caches(folder: Path) -> dict[str, str]:
    """How packages are reached stays as it is; what was fetched before is out of sight."""
    environment = plain_environment()
    for name in ("VAR_DIR", "SITE_URL", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        environment.pop(name, None)
    caches = {"XDG_CACHE_HOME": "", "PIP_CACHE_DIR": "pip", "UV_CACHE_DIR": "uv"}
    return environment | {name: str(folder / below) for name, below in caches.items()}


def wait_until_signed_in(site: str, run: Leash, patience: float) -> None:
    while time.monotonic() < patience and not run.ended():
        with suppress(URLError, ConnectionError):
            visitor = Visitor(site)
            if visitor.sign_in(visitor.roles()[0]) == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"There was no signed-in page:\n{run.last_words()}")


if __name__ == "__main__":
    report(measure())
