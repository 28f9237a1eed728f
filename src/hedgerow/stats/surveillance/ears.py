"""EARS: the last seven periods as the baseline (Hutwagner et al. 2003; Fricker, Hegler and Dunfee 2008).

C1 uses the seven periods before the present one; C2 leaves out the two latest; C3 adds up what C2 was above
its mean by more than one standard deviation in the two periods before. The bound of C3 is the one of the
reference implementation: the count, plus what is left of the threshold.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import ndtri

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.alarms import checked, checked_now
from hedgerow.stats.surveillance.bounds import check_alpha
from hedgerow.stats.surveillance.limits import Limits, over
from hedgerow.stats.surveillance.window import Array

Kind = Literal["C1", "C2", "C3"]
LAG = {"C1": 0, "C2": 2, "C3": 2}
ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
LEAST_HELD = 4


def ears(
    counts: npt.ArrayLike,
    kind: Kind = "C1",
    *,
    now: npt.ArrayLike | None = None,
    baseline: int = 7,
    alpha: float | None = None,
) -> Limits:
    """Compare the present periods with the few before them.

    Parameters
    ----------
    counts
        Shape (series, periods), NaN where missing: a missing period is left out of the baseline, and fewer
        than four that are there give no limit.
    kind
        C1, C2 or C3.
    alpha
        One-sided; .001 for C1 and C2 and .025 for C3 by default.
    """
    if kind not in LAG:
        raise EstimateError(f"EARS has no method {kind!r}.", remedy="Take C1, C2 or C3.")
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    level = ALPHA[kind] if alpha is None else alpha
    check_alpha(level)
    mean, spread = _before(y, baseline, LAG[kind])
    seen, z = y[:, places], ndtri(1 - level)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.where(spread > 0, (y - mean) / spread, np.nan)
    if kind != "C3":
        upper = mean + z * spread
        return over(places, seen, upper[:, places], distance[:, places], mean[:, places])
    surplus = np.maximum(distance - 1, 0.0)
    before = np.full_like(y, np.nan)
    before[:, 2:] = surplus[:, 1:-1] + surplus[:, :-2]
    upper = np.maximum(y + spread * (z - before), 0.0)
    return over(places, seen, upper[:, places], before[:, places], mean[:, places])


def _before(counts: Array, width: int, lag: int) -> tuple[Array, Array]:
    """Return mean and standard deviation of the ``width`` periods that end ``lag`` + 1 before each one."""
    mean, spread = np.full_like(counts, np.nan), np.full_like(counts, np.nan)
    reach = width + lag
    if counts.shape[1] > reach:
        views = sliding_window_view(counts, width, axis=1)[:, : counts.shape[1] - reach]
        held = (~np.isnan(views)).sum(axis=2)
        total = np.nansum(views, axis=2)
        safe = np.maximum(held, 1)
        middle = total / safe
        square = np.nansum((views - middle[:, :, None]) ** 2, axis=2)
        enough = held >= min(LEAST_HELD, width)
        mean[:, reach:] = np.where(enough, middle, np.nan)
        spread[:, reach:] = np.where(enough, np.sqrt(square / np.maximum(held - 1, 1)), np.nan)
    return mean, spread
