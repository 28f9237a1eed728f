"""The conflicts of a review with the libraries that it took in, as shells show them."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.intake import outside_events
from hedgerow.evidence.intake.conflicts import (
    Conflict,
    decision_conflicts,
    field_conflicts,
    pair_conflicts,
    source_conflicts,
)
from hedgerow.evidence.intake.outside import OUTSIDE
from hedgerow.evidence.review import holding
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.references import find_references
from hedgerow.evidence.tables.review.standing import standing

_TYPES = ("screened", "conflict_resolved", "library_merged", OUTSIDE)


@dataclass(frozen=True)
class ConflictsView:
    """What two people or libraries say differently, and which libraries were taken in.

    Attributes
    ----------
    titles
        Title of each reference that a conflict is about.
    elsewhere
        How many decisions of other libraries are held beside ours.
    """

    review: str
    conflicts: tuple[Conflict, ...]
    titles: dict[str, str]
    libraries: Released
    table: Released
    elsewhere: int


def conflicts(review: ReviewLog) -> ConflictsView:
    """Return every conflict that nobody has settled, computed from the log."""
    now = standing(review)
    held = review.events(_TYPES)
    theirs = holding(outside_events(held))
    found = (
        *pair_conflicts(now.answers),
        *decision_conflicts(held, theirs, now.groups),
        *field_conflicts(now.corrections),
        *source_conflicts(now.files, theirs),
    )
    names = [name for one in found if one.kind != "source" for name in one.subject]
    with review.database.reading() as connection:
        references = find_references(connection, review.review, list(dict.fromkeys(names)))
    titles = {name: one.said.title for name, one in references.items()}
    merges = tuple(
        (
            str(event.payload["name"]),
            int(event.payload["events"]),
            int(event.payload["references"]),
            event.at[:10],
            event.actor,
        )
        for event in held
        if event.type == "library_merged"
    )
    elsewhere = sum(event.type == "screened" for event in theirs)
    return ConflictsView(review.review, found, titles, _libraries(merges), _table(found, titles), elsewhere)


def _libraries(rows: tuple[tuple[str, int, int, str, str], ...]) -> Released:
    columns = (
        ReleasedColumn("name", "Library"),
        ReleasedColumn("events", "Events taken in"),
        ReleasedColumn("references", "References that were new"),
        ReleasedColumn("at", "When"),
        ReleasedColumn("actor", "By"),
    )
    return release(Draft("libraries", "Libraries that were taken in", columns, rows))


def _table(found: tuple[Conflict, ...], titles: dict[str, str]) -> Released:
    columns = (
        ReleasedColumn("kind", "What is in conflict"),
        ReleasedColumn("what", "Stage, field or file", missing="not_applicable"),
        ReleasedColumn("title", "Reference", missing="not_applicable"),
        ReleasedColumn("references", "Ids"),
        ReleasedColumn("value", "Said"),
        ReleasedColumn("actor", "By"),
        ReleasedColumn("library", "Library", missing="not_applicable"),
        ReleasedColumn("at", "When (UTC)"),
    )
    rows = tuple(
        (
            one.kind,
            one.what or None,
            titles.get(one.subject[0]),
            " ".join(one.subject),
            said.value,
            said.actor,
            said.library or None,
            said.at[:16].replace("T", " "),
        )
        for one in found
        for said in one.said
    )
    return release(Draft("conflicts", "Conflicts that nobody has settled", columns, rows))
