"""Undo: an event that names earlier events takes them back, and can itself be taken back."""

from __future__ import annotations

from collections.abc import Iterable

from hedgerow.evidence.review.event import Event

UNDONE = "undone"


def holding(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events that hold, in their order: those that no standing undo names, without the undos."""
    listed = sorted(events, key=lambda event: (event.at, event.id))
    gone: set[str] = set()
    for event in reversed(listed):  # a later undo decides before the events that it names are met
        if event.type == UNDONE and event.id not in gone:
            gone.update(event.targets)
    return tuple(event for event in listed if event.type != UNDONE and event.id not in gone)
