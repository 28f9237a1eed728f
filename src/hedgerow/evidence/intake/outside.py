"""Events of another library: kept in an envelope, so that no fold takes them for a decision made here.

The envelope holds the whole event as it was written there, with the name of the library. What may speak for
both libraries (answers about pairs, corrections, codings) is unwrapped by `told`, in the order of the
original times: so the state does not depend on which library took in the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hedgerow.evidence.review import Event, EventDraft, holding

OUTSIDE = "outside_event"
# What never speaks for both libraries: each has its own protocol, reading and decisions, which are shown side
# by side. Files are taken in as files. Answers, corrections and codings speak, under their author's name.
SILENT = frozenset(
    (
        "review_started",
        "protocol_amended",
        "file_imported",
        "library_merged",
        "model_trained",
        "ranked",
        "screened",
        "conflict_resolved",
        "audit_drawn",
        "safe_checked",
        "stopped",
        "resumed",
        "fulltext_sought",
        "fulltext_obtained",
        "fulltext_not_obtained",
        "pooled",
        "exported",
    )
)


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
    """Return the events that hold here, and those of other libraries that speak for both, by their times.

    Parameters
    ----------
    events
        Events of the log that hold, envelopes among them.
    """
    listed = list(events)
    ours = [event for event in listed if event.type != OUTSIDE]
    outside = [event for event in outside_events(listed) if event.type not in SILENT]
    return holding([*ours, *outside])


def outside_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events of other libraries as they were written there, each once, undone ones too."""
    listed = list(events)
    known = {event.id for event in listed}
    found = {original_id(event): opened(event) for event in listed if event.type == OUTSIDE}
    return tuple(event for name, event in found.items() if name not in known)
