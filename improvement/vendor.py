"""Third-party files that are kept in the tree: `check` their hashes, `fetch` them anew by npm.

A MANIFEST lists them, one a line, in tab-separated columns; a file without a source was not
taken from an npm package and is only checked.
"""

import csv
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ["static/vendor", "tests/vendor", "improvement/documents/fonts"]
SOURCE_MAP = re.compile(rb"\s*(//[#@] sourceMappingURL=\S*|/\*[#@] sourceMappingURL=\S* ?\*/)\s*$")


class Vendored(NamedTuple):
    """One line of a MANIFEST."""

    file: str
    name: str
    version: str
    licence: str
    sha256: str
    source: str  # the path inside the npm package, or empty


def manifest(folder: Path) -> list[Vendored]:
    with (folder / "MANIFEST").open(encoding="utf-8", newline="") as lines:
        return [Vendored(**row) for row in csv.DictReader(lines, delimiter="\t")]


def faults(root: Path = ROOT) -> list[str]:
    """One sentence for each file that is not what its MANIFEST says."""
    found = []
    for folder in (root / name for name in FOLDERS):
        listed = {item.file: item for item in manifest(folder)}
        present = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and path.name != "MANIFEST"
        }
        where = folder.relative_to(root)
        found += [f"{where}/{name} is not in the MANIFEST." for name in sorted(present - {*listed})]
        found += [f"{where}/{name} is missing." for name in sorted({*listed} - present)]
        for name in sorted(present & {*listed}):
            content = (folder / name).read_bytes()
            if hashlib.sha256(content).hexdigest() != listed[name].sha256:
                found.append(f"{where}/{name} is not the file that the MANIFEST describes.")
            if b"sourceMappingURL" in content:
                found.append(f"{where}/{name} names a source map, which the browser would miss.")
    return found


def fetch(root: Path = ROOT) -> None:
    """Write every file that has a source as the named version of its package holds it."""
    for folder in (root / name for name in FOLDERS):
        items = [fetched(folder, item) if item.source else item for item in manifest(folder)]
        with (folder / "MANIFEST").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter="\t", lineterminator="\n")
            writer.writerow(Vendored._fields)
            writer.writerows(items)


def fetched(folder: Path, item: Vendored) -> Vendored:
    with tempfile.TemporaryDirectory() as work:
        command = ["npm", "pack", "--json", f"{item.name}@{item.version}"]
        answer = subprocess.run(command, cwd=work, check=True, stdout=subprocess.PIPE)
        with tarfile.open(Path(work) / json.loads(answer.stdout)[0]["filename"]) as package:
            member = package.extractfile(f"package/{item.source}")
            if member is None:
                sys.exit(f"{item.name} {item.version} holds no {item.source}.")
            content = SOURCE_MAP.sub(b"\n", member.read())
    (folder / item.file).parent.mkdir(parents=True, exist_ok=True)
    (folder / item.file).write_bytes(content)
    return item._replace(sha256=hashlib.sha256(content).hexdigest())


def main(arguments: list[str]) -> int:
    match arguments:
        case ["fetch"]:
            fetch()
        case ["check"]:
            found = faults()
            print("\n".join(found) or "Every vendored file is the one its MANIFEST describes.")
            return 1 if found else 0
        case _:
            print("Usage: python -m improvement.vendor check | fetch")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
