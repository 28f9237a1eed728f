"""How well an order finds the relevant records.

All take labels in reading order, priors left out, padded with zeros to the number of records without priors.
Work saved has two definitions that differ a lot when few records are relevant, so each carries its name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

COHEN = "Cohen 2006: (N - n_r)/N - (1 - r), n_r = records read when ceil(rP) relevant are found"
INSIGHTS = "insights: (random position of the floor(rP)th relevant - its position)/N"
_ROUNDING = 1e-9
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Metrics:
    """Figures of one order.

    Attributes
    ----------
    records, relevant
        Without priors.
    loss
        0 when all relevant come first, 1 when they come last, 0.5 by chance.
    recall_at_10
        Share of the relevant within the first tenth.
    wss_at_95, wss_definition
        Work saved over sampling at 95 % recall, by the definition that is named.
    wss_at_95_insights, wss_insights_definition
        The same by the other definition.
    atd
        Mean position of the relevant, from 1.
    """

    records: int
    relevant: int
    loss: float
    recall_at_10: float
    wss_at_95: float
    wss_definition: str
    wss_at_95_insights: float
    wss_insights_definition: str
    atd: float


def metrics(labels: npt.ArrayLike, records: int) -> Metrics:
    """Return the figures of an order.

    Parameters
    ----------
    labels
        0 or 1 in reading order, shape (read,); what is left out counts as irrelevant.
    records
        All records without priors.

    Raises
    ------
    EstimateError
        When there is nothing relevant to find, or nothing else.
    """
    padded = np.zeros(records, dtype=np.int64)
    read = np.asarray(labels, dtype=np.int64)
    padded[: len(read)] = read
    found = int(padded.sum())
    if not 0 < found < records:
        raise EstimateError(
            f"{found} of {records} records besides the priors are relevant, so an order cannot be judged.",
            remedy="Give a set with both kinds, or fewer priors.",
        )
    return Metrics(
        records=records,
        relevant=found,
        loss=loss(padded),
        recall_at_10=recall_at(padded, 0.10),
        wss_at_95=wss_cohen(padded, 0.95),
        wss_definition=COHEN,
        wss_at_95_insights=wss_insights(padded, 0.95),
        wss_insights_definition=INSIGHTS,
        atd=float(np.flatnonzero(padded).mean() + 1),
    )


def loss(labels: Labels) -> float:
    """Return the area lost above the recall curve, as a share of all that can be lost."""
    n, p = len(labels), int(labels.sum())
    return float((p * (n - (p - 1) / 2) - np.cumsum(labels).sum()) / (p * (n - p)))


def recall_at(labels: Labels, share: float) -> float:
    """Return the share of the relevant within the first `share` of the records."""
    return float(labels[: int(share * len(labels) + _ROUNDING)].sum() / labels.sum())


def read_until(labels: Labels, recall: float) -> int:
    """Return how many records are read when ceil(recall x relevant) are found."""
    wanted = int(np.ceil(recall * labels.sum() - _ROUNDING))
    return int(np.searchsorted(np.cumsum(labels), wanted)) + 1 if wanted else 0


def wss_cohen(labels: Labels, recall: float) -> float:
    """Return work saved over sampling as Cohen et al. (2006) define it."""
    return float((len(labels) - read_until(labels, recall)) / len(labels) - (1 - recall))


def wss_insights(labels: Labels, recall: float) -> float:
    """Return work saved against the rounded straight line of random reading."""
    n, p = len(labels), int(labels.sum())
    wanted = max(1, int(np.floor(recall * p + _ROUNDING)))
    by_chance = int(np.searchsorted(np.round(np.linspace(0, p, n)), wanted))
    return float((by_chance - int(np.searchsorted(np.cumsum(labels), wanted))) / n)
