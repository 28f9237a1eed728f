"""Where a review stands, what comes next, and what happened last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.review import Event, Protocol, holding, protocol_of
from hedgerow.evidence.tables.review.log import MAIN, ReviewLog, review_names
from hedgerow.evidence.tables.review.standing import Standing, standing
from hedgerow.evidence.tables.review.veil import undoable, veiled, words_of
from hedgerow.evidence.wording import many
from hedgerow.store.database import Database

_COUNTED = ("screened", "coded", "pooled", "fulltext_obtained", "fulltext_not_obtained", "review_started")
_KEPT = frozenset(("review_started", "library_merged", "outside_event"))
NEWEST = 12


@dataclass(frozen=True)
class ReviewStep:
    """One step of the work: what was done of it; `state` is done, now or later."""

    stop: str
    title: str
    state: str
    text: str


@dataclass(frozen=True)
class OverviewView:
    """The overview of a review."""

    review: str
    title: str
    question: str
    started: bool
    steps: tuple[ReviewStep, ...]
    counts: Released
    files: Released
    events: Released


@dataclass(frozen=True)
class ReviewsView:
    """The reviews of a workspace."""

    reviews: Released


def overview(review: ReviewLog, viewer: str = "") -> OverviewView:
    """Return where a review stands, counted from its log.

    Parameters
    ----------
    viewer
        Who looks: where reading is blind, another's decision is hidden until the viewer has decided.
    """
    now = standing(review)
    everything = review.all_events()
    held = holding(everything)
    protocol = protocol_of(held)
    return OverviewView(
        review=review.review,
        title=protocol.title if protocol else "No file has been imported yet",
        question=protocol.question if protocol else "",
        started=protocol is not None,
        steps=_steps(now, held, protocol),
        counts=_counts(now, held),
        files=files_table(now),
        events=events_table(everything, now, viewer),
    )


def reviews_list(database: Database) -> ReviewsView:
    """Return the reviews with what they hold; the review `main` is there before its first file."""
    rows = []
    for name in dict.fromkeys((MAIN, *review_names(database))):
        review = ReviewLog(database, name)
        now = standing(review)
        protocol = protocol_of(review.events(("review_started", "protocol_amended")))
        title = protocol.title if protocol else None
        rows.append((name, title, len(now.files), now.references, now.units, len(now.groups.asked)))
    columns = (
        ReleasedColumn("id", "Review"),
        ReleasedColumn("title", "Title", missing="not_applicable"),
        ReleasedColumn("files", "Files"),
        ReleasedColumn("references", "References"),
        ReleasedColumn("units", "Without copies"),
        ReleasedColumn("asked", "Pairs to settle"),
    )
    return ReviewsView(release(Draft("reviews", "Reviews of this workspace", columns, tuple(rows))))


def _touched(held: Sequence[Event], now: Standing, kind: str, **said: str) -> set[str]:
    return {
        now.groups.unit(name)
        for event in held
        if event.type == kind and all(event.payload.get(key) == value for key, value in said.items())
        for name in event.targets
        if name in now.file_of
    }


def _steps(now: Standing, held: Sequence[Event], protocol: Protocol | None) -> tuple[ReviewStep, ...]:
    read = _touched(held, now, "screened", stage="title_abstract")
    full = _touched(held, now, "screened", stage="full_text")
    stopped = any(event.type == "stopped" for event in held)
    asked, unseen = len(now.groups.asked), len(now.unsearched)
    pooled = sum(event.type == "pooled" for event in held)
    coded = len({name for event in held if event.type == "coded" for name in event.targets})
    criteria = len(protocol.criteria) if protocol else 0
    facts = (
        ("import", "Import files", bool(now.files), _import_words(now)),
        ("duplicates", "Settle duplicates", bool(now.runs) and not asked and not unseen, _asked_words(now)),
        (
            "screen",
            "Screen titles and abstracts",
            stopped or len(read) == now.units > 0,
            f"{len(read):,} of {now.units:,} read; {criteria:,} criteria",
        ),
        ("screen?stage=full_text", "Read full texts", False, f"{len(full):,} read in full"),
        ("code", "Code what was included", False, f"{coded:,} coded"),
        ("pool", "Pool effects", pooled > 0, f"{pooled:,} pooled"),
        ("flow", "See the flow", False, "Counted from what happened, after PRISMA 2020"),
    )
    steps: list[ReviewStep] = []
    for stop, title, done, text in facts:
        waits = any(step.state == "now" for step in steps)
        steps.append(ReviewStep(stop, title, "done" if done else "later" if waits else "now", text))
    return tuple(steps)


def _import_words(now: Standing) -> str:
    if not now.files:
        return "No file yet"
    return f"{len(now.files):,} files, {now.references:,} references"


def _asked_words(now: Standing) -> str:
    if not now.files:
        return "Nothing to compare yet"
    if now.unsearched:
        return f"{many(len(now.unsearched), 'file has', 'files have')} not been compared yet"
    asked, surplus = len(now.groups.asked), now.groups.surplus
    merged = f"{many(surplus, 'copy', 'copies')} merged"
    return f"{merged}; {many(asked, 'pair', 'pairs')} to settle" if asked else f"{merged}; all settled"


def _counts(now: Standing, held: Sequence[Event]) -> Released:
    rows = (
        ("references", "References imported", now.references),
        ("units", "Without copies", now.units),
        ("asked", "Pairs to settle", len(now.groups.asked)),
        ("screened", "Read by somebody", len(_touched(held, now, "screened"))),
        (
            "rejected",
            "Records of files that could not be used",
            sum(len(file.rejected) for file in now.files),
        ),
    )
    columns = (
        ReleasedColumn("count", "Count"),
        ReleasedColumn("title", "What"),
        ReleasedColumn("n", "Number"),
    )
    return release(Draft("review_counts", "Counted from the log", columns, rows))


def files_table(now: Standing) -> Released:
    """Return the files of a review with their account."""
    columns = (
        ReleasedColumn("event", "Event"),
        ReleasedColumn("name", "File"),
        ReleasedColumn("source", "Source"),
        ReleasedColumn("kind", "What that is"),
        ReleasedColumn("format", "Read as"),
        ReleasedColumn("expected", "Records counted"),
        ReleasedColumn("records", "Kept"),
        ReleasedColumn("rejected", "Rejected"),
        ReleasedColumn("at", "Imported"),
        ReleasedColumn("actor", "By"),
        ReleasedColumn("library", "Merged from", missing="not_applicable"),
        ReleasedColumn("sha256", "SHA-256"),
    )
    rows = tuple(
        (
            file.event,
            file.name,
            file.source,
            file.kind,
            file.format,
            file.expected,
            file.records,
            len(file.rejected),
            file.at[:10],
            file.actor,
            file.library or None,
            file.sha256,
        )
        for file in now.files
    )
    return release(Draft("review_files", "Files of the review", columns, rows))


def rejected_table(now: Standing, sha256: str = "") -> Released:
    """Return the records of files that could not be used, with their reasons; of one file, or of all."""
    columns = (
        ReleasedColumn("file", "File"),
        ReleasedColumn("line", "Line", missing="not_applicable"),
        ReleasedColumn("record", "Record"),
        ReleasedColumn("reason", "Why it was left out"),
        ReleasedColumn("value", "It begins", missing="not_applicable"),
    )
    rows = tuple(
        (file.name, one.line, one.row_number, one.reason, (one.value or "")[:80] or None)
        for file in now.files
        if sha256 in ("", file.sha256)
        for one in file.rejected
    )
    return release(Draft("review_rejected", "Records that could not be used", columns, rows))


def events_table(events: Sequence[Event], now: Standing, viewer: str = "", newest: int = NEWEST) -> Released:
    """Return the newest events that hold or were undone, newest first."""
    held = {event.id for event in holding(events)}
    shown = [event for event in events if event.type not in ("ranked", "model_trained", "outside_event")]
    shown = shown[: -newest - 1 : -1]
    hidden = veiled(shown, events, now, viewer)
    rows = tuple(
        (
            event.id,
            event.at[:16].replace("T", " "),
            event.actor,
            words_of(event, hidden),
            event.id not in held and event.type != "undone",
            event.id in held and event.type not in _KEPT and undoable(event, viewer),
        )
        for event in shown
    )
    columns = (
        ReleasedColumn("id", "Event"),
        ReleasedColumn("at", "When (UTC)"),
        ReleasedColumn("actor", "Who"),
        ReleasedColumn("what", "What"),
        ReleasedColumn("undone", "Taken back"),
        ReleasedColumn("undoable", "Can be taken back"),
    )
    return release(Draft("review_events", "What happened last", columns, rows))
