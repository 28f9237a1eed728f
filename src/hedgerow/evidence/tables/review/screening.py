"""Screening in the log of a review: the state as it stands, kept until the log grows, and every act."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.errors import NotFoundError
from hedgerow.evidence.intake import OUTSIDE, told
from hedgerow.evidence.review import Event, EventDraft, Protocol, holding, protocol_of
from hedgerow.evidence.screening.state import SCREENING_TYPES, Fold, Screening
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import TYPES as STANDING_TYPES
from hedgerow.evidence.tables.review.standing import Standing, standing

PROTOCOL_TYPES = ("review_started", "protocol_amended")
_AFRESH = {*PROTOCOL_TYPES, *STANDING_TYPES, OUTSIDE, "undone"}
_KEPT = {*SCREENING_TYPES, *PROTOCOL_TYPES, OUTSIDE, "undone", "ranked"}


@dataclass(frozen=True)
class Look:
    """Screening as it stands at one moment.

    Attributes
    ----------
    state
        The fold.
    protocol, standing
        What was set out, and which references are one.
    ranked
        The newest event that set an order; `None` before the first.
    arrived
        The newest event of the log that is in it.
    """

    state: Screening
    protocol: Protocol
    standing: Standing
    ranked: Event | None
    arrived: int


class ScreeningLog:
    """Screening in one review; what it has read of the log it keeps.

    Parameters
    ----------
    log
        The log of the review.
    """

    def __init__(self, log: ReviewLog) -> None:
        self.log = log
        self._lock = threading.RLock()
        self._events: dict[str, Event] = {}
        self._fold: Fold | None = None
        self._look: Look | None = None

    def look(self) -> Look:
        """Return screening as it stands now.

        Raises
        ------
        NotFoundError
            When the review has not been started.
        """
        with self._lock:
            before = self._look
            if before is not None and before.arrived == self.log.arrived():
                return before
            new = self.log.all_events(after=before.arrived if before else 0)
            arrived = max((event.sequence for event in new), default=before.arrived if before else 0)
            kept = [event for event in new if event.type in _KEPT]
            self._events |= {event.id: event for event in kept}
            afresh = before is None or self._fold is None or any(event.type in _AFRESH for event in new)
            if not afresh and any((event.at, event.id) <= self._last() for event in kept):
                afresh = True
            self._look = self._afresh(arrived) if afresh else self._further(kept, arrived)
            return self._look

    def add(self, actor: str, *drafts: EventDraft) -> list[str]:
        """Write events and return their ids."""
        return self.log.append(*drafts, actor=actor)

    def undo_last(self, reviewer: str, stage: str, expected: str | None = None) -> str | None:
        """Take back the newest decision of a person at a stage, or none where it is not the one expected.

        Returns its unit; `None` where nothing was taken back.
        """
        look = self.look()
        found = [
            (one.at, unit.id, one.event)
            for unit in look.state.stage(stage).touched.values()
            if (one := unit.reading_of(reviewer))
        ]
        if not found:
            return None
        _, unit, event = max(found, key=lambda row: (row[0], row[2]))
        if expected not in (None, event):
            return None
        self.log.undo([event], actor=reviewer)
        return unit

    def _last(self) -> tuple[str, str]:
        assert self._fold is not None
        return self._fold.last

    def _afresh(self, arrived: int) -> Look:
        events = told(holding(self._events.values()))
        protocol = protocol_of(events)
        if protocol is None:
            raise NotFoundError(
                f"The review “{self.log.review}” has not been started.",
                remedy="Import a file of references, or start it with its question and criteria.",
            )
        stands = standing(self.log)
        self._fold = Fold(unit_of(stands), protocol)
        self._fold.take(events)
        ranked = [event for event in events if event.type == "ranked"]
        return Look(self._fold.state(), protocol, stands, ranked[-1] if ranked else None, arrived)

    def _further(self, events: Sequence[Event], arrived: int) -> Look:
        before, fold = self._look, self._fold
        assert before is not None
        assert fold is not None
        fold.take(events)
        ranked = [event for event in events if event.type == "ranked"]
        changed = any(event.type in SCREENING_TYPES for event in events)
        state = fold.state() if changed else before.state
        return Look(state, before.protocol, before.standing, ranked[-1] if ranked else before.ranked, arrived)


def unit_of(stands: Standing) -> Mapping[str, str]:
    """Return the unit of each reference that is held."""
    return {name: stands.groups.unit(name) for name in stands.file_of}


def screening_of(log: ReviewLog) -> Screening:
    """Return the state of screening of a review, read from the beginning."""
    return ScreeningLog(log).look().state
