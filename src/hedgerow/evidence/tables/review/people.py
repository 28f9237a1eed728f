"""Who did what in a review: counted from the log, people of other libraries apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.intake.outside import OUTSIDE, origin, outside_events
from hedgerow.evidence.review import Event
from hedgerow.evidence.tables.review.log import ReviewLog

_SHOWN = ("file_imported", "link_settled", "screened", "conflict_resolved", "coded", "field_corrected")
_LABELS = {
    "file_imported": "Files imported",
    "link_settled": "Pairs settled",
    "screened": "Records screened",
    "conflict_resolved": "Conflicts resolved",
    "coded": "Codes applied",
    "field_corrected": "Fields corrected",
}


@dataclass(frozen=True)
class PeopleView:
    """The people of a review."""

    review: str
    people: Released


def people(review: ReviewLog) -> PeopleView:
    """Return everyone who did something that holds, with how much of what, and when first and last."""
    held = review.events()
    theirs = outside_events(held)
    mine = [event for event in held if event.type != OUTSIDE and not origin(event)]
    found: dict[str, list[Event]] = defaultdict(list)
    for event in (*mine, *theirs):
        found[event.actor].append(event)
    columns = (
        ReleasedColumn("actor", "Name"),
        *(ReleasedColumn(name, _LABELS[name]) for name in _SHOWN),
        ReleasedColumn("events", "Events in all"),
        ReleasedColumn("first", "First"),
        ReleasedColumn("last", "Last"),
    )
    rows = tuple(_row(actor, events) for actor, events in sorted(found.items()))
    return PeopleView(review.review, release(Draft("people", "Who did what", columns, rows)))


def _row(actor: str, events: list[Event]) -> tuple[str | int, ...]:
    counts = Counter(event.type for event in events)
    moments = sorted(event.at for event in events)
    return (actor, *(counts[name] for name in _SHOWN), len(events), moments[0][:10], moments[-1][:10])
