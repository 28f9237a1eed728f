"""How much of what happens, happens in few places: Lorenz and Gini, held against what chance alone gives.

With fewer events than places even a perfectly even spread leaves places empty, and the plain Gini calls that
concentration. Bernasco and Steenbeek (2017): G' = max(1, P/C) (G - 1) + 1 for P places and C events; its
unbiased form is times m / (m - 1), m = min(P, C). Mohler, Brantingham, Carter and Short (2019): a null from
Poisson or negative binomial counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.check import Check

Array = npt.NDArray[np.float64]
Times = npt.NDArray[np.int64]
NULLS = ("poisson", "negative binomial")
NEVER = 1e-12  # a value that chance passes more seldom is not drawn


@dataclass(frozen=True)
class Concentration:
    """How P places share C events.

    Attributes
    ----------
    gini, adjusted, estimate
        Plain; G'; G' without bias, the one to compare.
    interval
        Bootstrap over places, of the last, at `level`.
    null
        Central range of the last by chance alone, at `level`; `p_value` is how often chance gives as much.
    places_for_half
        The fewest places that together hold half of the events.
    """

    places: int
    events: float
    gini: float
    adjusted: float
    estimate: float
    interval: tuple[float, float]
    null: tuple[float, float]
    p_value: float
    places_for_half: int
    level: float
    model: str
    checks: tuple[Check, ...]

    def tidy(self) -> dict[str, float | int | str]:
        """One row of the result."""
        return {
            "places": self.places,
            "events": self.events,
            "gini": self.gini,
            "gini_adjusted": self.adjusted,
            "gini_unbiased": self.estimate,
            "lower": self.interval[0],
            "upper": self.interval[1],
            "null_lower": self.null[0],
            "null_upper": self.null[1],
            "p_value": self.p_value,
            "places_for_half": self.places_for_half,
            "null": self.model,
        }

    def summary(self) -> str:
        """The result in a few sentences: n, method and level of the interval."""
        share = 100 * self.places_for_half / self.places
        low, high = self.interval
        return (
            f"{self.places_for_half:,} of {self.places:,} places ({share:.1f} %) hold half of "
            f"{self.events:,.0f} events. Gini, adjusted for few events and unbiased: {self.estimate:.3f} "
            f"({100 * self.level:g} % interval {low:.3f} to {high:.3f}, bootstrap over places); "
            f"{self.model} chance alone gives {self.null[0]:.3f} to {self.null[1]:.3f}."
        )


def gini(counts: npt.ArrayLike) -> float:
    """Return the plain Gini of counts: 0 where all places have the same."""
    held, times = np.unique(_counts(counts), return_counts=True)
    return float(_ginis(held, times[None, :])[0])


def adjusted_gini(counts: npt.ArrayLike, *, unbiased: bool = False) -> float:
    """Return G', the Gini that does not rise because events are fewer than places."""
    held, times = np.unique(_counts(counts), return_counts=True)
    return float(_adjusted(held, times[None, :], unbiased)[0])


def places_for_share(counts: npt.ArrayLike, share: float = 0.5) -> int:
    """Return the fewest places that together hold at least a share of the events."""
    if not 0 < share <= 1:
        raise UsageError(f"A share of {share:g} is not between 0 and 1.", remedy="Give 0.5.")
    values = np.sort(_counts(counts))[::-1]
    held = np.cumsum(values)
    return int(np.searchsorted(held, share * held[-1] * (1 - 1e-12)) + 1)


def lorenz(counts: npt.ArrayLike) -> tuple[Array, Array]:
    """Return shares of places, the fullest first, and the shares of events that they hold."""
    values = np.sort(_counts(counts))[::-1]
    steps = np.arange(len(values) + 1) / len(values)
    return steps, np.concatenate([[0.0], np.cumsum(values) / values.sum()])


