"""Ways to bring the children of one node together; children are columns, units are rows.

A child that is missing leaves its weight to those that are there; a unit with none is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.composite.outranking import copeland

Array = npt.NDArray[np.float64]
Pair = tuple[Callable[[Array], Array], Callable[[Array], Array]]
MEANS = (
    "arithmetic",
    "sum",
    "geometric",
    "harmonic",
    "power",
    "copeland",
    "mazziotta_pareto",
    "min",
    "benefit_of_the_doubt",
)


@dataclass(frozen=True)
class Mean:
    """How a node brings its children together.

    Attributes
    ----------
    power
        Exponent of `power`.
    penalty
        -1 takes the penalty of `mazziotta_pareto` away (more is good), 1 adds it (more is bad).
    shares
        Least and most share of a unit's score that one child may give under `benefit_of_the_doubt`.
    """

    method: str = "arithmetic"
    power: float = 2.0
    penalty: int = -1
    shares: tuple[float, float] = (0.0, 1.0)

    @property
    def linear(self) -> bool:
        """Whether the node is a fixed weighted sum."""
        return self.method in ("arithmetic", "sum")


def transforms(mean: Mean) -> Pair | None:
    """Return f and its inverse for a mean of the form f⁻¹(Σ w f(x)), or nothing."""
    named: Mapping[str, Pair] = MappingProxyType(
        {
            "geometric": (np.log, np.exp),
            "harmonic": (lambda x: 1 / x, lambda y: 1 / y),
            "power": (lambda x: x**mean.power, lambda y: y ** (1 / mean.power)),
        }
    )
    return named.get(mean.method)


def combine(children: Array, weights: Array, mean: Mean, least_share: float = 0.0) -> Array:
    """Return one value a unit.

    Parameters
    ----------
    children, weights
        n x c with NaN where missing, and c.
    least_share
        A value is given when children with at least this share of the weight are there.

    Raises
    ------
    EstimateError
        When a mean that needs positive values meets others.
    """
    present = ~np.isnan(children)
    held = np.where(present, weights, 0.0)
    total = held.sum(axis=1)
    kept = (total > 0) & (total >= least_share * weights.sum() - 1e-12)
    out = np.full(len(children), np.nan)
    if kept.any():
        out[kept] = _combined(children[kept], held[kept], weights, mean)
    return out


def combine_whole(columns: list[Array], weights: Array, mean: Mean) -> Array:
    """Return what `combine` would, for children without a gap."""
    share = weights / weights.sum()
    pair = transforms(mean)
    if pair is None and not mean.linear:
        return combine(np.column_stack(columns), weights, mean)
    out = np.zeros(len(columns[0]))
    for part, column in zip(share, columns, strict=True):
        if part > 0:
            if pair is not None:
                positive(column, mean)
            out += part * (column if pair is None else pair[0](column))
    if mean.method == "sum":
        out *= weights.sum()
    return out if pair is None else np.asarray(pair[1](out))


def _combined(children: Array, held: Array, weights: Array, mean: Mean) -> Array:
    share = held / held.sum(axis=1, keepdims=True)
    filled = np.where(held > 0, children, 1.0)
    pair = transforms(mean)
    if pair is not None:
        positive(filled, mean)
        return np.asarray(pair[1]((share * pair[0](filled)).sum(axis=1)))
    if mean.method == "arithmetic":
        return np.asarray((share * filled).sum(axis=1))
    if mean.method == "sum":
        return np.asarray((share * filled).sum(axis=1) * weights.sum())
    return _others(children, share, weights, mean)


def _others(children: Array, share: Array, weights: Array, mean: Mean) -> Array:
    from hedgerow.stats.composite.doubt import benefit_of_the_doubt

    if mean.method == "mazziotta_pareto":
        return mazziotta_pareto(children, share, mean.penalty)
    if mean.method == "min":
        return np.asarray(np.min(np.where(share > 0, children, np.inf), axis=1))
    if mean.method not in MEANS:
        raise UsageError(
            f"There is no aggregation “{mean.method}”.", remedy=f"Use one of {', '.join(MEANS)}."
        )
    if np.isnan(children).any():
        raise EstimateError(
            f"The aggregation {mean.method} needs every value.", remedy="Impute first, or use another."
        )
    if mean.method == "copeland":
        return copeland(children, weights)
    return benefit_of_the_doubt(children, shares=mean.shares).scores * 100


def mazziotta_pareto(children: Array, share: Array, penalty: int = -1) -> Array:
    """Mean and a penalty for imbalance, M ± S cv with cv = S/M (Mazziotta and Pareto 2016, equation 4)."""
    filled = np.where(share > 0, children, 0.0)
    middle = (share * filled).sum(axis=1)
    around = (share * (filled - middle[:, None]) ** 2).sum(axis=1)
    if (middle <= 0).any():
        raise EstimateError(
            "The Mazziotta-Pareto mean needs positive values.",
            remedy="Use normalise.method = “mazziotta_pareto”.",
        )
    return np.asarray(middle + penalty * around / middle)


def positive(values: Array, mean: Mean) -> None:
    """Refuse values at or under zero for a mean that has no meaning there."""
    lowest = float(values.min())
    if lowest <= 0 and not (mean.method == "power" and mean.power > 0 and lowest == 0):
        raise EstimateError(
            f"The {mean.method} mean meets the value {lowest:g}, and it needs values above zero.",
            cause="One zero would erase a unit, and a negative value has no such mean.",
            remedy="Set normalise.lower = 1, or use the arithmetic mean at this node.",
        )
