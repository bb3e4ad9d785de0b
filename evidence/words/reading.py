"""A worker reads the texts of the register into words; all of it may be done twice.

What is new lies above the highest key read; what was corrected is marked. Once a day everything
is looked through for what neither finds: a row whose transaction ended late, a text that was taken
out of the register by another way than a correction.
"""

from __future__ import annotations

from django.db.models import F, Max, Q, QuerySet

from evidence.models import RecordWords, ServiceRecord
from improvement.notifications import bell

from .splitting import words_in

AT_ONCE, AT_MOST = 500, 50_000
"""So many in one statement, and so many before other work of the queue has its turn."""

TASK = "evidence.tasks.read_words"


def read_new() -> int:
    """What was corrected and what came in since; how many texts that were."""
    done = read_all(ServiceRecord.objects.filter(read__stale=True))
    last = RecordWords.objects.aggregate(last=Max("pk"))["last"] or 0
    done += read_all(ServiceRecord.objects.filter(pk__gt=last))
    if done >= AT_MOST:
        bell.wake(TASK)
    return done


def read_missed() -> int:
    """Whatever is not read in the version in which it stands; asks every row, so once a day."""
    return read_all(ServiceRecord.objects.filter(Q(read=None) | ~Q(read__version=F("version"))))


def read_all(rows: QuerySet[ServiceRecord]) -> int:
    """In the order of their keys, a few hundred a statement, so that what is done is kept."""
    done, last = 0, 0
    while done < AT_MOST:
        some = list(
            rows.filter(pk__gt=last).order_by("pk").values_list("pk", "version", "text")[:AT_ONCE]
        )
        if not some:
            break
        RecordWords.objects.bulk_create(
            [read(*row) for row in some],
            update_conflicts=True,
            unique_fields=["record"],
            update_fields=["version", "words", "phrases", "stale"],
        )
        done, last = done + len(some), some[-1][0]
    return done


def read(pk: int, version: int, text: str) -> RecordWords:
    found = words_in(text)
    return RecordWords(
        record_id=pk,
        version=version,
        words=apart(found.words),
        phrases=apart(found.phrases),
        stale=False,
    )


def apart(words: list[str]) -> str:
    """Between spaces, so that a whole word can be looked for."""
    return f" {' '.join(words)} " if words else ""
