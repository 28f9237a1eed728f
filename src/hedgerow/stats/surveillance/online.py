"""False discoveries held from month to month, while nobody knows how many months will come.

Each series has a purse that pays for tests and is filled by discoveries. LORD (Javanmard and Montanari 2018,
in the form of Ramdas et al. 2017) and SAFFRON (Ramdas, Zrnic, Wainwright and Jordan 2018), which does not pay
for probabilities that nobody would call a discovery. All series are run at once; a missing month is no test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.window import Array


@dataclass(frozen=True)
class Online:
    """Levels at which each test was made, and which were discoveries: shape (series, periods)."""

    level: Array
    discovery: npt.NDArray[np.bool_]


def lord(p_values: npt.ArrayLike, *, alpha: float = 0.05) -> Online:
    """Test period after period by LORD++ with half of alpha at the start."""
    p = _checked(p_values, alpha)
    count = np.arange(1, p.shape[1] + 2, dtype=float)
    pay = np.log(np.maximum(count, 2)) / (count * np.exp(np.sqrt(np.log(count))))
    return _run(p, 0.0772 * pay, alpha, candidate=None)


def saffron(p_values: npt.ArrayLike, *, alpha: float = 0.05, candidate: float = 0.5) -> Online:
    """Test period after period by SAFFRON; probabilities above ``candidate`` cost nothing."""
    p = _checked(p_values, alpha)
    if not 0 < candidate < 1:
        raise EstimateError(f"A candidate level of {candidate} is not between 0 and 1.")
    pay = np.arange(1, p.shape[1] + 2, dtype=float) ** -1.6
    return _run(p, pay / 2.2858, alpha, candidate=candidate)  # zeta(1.6) = 2.28577


def _run(p: Array, pay: Array, alpha: float, *, candidate: float | None) -> Online:
    """Run all series; ``spent`` counts the tests that cost something, and remembers it at each discovery."""
    series, periods = p.shape
    level, found = np.full(p.shape, np.nan), np.zeros(p.shape, dtype=bool)
    at, made = np.zeros(p.shape, dtype=np.intp), np.zeros(p.shape, dtype=np.intp)
    clock, discoveries = np.zeros(series, dtype=np.intp), np.zeros(series, dtype=np.intp)
    for step in range(periods):
        money = alpha / 2 * pay[clock]
        for back in range(step):
            share = np.where(made[:, back] == 1, alpha / 2, alpha)
            money += np.where(found[:, back], share * pay[np.maximum(clock - at[:, back], 0)], 0.0)
        limit = money if candidate is None else np.minimum((1 - candidate) * money, candidate)
        held = ~np.isnan(p[:, step])
        level[held, step] = limit[held]
        found[:, step] = held & (np.nan_to_num(p[:, step], nan=1.0) <= limit)
        discoveries += found[:, step]
        made[:, step] = discoveries
        if candidate is None:
            clock += held
            at[:, step] = clock
        else:  # a candidate stops the clock; a discovery is one itself, so the next test is its first
            free = held & (np.nan_to_num(p[:, step], nan=1.0) > candidate)
            clock += free
            at[:, step] = clock
    return Online(level, found)


def _checked(p_values: npt.ArrayLike, alpha: float) -> Array:
    p = np.asarray(p_values, dtype=float)
    if p.ndim != 2 or ((p < 0) | (p > 1)).any():
        raise EstimateError("Probabilities of tests in time have the shape (series, periods), from 0 to 1.")
    if not 0 < alpha < 1:
        raise EstimateError(f"An alpha of {alpha} is not between 0 and 1.")
    return p
