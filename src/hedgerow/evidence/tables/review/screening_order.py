"""The order of reading of a review, kept and set anew as decisions come in, beside the requests."""

from __future__ import annotations

import threading
from contextlib import suppress

from hedgerow.errors import InputError
from hedgerow.evidence.screening.features import record_text
from hedgerow.evidence.screening.order import (
    Ranking,
    Trainer,
    chance_order,
    drafts_of,
    due,
    labels_of,
    order_hash,
    ranking_of,
    training_hash,
)
from hedgerow.evidence.screening.queue import CHANCE, Corpus, Schedule
from hedgerow.evidence.tables.review.screening import Look, ScreeningLog
from hedgerow.evidence.tables.review.units import read_units

PATIENCE = 2.0


class KeptOrder:
    """The newest order of a review, and the trainer that makes the next.

    Parameters
    ----------
    log
        Screening in the review.
    background
        Whether training goes on in a thread of its own while the kept order serves.
    """

    def __init__(self, log: ScreeningLog, *, background: bool) -> None:
        self.log = log
        self.background = background
        self.schedule = Schedule()
        self.ranking: Ranking | None = None
        self._trainer: tuple[object, Trainer] | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def now(self, look: Look, actor: str) -> Ranking:
        """Return the order to serve from now, and see to it that one that is due is made.

        Without a thread it is made first. With one, the kept order serves; where there is none, the beginning
        of the last one in the log, or after a moment's patience an order by chance.
        """
        labels = labels_of(look.state.title)
        if self.ranking is None and look.ranked is not None:
            self.ranking = ranking_of(look.ranked.payload)
        if self._is_due(look, labels):
            if self.background:
                self.start(actor)
                if self.ranking is None:
                    self.wait(PATIENCE)
            else:
                self.make(actor)
        return self.ranking or _by_chance(look)

    def why(self, unit: str) -> tuple[tuple[str, float], ...]:
        """Return the terms that moved a unit's place; empty while no trained order is at hand."""
        ranking, trainer = self.ranking, self._trainer
        return trainer[1].reasons(ranking, unit) if ranking and trainer else ()

    def start(self, actor: str) -> None:
        """Make the order that is due in a thread of its own, unless one is at work."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._thread = threading.Thread(
                target=self._make_all, args=(actor,), daemon=True, name="screening-order"
            )
            self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the thread that is at work."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def make(self, actor: str) -> Ranking:
        """Set the order from what is decided now, and write down how it was made."""
        look = self.log.look()
        trainer = self.trainer(look)
        ranking = trainer.rank(labels_of(look.state.title)) if trainer else _by_chance(look)
        before = look.ranked.payload if look.ranked else {}
        if (before.get("order"), before.get("training")) != (ranking.sha256, ranking.training):
            self.log.add(actor, *drafts_of(ranking, self.schedule))
        self.ranking = ranking
        return ranking

    def trainer(self, look: Look) -> Trainer | None:
        """Return the trainer over the records as they stand; `None` when none of them has a word."""
        key = (look.state.title.population, look.protocol.passages(), look.standing.corrections)
        if self._trainer is None or self._trainer[0] != key:
            with self.log.log.database.reading() as connection:
                held = {unit.id: unit.said for unit in read_units(connection, look.standing)}
            names = [name for name in look.state.title.population if name in held]
            texts = [record_text(held[name].title, held[name].abstract) for name in names]
            try:
                corpus = Corpus(texts, look.protocol.passages())
            except InputError:
                return None
            assert corpus.terms  # read now, beside the requests, not when somebody first asks why
            self._trainer = (key, Trainer(corpus, names, seed=look.protocol.seed, schedule=self.schedule))
        return self._trainer[1]

    def _make_all(self, actor: str) -> None:
        """Make orders until none is due; a fault leaves the kept order in place."""
        with suppress(Exception):
            while True:
                before, made = self.ranking, self.make(actor)
                look = self.log.look()
                if made == before or not self._is_due(look, labels_of(look.state.title)):
                    return

    def _is_due(self, look: Look, labels: dict[str, bool]) -> bool:
        ranking = self.ranking
        if ranking is None or due(ranking, labels, self.schedule):
            return True
        if ranking.labels == len(labels) and ranking.training != training_hash(labels):
            return True  # a decision was changed, or its conflict settled
        if ranking.weights is not None or ranking.how == CHANCE:
            return len(ranking.order) != len(look.state.title.population)
        unread = (name for name in ranking.order if not look.state.title.unit(name).readings)
        return next(unread, None) is None


def _by_chance(look: Look) -> Ranking:
    names, seed = look.state.title.population, look.protocol.seed
    order = chance_order(names, seed)
    labels = labels_of(look.state.title)
    return Ranking(
        order,
        CHANCE,
        len(labels),
        sum(labels.values()),
        seed,
        training_hash(labels),
        order_hash(order),
    )
