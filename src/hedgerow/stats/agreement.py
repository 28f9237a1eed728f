"""How far people who judged the same records agree, when not everybody judged everything.

Cohen's kappa (Cohen 1960), with Conger's (1980) mean of the pairs for more than two raters; Gwet's AC1
(Gwet 2008); positive and negative agreement (Cicchetti and Feinstein 1990). Only records with two or more
judgements enter. Intervals are percentiles of a bootstrap over those records; where every draw gives the
same, as when all agree, there is none: no width would read as certainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError

Array = npt.NDArray[np.float64]
Interval = tuple[float, float] | None
MISSING = -1


@dataclass(frozen=True)
class Agreement:
    """Agreement of raters; what cannot be computed is `None`, never 0 or 1.

    Attributes
    ----------
    overlap, judged
        Records with two or more judgements, and with any.
    raters
        Raters with at least one judgement in the overlap.
    observed
        Mean over the overlap of the share of pairs of raters that agree.
    kappa, ac1
        Agreement beyond chance; `None` when chance agreement is 1 or nothing overlaps.
    positive, negative
        Agreement on the positive category and on all others taken together.
    table
        Judgements of pairs of raters, first rater by second, categories in order; a record counts 1 in all.
    """

    overlap: int
    judged: int
    raters: int
    categories: tuple[int, ...]
    observed: float | None
    kappa: float | None
    kappa_interval: Interval
    ac1: float | None
    ac1_interval: Interval
    positive: float | None
    negative: float | None
    table: tuple[tuple[float, ...], ...]
    level: float

    def summary(self) -> str:
        """Return the agreement in one sentence."""
        if self.observed is None:
            return f"No record was judged by two raters ({self.judged} by one), so agreement is not known."
        kappa, ac1 = (
            "not defined" if value is None else f"{value:.3f}" + _said(interval, self.level)
            for value, interval in ((self.kappa, self.kappa_interval), (self.ac1, self.ac1_interval))
        )
        return (
            f"On {self.overlap} of {self.judged} judged records, {self.raters} raters agree on "
            f"{self.observed:.1%}; kappa {kappa}, AC1 {ac1}."
        )


def agreement(
    ratings: npt.ArrayLike, *, positive: int = 1, draws: int = 1000, level: float = 0.95, seed: int = 0
) -> Agreement:
    """Return the agreement of raters on records.

    Parameters
    ----------
    ratings
        Category of each record by each rater, shape (records, raters), whole numbers from 0; -1 where the
        rater did not judge the record.
    positive
        The category whose agreement is given apart.
    draws, level, seed
        Of the bootstrap.

    Raises
    ------
    UsageError
        When the ratings are no table of two or more raters, or a value is neither a category nor -1.
    """
    table = _checked(ratings, level)
    known = (table != MISSING).sum(axis=1)
    shared = table[known >= 2]
    categories = np.unique(shared[shared != MISSING])
    if not len(shared):
        return Agreement(0, int((known > 0).sum()), 0, (), *(None,) * 7, (), level)
    patterns, counts = np.unique(shared, axis=0, return_counts=True)
    pairs, shares = _pairs(patterns, categories), _shares(patterns, categories)
    whole = _measures(counts[None, :].astype(float), pairs, shares)
    chance = np.random.default_rng(seed)
    drawn = chance.multinomial(len(shared), counts / len(shared), size=draws).astype(float)
    intervals = [_percentiles(values, level) for values in _measures(drawn, pairs, shares)[1:]]
    joint = np.einsum("p,pakl->kl", counts.astype(float), pairs)
    return Agreement(
        overlap=len(shared),
        judged=int((known > 0).sum()),
        raters=int((shared != MISSING).any(axis=0).sum()),
        categories=tuple(int(value) for value in categories),
        observed=_number(whole[0][0]),
        kappa=_number(whole[1][0]),
        kappa_interval=intervals[0],
        ac1=_number(whole[2][0]),
        ac1_interval=intervals[1],
        positive=_specific(joint, categories == positive),
        negative=_specific(joint, categories != positive),
        table=tuple(tuple(float(value) for value in row) for row in joint),
        level=level,
    )


def _checked(ratings: npt.ArrayLike, level: float) -> npt.NDArray[np.int64]:
    given = np.asarray(ratings)
    if given.ndim != 2 or given.shape[1] < 2:
        raise UsageError("Agreement needs a table with one row a record and two or more raters.")
    if not np.issubdtype(given.dtype, np.number) or not np.isfinite(given).all():
        raise UsageError(
            "A rating is not a number.", remedy=f"Code categories from 0 and missing as {MISSING}."
        )
    table = given.astype(np.int64)
    if (table != given).any() or table.min(initial=0) < MISSING:
        raise UsageError(f"A rating is neither a category (0, 1, …) nor {MISSING} for not judged.")
    if not 0 < level < 1:
        raise UsageError(f"An interval level of {level:g} is not between 0 and 1.", remedy="Give 0.95.")
    return table


def _pairs(patterns: npt.NDArray[np.int64], categories: npt.NDArray[np.int64]) -> Array:
    """Return the weight of each pattern in each pair's table, shape (patterns, pairs, q, q)."""
    judged = (patterns != MISSING).sum(axis=1)
    weight = 2 / (judged * (judged - 1))
    codes = np.searchsorted(categories, patterns)
    couples = list(combinations(range(patterns.shape[1]), 2))
    tables = np.zeros((len(patterns), len(couples), len(categories), len(categories)))
    for place, (first, second) in enumerate(couples):
        both = np.flatnonzero((patterns[:, first] != MISSING) & (patterns[:, second] != MISSING))
        tables[both, place, codes[both, first], codes[both, second]] = weight[both]
    return tables


