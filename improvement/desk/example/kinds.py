"""Which example a folder holds, told by the files in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from . import nhs, providers, summary, usgov, year
from .findings import File, NhsFile
from .table import ExampleRefused


class Kind(NamedTuple):
    """An example: its files, how they are read, carried out, and summed up."""

    files: Sequence[str]
    read: Callable[[Path], Any]
    carry_out: Callable[[Any], Any]
    summarize: Callable[[Any], dict[str, Any]]


KINDS = (
    Kind(tuple(File), usgov.read, year.carry_out, summary.summarize),
    Kind(tuple(NhsFile), nhs.read, providers.carry_out, providers.summarize),
)


def recognize(folder: Path) -> Kind:
    """The one example with a file in the folder; raises ExampleRefused with a plain sentence."""
    found = [kind for kind in KINDS if any((folder / name).is_file() for name in kind.files)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ExampleRefused(f"{folder} holds the files of two examples; leave those of one.")
    wanted = ", or ".join(" and ".join(kind.files) for kind in KINDS)
    raise ExampleRefused(f"{folder} holds no example: it needs {wanted}.")
