"""The queue: which records to read next, as labels come in.

The model is trained anew after each label until fifty are in, then after each further share of them. Before
both kinds of label are there, the protocol's text, where there is one, gives the order; its passages stand in
as relevant records until five relevant ones have been found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError
from hedgerow.evidence.screening.features import Array, Likeness, TermWeights
from hedgerow.evidence.screening.ranker import COST, SparseProducts, label_weights, solve_dual

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Schedule:
    """When to train: after each label up to `single`, then after each further `share` of the labels.

    `protocol_until` is the number of relevant labels from which the protocol's passages are dropped.
    """

    single: int = 50
    share: float = 0.01
    protocol_until: int = 5

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
            from scipy.sparse import vstack

            matrix = vstack([matrix, weights.transform(passages)]).tocsr()
        self.weights = weights
        self.likeness = Likeness(matrix)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms, in the order of the columns of the matrix."""
        return tuple(self.weights.vectorizer_.get_feature_names_out())


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
        self._memory = Memory(corpus.likeness)

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
        found = scored(self._memory, self.corpus, read, self._labels[read] == 1, self.schedule)
        self.trainings += found.how == RANK
        return self._chance if found.how == CHANCE else found.values


@dataclass(frozen=True)
class Scores:
    """A score for every record, what gave it, and the weight of each row that it rests on.

    Attributes
    ----------
    how
        rank (a trained model), protocol (likeness to its passages), likeness (to relevant records, where
        nothing is irrelevant yet) or chance (nothing is known: no values).
    """

    how: str
    values: Array
    rows: Rows
    weights: Array


RANK, PROTOCOL, LIKENESS, CHANCE = "rank", "protocol", "likeness", "chance"


def scored(
    memory: Memory, corpus: Corpus, read: Rows, relevant: npt.NDArray[np.bool_], schedule: Schedule
) -> Scores:
    """Return a score for every record of a corpus from the labels given so far.

    Parameters
    ----------
    memory
        What is kept from one training to the next.
    read, relevant
        The labelled records in the order of reading, and their labels.
    """
    few = int(relevant.sum()) < schedule.protocol_until
    passages = corpus.passages if few else read[:0]
    rows = np.concatenate((read, passages))
    truth = np.concatenate((relevant, np.ones(len(passages), dtype=bool)))
    if not truth.any():
        return Scores(CHANCE, np.zeros(0), rows, np.zeros(len(rows)))
    if truth.all():
        weights = np.ones(len(rows))
        values = corpus.likeness.weighted(rows, weights)[: corpus.records]
        return Scores(LIKENESS if len(read) else PROTOCOL, values, rows, weights)
    values = memory.train(rows, truth)[: corpus.records]
    return Scores(RANK, values, rows, memory.weights)


class Memory:
    """The products of the labelled records and the last solution, kept from one training to the next.

    Parameters
    ----------
    likeness
        Of the records.
    warm
        Whether a training starts from the last solution: faster. From nothing it rests on the labels alone.
    written_below
        Up to how many labels the products are written out (8 bytes each); with more they are made on the way.
    """

    def __init__(self, likeness: Likeness, *, warm: bool = True, written_below: int = 3000) -> None:
        self.likeness = likeness
        self.warm = warm
        self.written_below = written_below
        self.rows = np.zeros(0, dtype=np.intp)
        self.products = np.zeros((0, 0))
        self.weights = np.zeros(0)
        self.cost = np.zeros(0)

    def train(self, rows: Rows, relevant: npt.NDArray[np.bool_]) -> Array:
        """Return the score of every row of the matrix, trained on `rows`."""
        products = self._products(rows)
        cost = 2 * COST * label_weights(relevant)
        start = np.zeros(len(rows))
        kept = len(self.weights)
        if self.warm and kept:
            start[:kept] = self.weights * cost[:kept] / self.cost
        self.weights = solve_dual(products, relevant, cost, start)
        self.cost = cost
        return self.likeness.weighted(rows, self.weights)

    def _products(self, rows: Rows) -> Array | SparseProducts:
        """Return the products of the rows with each other."""
        if len(rows) <= self.written_below:
            self._take_in(rows)
            return self.products[: len(rows), : len(rows)]
        self._forget(rows)
        self.products, self.rows = np.zeros((0, 0)), rows
        return SparseProducts(self.likeness.matrix[rows])

    def _forget(self, rows: Rows) -> int:
        """Forget the last solution unless its rows are the first of these; return how many are known."""
        known = len(self.rows)
        if known > len(rows) or (self.rows != rows[:known]).any():
            self.weights, self.cost = np.zeros(0), np.zeros(0)
            return 0
        return known

    def _take_in(self, rows: Rows) -> None:
        """Put the products of new rows beside the old; begin again when the old are not the first of them."""
        known = min(self._forget(rows), len(self.products))
        if len(rows) > len(self.products):
            most = min(self.likeness.matrix.shape[0], self.written_below)
            room = max(len(rows), min(2 * len(rows), most))
            grown = np.zeros((room, room))
            grown[:known, :known] = self.products[:known, :known]
            self.products = grown
        if len(rows) > known:
            new = self.likeness.between(rows[known:], rows)
            self.products[known : len(rows), : len(rows)] = new
            self.products[: len(rows), known : len(rows)] = new.T
        self.rows = rows
