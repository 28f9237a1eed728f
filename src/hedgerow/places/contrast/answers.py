"""Two questions about a place, and what may be said to each.

A. Is its own rate truly below (above) the cut-off? The posterior of its ratio answers.
B. Is it unusual among places like it? The spread between places counts as noise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.data import ContrastOptions
from hedgerow.places.contrast.noise import Noise
from hedgerow.stats.discovery import benjamini_hochberg, posterior_q
from hedgerow.stats.shrinkage import lower_tail, posterior, upper_tail

Array = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]
STEPS = 30


@dataclass(frozen=True)
class Answers:
    """Answers for n places; NaN and ``not_known`` where nothing was expected.

    `own` answers A and `like` answers B: low, high, neither, cannot_tell or not_known.
    """

    ratio: Array
    lower: Array
    upper: Array
    p_low: Array
    p_high: Array
    q_low: Array
    q_high: Array
    like_q_low: Array
    like_q_high: Array
    own: Words
    like: Words


def answer(
    counts: Array, expected: Array, asked: npt.NDArray[np.bool_], noise: Noise, options: ContrastOptions
) -> Answers:
    """Answer both questions. `asked` are the places that pass the artefact gate; others get no q-value."""
    known = ~np.isnan(expected)
    y, mu = np.where(known, counts, 0.0), np.where(known, expected, 1.0)
    after = posterior(y, mu, noise.alpha, noise.scale)
    lower, upper = after.interval(options.level)
    p_low, p_high = (
        np.where(known, p, np.nan) for p in (after.below(options.low), after.above(options.high))
    )
    q_low, q_high = (posterior_q(np.where(asked, p, np.nan)) for p in (p_low, p_high))
    tails = (f(y, mu, noise.like_alpha, noise.scale) for f in (lower_tail, upper_tail))
    like_low, like_high = (benjamini_hochberg(np.where(asked & known, tail, np.nan)) for tail in tails)
    settled = posterior(np.zeros_like(mu), mu, noise.alpha, noise.scale).below(options.low) >= options.sure
    possible = lower_tail(np.zeros_like(mu), mu, noise.like_alpha, noise.scale) <= options.like_p
    low = (p_low >= options.sure) & (q_low <= options.q)
    high = (p_high >= options.sure) & (q_high <= options.q)
    return Answers(
        ratio=np.where(known, after.mean, np.nan),
        lower=np.where(known, lower, np.nan),
        upper=np.where(known, upper, np.nan),
        p_low=p_low,
        p_high=p_high,
        q_low=q_low,
        q_high=q_high,
        like_q_low=like_low,
        like_q_high=like_high,
        own=_words(known, low, high, settled),
        like=_words(known, like_low <= options.q, like_high <= options.q, possible),
    )


def detectable(expected: Array, noise: Noise, options: ContrastOptions) -> tuple[Array, Array]:
    """Return the largest ratio that could be told as low, for A and for B; NaN where none could."""
    known = ~np.isnan(expected)
    mu = np.where(known, expected, 1.0)

    def own(ratio: Array) -> npt.NDArray[np.bool_]:
        after = posterior(ratio * mu, mu, noise.alpha, noise.scale)
        return np.asarray(after.below(options.low) >= options.sure)

    def like(ratio: Array) -> npt.NDArray[np.bool_]:
        return np.asarray(lower_tail(ratio * mu, mu, noise.like_alpha, noise.scale) <= options.like_p)

    found = (
        _largest(test, np.zeros_like(mu), np.full_like(mu, top))
        for test, top in ((own, options.low), (like, 1.0))
    )
    first, second = (np.where(known, ratio, np.nan) for ratio in found)
    return first, second


def _largest(test: Callable[[Array], npt.NDArray[np.bool_]], low: Array, high: Array) -> Array:
    possible = test(low)
    for _ in range(STEPS):
        half = (low + high) / 2
        passed = test(half)
        low, high = np.where(passed, half, low), np.where(passed, high, half)
    return np.where(possible, low, np.nan)


def _words(
    known: npt.NDArray[np.bool_],
    low: npt.NDArray[np.bool_],
    high: npt.NDArray[np.bool_],
    resolvable: npt.NDArray[np.bool_],
) -> Words:
    return np.select(
        [~known, low, high, resolvable], ["not_known", "low", "high", "neither"], default="cannot_tell"
    )
