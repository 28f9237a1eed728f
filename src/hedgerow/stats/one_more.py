"""What one more variable would add to a fitted count model, without fitting it again.

The variable is freed of the design by weighted least squares at the fitted weights (Frisch and Waugh 1933;
Lovell 1963), and its coefficient found by Newton steps along that direction. Standard errors are those of
groups (Liang and Zeger 1986) with the factor G / (G - 1); intervals take Student's t with G - 1 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
STEPS = 25


@dataclass(frozen=True)
class Added:
    """Coefficient on the log scale for one standard deviation, with its interval and two-sided p-value."""

    coefficient: float
    standard_error: float
    lower: float
    upper: float
    p_value: float
    n: int
    groups: int


@dataclass(frozen=True)
class Fitted:
    """A fitted model at n units: counts, means, design (n x k), spread between units and own noise."""

    counts: Array
    mean: Array
    design: Array
    alpha: float
    scale: float

    @property
    def weights(self) -> Array:
        """Weight of each unit in the regression of log means."""
        mean = self.mean / self.scale
        return np.asarray(mean / (1 + self.alpha * mean))

    def of(self, rows: npt.NDArray[np.bool_]) -> Fitted:
        """Return some of the units."""
        return Fitted(self.counts[rows], self.mean[rows], self.design[rows], self.alpha, self.scale)


def freed(variables: Array, fitted: Fitted) -> Array:
    """Return variables (n x k) in standard deviations of their own, freed of the design."""
    spread = variables.std(axis=0)
    columns = (variables - variables.mean(axis=0)) / np.where(spread > 0, spread, np.inf)
    weighted = fitted.design * fitted.weights[:, None]
    left = np.linalg.lstsq(weighted.T @ fitted.design, weighted.T @ columns, rcond=None)[0]
    return np.asarray(columns - fitted.design @ left)


def add_one(x: Array, fitted: Fitted, groups: npt.NDArray[np.str_], *, level: float = 0.95) -> Added:
    """Return what one variable, freed of the design, adds.

    NaN throughout when nothing of it is left, or the groups are fewer than three.
    """
    from scipy.stats import t as student  # slow to import, and most commands need none of it

    labels, number = np.unique(groups, return_inverse=True)
    if len(labels) < 3 or float(np.abs(x).max(initial=0.0)) < 1e-8:
        nothing = float("nan")
        return Added(nothing, nothing, nothing, nothing, nothing, len(x), len(labels))
    beta, bend = _climb(x, fitted)
    mean = fitted.mean * np.exp(beta * x)
    pull = x * (fitted.counts - mean) / fitted.scale / (1 + fitted.alpha * mean / fitted.scale)
    total = np.bincount(number, weights=pull)
    error = float(np.sqrt((total**2).sum() * len(labels) / (len(labels) - 1)) / bend)
    freedom = len(labels) - 1
    reach = float(student.ppf((1 + level) / 2, freedom)) * error
    p_value = float(2 * student.sf(abs(beta) / error, freedom)) if error > 0 else float("nan")
    return Added(beta, error, beta - reach, beta + reach, p_value, len(x), len(labels))


def _climb(x: Array, fitted: Fitted) -> tuple[float, float]:
    beta, bend = 0.0, 1.0
    y = fitted.counts / fitted.scale
    for _ in range(STEPS):
        mean = fitted.mean / fitted.scale * np.exp(np.clip(beta * x, -20, 20))
        weight = mean / (1 + fitted.alpha * mean)
        bend = float((weight * x**2).sum())
        step = float((x * (y - mean) / (1 + fitted.alpha * mean)).sum()) / bend
        beta += float(np.clip(step, -1, 1))
        if abs(step) < 1e-10:
            break
    return beta, bend
