"""How sure the total is when choosing the model is part of the method.

People are drawn again with replacement and the whole procedure, choice included, is repeated; limits are
bias-corrected and accelerated (Efron 1987), the acceleration from leaving one person out. Choosing among the
models that are best on the data as seen stands in for all of them (Silverman, Chan and Vincent 2024).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from hedgerow.stats.capture.fitting import fit
from hedgerow.stats.capture.histories import Array, Histories
from hedgerow.stats.capture.selection import forward
from hedgerow.stats.capture.status import FITS, design, support_of
from hedgerow.stats.capture.terms import Model

LEVELS = (0.025, 0.1, 0.9, 0.975)
Totals = Callable[[Histories, Array], Array]


@dataclass(frozen=True)
class Limits:
    """Limits of a total.

    Attributes
    ----------
    levels, values
        Levels, and the limits at them.
    replicates, without
        Sets drawn, and those of them in which nothing could be estimated.
    """

    levels: tuple[float, ...]
    values: tuple[float, ...]
    replicates: int
    without: int


def by_steps(data: Histories, sets: Array) -> Array:
    """Return the total of each set by the model that forward steps choose on it."""
    chosen: dict[Model, list[int]] = defaultdict(list)
    for row, path in enumerate(forward(data, list(sets))):
        chosen[path[-1]].append(row)
    totals = np.full(len(sets), np.nan)
    for model, rows in chosen.items():
        totals[rows] = _totals(data.lists, model, sets[rows])[0]
    return totals


def by_bic(models: Sequence[Model]) -> Totals:
    """Return the procedure that takes the total of the model with the least BIC among these."""

    def totals(data: Histories, sets: Array) -> Array:
        least = np.full(len(sets), np.inf)
        found = np.full(len(sets), np.nan)
        for model in models:
            total, bic = _totals(data.lists, model, sets)
            better = bic < least
            least[better], found[better] = bic[better], total[better]
        return found

    return totals


def _totals(lists: int, model: Model, sets: Array) -> tuple[Array, Array]:
    """Return totals and BIC of one model for several sets; NaN and infinity where it has no estimate."""
    total, bic = np.full(len(sets), np.nan), np.full(len(sets), np.inf)
    alike: dict[bytes, list[int]] = defaultdict(list)
    supports = [support_of(row) for row in sets]
    designs = {support: design(model, lists, support) for support in set(supports)}
    for row, support in enumerate(supports):
        if designs[support].status == FITS:
            alike[designs[support].kept.tobytes()].append(row)
    for rows in alike.values():
        one = designs[supports[rows[0]]]
        counts = sets[rows]
        observed = counts.sum(axis=1)
        fits = fit(one.matrix, counts[:, one.kept])
        total[rows] = observed + fits.unseen
        bic[rows] = -2 * fits.log_likelihood + one.size * np.log(observed)
    return total, bic


def bca(
    data: Histories,
    estimate: float,
    totals: Totals,
    *,
    replicates: int,
    seed: int,
    levels: Sequence[float] = LEVELS,
) -> Limits:
    """Return bias-corrected accelerated limits of a total.

    Parameters
    ----------
    data
        The lists.
    estimate
        The total that the procedure gives for them.
    totals
        The procedure: totals of several sets of counts, its choice of a model included.
    replicates, seed
        Sets to draw, and the seed.
    levels
        At which limits are wanted.
    """
    chance = np.random.default_rng(seed)
    drawn = chance.multinomial(data.observed, data.counts / data.observed, size=replicates).astype(float)
    found = totals(data, drawn)
    held = found[~np.isnan(found)]
    if not len(held):
        return Limits(tuple(levels), (float("nan"),) * len(levels), replicates, replicates)
    below = (np.sum(held < estimate) + 0.5 * np.sum(held == estimate)) / len(held)
    bias = float(ndtri(np.clip(below, 0.5 / len(held), 1 - 0.5 / len(held))))
    bend = _acceleration(data, totals)
    z = bias + ndtri(np.asarray(levels))
    places = ndtr(bias + z / np.maximum(1 - bend * z, 1e-6))
    values = np.quantile(np.sort(held), places)
    return Limits(tuple(levels), tuple(map(float, values)), replicates, replicates - len(held))


def _acceleration(data: Histories, totals: Totals) -> float:
    """Return the acceleration from totals without one person, each history once with its people as weight."""
    places = np.flatnonzero(data.counts > 0)
    sets = np.repeat(data.counts[None], len(places), axis=0)
    sets[np.arange(len(places)), places] -= 1
    left, weights = totals(data, sets), data.counts[places]
    held = np.isfinite(left)
    if not held.any():
        return 0.0
    left, weights = left[held], weights[held]
    apart = (weights * left).sum() / weights.sum() - left
    squares = (weights * apart**2).sum()
    return float((weights * apart**3).sum() / (6 * squares**1.5)) if squares > 0 else 0.0
