"""Stop with a promise: the ranked test says when to look, a random audit of the unread says whether to stop.

The error that is allowed is shared out beforehand: half to the first audit, a quarter to the second, and so
on, so that however many audits fail, the target is missed with at most the stated chance. What an audit finds
is kept, and reading goes on where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.stats.stopping import RecallBound, audit_size, ranked_test, recall_bound


@dataclass(frozen=True)
class Stop:
    """Where a rule stopped.

    Attributes
    ----------
    read
        Records read, audits included.
    recall
        Share of all relevant that was found by then.
    saved
        Share of the records never read.
    audits
        The bound of each audit, in order; the last one is the promise when `proved`.
    proved
        Whether an audit proved the target; when not, everything was read.
    """

    read: int
    recall: float
    saved: float
    audits: tuple[RecallBound, ...]
    proved: bool


# A relevant unread record is taken to be at least 1.2 times as likely to come next as an irrelevant one.
LEAD = 1.2
_LOOKS = 200


def signal(
    labels: npt.ArrayLike,
    records: int,
    *,
    target: float,
    confidence: float,
    start: int = 1,
    lead: float = LEAD,
) -> int:
    """Return how many records are read when the ranked test first rejects; `records` when it never does.

    The test is made after every two-hundredth part of the records from `start` on.
    """
    read = np.asarray(labels, dtype=np.int64)
    step = max(1, records // _LOOKS)
    for count in range(max(start, step), records, step):
        if ranked_test(read[:count], records, target=target, lead=lead) < 1 - confidence:
            return count
    return records


def stop_run(labels: npt.ArrayLike, *, seed: int, target: float = 0.95, confidence: float = 0.95) -> Stop:
    """Apply the rule to a whole set of labels in the order in which they would be read.

    Parameters
    ----------
    labels
        0 or 1, shape (records,), in the order of the ranking.
    seed
        Of the audits' draws.
    """
    line = np.asarray(labels, dtype=np.int64)
    records, relevant = len(line), int(line.sum())
    chance = np.random.default_rng(seed)
    audits: list[RecallBound] = []
    count, error = 0, (1 - confidence) / 2
    while True:
        count = signal(line, records, target=target, confidence=confidence, start=count + 1)
        if count >= records:
            return Stop(records, 1.0, 0.0, tuple(audits), False)
        line, bound = _audit(line, count, chance, target=target, confidence=1 - error)
        audits.append(bound)
        count += bound.sampled
        if bound.recall >= target - 1e-9:
            share = float(line[:count].sum() / relevant) if relevant else 1.0
            return Stop(count, share, 1 - count / records, tuple(audits), True)
        error /= 2


def _audit(
    line: npt.NDArray[np.int64], count: int, chance: np.random.Generator, *, target: float, confidence: float
) -> tuple[npt.NDArray[np.int64], RecallBound]:
    """Read a random sample of the unread: it moves to the end of what is read, the rest keeps its order."""
    found, unread = int(line[:count].sum()), len(line) - count
    size = audit_size(found, unread, target=target, confidence=confidence)
    drawn = np.sort(chance.choice(unread, size=size, replace=False)) + count
    hits = int(line[drawn].sum())
    left = np.delete(np.arange(count, len(line)), drawn - count)
    moved = np.concatenate((line[:count], line[drawn], line[left]))
    return moved, recall_bound(found, unread, size, hits, confidence=confidence)
