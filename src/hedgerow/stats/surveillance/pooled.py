"""Expected counts of sparse series, borrowed from their parent: a district lends its LSOAs season and trend.

Each child's own level is shrunken towards its parent's by the gamma-Poisson model of Clayton and Kaldor
(1987), with the moments of Marshall (1991): a child of which little is known is expected to do as its parent
does, one of which much is known as it did itself. The spread of counts is what siblings show together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance.alarms import (
    KNOWN,
    MISSING_NOW,
    TOO_FEW,
    TOO_SHORT,
    Alarms,
    checked,
    checked_now,
)
from hedgerow.stats.surveillance.bounds import check_alpha
from hedgerow.stats.surveillance.calibrated import STEADY, Steady, foretell
from hedgerow.stats.surveillance.farrington import answers, gathered
from hedgerow.stats.surveillance.levels import LevelFit
from hedgerow.stats.surveillance.predictive import predictive
from hedgerow.stats.surveillance.window import MONTHLY, Array, Places, Window


def pooled(
    counts: npt.ArrayLike,
    parent: npt.ArrayLike,
    *,
    now: npt.ArrayLike | None = None,
    window: Window = MONTHLY,
    alpha: float = 0.01,
    rules: Steady = STEADY,
) -> Alarms:
    """Test sparse series against what their parent's past and their own let one expect.

    Parameters
    ----------
    counts
        Shape (series, periods), NaN where missing.
    parent
        Number of each series' parent, from 0. A parent's count is the sum of the children that are there, set
        up to the full number by their shares of the past.
    now, window, alpha, rules
        As in `hedgerow`; ``least_past`` applies to the parent.
    """
    y, places = checked(counts), checked_now(now, np.shape(counts)[1])
    check_alpha(alpha)
    family = np.asarray(parent)
    if family.shape != (len(y),) or not np.issubdtype(family.dtype, np.integer) or family.min(initial=0) < 0:
        raise EstimateError("Each series needs the number of its parent, a whole number from 0.")
    if (places < window.reach).any():
        raise EstimateError(
            f"Period {int(places.min())} has too short a past: {window.reach} periods before it are needed.",
            remedy="Take fewer years back, or a later period.",
        )
    parts = [[_tested(y, family.astype(np.intp), int(place), window, alpha, rules)] for place in places]
    return gathered(places, parts, alpha)


def _tested(
    counts: Array, family: Places, now: int, window: Window, alpha: float, rules: Steady
) -> dict[str, Array]:
    past = slice(now - window.reach, now - window.past_excluded)
    together = _parents(counts, family, past)
    few = np.nansum(together[:, past], axis=1)[family] < rules.least_past
    fit, _ = foretell(together, now, window=window, rules=rules)
    due = np.where(np.isnan(counts[:, past]), 0.0, fit.mean[family])
    seen = np.nansum(counts[:, past], axis=1)
    size = np.bincount(family)[family]
    level, variance = _shrunken(seen, due.sum(axis=1) / size, family)
    expected = level * fit.expected[family] / size
    mean = level[:, None] * due / size[:, None]
    spread, freedom = _spread(counts[:, past], mean, family)
    log_error = np.sqrt(variance / level**2 + fit.log_error[family] ** 2)
    answer = predictive(expected, log_error, spread, freedom).bounds(counts[:, now], alpha)
    reason = np.select(
        [
            np.isnan(counts[:, now]),
            few,
            freedom < 2,
        ],
        [MISSING_NOW, TOO_FEW, TOO_SHORT],
        KNOWN,
    ).astype(np.float64)
    child = LevelFit(
        mean=mean,
        leverage=np.zeros_like(mean),
        dispersion=np.maximum(spread, 1.0),
        slope=fit.slope[family],
        slope_error=fit.slope_error[family],
        expected=expected,
        log_error=log_error,
        freedom=freedom,
    )
    return answers(counts[:, now], child, answer, reason)


def _parents(counts: Array, family: Places, past: slice) -> Array:
    """Return the parents' counts, set up for missing children, NaN where none is there."""
    number, held = int(family.max(initial=-1)) + 1, ~np.isnan(counts)
    usual = np.nansum(counts[:, past], axis=1) / np.maximum(held[:, past].sum(axis=1), 1)
    whole = np.bincount(family, usual, number)
    total = np.zeros((number, counts.shape[1]))
    there = np.zeros_like(total)
    np.add.at(total, family, np.where(held, counts, 0.0))
    np.add.at(there, family, held * usual[:, None])
    full = np.divide(whole[:, None], there, out=np.full_like(total, np.nan), where=there > 0)
    return np.round(total * full)


def _shrunken(seen: Array, due: Array, family: Places) -> tuple[Array, Array]:
    """Return each child's level over its parent's, and its variance, by Marshall's moments."""
    number = int(family.max(initial=-1)) + 1
    safe = np.maximum(due, 1e-9)
    raw = seen / safe
    weight = np.maximum(np.bincount(family, due, number), 1e-9)
    middle = np.bincount(family, seen, number) / weight
    apart = np.bincount(family, due * (raw - middle[family]) ** 2, number) / weight
    usual = weight / np.maximum(np.bincount(family, minlength=number), 1)
    between = np.maximum(apart - middle / usual, 1e-6)[family]
    centre = np.maximum(middle[family], 1e-9)
    shape = centre**2 / between
    return (seen + shape) / (safe + shape / centre), (seen + shape) / (safe + shape / centre) ** 2


def _spread(past: Array, mean: Array, family: Places) -> tuple[Array, Array]:
    """Return Pearson's dispersion over all siblings, and its degrees of freedom, for each child."""
    held = ~np.isnan(past)
    each = np.where(held, (np.where(held, past, 0.0) - mean) ** 2 / np.maximum(mean, 1e-9), 0.0)
    number = np.bincount(family, held.sum(axis=1)) - np.bincount(family)
    freedom = np.maximum(number, 1)[family].astype(np.float64)
    return np.bincount(family, each.sum(axis=1))[family] / freedom, freedom
