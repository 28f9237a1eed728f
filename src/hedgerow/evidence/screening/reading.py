"""One person's decision on one record, the settling of a conflict, and what comes of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hedgerow.evidence.review import Event

TITLE_ABSTRACT, FULL_TEXT = "title_abstract", "full_text"
DECISIONS = ("include", "exclude", "maybe")
OUTCOMES = ("unread", "undecided", "conflict", "included", "excluded", "not_obtained")


@dataclass(frozen=True)
class Reading:
    """The decision of one reviewer that stands.

    Attributes
    ----------
    event
        Id of the event that says it.
    how
        How the record came before the reviewer: rank, protocol, chance, random, search, audit, or, where
        somebody had read it before, sample, double, exclusion or again.
    seconds
        From being shown to being decided; `None` where that was not measured.
    on
        The reference that it was said of: of several that are one record now, the reader may have judged two.
    """

    event: str
    reviewer: str
    at: str
    decision: str
    reason: str = ""
    note: str = ""
    how: str = ""
    seconds: float | None = None
    on: str = ""


@dataclass(frozen=True)
class Resolution:
    """How a conflict was settled, and which decisions it settled."""

    event: str
    resolver: str
    at: str
    decision: str
    reason: str = ""
    note: str = ""
    how: str = "third"
    settles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Unit:
    """One record at one stage: a group of references that are one.

    Attributes
    ----------
    readings
        The standing decision of each reviewer, the earliest first.
    needed
        How many people must read it.
    outcome
        unread; undecided (read, by too few people or with “maybe” at full text); conflict; included;
        excluded; not_obtained (full text).
    reason
        Of the exclusion.
    maybe
        Whether it goes on with at least one “maybe” and no “include”.
    apart
        Earlier decisions of the same readers on other references that have since become this record, unless
        a later decision replaced them.
    """

    id: str
    readings: tuple[Reading, ...] = ()
    resolution: Resolution | None = None
    needed: int = 1
    outcome: str = "unread"
    reason: str = ""
    maybe: bool = False
    apart: tuple[Reading, ...] = ()

    @property
    def said(self) -> tuple[Reading, ...]:
        """Every decision that stands, those on other references that are this record now too."""
        return tuple(sorted((*self.apart, *self.readings), key=lambda one: (one.at, one.event)))

    def reading_of(self, reviewer: str) -> Reading | None:
        """Return the standing decision of one reviewer."""
        return next((one for one in self.readings if one.reviewer == reviewer), None)

    @property
    def open(self) -> int:
        """How many more people must read it."""
        return max(0, self.needed - len(self.readings)) if self.outcome in ("unread", "undecided") else 0


def with_event(unit: Unit, event: Event, on: str = "") -> Unit:
    """Return the unit after one more event about it; `judged` says what comes of it."""
    said = event.payload
    if event.type == "conflict_resolved":
        settles = said.get("settles")
        known = settles if settles is not None else [one.event for one in unit.said]
        resolution = Resolution(
            event.id,
            event.actor,
            event.at,
            str(said["decision"]),
            str(said.get("reason") or ""),
            str(said.get("note") or ""),
            str(said.get("how") or "third"),
            frozenset(known),
        )
        return replace(unit, resolution=resolution)
    seconds = said.get("seconds")
    reading = Reading(
        event.id,
        event.actor,
        event.at,
        str(said["decision"]),
        str(said.get("reason") or ""),
        str(said.get("note") or ""),
        str(said.get("how") or ""),
        float(seconds) if isinstance(seconds, int | float) else None,
        on,
    )
    replaced = set(said.get("replaces") or ())
    kept = [
        one for one in unit.said if one.event not in replaced and (one.reviewer, one.on) != (event.actor, on)
    ]
    others = {one.event for one in unit.readings if one.reviewer != event.actor}
    listed = sorted(
        [*(one for one in kept if one.event in others), reading], key=lambda one: (one.at, one.event)
    )
    apart = tuple(one for one in kept if one.event not in others)
    return replace(unit, readings=tuple(listed), apart=apart)


def judged(unit: Unit, *, stage: str, policy: str, second: bool) -> Unit:
    """Return the unit with how many must read it, and its outcome."""
    readings = unit.readings
    excluded = any(one.decision == "exclude" for one in readings)
    needed = 2 if policy == "double" or (policy == "sample" and second) else 1
    if policy == "liberal" and excluded:
        needed = 2
    if not readings:
        return replace(unit, needed=needed, outcome="unread", reason="", maybe=False)
    settled = unit.resolution and _stands(unit.resolution, unit.said, stage)
    if unit.resolution and settled:
        return _with_outcome(unit, needed, unit.resolution.decision, unit.resolution.reason, stage)
    if len({_verdict(one.decision, one.reason, stage) for one in unit.said}) > 1:
        return replace(unit, needed=needed, outcome="conflict", reason="", maybe=False)
    if len(readings) < needed:
        return replace(unit, needed=needed, outcome="undecided", reason="", maybe=False)
    decision = "include" if any(one.decision == "include" for one in readings) else readings[0].decision
    reason = next((one.reason for one in readings if one.reason), "")
    return _with_outcome(unit, needed, decision, reason, stage)


def _with_outcome(unit: Unit, needed: int, decision: str, reason: str, stage: str) -> Unit:
    maybe = decision == "maybe"
    if decision == "exclude":
        return replace(unit, needed=needed, outcome="excluded", reason=reason, maybe=False)
    outcome = "undecided" if maybe and stage == FULL_TEXT else "included"
    return replace(unit, needed=needed, outcome=outcome, reason="", maybe=maybe)


def _stands(resolution: Resolution, readings: Iterable[Reading], stage: str) -> bool:
    """Whether no decision that it did not settle says otherwise."""
    verdict = _verdict(resolution.decision, resolution.reason, stage)
    return all(
        one.event in resolution.settles or _verdict(one.decision, one.reason, stage) == verdict
        for one in readings
    )


def _verdict(decision: str, reason: str, stage: str) -> str:
    """Return what a decision amounts to: two readings with different ones are in conflict."""
    if stage == TITLE_ABSTRACT:
        return "out" if decision == "exclude" else "in"
    return f"exclude: {' '.join(reason.casefold().split())}" if decision == "exclude" else decision
