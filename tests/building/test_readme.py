"""The README promises nothing that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
READ = re.compile(
    r'(?:environ\.get\(|environ\[|environment\.get\(|flag\(|own\(|listed\()\s*"([A-Z0-9_]+)"'
)
# Set by the project itself, not by whoever runs it.
OWN = {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def test_every_variable_is_in_the_table_and_the_table_has_no_other() -> None:
    code = [*(ROOT / "improvement").rglob("*.py"), *(ROOT / "tests" / "services").rglob("*.py")]
    read = {name for path in code for name in READ.findall(path.read_text())} - OWN
    table = README.partition("## Settings")[2].partition("## Layout")[0]
    rows = "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`(\w+)`", rows)) == read


def test_every_link_leads_somewhere() -> None:
    for name in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / name).exists(), name


def test_every_target_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"`?make ([a-z]+)\b", README)):
        assert f"\n{target}:" in makefile, target
