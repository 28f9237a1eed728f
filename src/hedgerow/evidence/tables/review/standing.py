"""What stands in a review before screening: files, corrections, groups; a fold that is kept."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, select

from hedgerow.evidence.dedupe.settle import Pair
from hedgerow.evidence.intake import (
    OUTSIDE,
    Correction,
    Groups,
    ImportedFile,
    corrected,
    corrections_of,
    files_of,
    groups_of,
    links_of,
    told,
)
from hedgerow.evidence.intake.links import Answer, Run, answers_of, runs_of, settlements_of
from hedgerow.evidence.review import Event, Reference, holding
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.store.database import Database, log
from hedgerow.store.schema import reference

TYPES = ("file_imported", "duplicates_found", "link_settled", "field_corrected", OUTSIDE, "undone")


@dataclass(frozen=True)
class Standing:
    """How the references of a review stand.

    Attributes
    ----------
    review, arrived
        The review, and the newest event that was read.
    files
        The files whose import holds, in the order in which they came.
    file_of
        File of each reference of theirs; what was taken back is not in it.
    corrections
        For each reference and field what was said; the last holds.
    runs, answers
        What the rules found, and what people said of pairs.
    groups
        Which references are one.
    """

    review: str
    arrived: int
    files: tuple[ImportedFile, ...]
    file_of: Mapping[str, str]
    corrections: Mapping[str, Mapping[str, tuple[Correction, ...]]]
    runs: tuple[Run, ...]
    answers: Mapping[Pair, tuple[Answer, ...]]
    groups: Groups

    @property
    def references(self) -> int:
        """How many references are held, copies included."""
        return len(self.file_of)

    @property
    def units(self) -> int:
        """How many are left when each group counts once."""
        return len(self.file_of) - self.groups.surplus

    @property
    def unsearched(self) -> tuple[ImportedFile, ...]:
        """The files that the last run of the rules has not looked at."""
        seen = self.runs[-1].files if self.runs else frozenset()
        return tuple(file for file in self.files if file.sha256 not in seen)

    def file(self, sha256: str) -> ImportedFile | None:
        """Return a file by its hash."""
        return next((file for file in self.files if file.sha256 == sha256), None)

    def shown(self, one: Reference) -> Reference:
        """Return a reference with the corrections that hold."""
        changes = self.corrections.get(one.id)
        return (
            Reference(one.id, one.file, one.ordinal, one.source, corrected(one.said, dict(changes)))
            if changes
            else one
        )


@dataclass
class _Kept:
    """What is remembered of a review between two looks: its events by id, and the references of its files."""

    arrived: int
    events: dict[str, Event]
    files: tuple[str, ...]
    file_of: dict[str, str]
    standing: Standing


_KEPT: WeakKeyDictionary[Database, dict[str, _Kept]] = WeakKeyDictionary()
_LOCK = threading.Lock()


def standing(review: ReviewLog) -> Standing:
    """Return how a review stands now; only what was added since the last look is read."""
    with review.database.reading() as connection:
        arrived = log.arrived(connection, review.review)
        with _LOCK:
            kept = _KEPT.setdefault(review.database, {}).get(review.review)
        if kept is not None and kept.arrived == arrived:
            return kept.standing
        kept = _look(connection, review.review, arrived, kept)
    with _LOCK:
        _KEPT[review.database][review.review] = kept
    return kept.standing


def standing_at(connection: Connection, review: str) -> Standing:
    """Return how a review stands inside a transaction, reading all of it."""
    return _look(connection, review, log.arrived(connection, review), None).standing


def _look(connection: Connection, review: str, arrived: int, kept: _Kept | None) -> _Kept:
    after = kept.arrived if kept else 0
    rows = log.read(connection, review, types=TYPES, after=after)
    events = {**(kept.events if kept else {}), **{row["id"]: _event(row) for row in rows}}
    held = told(holding(events.values()))
    files = files_of(held)
    names = tuple(file.sha256 for file in files)
    file_of = kept.file_of if kept and kept.files == names else _file_of(connection, review, frozenset(names))
    return _Kept(arrived, events, names, file_of, _fold(review, arrived, held, files, file_of))


def _event(row: log.Row) -> Event:
    return Event(**row | {"targets": tuple(row["targets"])})


def _fold(
    review: str,
    arrived: int,
    held: tuple[Event, ...],
    files: tuple[ImportedFile, ...],
    file_of: dict[str, str],
) -> Standing:
    runs = runs_of(held)
    answers = answers_of(held)
    groups = groups_of(links_of(runs, file_of), settlements_of(answers), file_of)
    return Standing(review, arrived, files, file_of, corrections_of(held), runs, answers, groups)


def _file_of(connection: Connection, review: str, files: frozenset[str]) -> dict[str, str]:
    query = select(reference.c.id, reference.c.file).where(reference.c.review == review)
    query = query.order_by(reference.c.file, reference.c.ordinal)
    return {name: file for name, file in connection.execute(query) if file in files}