def _shares(patterns: npt.NDArray[np.int64], categories: npt.NDArray[np.int64]) -> Array:
    """Return the share of each pattern's judgements that each category has, shape (patterns, q)."""
    each = (patterns[:, :, None] == categories).sum(axis=1)
    return np.asarray(each / each.sum(axis=1, keepdims=True))


def _measures(counts: Array, pairs: Array, shares: Array) -> tuple[Array, Array, Array]:
    """Return observed agreement, kappa and AC1 for each row of counts of the patterns."""
    tables = np.einsum("dp,pakl->dakl", counts, pairs)
    records = counts.sum(axis=1)
    observed = np.einsum("dakk->d", tables) / records
    weight = tables.sum(axis=(2, 3))
    margins = np.einsum("dak,dak->da", tables.sum(axis=3), tables.sum(axis=2))
    by_pair = np.divide(margins, weight, out=np.zeros_like(margins), where=weight > 0)
    kappa_chance = by_pair.sum(axis=1) / records
    share = counts @ shares / records[:, None]
    categories = shares.shape[1]
    ac1_chance = (share * (1 - share)).sum(axis=1) / max(categories - 1, 1)
    return observed, _beyond(observed, kappa_chance), _beyond(observed, ac1_chance)


def _beyond(observed: Array, chance: Array) -> Array:
    room = 1 - chance
    return np.divide(observed - chance, room, out=np.full_like(observed, np.nan), where=room > 1e-12)


def _percentiles(values: Array, level: float) -> Interval:
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    low, high = np.quantile(known, ((1 - level) / 2, (1 + level) / 2))
    return (float(low), float(high)) if known.max() - known.min() > 1e-12 else None


def _specific(joint: Array, chosen: npt.NDArray[np.bool_]) -> float | None:
    """Return 2a / (2a + b + c): agreement on the chosen categories taken together."""
    agreed = float(joint[np.ix_(chosen, chosen)].sum())
    mentioned = float(joint[chosen].sum() + joint[:, chosen].sum())
    return 2 * agreed / mentioned if mentioned else None


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _said(interval: Interval, level: float) -> str:
    return f" ({level:.0%} interval {interval[0]:.3f} to {interval[1]:.3f})" if interval else ""
