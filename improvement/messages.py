"""Translations: `compile` the catalogues, `extract` the strings, `check` that both agree.

Needs no system gettext. Set-up only compiles, so nothing but polib is imported for that.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALES = {"zh_Hant": "zh-Hant", "zh_Hans": "zh-Hans"}
CODE = ["improvement", "evidence", "plans", "execution", "evaluation", "incentives"]
NOT_TRANSLATED = {"migrations", "management"}
# The arguments of each function that hold the text; (n, "c") is a context.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def catalogue(locale: str, root: Path = ROOT) -> Path:
    return root / "locale" / locale / "LC_MESSAGES" / "django.po"


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    """What makes a message one message, and the order in which a catalogue lists them."""
    return entry.msgid, entry.msgctxt or "", entry.msgid_plural or ""


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Write every django.mo older than its django.po; fuzzy entries are left in English."""
    written = []
    for source in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        partial = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(partial))
        partial.replace(target)  # a reader sees the old file or the new one, never half of it
        written.append(target)
    return written


def strings(root: Path = ROOT) -> dict[tuple[str, str, str], polib.POEntry]:
    """Every message of the code and the templates, with the files where it stands."""
    found: dict[tuple[str, str, str], polib.POEntry] = {}
    for path in sources(root):
        place = (path.relative_to(root).as_posix(), "")
        for text, context, comments in messages_in(path):
            singular, plural = text if isinstance(text, tuple) else (text, "")
            entry = polib.POEntry(msgid=singular, msgid_plural=plural, msgctxt=context)
            entry = found.setdefault(key(entry), entry)
            if place not in entry.occurrences:
                entry.occurrences.append(place)
            for comment in comments:
                if comment not in entry.comment:
                    entry.comment = f"{entry.comment}\n{comment}".strip()
    return found


def sources(root: Path) -> Iterator[Path]:
    for folder in [*CODE, "templates"]:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not NOT_TRANSLATED & {*path.parts}:
                yield path


def messages_in(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None, list[str]]]:
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is not a message is blanked out; without indentation the rest reads as Python.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    code = BytesIO(text.encode())
    options = {"encoding": "utf-8"}
    for _line, message, comments, context in extract(
        "python", code, KEYWORDS, ["Translators:"], options, strip_comment_tags=True
    ):
        if isinstance(message, tuple):
            yield (message[0], message[1]), context, comments
        elif message:
            yield message, context, comments


def extract_strings(root: Path = ROOT) -> None:
    """Bring every catalogue in line with the code; translations are kept, dead ones dropped."""
    current = strings(root)
    for locale, language in LOCALES.items():
        path = catalogue(locale, root)
        known = {key(e): e for e in polib.pofile(str(path))} if path.exists() else {}
        fresh = polib.POFile(wrapwidth=100)
        fresh.metadata = {
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        for identity, source in sorted(current.items()):
            fresh.append(translated(source, known.get(identity)))
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(path))


def translated(source: polib.POEntry, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=source.msgid,
        msgid_plural=source.msgid_plural,
        msgctxt=source.msgctxt,
        comment=source.comment,
        occurrences=sorted(source.occurrences),
    )
    if entry.msgid_plural:
        entry.msgstr_plural = known.msgstr_plural if known else {0: ""}
    elif known:
        entry.msgstr = known.msgstr
    if known:
        entry.tcomment, entry.flags = known.tcomment, known.flags
    return entry


def faults(root: Path = ROOT) -> list[str]:
    """One sentence for each message that a reader of Chinese would miss or see wrongly."""
    current = strings(root)
    found = []
    for locale in LOCALES:
        path = catalogue(locale, root)
        if not path.exists():
            found.append(f"{locale}: the catalogue is missing. Run `make messages`.")
            continue
        entries = polib.pofile(str(path))
        known = {key(entry): entry for entry in entries if not entry.obsolete}
        found += [f"{locale}: missing: {i[0]!r}" for i in sorted(current.keys() - known.keys())]
        found += [
            f"{locale}: no longer used: {i[0]!r}" for i in sorted(known.keys() - current.keys())
        ]
        found += [f"{locale}: obsolete: {e.msgid!r}" for e in entries if e.obsolete]
        for entry in known.values():
            found += [f"{locale}: {fault}: {entry.msgid!r}" for fault in faults_of(entry)]
    return found


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    for form in forms:
        if not form.strip():
            yield "not translated"
        elif not placeholders(form) <= wanted:
            yield "a placeholder the English does not have"
        elif not entry.msgid_plural and placeholders(form) != wanted:
            yield "a placeholder is missing"


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def main(arguments: list[str]) -> int:
    match arguments:
        case ["compile"]:
            compile_catalogues()
        case ["extract"]:
            extract_strings()
        case ["check"]:
            found = faults()
            print("\n".join(found) or "The catalogues hold every message in every language.")
            return 1 if found else 0
        case _:
            print("Usage: python -m improvement.messages compile | extract | check")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
