"""Take files of references into a review of the workspace, and show them: each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hedgerow.errors import HedgerowError
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.watch import Watcher

if TYPE_CHECKING:
    from hedgerow.evidence.tables.review import TakenIn

# The steps of the build that show what a review holds.
SHOWN_BY = ("evidence", "alignment")
NEXT = "The list, the search and the gap map show them after: hedgerow build."
Told = Callable[[str], None]


@dataclass(frozen=True)
class Refused:
    """A file of which nothing was kept, and why."""

    name: str
    error: Mapping[str, Any]


@dataclass(frozen=True)
class ImportReport:
    """What became of the files that were given.

    Attributes
    ----------
    imported, refused
        The files that were taken in whole or were held before, and those of which nothing was kept.
    shown
        Whether the tables that people search were made again.
    next
        What to do next.
    """

    review: str
    imported: tuple[TakenIn, ...]
    refused: tuple[Refused, ...]
    shown: bool = False
    next: str = ""

    @property
    def new(self) -> int:
        """How many references were not held before."""
        return sum(file.new for file in self.imported)


def import_evidence(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    actor: str,
    review: str = "main",
    source: str = "",
    kind: str = "database",
    columns: Mapping[str, str] | None = None,
    told: Told | None = None,
) -> ImportReport:
    """Take files into a review, each in one transaction; a file that is refused does not stop the others.

    Parameters
    ----------
    source, kind
        Where all of them came from, and what that is; each file's own word where no source is given.
    columns
        For tables: the heading of each field.
    told
        Told the name of each file before it is read.

    Raises
    ------
    HedgerowError
        When the only file that was given is refused.
    """
    from hedgerow.evidence.tables.review import ReviewLog, take_in_file

    log = ReviewLog(workspace.database, review)
    imported: list[TakenIn] = []
    refused: list[Refused] = []
    for file in files:
        if told:
            told(file.name)
        try:
            imported.append(take_in_file(log, file, actor=actor, source=source, kind=kind, columns=columns))
        except HedgerowError as error:
            if len(files) == 1:
                raise
            refused.append(Refused(file.name, error.as_dict()))
    return ImportReport(review, tuple(imported), tuple(refused), next=NEXT)


def show_evidence(workspace: Workspace, watcher: Watcher | None = None) -> bool:
    """Make the tables that people search again, and nothing else; return whether that succeeded.

    Raises
    ------
    MachineError
        When another build is running.
    """
    from hedgerow.workspace.build import build

    return not build(workspace.root, watcher=watcher, only=SHOWN_BY).failed
