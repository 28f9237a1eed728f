"""The desk: what a reviewer reads next, and what becomes of a decision. The shells ask nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hedgerow.errors import NotFoundError
from hedgerow.evidence.screening.acts import Word, checked_stage, screen
from hedgerow.evidence.screening.order import labels_of
from hedgerow.evidence.screening.reading import FULL_TEXT
from hedgerow.evidence.screening.serving import Serving, how_read, may_read, next_serving
from hedgerow.evidence.tables.review.claims import Claims, Desks
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.screening import Look, ScreeningLog
from hedgerow.evidence.tables.review.screening_order import KeptOrder

RANDOM, SEARCH = "random", "search"


@dataclass(frozen=True)
class Decided:
    """What became of a decision: the event, or none where it had been said already."""

    unit: str
    event: str | None


class Desk:
    """Screening in one review for whoever sits down to it.

    Parameters
    ----------
    log
        The log of the review.
    folder
        The workspace's folder of scratch files.
    background
        Whether the order is made beside the requests.
    """

    def __init__(self, log: ReviewLog, folder: Path, *, background: bool = False) -> None:
        self.screening = ScreeningLog(log)
        self.order = KeptOrder(self.screening, background=background)
        self.claims = Claims(folder / "screening" / f"{log.review}.json")

    def look(self) -> Look:
        """Return screening as it stands now."""
        return self.screening.look()

    def next(self, stage: str, reviewer: str) -> Serving | None:
        """Return the record that a reviewer reads next, and keep it for them; `None` when there is none."""
        checked_stage(stage)
        ranking = self.order.now(self.look(), reviewer)
        with (
            self.claims.held() as desks
        ):  # looked at again inside: a decision is written before its claim goes
            look = self.look()
            here = look.state.stage(stage)
            mine, others = desks.mine(stage, reviewer), desks.others(stage, reviewer)
            if mine and may_read(here, mine.unit, reviewer, others=others.get(mine.unit, ())):
                return Serving(mine.unit, mine.how)
            found = next_serving(look.state, stage, reviewer, ranking, held=others)
            if found is None:
                desks.leave(stage, reviewer)
            else:
                desks.take(stage, reviewer, found.unit, found.how)
            return found

    def fetch(self, stage: str, reviewer: str, unit: str, how: str = SEARCH) -> Serving:
        """Put a record that a person looked up before them; one that they decided may be decided again.

        Raises
        ------
        NotFoundError
            When it is not one of this stage.
        """
        look = self.look()
        unit = look.standing.groups.unit(unit)
        if unit not in look.state.stage(checked_stage(stage)).members:
            raise NotFoundError(f"There is no record “{unit[:12]}” at this stage of the review.")
        with self.claims.held() as desks:
            desks.take(stage, reviewer, unit, how)
        return Serving(unit, how)

    def draw(self, stage: str, reviewer: str) -> Serving | None:
        """Put a random unread record before a person; `None` when there is none that they may read."""
        checked_stage(stage)
        with self.claims.held() as desks:
            look = self.look()
            here, others = look.state.stage(stage), desks.others(stage, reviewer)
            free = [
                unit.id
                for unit in here.of("unread")
                if may_read(here, unit.id, reviewer, others=others.get(unit.id, ()))
            ]
            if not free:
                return None
            chance = np.random.default_rng([look.protocol.seed, look.arrived])
            unit = free[int(chance.integers(len(free)))]
            desks.take(stage, reviewer, unit, RANDOM)
        return Serving(unit, RANDOM)

    def decide(
        self, stage: str, reviewer: str, unit: str, word: Word, *, seconds: float | None = None
    ) -> Decided:
        """Write a decision down, with how the record came up and how long it lay before the person.

        Raises
        ------
        UsageError, NotFoundError, ConflictError
            As `hedgerow.evidence.screening.acts.screen` does.
        """
        checked_stage(stage)
        with self.claims.held() as desks:  # a form that is sent twice at once is looked at one by one
            look = self.look()
            here = look.state.stage(stage)
            unit = look.standing.groups.unit(unit)
            how, taken = self._came(desks, stage, reviewer, unit)
            draft = screen(
                look.state,
                stage,
                unit,
                word,
                reviewer=reviewer,
                how=how_read(here, unit, reviewer, how),
                seconds=taken if seconds is None else seconds,
            )
            written = self.screening.add(reviewer, draft) if draft else []
            if (claim := desks.mine(stage, reviewer)) and claim.unit == unit:
                desks.leave(stage, reviewer)
        if self.order.background and stage != FULL_TEXT:
            self.order.now(self.look(), reviewer)
        return Decided(unit, written[0] if written else None)

    def why(self, stage: str, reviewer: str, unit: str) -> tuple[tuple[str, float], ...] | None:
        """Return the terms that moved a record's place: `None` for who has not decided on it."""
        if self.look().state.stage(stage).unit(unit).reading_of(reviewer) is None:
            return None
        return self.order.why(unit)

    def undo_last(self, stage: str, reviewer: str, event: str | None = None) -> str | None:
        """Take back the newest decision of a person, and put the record before them again.

        With the id of an event only while that is the newest: a key hit twice takes one back, not two.
        """
        checked_stage(stage)
        with self.claims.held() as desks:
            unit = self.screening.undo_last(reviewer, stage, event)
            if unit is not None:
                desks.take(stage, reviewer, unit, SEARCH)
        return unit

    @contextmanager
    def alone(self) -> Iterator[Look]:
        """Look, and write what follows from it, while nobody else at a desk of this review does."""
        with self.claims.held():
            yield self.look()

    def labels(self) -> int:
        """Return how many records have been read at title and abstract."""
        return len(labels_of(self.look().state.title))

    def _came(self, desks: Desks, stage: str, reviewer: str, unit: str) -> tuple[str, float | None]:
        claim = desks.mine(stage, reviewer)
        if claim is None or claim.unit != unit:
            return SEARCH, None
        return claim.how, max(0.0, time.time() - claim.since)
