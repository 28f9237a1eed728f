"""The order of reading of one review: made from its decisions alone, so that anybody can make it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.screening.features import Array
from hedgerow.evidence.screening.queue import CHANCE, RANK, Corpus, Memory, Schedule, Scores, scored
from hedgerow.evidence.screening.ranker import COST, RATIO
from hedgerow.evidence.screening.reading import TITLE_ABSTRACT, Unit
from hedgerow.evidence.screening.simulate import MODEL
from hedgerow.evidence.screening.state import Stage
from hedgerow.provenance import sha256_value

KEPT_FIRST = 200
_DIGITS = 7
Labels = Mapping[str, bool]


@dataclass(frozen=True)
class Ranking:
    """The order of all units as it was set at one moment.

    Attributes
    ----------
    order
        Every unit, the most likely first. Not all of them where it was read from the log.
    how
        rank, protocol, likeness or chance.
    labels, relevant
        How many decisions it rests on, and how many of them found something relevant.
    training
        Hash of the decisions it rests on: the ids in the order of reading, each with its label.
    sha256
        Hash of the whole order.
    weights
        Weight of each term; `None` where no model was trained or it was read from the log.
    """

    order: tuple[str, ...]
    how: str
    labels: int
    relevant: int
    seed: int
    training: str
    sha256: str
    weights: Array | None = field(default=None, compare=False, repr=False)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Place of each unit, from 0."""
        return {name: place for place, name in enumerate(self.order)}


def reading_order(stage: Stage) -> tuple[Unit, ...]:
    """Return the units that were read, in the order in which they were first read."""
    return stage.read_in_order


def labels_of(stage: Stage) -> dict[str, bool]:
    """Return what a model learns from: each unit that was read, in order, and whether it was taken on.

    A conflict counts as relevant until it is settled, and so does what one person took on so far.
    """
    return {unit.id: _relevant(unit) for unit in reading_order(stage)}


def _relevant(unit: Unit) -> bool:
    if unit.outcome in ("included", "excluded"):
        return unit.outcome == "included"
    return any(one.decision != "exclude" for one in unit.said)


def training_hash(labels: Labels) -> str:
    """Return the hash of the decisions that a model rests on."""
    return sha256_value([[name, int(relevant)] for name, relevant in labels.items()])


class Trainer:
    """Corpus and units of a review, and what is kept between two trainings.

    Parameters
    ----------
    units
        Ids, in the order of the texts of the corpus.
    seed
        Of the order while nothing is known.
    """

    def __init__(
        self, corpus: Corpus, units: Sequence[str], *, seed: int, schedule: Schedule | None = None
    ) -> None:
        self.corpus = corpus
        self.units = tuple(units)
        self.seed = seed
        self.schedule = schedule or Schedule()
        self.row = {name: row for row, name in enumerate(self.units)}
        self._memory = Memory(corpus.likeness, warm=False)

    def rank(self, labels: Labels) -> Ranking:
        """Return the order that these decisions give; the same decisions give the same order."""
        known = {name: relevant for name, relevant in labels.items() if name in self.row}
        read = np.asarray([self.row[name] for name in known], dtype=np.intp)
        relevant = np.asarray(list(known.values()), dtype=bool)
        with threadpool_limits(limits=1):
            found = scored(self._memory, self.corpus, read, relevant, self.schedule)
        order = chance_order(self.units, self.seed) if found.how == CHANCE else self._sorted(found)
        return Ranking(
            order,
            found.how,
            len(known),
            int(relevant.sum()),
            self.seed,
            training_hash(known),
            order_hash(order),
            self._weights(found),
        )

    def reasons(self, ranking: Ranking, unit: str, *, top: int = 6) -> tuple[tuple[str, float], ...]:
        """Return the terms of a unit that moved its place most, with what each adds; empty where none did."""
        row = self.row.get(unit)
        if ranking.weights is None or row is None:
            return ()
        line = self.corpus.likeness.matrix[row]
        parts = line.data * ranking.weights[line.indices]
        terms = self.corpus.terms
        best = np.argsort(-np.abs(parts), kind="stable")[:top]
        return tuple((str(terms[line.indices[k]]), float(parts[k])) for k in best if parts[k])

    def _sorted(self, found: Scores) -> tuple[str, ...]:
        rounded = np.round(found.values, _DIGITS)
        return tuple(self.units[row] for row in np.argsort(-rounded, kind="stable"))

    def _weights(self, found: Scores) -> Array | None:
        if found.how == CHANCE:
            return None
        return np.asarray(self.corpus.likeness.matrix[found.rows].T @ found.weights)


def chance_order(units: Sequence[str], seed: int) -> tuple[str, ...]:
    """Return the units in an order drawn by the seed; each unit's place is drawn by itself."""
    return tuple(sorted(units, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest()))


def order_hash(order: Iterable[str]) -> str:
    """Return the hash of an order."""
    return hashlib.sha256("\n".join(order).encode()).hexdigest()


def due(ranking: Ranking | None, labels: Labels, schedule: Schedule) -> bool:
    """Whether enough was decided since the last training for another."""
    if ranking is None:
        return True
    return abs(len(labels) - ranking.labels) >= schedule.batch(ranking.labels)


def drafts_of(ranking: Ranking, schedule: Schedule, stage: str = TITLE_ABSTRACT) -> tuple[EventDraft, ...]:
    """Return the events that say how the order was made: what it takes to make it again, and its hash."""
    made: dict[str, Any] = {"stage": stage, "labels": ranking.labels, "training": ranking.training}
    ranked = made | {
        "order": ranking.sha256,
        "how": ranking.how,
        "seed": ranking.seed,
        "relevant": ranking.relevant,
        "units": len(ranking.order),
        "first": list(ranking.order[:KEPT_FIRST]),
    }
    drafts = [EventDraft("ranked", (), ranked, "programme")]
    if ranking.how == RANK:
        parameters = {"model": MODEL, "cost": COST, "ratio": RATIO, **vars(schedule)}
        trained = made | {"seed": ranking.seed, "relevant": ranking.relevant, "parameters": parameters}
        drafts.insert(0, EventDraft("model_trained", (), trained, "programme"))
    return tuple(drafts)


def ranking_of(payload: Mapping[str, Any]) -> Ranking:
    """Return the beginning of an order as the log keeps it."""
    return Ranking(
        tuple(payload["first"]),
        str(payload["how"]),
        int(payload["labels"]),
        int(payload["relevant"]),
        int(payload["seed"]),
        str(payload["training"]),
        str(payload["order"]),
    )
