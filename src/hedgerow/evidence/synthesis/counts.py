"""Pool two-by-two tables from their counts, as a synthesis like any other."""

from __future__ import annotations

from typing import Any

import numpy as np

from hedgerow.errors import EstimateError, UsageError
from hedgerow.evidence.synthesis import checks
from hedgerow.evidence.synthesis.data import Array
from hedgerow.stats import Check
from hedgerow.stats.meta import PooledTables, mantel_haenszel, peto

COUNT_METHODS = ("MH", "PETO")


def pool_counts(cells: Array, measure: str, method: str, level: float) -> PooledTables:
    """Return the pooled effect of the 4 x k counts by Mantel-Haenszel (MH) or Peto.

    Raises
    ------
    UsageError
        When the method does not pool the measure.
    EstimateError
        When there is one table.
    """
    if cells.shape[1] < 2:
        raise EstimateError(
            f"{cells.shape[1]} study cannot be pooled.",
            cause="A synthesis needs two studies at least.",
            remedy="Report the study by itself.",
        )
    if method == "PETO":
        if measure not in ("OR", "PETO"):
            raise UsageError(f"Peto's method does not pool {measure}.", remedy="Use OR with PETO.")
        return peto(*cells, level=level)
    if measure not in ("OR", "RR", "RD"):
        raise UsageError(f"Mantel-Haenszel does not pool {measure}.", remedy="Use OR, RR or RD with MH.")
    return mantel_haenszel(*cells, measure=measure, level=level)


def as_parts(found: PooledTables, method: str, made: tuple[Check, ...], level: float) -> dict[str, Any]:
    """Return the parts of a `Synthesis`; there is no variance between studies in these methods."""
    return {
        "names": ("pooled",),
        "estimate": np.array([found.estimate]),
        "se": np.array([found.se]),
        "interval": (np.array([found.interval[0]]), np.array([found.interval[1]])),
        "p_value": np.array([found.p_value]),
        "df": None,
        "prediction_interval": None,
        "tau2": 0.0,
        "tau2_interval": None,
        "sigma2": None,
        "i2": found.i2,
        "i2_q": found.i2,
        "q": found.q,
        "q_p": found.q_p,
        "qm": None,
        "qm_df": None,
        "qm_p": None,
        "r2": None,
        "robust": None,
        "k": found.k,
        "clusters": None,
        "method": method,
        "test": "z",
        "level": level,
        "checks": made,
    }


def count_checks(
    cells: Array, studies: tuple[str, ...], found: PooledTables, method: str
) -> tuple[Check, ...]:
    """Return the checks of a synthesis from counts."""
    many = checks.enough(found.k, found.k - 1)
    return (many, *_one_study(cells, studies, found, method), _agree(found))


def without_one(cells: Array, measure: str, method: str, level: float) -> list[PooledTables | None]:
    """Return the pooled effect without each study; `None` where the rest hold too few events."""
    out: list[PooledTables | None] = []
    for place in range(cells.shape[1]):
        try:
            out.append(pool_counts(np.delete(cells, place, axis=1), measure, method, level))
        except EstimateError:
            out.append(None)
    return out


def count_weights(cells: Array, measure: str, method: str) -> Array:
    """Return the weight of each study in per cent."""
    a, b, c, d = cells
    n1, n2 = a + b, c + d
    n = n1 + n2
    if method == "PETO":
        weight = n1 * n2 * (a + c) * (b + d) / (n**2 * (n - 1))
    else:
        weight = {"OR": b * c / n, "RR": c * n1 / n, "RD": n1 * n2 / n}[measure]
    return np.asarray(100 * weight / weight.sum())


def _one_study(cells: Array, studies: tuple[str, ...], found: PooledTables, method: str) -> tuple[Check, ...]:
    if found.k < 3:
        return (Check("one_study", None, "With two studies none can be left out."),)
    rest = without_one(cells, "OR" if method == "PETO" else found.measure, method, 0.95)
    clear = found.interval[0] > 0 or found.interval[1] < 0
    turned = [
        studies[place]
        for place, one in enumerate(rest)
        if one is None or (one.interval[0] > 0 or one.interval[1] < 0) != clear
    ]
    if not turned:
        return (Check("one_study", True, "No single study decides whether the effect is clear."),)
    listed = ", ".join(f"“{name}”" for name in turned[:5])
    verb = "is no longer clear" if clear else "becomes clear"
    return (Check("one_study", False, f"{checks.deciding(len(turned))} the effect {verb} without {listed}."),)


def _agree(found: PooledTables) -> Check:
    passed = not found.q_p < 0.1
    verb = "agree as well as chance lets them" if passed else "differ by more than chance"
    text = f"The studies {verb} (Q {found.q:.2f}, p {found.q_p:.2g}); one common effect is assumed."
    return Check("one_common_effect", passed, text, {"q": found.q, "p": found.q_p})
