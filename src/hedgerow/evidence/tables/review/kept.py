"""What was kept about one thing, newest first, so that each can be taken back."""

from __future__ import annotations

from collections.abc import Collection

from hedgerow.disclosure import Released
from hedgerow.evidence.review import Event
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.overview import events_table
from hedgerow.evidence.tables.review.standing import Standing

NEWEST = 50


def kept_events(log: ReviewLog, now: Standing, about: Collection[str], types: Collection[str]) -> Released:
    """Return the events of some types about some references or records, those taken back too."""
    names = set(about)

    def meant(event: Event) -> bool:
        return event.type == "undone" or (event.type in types and bool(names & set(event.targets)))

    found = [event for event in log.all_events() if meant(event)]
    mine = {event.id for event in found if event.type != "undone"}
    undone = [event for event in found if event.type == "undone" and mine & set(event.targets)]
    shown = [event for event in found if event.id in mine or event in undone]
    return events_table(shown, now, newest=NEWEST)