def concentration(
    counts: npt.ArrayLike,
    *,
    model: str = "poisson",
    dispersion: float = 0.0,
    level: float = 0.95,
    runs: int = 999,
    seed: int = 0,
) -> Concentration:
    """Return how concentrated events are, with an interval and what chance alone would give.

    Parameters
    ----------
    model
        Chance: `poisson`, every place draws from the same mean; `negative binomial`, whose spread between
        places is `dispersion` (variance = mean + dispersion x mean²).

    Raises
    ------
    UsageError, EstimateError
        When counts are missing or negative, or there are too few places or events.
    """
    values = _counts(counts)
    if model not in NULLS:
        raise UsageError(f"There is no null “{model}”.", remedy=f"Use one of {', '.join(NULLS)}.")
    if (model == "negative binomial") != (dispersion > 0) or not 0 < level < 1:
        raise UsageError(
            "A negative binomial null needs a dispersion above nought (a Poisson one none), the level lies "
            "between 0 and 1."
        )
    chance = np.random.default_rng(seed)
    held, times = np.unique(values, return_counts=True)
    found = float(_adjusted(held, times[None, :], True)[0])
    # To draw places with replacement is to draw how often each of the values that they hold comes up.
    again = _adjusted(held, chance.multinomial(len(values), times / len(values), runs), True)
    null = _adjusted(*_null(chance, values, dispersion, runs), True)
    tails = ((1 - level) / 2, 1 - (1 - level) / 2)
    return Concentration(
        places=len(values),
        events=float(values.sum()),
        gini=float(_ginis(held, times[None, :])[0]),
        adjusted=float(_adjusted(held, times[None, :], False)[0]),
        estimate=found,
        interval=_range(again, tails),
        null=_range(null, tails),
        p_value=float((1 + np.count_nonzero(null >= found - 1e-12)) / (1 + runs)),
        places_for_half=places_for_share(values),
        level=level,
        model=model,
        checks=(_enough(values),),
    )


def _null(chance: np.random.Generator, values: Array, dispersion: float, runs: int) -> tuple[Array, Times]:
    """Return values, and how many of the P places hold each of them in every draw of chance."""
    from scipy.stats import nbinom, poisson  # slow to load: only who asks for chance waits

    places, mean = len(values), float(values.mean())
    if dispersion <= 0:
        top = poisson.isf(NEVER, mean)
        chances = poisson.pmf(np.arange(top + 1), mean)
    else:
        shape = 1 / dispersion
        top = nbinom.isf(NEVER, shape, shape / (shape + mean))
        chances = nbinom.pmf(np.arange(top + 1), shape, shape / (shape + mean))
    drawn = chance.multinomial(places, chances / chances.sum(), runs)
    return np.arange(top + 1), drawn[drawn @ np.arange(top + 1) > 1]


def _ginis(held: Array, times: Times) -> Array:
    """Return the Gini of each row: how often each of the values, which rise, is held."""
    before = np.cumsum(times, axis=1) - times
    n = times.sum(axis=1)
    # The places that hold one value have ranks that follow each other: their middle stands for them.
    weights = times * (2 * before + times - n[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((weights @ held) / (n * (times @ held)))


def _adjusted(held: Array, times: Times, unbiased: bool) -> Array:
    places, events = times.sum(axis=1), times @ held
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.maximum(1, places / events) * (_ginis(held, times) - 1) + 1
        least = np.minimum(places, events)
        return np.asarray(np.where(least > 1, found * least / (least - 1), np.nan) if unbiased else found)


def _range(drawn: Array, tails: tuple[float, float]) -> tuple[float, float]:
    low, high = np.nanquantile(drawn, tails)
    return float(low), float(high)


def _enough(values: Array) -> Check:
    ratio = float(values.sum() / len(values))
    return Check(
        "enough_events",
        ratio >= 1,
        f"{ratio:.2f} events a place."
        + ("" if ratio >= 1 else " With fewer events than places the plain Gini says little."),
        {"events_per_place": ratio},
    )


def _counts(counts: npt.ArrayLike) -> Array:
    values = np.asarray(counts, dtype=float)
    if values.ndim != 1 or len(values) < 2:
        raise EstimateError(
            f"{values.size} place cannot be compared with others.", remedy="Give two or more."
        )
    if np.any(~np.isfinite(values)) or np.any(values < 0):
        raise UsageError(
            "A count is missing or negative.", remedy="Leave such places out, and say that they are."
        )
    if values.sum() <= 1:
        raise EstimateError("There are fewer than two events, so nothing is concentrated.")
    return values
