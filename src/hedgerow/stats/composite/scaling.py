"""Bring one indicator to the scale of the index: more is more of what is measured; missing stays missing.

Each function takes the values in their own unit and the direction (1 or -1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats import rank

Array = npt.NDArray[np.float64]
SCALES = (
    "min_max",
    "z",
    "rank",
    "percentile",
    "goalposts",
    "distance_to_target",
    "imd_exponential",
    "mazziotta_pareto",
    "none",
)


@dataclass(frozen=True)
class Scale:
    """A scale and its bounds.

    Attributes
    ----------
    lower, upper
        Ends of `min_max`, `goalposts` and `distance_to_target`.
    mean, sd
        Centre and spread of `z`.
    """

    method: str = "min_max"
    lower: float = 0.0
    upper: float = 100.0
    mean: float = 0.0
    sd: float = 1.0


def scale(
    values: npt.ArrayLike,
    direction: int,
    how: Scale,
    *,
    goalposts: tuple[float, float] | None = None,
    target: float | None = None,
) -> Array:
    """Return the values on the scale.

    Raises
    ------
    EstimateError
        Where the values do not vary.
    UsageError
        Where goalposts or a target are needed and not given.
    """
    v = np.asarray(values, dtype=float)
    turned = v if direction == 1 else -v
    if how.method == "goalposts":
        return _goalposts(v, direction, how, goalposts)
    if how.method == "distance_to_target":
        return _to_target(turned, how, None if target is None else target * direction)
    ways: Mapping[str, Callable[[], Array]] = {
        "min_max": lambda: _min_max(turned, how),
        "z": lambda: _z(turned, how),
        "rank": lambda: _rank(turned),
        "percentile": lambda: 100 * share_below(turned),
        "imd_exponential": lambda: exponential(turned),
        "mazziotta_pareto": lambda: _mazziotta_pareto(turned),
        "none": lambda: turned + 0.0,
    }
    if how.method not in ways:
        raise UsageError(f"There is no scale “{how.method}”.", remedy=f"Use one of {', '.join(SCALES)}.")
    return np.asarray(ways[how.method]())


def share_below(values: npt.ArrayLike) -> Array:
    """Share of values at or below each, equals at the middle of their places: `normalise.percentile` / 100.

    One sort, where `normalise` takes two and two searches: an uncertainty analysis asks for it often.
    """
    v = np.asarray(values, dtype=float)
    out = np.full(len(v), np.nan)
    n = int(np.count_nonzero(~np.isnan(v)))
    order = np.argsort(v)[:n]
    ordered = v[order]
    new = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if n else np.empty(0, int)
    size = np.diff(np.append(new, n))
    out[order] = np.repeat(new + (size + 1) / 2, size) / max(n, 1)
    return out


def exponential(values: npt.ArrayLike) -> Array:
    """E = -23 ln(1 - R (1 - e^(-100/23))), R the share below (English Indices of Deprivation 2025)."""
    return np.asarray(-23 * np.log(1 - share_below(values) * (1 - np.exp(-100 / 23))))


def _ends(v: Array) -> tuple[float, float]:
    known = v[~np.isnan(v)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    if low == high:
        what = "one value everywhere" if len(known) else "no value"
        raise EstimateError(f"An indicator has {what}.", remedy="Leave it out, or treat it less.")
    return low, high


def _min_max(v: Array, how: Scale) -> Array:
    low, high = _ends(v)
    return (v - low) / (high - low) * (how.upper - how.lower) + how.lower


def _z(v: Array, how: Scale) -> Array:
    _ends(v)
    return np.asarray((v - np.nanmean(v)) / np.nanstd(v, ddof=1) * how.sd + how.mean)


def _rank(v: Array) -> Array:
    """Ascending: 1 is the least; equals share the lower rank."""
    return rank.from_most(-v)


def _goalposts(v: Array, direction: int, how: Scale, posts: tuple[float, float] | None) -> Array:
    if posts is None or not posts[0] < posts[1]:
        raise UsageError(
            "Goalposts are a low and a high value in the unit of the indicator.",
            remedy="Give goalposts = [LOW, HIGH] to each indicator.",
        )
    share = (v - posts[0]) / (posts[1] - posts[0])
    share = share if direction == 1 else 1 - share
    return np.asarray(np.clip(share, 0, 1) * (how.upper - how.lower) + how.lower)


def _to_target(v: Array, how: Scale, target: float | None) -> Array:
    low, _ = _ends(v)
    if target is None or target <= low:
        raise UsageError(
            "A target has to lie beyond the worst value of its indicator.",
            remedy="Give target = VALUE to each indicator, in its unit.",
        )
    share = np.minimum((v - low) / (target - low), 1)
    return np.asarray(share * (how.upper - how.lower) + how.lower)


def _mazziotta_pareto(v: Array) -> Array:
    """70 to 130 around the mean, which is 100 (Mazziotta and Pareto 2016)."""
    low, high = _ends(v)
    half = (high - low) / 2
    centre = float(np.nanmean(v))
    return (v - (centre - half)) / (2 * half) * 60 + 70
