"""Screen a labelled set again as if nobody had read it, and say how well the order did."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from hedgerow.errors import UsageError
from hedgerow.evidence.screening.labelled import LabelledSet
from hedgerow.evidence.screening.metrics import Metrics, metrics
from hedgerow.evidence.screening.queue import Corpus, Queue, Schedule

MODEL = "TF-IDF of 1-2 words, linear SVM (squared hinge, C 0.11, ratio 9.8), the class of ELAS u4"


@dataclass(frozen=True)
class Priors:
    """How many records of each kind are known before the first is read."""

    relevant: int
    irrelevant: int

    @classmethod
    def parse(cls, text: str) -> Priors:
        """Read “1+1”: relevant plus irrelevant.

        Raises
        ------
        UsageError
            When the text is not two whole numbers with a plus between them.
        """
        match = re.fullmatch(r"\s*(\d{1,6})\s*\+\s*(\d{1,6})\s*", text)
        if not match:
            raise UsageError(
                f"Priors “{text[:30]}” are not understood.", remedy="Write 1+1, or 0+0 for none."
            )
        return cls(int(match[1]), int(match[2]))


@dataclass(frozen=True)
class Simulation:
    """One run: the order in which records were read, and its figures.

    Attributes
    ----------
    priors
        Rows of the records that were known beforehand.
    order
        Rows in the order of reading, to the last relevant one.
    trainings
        How often the model was trained.
    cpu_seconds
        User and system time of the run, terms included.
    """

    figures: Metrics
    priors: tuple[int, ...]
    order: tuple[int, ...]
    seed: int
    trainings: int
    without_text: int
    protocol_passages: int
    cpu_seconds: float

    def as_dict(self) -> dict[str, object]:
        """Return the figures and what is needed to run it again."""
        values = {name: getattr(self.figures, name) for name in Metrics.__dataclass_fields__}
        return values | {
            "cpu_seconds": round(self.cpu_seconds, 3),
            "model": MODEL,
            "seed": self.seed,
            "priors": list(self.priors),
            "trainings": self.trainings,
            "read": len(self.order),
            "without_text": self.without_text,
            "protocol_passages": self.protocol_passages,
        }

    def summary(self) -> tuple[str, ...]:
        """Return the run in sentences."""
        figures = self.figures
        start = f"{len(self.priors)} priors, seed {self.seed}"
        if self.protocol_passages:
            start += f", {self.protocol_passages} passages of the protocol"
        return (
            f"{figures.records} records, {figures.relevant} of them relevant, besides {start}.",
            f"Loss {figures.loss:.4f} (0.5 is chance). Recall in the first tenth {figures.recall_at_10:.1%}.",
            f"Work saved at 95 % recall {figures.wss_at_95:.1%} ({figures.wss_definition}).",
            f"Work saved at 95 % recall {figures.wss_at_95_insights:.1%} "
            f"({figures.wss_insights_definition}).",
            f"The last relevant record was number {len(self.order)}: no order promises all of them early.",
            f"{self.without_text} records have neither title nor abstract.",
            f"{self.trainings} trainings, {self.cpu_seconds:.2f} CPU seconds.",
        )


def draw_priors(given: LabelledSet, priors: Priors, seed: int) -> tuple[int, ...]:
    """Draw the prior records at random, relevant ones first.

    Raises
    ------
    UsageError
        When the set has fewer of a kind than are asked for.
    """
    chance = np.random.default_rng(seed)
    drawn: list[int] = []
    for label, count, word in ((1, priors.relevant, "relevant"), (0, priors.irrelevant, "irrelevant")):
        rows = np.flatnonzero(given.labels == label)
        if count > len(rows):
            raise UsageError(
                f"{count} {word} priors are asked for, and the set has {len(rows)} {word} records.",
                remedy="Ask for fewer priors.",
            )
        drawn.extend(int(row) for row in chance.choice(rows, size=count, replace=False))
    return tuple(drawn)


def simulate(
    given: LabelledSet,
    *,
    priors: Priors | Sequence[int],
    seed: int,
    protocol: Sequence[str] = (),
    schedule: Schedule | None = None,
    corpus: Corpus | None = None,
) -> Simulation:
    """Screen a labelled set in the order that the queue gives.

    Parameters
    ----------
    given
        The set.
    priors
        How many of each kind to draw, or the rows themselves.
    seed
        Of the draw, and of the order while there is nothing to rank by.
    protocol
        Passages of the protocol (question, criteria) for a start without labels.
    corpus
        The set's own, made before with the same protocol, when many runs share it.
    """
    start = time.process_time()
    known = draw_priors(given, priors, seed) if isinstance(priors, Priors) else tuple(priors)
    with threadpool_limits(limits=1):
        corpus = corpus or Corpus(given.texts, protocol)
        queue = Queue(corpus, seed=seed, schedule=schedule)
        for row in known:
            queue.label(row, bool(given.labels[row]))
        order = _read_all(queue, given)
    figures = metrics(given.labels[list(order)], len(given.texts) - len(known))
    return Simulation(
        figures=figures,
        priors=known,
        order=order,
        seed=seed,
        trainings=queue.trainings,
        without_text=given.without_text,
        protocol_passages=len(corpus.passages),
        cpu_seconds=time.process_time() - start,
    )


def _read_all(queue: Queue, given: LabelledSet) -> tuple[int, ...]:
    """Read until every relevant record is found; what is left then changes no figure."""
    order: list[int] = []
    left = int(given.labels[queue.unread].sum())
    while left:
        for record in queue.next_batch():
            relevant = bool(given.labels[record])
            queue.label(record, relevant)
            order.append(record)
            left -= relevant
    return tuple(order)
