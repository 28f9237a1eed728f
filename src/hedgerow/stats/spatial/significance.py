"""How surprising each sum over neighbours is, and for whom that has to be looked at twice.

Three steps. The tail of every sum (`tails`). Once, a second look without the values that make up sums that
stand out, where these are few: what a hot spot holds is not what chance lays out elsewhere. And a shuffle for
areas near the line in a set so small, or beside a value so large, that the tail is not to be trusted alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError
from hedgerow.stats.discovery import benjamini_hochberg
from hedgerow.stats.spatial import conditional, shuffle, tails
from hedgerow.stats.spatial.weights import Array, Mask, Weights

TAILS = ("convolution", "pearson")
FEW = 0.02  # share of areas that may be set aside in the second look
NEAR = 4.0  # times and parts of the level within which an area is near the line
MOST_DRAWS = 400_000
CROWDED, HEAVY = 0.01, 0.05  # share of all others that are neighbours; of the variance that is one's own


@dataclass(frozen=True)
class Question:
    """Values, their weights, and how their sums are to be judged.

    Attributes
    ----------
    itself
        Whether each area is part of its own sum.
    tail
        `convolution`, or `pearson`; weights that differ within a row always take the latter.
    level
        Level of significance near which to look twice.
    """

    x: Array
    weights: Weights
    itself: bool = False
    tail: str = "convolution"
    level: float = 0.05
    seed: int = 0
    adjusted: bool = True


@dataclass(frozen=True)
class Answer:
    """Two-sided p values of n sums, missing for islands.

    Attributes
    ----------
    low, high
        Tail probabilities.
    set_aside, shuffled
        Values left out in the second look; areas whose p is a shuffle's.
    """

    p_value: Array
    low: Array
    high: Array
    set_aside: Mask
    shuffled: Mask


def judge(question: Question) -> Answer:
    """Return the p values of a question."""
    if question.tail not in TAILS:
        raise UsageError(f"There is no tail “{question.tail}”.", remedy=f"Use one of {', '.join(TAILS)}.")
    everyone = np.ones(question.weights.n, dtype=bool)
    first = _look(question, everyone)
    aside = _made_of(question.weights, benjamini_hochberg(first.p_value) <= question.level)
    few = 0 < np.count_nonzero(aside) <= FEW * len(aside) and np.ptp(question.x[~aside]) > 0
    return _shuffled(question, _tempered(question, aside) if few else first)


def _look(question: Question, kept: Mask) -> Answer:
    x, weights = question.x, question.weights
    moments = (conditional.of_all if question.itself else conditional.of_the_others)(x, weights, kept)
    deviate = moments.deviate(weights.lag(x))
    if question.tail == "convolution" and equal_within_rows(weights):
        low, high = tails.convolution(x[kept], weights.degrees, deviate)
    else:
        low, high = tails.pearson_iii(deviate, moments.skewness)
    return Answer(
        tails.two_sided(low, high), low, high, np.zeros(len(x), dtype=bool), np.zeros(len(x), dtype=bool)
    )


def _tempered(question: Question, aside: Mask) -> Answer:
    """Return the second look, its long tail tempered by the gamma curve through all values.

    Setting aside what stands out takes some of chance's own largest values with it, which alone would be a
    little bold; the curve through all values, the set aside ones too, is a little tame. The mean of their
    logarithms finds nearly as much and holds the share of false ones well below the level.
    """
    second = _look(question, ~aside)
    whole = conditional.of_all if question.itself else conditional.of_the_others
    moments = whole(question.x, question.weights)
    low, high = tails.pearson_iii(moments.deviate(question.weights.lag(question.x)), moments.skewness)
    long_above = moments.skewness > 0
    low = np.where(long_above, second.low, np.sqrt(second.low * low))
    high = np.where(long_above, np.sqrt(second.high * high), second.high)
    return replace(second, p_value=tails.two_sided(low, high), low=low, high=high, set_aside=aside)


def equal_within_rows(weights: Weights) -> bool:
    """Whether all neighbours of an area weigh the same."""
    mean = weights.sums() / np.maximum(weights.degrees, 1)
    return bool(np.allclose(weights.values, mean[weights.rows], rtol=1e-9))


def _made_of(weights: Weights, found: Mask) -> Mask:
    """Return which values are part of the sums that were found."""
    aside = np.zeros(weights.n, dtype=bool)
    aside[weights.others[found[weights.rows]]] = True
    return aside


def _shuffled(question: Question, found: Answer) -> Answer:
    """Return the answer with shuffles where the tail is doubtful and the line is near."""
    weights, kept = question.weights, ~found.set_aside
    z = question.x - question.x[kept].mean()
    doubtful = (weights.degrees > CROWDED * weights.n) | (z**2 > HEAVY * (z**2).sum())
    which = np.flatnonzero(doubtful & _near(found.p_value, question))
    if question.itself or not len(which):
        return found
    p = found.p_value.copy()
    for place in which:
        p[place] = _one(question, kept, int(place), p[place])
    shuffled = np.zeros(len(p), dtype=bool)
    shuffled[which] = True
    return replace(found, p_value=p, shuffled=shuffled)


def _near(p: Array, question: Question) -> Mask:
    seen = (p, benjamini_hochberg(p)) if question.adjusted else (p,)
    near = [(one > question.level / NEAR) & (one < question.level * NEAR) for one in seen]
    return np.asarray(np.any(near, axis=0))


def _one(question: Question, kept: Mask, place: int, p: float) -> float:
    others = kept.copy()
    others[place] = False
    weights = question.weights
    own = slice(weights.starts[place], weights.starts[place + 1])
    observed = float(weights.values[own] @ question.x[weights.others[own]])
    if np.count_nonzero(others) < weights.degrees[place]:
        return p
    most = int(min(MOST_DRAWS, 4 * shuffle.ENOUGH / p))
    return shuffle.sequential_p(
        observed, question.x[others], weights.values[own], seed=(question.seed, place), most=most
    )


def array_of(x: npt.ArrayLike, weights: Weights) -> Array:
    """Return values as numbers, one for each area, none missing, not all the same.

    Raises
    ------
    UsageError
        When they are not.
    """
    values = np.asarray(x, dtype=float)
    if values.shape != (weights.n,):
        raise UsageError(f"{values.size} values do not fit the weights of {weights.n} areas.")
    if not np.all(np.isfinite(values)):
        place = int(np.flatnonzero(~np.isfinite(values))[0])
        raise UsageError(f"The value of area {place} is missing.", remedy="Leave such areas out.")
    if len(values) < 5 or np.ptp(values) == 0:
        raise UsageError("Fewer than five values, or all of them the same, have no pattern in space.")
    return values
