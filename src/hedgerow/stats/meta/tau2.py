"""Estimators of the variance between studies, tau2, for any design.

Sources: DerSimonian & Laird 1986 (DL); Paule & Mandel 1982 (PM, the same as the empirical Bayes estimator EB
of Morris 1983); Hedges & Olkin 1985 (HE); Hunter & Schmidt 1990 (HS); Sidik & Jonkman 2005 (SJ);
Viechtbauer 2005 (ML, REML). Iterations run until nothing changes in the last digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hedgerow.errors import UsageError
from hedgerow.stats.meta.likelihood import highest, information, reached, tops
from hedgerow.stats.meta.studies import Array
from hedgerow.stats.meta.weighted import Basis, at, log_likelihood, sums

METHODS = ("EE", "DL", "PM", "EB", "HE", "HS", "SJ", "ML", "REML")
SEARCHES = ("standard", "highest")
_STEPS = 500


@dataclass(frozen=True)
class Top:
    """A top of the likelihood of tau2, with its log-likelihood."""

    tau2: float
    log_likelihood: float


def likelihood_tops(base: Basis, method: str) -> tuple[Top, ...]:
    """Return every top of the likelihood of ML or REML, ascending in tau2; none for other methods."""
    if method not in ("ML", "REML"):
        return ()
    restricted = method == "REML"
    return tuple(
        Top(top, log_likelihood(base, top, restricted=restricted))
        for top in tops(base, restricted=restricted)
    )


def estimate_tau2(base: Basis, method: str, search: str = "standard") -> tuple[float, float]:
    """Return tau2 and its standard error (zero for the common-effect model EE).

    Where the likelihood of ML or REML has several tops, `search` takes the one that Fisher scoring reaches
    from the estimate HE (standard), or the highest.

    Raises
    ------
    UsageError
        When the method is not one of `METHODS`, or the search not one of `SEARCHES`.
    """
    if method not in METHODS:
        raise UsageError(
            f"There is no method “{method}”.",
            remedy=f"Use one of {', '.join(METHODS)} (EE is the common effect).",
        )
    if search not in SEARCHES:
        raise UsageError(f"There is no search “{search}”.", remedy=f"Use one of {', '.join(SEARCHES)}.")
    if method == "EE":
        return 0.0, 0.0
    if method in ("ML", "REML"):
        return _likelihood(base, search, restricted=method == "REML")
    return _ESTIMATORS[method](base)


def generalised_q_root(base: Basis, target: float) -> float:
    """Return the tau2 at which the generalised Q equals `target`, zero where Q(0) is already below it.

    Q falls and is convex in tau2, so that Newton's method from zero climbs to the root without passing it.
    """
    tau2 = 0.0
    for _ in range(_STEPS):
        found = at(base, tau2)
        step = (found.rss - target) / found.ss2 if found.ss2 > 0 else 0.0
        if step <= 1e-15 * (tau2 + float(base.v.min())):
            return tau2
        tau2 += step
    return tau2


def _quadratic_form(base: Basis, w: Array, tau2: float) -> float:
    """Return the variance of y'Py with P from weights `w` when the variances are v + tau2."""
    wq, s = w[:, None] * base.q, base.v + tau2
    inverse = np.linalg.inv(base.q.T @ wq)
    once, twice = (wq.T @ (part[:, None] * wq) for part in (s, s * w * s))
    taken = inverse @ once
    return float(2 * (np.sum((w * s) ** 2) - 2 * np.trace(inverse @ twice) + np.sum(taken * taken.T)))


def _moment(base: Basis, w: Array, scale: float, tau2: float) -> tuple[float, float]:
    kept = max(tau2, 0.0)
    return kept, float(scale * np.sqrt(_quadratic_form(base, w, kept)))


def _dl(base: Basis) -> tuple[float, float]:
    found = at(base, 0.0)
    return _moment(base, found.w, 1 / found.trace, (found.rss - base.df) / found.trace)


def _hs(base: Basis) -> tuple[float, float]:
    found = at(base, 0.0)
    total = float(found.w.sum())
    return _moment(base, found.w, 1 / total, (found.rss - base.y.size) / total)


def _he(base: Basis) -> tuple[float, float]:
    one = np.ones_like(base.v)
    found = sums(base, one)
    inside = float(base.v @ (1 - (base.q**2).sum(axis=1)))
    return _moment(base, one, 1 / base.df, (found.rss - inside) / base.df)


def _sj(base: Basis) -> tuple[float, float]:
    start = float(np.mean((base.y - base.y.mean()) ** 2))
    if start == 0:
        return 0.0, float("nan")
    found = at(base, start)
    return _moment(base, found.w, start / base.df, start * found.rss / base.df)


def _pm(base: Basis) -> tuple[float, float]:
    tau2 = generalised_q_root(base, base.df)
    found = at(base, tau2)
    k = base.y.size
    return tau2, float(k * np.sqrt(2 / base.df) / found.w.sum())


def _likelihood(base: Basis, search: str, *, restricted: bool) -> tuple[float, float]:
    if search == "highest":
        tau2 = highest(base, restricted=restricted)
    else:
        tau2 = reached(base, _he(base)[0], restricted=restricted)
    return tau2, float(1 / np.sqrt(information(base, tau2, restricted=restricted)))


_ESTIMATORS: dict[str, Callable[[Basis], tuple[float, float]]] = {
    "DL": _dl,
    "PM": _pm,
    "EB": _pm,
    "HE": _he,
    "HS": _hs,
    "SJ": _sj,
}
