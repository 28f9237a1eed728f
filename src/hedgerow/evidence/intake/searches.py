"""Searches as PRISMA-S asks for them: where, through what, when, with which words, and how many hits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hedgerow.errors import UsageError
from hedgerow.evidence.review import Event, EventDraft

SEARCHED = "search_run"
KINDS = ("database", "register", "website", "organisation", "citation")


@dataclass(frozen=True)
class SearchRun:
    """One search of one source.

    Attributes
    ----------
    source, interface
        What was searched, and through what, for example MEDLINE through Ovid.
    kind
        One of `KINDS`.
    date
        The day of the search, ISO.
    query
        The words exactly as they were typed.
    limits
        Dates, languages and other limits; empty for none.
    hits
        How many records the source said there are; `None` where it does not say.
    file
        SHA-256 of the export that came of it; empty where there is none.
    actor, event
        Who searched, and the event that says so.
    """

    source: str
    query: str
    date: str
    interface: str = ""
    kind: str = "database"
    limits: str = ""
    hits: int | None = None
    file: str = ""
    actor: str = ""
    event: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be reported."""
        if not self.source.strip() or not self.query.strip():
            raise UsageError(
                "A search needs its source and its words.", remedy="Copy the words exactly as you typed them."
            )
        if self.kind not in KINDS:
            raise UsageError(f"“{self.kind}” is no kind of source.", remedy=f"There are: {', '.join(KINDS)}.")
        if self.hits is not None and self.hits < 0:
            raise UsageError(
                "The number of hits is below zero.", remedy="Leave it empty where it is not known."
            )
        _day(self.date)

    def draft(self) -> EventDraft:
        """Return the event that records it."""
        said = {name: value for name, value in vars(self).items() if name not in ("actor", "event")}
        return EventDraft(SEARCHED, (self.file,) if self.file else (), said)


def _day(text: str) -> None:
    try:
        given = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"“{text}” is not a date.", remedy="Write it as year-month-day, for example 2026-03-01."
        ) from error
    if given.year < 1900:
        raise UsageError(f"{text} lies before any database.", remedy="Correct the year.")


def searches_of(events: Iterable[Event]) -> tuple[SearchRun, ...]:
    """Return the searches of the events that hold, the newest last."""
    found = []
    for event in events:
        if event.type == SEARCHED:
            said = {
                name: event.payload[name] for name in SearchRun.__dataclass_fields__ if name in event.payload
            }
            found.append(replace(SearchRun(**said), actor=event.actor, event=event.id))
    return tuple(sorted(found, key=lambda run: (run.date, run.source, run.event)))
