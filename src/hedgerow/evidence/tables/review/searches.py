"""The searches of a review: recorded in its log, shown with the files that came of them."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, SourceNote, release
from hedgerow.errors import NotFoundError
from hedgerow.evidence.intake import ImportedFile, told
from hedgerow.evidence.intake.searches import SearchRun, searches_of
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import standing

_COLUMNS = (
    ReleasedColumn("date", "Date"),
    ReleasedColumn("source", "Source"),
    ReleasedColumn("kind", "Kind"),
    ReleasedColumn("interface", "Through", missing="not_applicable"),
    ReleasedColumn("query", "Words as typed"),
    ReleasedColumn("limits", "Limits", missing="not_applicable"),
    ReleasedColumn("hits", "Hits"),
    ReleasedColumn("file", "File", missing="not_applicable"),
    ReleasedColumn("records", "Records in the file", missing="not_applicable"),
    ReleasedColumn("actor", "Searched by"),
    ReleasedColumn("event", "Event"),
)
SOURCES = (
    SourceNote("The review's log", "the owner of this workspace", "as the owner holds it", "as recorded"),
)


@dataclass(frozen=True)
class SearchesView:
    """The searches of a review, its files, and those files of which no search is recorded."""

    review: str
    searches: Released
    files: tuple[ImportedFile, ...]
    without: tuple[ImportedFile, ...]


def searches_view(log: ReviewLog) -> SearchesView:
    """Return the searches of a review."""
    here = standing(log)
    names = {file.sha256: file for file in here.files}
    runs = searches_of(told(log.events()))
    rows = tuple(_row(run, names.get(run.file)) for run in runs)
    table = release(Draft("searches", "Searches of the review", _COLUMNS, rows, sources=SOURCES))
    told_of = {run.file for run in runs}
    return SearchesView(
        log.review, table, here.files, tuple(file for file in here.files if file.sha256 not in told_of)
    )


def _row(run: SearchRun, file: ImportedFile | None) -> tuple[str | int | None, ...]:
    name = file.name if file else None
    held = file.records if file else None
    optional = (run.interface or None, run.query, run.limits or None)
    return (run.date, run.source, run.kind, *optional, run.hits, name, held, run.actor, run.event)


def record_search(log: ReviewLog, run: SearchRun, *, actor: str) -> str:
    """Record a search; return the event's id.

    Raises
    ------
    NotFoundError
        When its file is not among the files of the review.
    """
    if run.file and run.file not in {file.sha256 for file in standing(log).files}:
        raise NotFoundError(
            f"No file {run.file[:12]} was imported into this review.", remedy="Import the file first."
        )
    return log.append(run.draft(), actor=actor)[0]
