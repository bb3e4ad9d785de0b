#!/usr/bin/env python3
"""Make .venv and install the locked packages; needs Python 3.11 or newer and nothing else."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
# The development set holds the whole of the other one, so it answers for both.
LOCKS = {
    "run": ["requirements.lock"],
    "dev": ["requirements-dev.lock", "requirements.lock"],
}
# An organization's network may have a certificate authority of its own, which uv trusts only if
# it is told to trust what this machine trusts; the name of the setting has changed.
TRUSTED = {"UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"}


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose not in LOCKS:
        sys.exit("Usage: python3 install.py [run|dev]")
    wanted = [f"{name} {digest(ROOT / name)}" for name in LOCKS[purpose]]
    usable = works(PYTHON)
    if usable and STAMP.is_file() and set(wanted[:1]) <= set(STAMP.read_text().splitlines()):
        return
    if not usable:
        say("Making .venv")
        make_venv()
    say(f"Installing {LOCKS[purpose][0]}")
    install(LOCKS[purpose][0])
    STAMP.write_text("\n".join(wanted) + "\n")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def works(python: Path) -> bool:
    """Whether this interpreter still starts: a moved folder or an upgraded Python breaks it."""
    command = [str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return python.exists() and subprocess.run(command, capture_output=True).returncode == 0


def make_venv() -> None:
    """Debian's Python comes without pip; then the venv has none and another pip serves it."""
    import venv

    own_pip = importlib.util.find_spec("ensurepip") is not None
    if not (own_pip or importlib.util.find_spec("pip") or shutil.which("uv")):
        own_pip = install_pip_by_apt()
    venv.create(VENV, clear=True, symlinks=True, with_pip=own_pip)


def install_pip_by_apt() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            "Python has no pip here. Install the package python3-venv (Debian, Ubuntu) "
            "or put uv on the PATH, then try again."
        )
    say("Installing python3-venv")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "python3-venv"]):
        subprocess.run(["apt-get", "-qq", *command], check=True, env=environment)
    importlib.invalidate_caches()
    return True


def install(lock: str) -> None:
    """By uv, ten times faster; by pip where uv cannot be had or does not reach the index."""
    if uv := find_uv():
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        if succeeds([*command, "--require-hashes", "-r", lock], TRUSTED):
            return
        say("uv could not install them; trying pip")
    if not succeeds([*pip(), "install", "--quiet", "--require-hashes", "-r", lock]):
        sys.exit("The packages could not be installed. Is the package index reachable?")


def find_uv() -> str | None:
    own = VENV / "bin" / "uv"
    if found := shutil.which("uv"):
        return found
    command = [*pip(), "install", "--quiet", "--only-binary", ":all:", "--require-hashes"]
    if own.exists() or succeeds([*command, "-r", "requirements-uv.lock"]):
        return str(own)
    return None


def pip() -> list[str]:
    if (VENV / "bin" / "pip").exists():
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def succeeds(command: list[str], settings: dict[str, str] | None = None) -> bool:
    environment = {**(settings or {}), **os.environ}
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, env=environment)
    return done.returncode == 0


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main()
