"""Static files: one style sheet for the browser, hashed names, compressed beforehand."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
IMPORT = re.compile(r'^@import "([^"]+)";\n?', re.MULTILINE)

Paths = dict[str, tuple[StaticFilesStorage, str]]


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Puts the sheets that css/app.css imports into css/app.css: one request instead of seven."""

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        if SHEET in paths and not dry_run:
            Path(self.path(SHEET)).write_text(joined(paths), encoding="utf-8")
            paths[SHEET] = (self, SHEET)
        yield from super().post_process(paths, dry_run, **options)


def joined(paths: Paths) -> str:
    """The text of the sheet with each import replaced by the file it names."""

    def imported(match: re.Match[str]) -> str:
        return text_of(f"css/{match[1]}")

    def text_of(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as sheet:
            text: str = sheet.read().decode()
            return text

    return IMPORT.sub(imported, text_of(SHEET))
