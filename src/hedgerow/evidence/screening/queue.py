"""The queue: which records to read next, as labels come in.

The model is trained anew after each label until fifty are in, then after each further share of them. Before
both kinds of label are there, the protocol's text, where there is one, gives the order; its passages stand in
as relevant records until twenty labels, one of them relevant, are in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import vstack

from hedgerow.errors import UsageError
from hedgerow.evidence.screening.features import Array, Likeness, TermWeights
from hedgerow.evidence.screening.ranker import COST, label_weights, solve_dual

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Schedule:
    """When to train: after each label up to `single`, then after each further `share` of the labels.

    `protocol_until` is the number of labels from which the protocol's passages are dropped.
    """

    single: int = 50
    share: float = 0.01
    protocol_until: int = 20

    def batch(self, labels: int) -> int:
        """Return how many records to read before the next training."""
        return 1 if labels < self.single else max(1, int(self.share * labels))


class Corpus:
    """The records of a review and the passages of its protocol, as numbers; shared by queues."""

    def __init__(self, texts: Sequence[str], protocol: Sequence[str] = ()) -> None:
        weights = TermWeights()
        matrix = weights.fit_transform(texts)
        passages = [text for text in protocol if text.strip()]
        self.records = matrix.shape[0]
        self.passages = np.arange(self.records, self.records + len(passages))
        if passages:
            matrix = vstack([matrix, weights.transform(passages)]).tocsr()
        self.weights = weights
        self.likeness = Likeness(matrix)


class Queue:
    """Labels given so far, and the order in which the rest should be read.

    Parameters
    ----------
    corpus
        Records and protocol.
    seed
        Of the order that is used when there is nothing to rank by.
    schedule
        When to train.
    """

    def __init__(self, corpus: Corpus, *, seed: int, schedule: Schedule | None = None) -> None:
        self.corpus = corpus
        self.schedule = schedule or Schedule()
        self.seed = seed
        self.trainings = 0
        self._labels = np.full(corpus.records, -1, dtype=np.int8)
        self._read: list[int] = []
        self._chance = np.random.default_rng(seed).permutation(corpus.records).astype(np.float64)
        self._memory = _Memory(corpus.likeness)

    def __len__(self) -> int:
        """Return the number of labels."""
        return len(self._read)

    @property
    def unread(self) -> Rows:
        """Return the records without a label, in their own order."""
        return np.flatnonzero(self._labels < 0)

    def label(self, record: int, relevant: bool) -> None:
        """Take in a decision.

        Raises
        ------
        UsageError
            When there is no such record or it has a label.
        """
        if not 0 <= record < self.corpus.records or self._labels[record] >= 0:
            raise UsageError(f"Record {record} is unknown or has been labelled already.")
        self._labels[record] = int(relevant)
        self._read.append(record)

    def next_batch(self) -> list[int]:
        """Return the records to read before the next training, best first; empty when all are read."""
        scores = self.scores()
        unread = self.unread
        order = unread[np.argsort(-scores[unread], kind="stable")]
        return [int(record) for record in order[: self.schedule.batch(len(self))]]

    def scores(self) -> Array:
        """Return a score for every record, from what is known now."""
        read = np.asarray(self._read, dtype=np.intp)
        relevant = self._labels[read] == 1
        passages = self.corpus.passages if self._leans_on_protocol(relevant) else read[:0]
        rows = np.concatenate((read, passages))
        truth = np.concatenate((relevant, np.ones(len(passages), dtype=bool)))
        records = self.corpus.records
        if not truth.any():
            return self._chance
        if truth.all():
            return self.corpus.likeness.weighted(rows, np.ones(len(rows)))[:records]
        self.trainings += 1
        return self._memory.train(rows, truth)[:records]

    def _leans_on_protocol(self, relevant: npt.NDArray[np.bool_]) -> bool:
        return len(relevant) < self.schedule.protocol_until or not relevant.any()


class _Memory:
    """The products of the labelled records and the last solution, kept from one training to the next."""

    def __init__(self, likeness: Likeness) -> None:
        self.likeness = likeness
        self.rows = np.zeros(0, dtype=np.intp)
        self.products = np.zeros((0, 0))
        self.weights = np.zeros(0)
        self.cost = np.zeros(0)

    def train(self, rows: Rows, relevant: npt.NDArray[np.bool_]) -> Array:
        """Return the score of every row of the matrix, trained on `rows`."""
        self._take_in(rows)
        cost = 2 * COST * label_weights(relevant)
        start = np.zeros(len(rows))
        kept = len(self.weights)
        start[:kept] = self.weights * cost[:kept] / self.cost
        size = len(rows)
        self.weights = solve_dual(self.products[:size, :size], relevant, cost, start)
        self.cost = cost
        return self.likeness.weighted(rows, self.weights)

    def _take_in(self, rows: Rows) -> None:
        """Put the products of new rows beside the old; begin again when the old are not the first of them."""
        known = len(self.rows)
        if known > len(rows) or (self.rows != rows[:known]).any():
            known, self.weights, self.cost = 0, np.zeros(0), np.zeros(0)
        if len(rows) > len(self.products):
            room = max(len(rows), min(2 * len(rows), self.likeness.matrix.shape[0]))
            grown = np.zeros((room, room))
            grown[:known, :known] = self.products[:known, :known]
            self.products = grown
        if len(rows) > known:
            new = self.likeness.between(rows[known:], rows)
            self.products[known : len(rows), : len(rows)] = new
            self.products[: len(rows), known : len(rows)] = new.T
        self.rows = rows
