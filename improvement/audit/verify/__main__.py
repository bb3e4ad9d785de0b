"""The command line of the verifier: 0 intact, 1 tampered with, 2 could not be checked."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from improvement.audit.anchorfile import Anchors
from improvement.audit.verify.inspection import Finding, Inspection
from improvement.audit.verify.source import Unreadable, record

INTACT, TAMPERED, UNCHECKED = 0, 1, 2
PROJECT = Path(__file__).resolve().parents[3]


@dataclass
class Report:
    """What was found, as sentences or as JSON."""

    intact: bool = True
    entries: int = 0
    chains: int = 0
    redacted: int = 0
    anchored: str | None = None  # when the last anchor was written
    findings: int = 0
    first: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def sentences(self) -> Iterator[str]:
        yield from (finding.sentence for finding in self.first)
        if self.findings > len(self.first):
            yield f"… and {self.findings - len(self.first)} more findings."
        yield from self.remarks
        yield "The record is intact." if self.intact else "The record was tampered with."
        yield f"Entries: {self.entries}; chains: {self.chains}; findings: {self.findings}."
        yield f"Redacted personal values: {self.redacted}. Last anchor: {self.anchored or 'none'}."


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m improvement.audit.verify",
        description="Check that nobody has changed the record. Exit code 0: intact; "
        "1: tampered with; 2: could not be checked.",
    )
    parser.add_argument("--database", metavar="URL", help="default: $DATABASE_URL")
    parser.add_argument(
        "--key-env", metavar="NAME", default="AUDIT_KEY", help="the variable that holds the key"
    )
    parser.add_argument("--anchors", metavar="FILE", type=Path, help="written by manage.py anchor")
    parser.add_argument(
        "--seal", metavar="HEX", help="a seal kept elsewhere, which the anchor file must contain"
    )
    parser.add_argument("--limit", type=int, default=100, help="how many findings to print")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def verify(arguments: argparse.Namespace, environment: Mapping[str, str]) -> Report:
    """Read the whole record once, in constant memory."""
    url = arguments.database or environment.get("DATABASE_URL")
    key = environment.get(arguments.key_env)
    if not url:
        raise Unreadable("Say which database: --database URL, or set DATABASE_URL.")
    if not key:
        raise Unreadable(f"Set {arguments.key_env} to the key of the record.")
    anchors = read_anchors(arguments.anchors, key)
    report = Report(anchored=anchors.last.at if anchors.last else None)
    inspection = Inspection(key, anchors)
    with record(url, PROJECT) as source:
        for finding in inspection.findings(source.rows()):
            note(report, finding, arguments.limit)
        if orphans := source.orphans():
            sentence = f"The entries of {orphans} personal values are missing."
            note(report, Finding("missing", sentence), arguments.limit)
    if arguments.seal and arguments.seal not in anchors.seals:
        sentence = "The anchor file does not contain the seal that was kept elsewhere."
        note(report, Finding("anchors", sentence), arguments.limit)
    report.entries, report.chains = inspection.entries, inspection.chains
    report.redacted = inspection.redacted
    report.remarks = list(remarks(inspection))
    return report


def read_anchors(path: Path | None, key: str) -> Anchors:
    if path is None:
        return Anchors([], key)
    try:
        with path.open("rb") as lines:
            return Anchors(lines, key)
    except OSError as error:
        raise Unreadable(f"The anchor file cannot be read: {error}") from error


def note(report: Report, finding: Finding, limit: int) -> None:
    report.intact = False
    report.findings += 1
    if len(report.first) < limit:
        report.first.append(finding)


def remarks(inspection: Inspection) -> Iterator[str]:
    """What is no proof of tampering, but should be known."""
    if inspection.entries and inspection.broken == inspection.entries:
        yield "No entry at all matches its seal: is this the right key?"
    if inspection.anchors.torn:
        yield f"Unreadable lines in the anchor file, as after a crash: {inspection.anchors.torn}."
    if inspection.anchors.last is None:
        yield "No anchors were read: what was cut off at the end of a chain cannot be noticed."


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    try:
        report = verify(arguments, os.environ)
    except Unreadable as reason:
        print(reason, file=sys.stderr)  # noqa: T201
        return UNCHECKED
    if arguments.json:
        print(json.dumps(asdict(report), ensure_ascii=False))  # noqa: T201
    else:
        print(*report.sentences(), sep="\n")  # noqa: T201
    return INTACT if report.intact else TAMPERED


if __name__ == "__main__":
    sys.exit(main())
