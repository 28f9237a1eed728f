"""Events of another library: kept in an envelope, so that no fold takes them for a decision made here.

The envelope holds the whole event as it was written there, with the name of the library. What may speak for
both libraries (answers about pairs, corrections) is unwrapped by `told`, in the order of the original times:
so the state does not depend on which library took in the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hedgerow.evidence.review import Event, EventDraft, holding

OUTSIDE = "outside_event"


def enveloped(event: Event, library: str) -> EventDraft:
    """Return the draft that carries an event of another library."""
    if event.type == OUTSIDE:  # it came from a third library: its own envelope is passed on
        return EventDraft(OUTSIDE, event.targets, event.payload, "programme")
    whole = {
        "type": event.type,
        "targets": list(event.targets),
        "payload": dict(event.payload),
        "software": event.software,
        "sequence": event.sequence,
        "previous": event.previous,
    }
    came = {
        "workspace": library,
        "review": event.review,
        "id": event.id,
        "actor": event.actor,
        "role": event.role,
        "at": event.at,
    }
    return EventDraft(OUTSIDE, event.targets, {"from": came, "event": whole}, "programme")


def origin(event: Event) -> Mapping[str, Any]:
    """Return where an event came from: workspace, review, id, actor, role and time; empty for one of ours."""
    found: Mapping[str, Any] = event.payload.get("from", {})
    return found


def original_id(event: Event) -> str:
    """Return the id under which an event was first written."""
    return str(origin(event).get("id", event.id)) if event.type == OUTSIDE else event.id


def opened(event: Event) -> Event:
    """Return the event in an envelope, as it was written, by an actor who says where."""
    came, whole = event.payload["from"], event.payload["event"]
    return Event(
        id=came["id"],
        sequence=event.sequence,
        review=event.review,
        at=came["at"],
        actor=f"{came['actor']} ({came['workspace']})",
        role=came["role"],
        type=whole["type"],
        targets=tuple(whole["targets"]),
        payload={**whole["payload"], "from": dict(came)},
        software=whole["software"],
        previous=whole["previous"],
    )


def told(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events that hold here and in the libraries that were taken in, in the order of their times.

    Parameters
    ----------
    events
        Events of the log that hold, envelopes among them.
    """
    ours, outside = [], {}
    for event in events:
        if event.type == OUTSIDE:
            outside[original_id(event)] = opened(event)
        else:
            ours.append(event)
    known = {event.id for event in ours}
    return holding([*ours, *(event for name, event in outside.items() if name not in known)])
