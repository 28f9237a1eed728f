"""Two questions about a place, and what may be said to each.

A. Is its own rate truly below (above) the cut-off? The posterior of its ratio to what context gives answers.
B. Is it unusual among places like it? The spread between places counts as noise, and the smooth level of the
   places around is part of what is expected.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from hedgerow.places.contrast.data import ContrastOptions
from hedgerow.places.contrast.expected import Expected
from hedgerow.places.contrast.noise import Noise
from hedgerow.stats.discovery import benjamini_hochberg, local_rate, posterior_q

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]
SMALLEST = 1e-300


@dataclass(frozen=True)
class Own:
    """Answers to A for n places; NaN and ``not_known`` where nothing was expected.

    Attributes
    ----------
    ratio, lower, upper
        Shrunken ratio of recorded to expected, with its interval.
    p_low, p_high
        Probability that it lies beyond a cut-off.
    q_low, q_high
        Expected share of false ones among all places at least as probable.
    words
        low, high, neither, cannot_tell or not_known.
    """

    ratio: Array
    lower: Array
    upper: Array
    p_low: Array
    p_high: Array
    q_low: Array
    q_high: Array
    words: Words


@dataclass(frozen=True)
class Like:
    """Answers to B for n places: tail probabilities, q-values, local false-discovery rates and words."""

    p_low: Array
    p_high: Array
    q_low: Array
    q_high: Array
    fdr_low: Array
    fdr_high: Array
    words: Words


@dataclass(frozen=True)
class Answers:
    """Answers to both questions for n places, under one name each.

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
    like_p_low: Array
    like_p_high: Array
    fdr_low: Array
    fdr_high: Array


def answer(model: Expected, counts: Array, asked: Mask, options: ContrastOptions) -> Answers:
    """Answer A from context alone and B from context and surroundings.

    `asked` are the places that pass the artefact gate; others get no q-value.
    """
    a = own_answer(counts, model.mean, asked, model.context_noise, options)
    b = like_answer(counts, model.around, asked, model.noise, options)
    return Answers(
        ratio=a.ratio,
        lower=a.lower,
        upper=a.upper,
        p_low=a.p_low,
        p_high=a.p_high,
        q_low=a.q_low,
        q_high=a.q_high,
        like_q_low=b.q_low,
        like_q_high=b.q_high,
        own=a.words,
        like=b.words,
        like_p_low=b.p_low,
        like_p_high=b.p_high,
        fdr_low=b.fdr_low,
        fdr_high=b.fdr_high,
    )


def own_answer(counts: Array, expected: Array, asked: Mask, noise: Noise, options: ContrastOptions) -> Own:
    """Answer A from the posterior of each place's own ratio."""
    known = ~np.isnan(expected)
    y, mu = np.where(known, counts, 0.0), np.where(known, expected, 1.0)
    after = noise.after(y, mu)
    lower, upper = after.interval(options.level)
    p_low, p_high = (
        np.where(known, p, np.nan) for p in (after.below(options.low), after.above(options.high))
    )
    q_low, q_high = (posterior_q(np.where(asked, p, np.nan)) for p in (p_low, p_high))
    settled = noise.after(np.zeros_like(mu), mu).below(options.low) >= options.sure
    low = (p_low >= options.sure) & (q_low <= options.q)
    high = (p_high >= options.sure) & (q_high <= options.q)
    ratio, lower, upper = (np.where(known, part, np.nan) for part in (after.mean, lower, upper))
    words = _words(known, low, high, settled)
    return Own(ratio, lower, upper, p_low, p_high, q_low, q_high, words)


def like_answer(counts: Array, expected: Array, asked: Mask, noise: Noise, options: ContrastOptions) -> Like:
    """Answer B from the tails of what places like it record."""
    known = ~np.isnan(expected)
    y, mu = np.where(known, counts, 0.0), np.where(known, expected, 1.0)
    tails = (tail(y, mu) for tail in (noise.lower, noise.upper))
    p_low, p_high = (np.where(asked & known, tail, np.nan) for tail in tails)
    q_low, q_high = benjamini_hochberg(p_low), benjamini_hochberg(p_high)
    possible = noise.lower(np.zeros_like(mu), mu) <= options.like_p
    words = _words(known, q_low <= options.q, q_high <= options.q, possible)
    fdr_low, fdr_high = _local(p_low, p_high)
    return Like(p_low, p_high, q_low, q_high, fdr_low, fdr_high, words)


def _local(p_low: Array, p_high: Array) -> tuple[Array, Array]:
    """Return the local false-discovery rates of both sides; 1 on the other side of the middle."""
    # The middle of a count's probability, from whichever tail is the smaller and so the more exact.
    both = p_low + p_high - 1
    low, high = (np.maximum(p - np.maximum(both, 0) / 2, SMALLEST) for p in (p_low, p_high))
    z = np.where(low < high, ndtri(np.minimum(low, 0.5)), -ndtri(np.minimum(high, 0.5)))
    rate = local_rate(np.where(np.isnan(p_low), np.nan, z))
    told = ~np.isnan(rate)
    return np.where(told & (z > 0), 1.0, rate), np.where(told & (z < 0), 1.0, rate)


def _words(known: Mask, low: Mask, high: Mask, resolvable: Mask) -> Words:
    return np.select(
        [~known, low, high, resolvable], ["not_known", "low", "high", "neither"], default="cannot_tell"
    )
