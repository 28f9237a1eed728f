"""Rates made comparable over ages: directly (Dobson et al. 1991) and indirectly standardised.

A directly standardised rate is what a standard population would have at the rates of a place; it is not given
under ten events. An indirectly standardised ratio is what a place had over what it would have at the rates of
a reference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError
from hedgerow.stats.interval import EXACT_BELOW, byar, poisson_interval

Array = npt.NDArray[np.float64]
# European Standard Population 2013 (Eurostat): ages 0 to 4, 5 to 9, and so on; 90 and over.
ESP_2013: tuple[float, ...] = (5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000)
ESP_2013 += (7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000)


@dataclass(frozen=True)
class Standardised:
    """One rate or ratio with its limits; all missing (NaN) where there are too few events.

    Attributes
    ----------
    events
        Observed.
    expected
        At the rates of the reference; missing for a directly standardised rate.
    """

    estimate: float
    interval: tuple[float, float]
    events: float
    expected: float
    level: float
    method: str


def directly_standardised(
    counts: npt.ArrayLike,
    population: npt.ArrayLike,
    standard: npt.ArrayLike = ESP_2013,
    *,
    multiplier: float = 100_000,
    level: float = 0.95,
    people: npt.ArrayLike | None = None,
) -> Standardised:
    """Return a directly standardised rate with Dobson's limits.

    Parameters
    ----------
    counts, population, standard
        One each an age band.
    people
        Bands x k: how many people had 1, 2, .. k of the events, where one person's events hang together.

    Raises
    ------
    UsageError
        When the bands do not fit or a band has no population.
    """
    x, n, w = (np.asarray(part, dtype=float) for part in (counts, population, standard))
    _check_bands(x, n, w)
    spread = x if people is None else _of_people(people, len(x))
    total = float(x.sum())
    if total < EXACT_BELOW:
        nothing = float("nan")
        return Standardised(nothing, (nothing, nothing), total, nothing, level, "withheld under ten events")
    rate = float((w * x / n).sum() / w.sum())
    variance = float((w**2 * spread / n**2).sum() / w.sum() ** 2)
    lower, upper = (float(limit) for limit in byar(total, level))
    scale = float(np.sqrt(variance / total))
    limits = tuple(multiplier * (rate + scale * (limit - total)) for limit in (lower, upper))
    method = "Dobson" if people is None else "Dobson, events of one person taken together"
    return Standardised(multiplier * rate, (limits[0], limits[1]), total, float("nan"), level, method)


def indirectly_standardised(
    observed: float, expected: float, *, reference: float = 1.0, level: float = 0.95
) -> Standardised:
    """Return observed over expected times the reference rate (1 for a ratio), exact below ten events.

    Raises
    ------
    UsageError
        When nothing was expected.
    """
    if not expected > 0:
        raise UsageError(f"{expected:g} events were expected: there is nothing to compare with.")
    lower, upper = (float(limit) for limit in poisson_interval(observed, level))
    scale = reference / expected
    method = "exact" if observed < EXACT_BELOW else "Byar"
    return Standardised(
        observed * scale, (lower * scale, upper * scale), float(observed), expected, level, method
    )


def expected_events(
    population: npt.ArrayLike, reference_counts: npt.ArrayLike, reference_population: npt.ArrayLike
) -> float:
    """Return the events that a population would have at the rates of a reference, band by band."""
    n, x, m = (np.asarray(part, dtype=float) for part in (population, reference_counts, reference_population))
    _check_bands(x, m, n)
    return float((n * x / m).sum())


def _of_people(people: npt.ArrayLike, bands: int) -> Array:
    table = np.nan_to_num(np.asarray(people, dtype=float))
    if table.ndim != 2 or len(table) != bands:
        raise UsageError(f"People by number of events need one row for each of the {bands} age bands.")
    return np.asarray(table @ np.arange(1, table.shape[1] + 1) ** 2, dtype=float)


def _check_bands(counts: Array, population: Array, standard: Array) -> None:
    if not len(counts) == len(population) == len(standard):
        raise UsageError(
            f"{len(counts)} counts, {len(population)} populations and {len(standard)} of the standard do not "
            "fit.",
            remedy="Give one of each for every age band.",
        )
    if np.any(np.isnan(counts) | np.isnan(population) | np.isnan(standard)):
        raise UsageError(
            "A number of an age band is missing.",
            remedy="Give 0 where there were no events, or leave out the band.",
        )
    if np.any(counts < 0) or np.any(standard < 0) or np.any(population <= 0):
        raise UsageError(
            "An age band has no population, or a negative number.",
            remedy="Join it to the next band, or correct the number.",
        )
