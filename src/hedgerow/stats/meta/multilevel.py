"""Three-level models: effects in units in clusters, by REML or ML.

Konstantopoulos 2011; Cheung 2014. The climb uses the average-information matrix of Gilmour, Thompson & Cullis
1995 with the exact gradient; a component that the likelihood wants below zero stays at zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.nesting import Nesting, nesting, solve
from hedgerow.stats.meta.pooled import bounds, check_level, critical, two_sided
from hedgerow.stats.meta.studies import Array, Studies, Truth

_STEPS = 200


@dataclass(frozen=True)
class ThreeLevel:
    """A fitted three-level model.

    Attributes
    ----------
    sigma2
        Variances between clusters, and between units within a cluster.
    df
        None for z; clusters - p for t.
    """

    data: Studies
    nest: Nesting
    method: str
    level: float
    beta: Array
    se: Array
    p_value: Array
    df: int | None
    covariance: Array
    interval: tuple[Array, Array]
    sigma2: tuple[float, float]
    q: float
    log_likelihood: float

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.data.k


@dataclass(frozen=True)
class _Point:
    """The likelihood at one pair of variances, with its gradient and average information."""

    value: float
    gradient: Array
    information: Array
    beta: Array
    covariance: Array


def fit_three_level(
    data: Studies,
    cluster: npt.ArrayLike,
    nested: npt.ArrayLike | None = None,
    *,
    method: str = "REML",
    test: str = "z",
    level: float = 0.95,
) -> ThreeLevel:
    """Fit effects nested in units nested in clusters; without `nested` each effect is its own unit.

    Raises
    ------
    EstimateError
        When there is one cluster, or every cluster holds one unit, which leaves the two variances undivided.
    """
    check_level(level)
    if method not in ("REML", "ML") or test not in ("z", "t"):
        raise UsageError(
            f"A three-level model has no method “{method}” with test “{test}”.",
            remedy="Use REML or ML, with z or t; for robust tests see cluster_robust.",
        )
    nest = _checked(data, cluster, nested)
    sigma2 = _climb(data, nest, restricted=method == "REML")
    point = _at(data, nest, sigma2, restricted=method == "REML")
    se = np.sqrt(np.diag(point.covariance))
    df = nest.clusters - data.p if test == "t" else None
    plain = _at(data, nest, (0.0, 0.0), restricted=False)
    gap = data.y - data.x @ plain.beta
    return ThreeLevel(
        data=data,
        nest=nest,
        method=method,
        level=level,
        beta=point.beta,
        se=se,
        p_value=two_sided(point.beta / se, df),
        df=df,
        covariance=point.covariance,
        interval=bounds(point.beta, se, df, level),
        sigma2=sigma2,
        q=float(gap**2 @ (1 / data.v)),
        log_likelihood=point.value,
    )


def three_level_prediction(fitted: ThreeLevel) -> tuple[float, float]:
    """Return where a new effect in a new unit of a new cluster is expected, at the level of the fit."""
    spread = float(fitted.covariance[0, 0]) + sum(fitted.sigma2)
    reach = critical(fitted.df, fitted.level) * float(np.sqrt(spread))
    return float(fitted.beta[0]) - reach, float(fitted.beta[0]) + reach


def profile_interval(fitted: ThreeLevel, component: int) -> tuple[float, float]:
    """Return the profile-likelihood interval of a variance: component 0 between clusters, 1 between units."""
    restricted = fitted.method == "REML"
    drop = 0.5 * float(stats.chi2.ppf(fitted.level, 1))

    def below(value: float) -> float:
        other = _climb(fitted.data, fitted.nest, restricted=restricted, held=(component, value))
        return (
            fitted.log_likelihood - drop - _at(fitted.data, fitted.nest, other, restricted=restricted).value
        )

    best = fitted.sigma2[component]
    lower = 0.0 if best == 0 or below(0.0) < 0 else float(optimize.brentq(below, 0.0, best, xtol=1e-12))
    upper = max(2 * best, float(fitted.data.v.mean()))
    while below(upper) < 0:
        upper *= 2
    return lower, float(optimize.brentq(below, best, upper, xtol=1e-12))


def _checked(data: Studies, cluster: npt.ArrayLike, nested: npt.ArrayLike | None) -> Nesting:
    nest = nesting(cluster, nested)
    if nest.unit.size != data.k:
        raise EstimateError(
            f"There are {data.k} effects but {nest.unit.size} clusters named.",
            remedy="Name one for each effect.",
        )
    if nest.units == nest.clusters:
        raise EstimateError(
            "Every cluster holds one unit.",
            cause="The variance between clusters cannot be told from that between units.",
            remedy="Pool without --cluster, or name units that differ within clusters.",
        )
    return nest


def _at(data: Studies, nest: Nesting, sigma2: tuple[float, float], *, restricted: bool) -> _Point:
    p = data.p
    first = solve(nest, data.v, np.column_stack([data.x, data.y]), sigma2)
    covariance = np.linalg.inv(first.product[:p, :p])
    beta = covariance @ first.product[:p, p]
    project = np.append(-beta, 1.0)
    quadratic = float(first.product[p, p] - first.product[p, :p] @ beta)
    clusters, units = first.cluster_sums @ project, first.unit_sums @ project
    pulled = np.column_stack([clusters[nest.row_cluster], units[nest.unit]])
    second = solve(nest, data.v, np.column_stack([data.x, pulled]), sigma2).product
    cross = second[p:, :p]
    information = 0.5 * (second[p:, p:] - cross @ covariance @ cross.T)
    traces = _traces(first.cluster_sums[:, :p], first.unit_sums[:, :p], covariance, restricted)
    own = np.array(
        [
            np.sum(first.cluster_weight * first.cluster_shrink),
            _unit_trace(nest, sigma2[0], first.unit_weight * first.unit_shrink, first.cluster_shrink),
        ]
    )
    gradient = 0.5 * (np.array([clusters @ clusters, units @ units]) - own + traces)
    n = data.k - p if restricted else data.k
    value = -0.5 * (n * np.log(2 * np.pi) + first.log_det + quadratic)
    if restricted:
        value -= 0.5 * (np.linalg.slogdet(first.product[:p, :p])[1] - np.linalg.slogdet(data.x.T @ data.x)[1])
    return _Point(float(value), gradient, information, beta, covariance)


def _traces(clusters: Array, units: Array, covariance: Array, restricted: bool) -> Array:
    if not restricted:
        return np.zeros(2)
    return np.array([np.einsum("ij,jk,ik->", sums, covariance, sums) for sums in (clusters, units)])


def _unit_trace(nest: Nesting, between: float, shrunk: Array, outer: Array) -> float:
    return float(np.sum(shrunk - between * outer[nest.cluster] * shrunk**2))


def _climb(
    data: Studies, nest: Nesting, *, restricted: bool, held: tuple[int, float] | None = None
) -> tuple[float, float]:
    """Return the two variances where the likelihood is highest; `held` keeps one of them at a value.

    The climb starts in the middle and at zero, since a likelihood may have two tops.
    """
    scale = max(float(np.var(data.y)), float(data.v.min()))
    tops = [
        _climb_from(data, nest, np.array([start, start]), restricted, held) for start in (0.5 * scale, 0.0)
    ]
    place, _ = max(tops, key=lambda top: top[1].value)
    return float(place[0]), float(place[1])


def _climb_from(
    data: Studies, nest: Nesting, place: Array, restricted: bool, held: tuple[int, float] | None
) -> tuple[Array, _Point]:
    if held:
        place[held[0]] = held[1]
    point = _at(data, nest, (place[0], place[1]), restricted=restricted)
    least = 1e-3 * max(float(np.var(data.y)), float(data.v.min()))
    for _ in range(_STEPS):
        free = ~((place <= 0) & (point.gradient <= 0))
        if held:
            free[held[0]] = False
        before = place
        for step in _steps(point, free, least):
            place, point = _shortened(data, nest, before, step, point, restricted)
            if np.any(place != before):
                break
        if np.all(np.abs(place - before) <= 1e-10 * (place + least)):
            return place, point
    raise EstimateError(
        f"The two variances did not settle within {_STEPS} steps.",
        cause="The likelihood is almost flat: these effects do not tell the two levels apart.",
        remedy="Pool one effect of each cluster, or give more clusters with several effects.",
    )


def _steps(point: _Point, free: Truth, least: float) -> list[Array]:
    """Return the joint step and, should the edge at zero spoil it, a step in each variance alone."""
    small = 1e-10 * np.trace(point.information) + 1e-16 / least**2
    steps: list[Array] = []
    for chosen in (free, free & np.array([True, False]), free & np.array([False, True])):
        step: Array = np.zeros(2)
        if chosen.any():
            curve = point.information[np.ix_(chosen, chosen)] + small * np.eye(int(chosen.sum()))
            step[chosen] = np.linalg.solve(curve, point.gradient[chosen])
        steps.append(step)
    return steps


def _shortened(
    data: Studies, nest: Nesting, place: Array, step: Array, point: _Point, restricted: bool
) -> tuple[Array, _Point]:
    """Take the step, halved until the likelihood does not fall."""
    for halving in range(40 if step.any() else 0):
        moved = np.maximum(place + step / 2**halving, 0.0)
        new = _at(data, nest, (moved[0], moved[1]), restricted=restricted)
        if new.value >= point.value - 1e-13 * abs(point.value):
            return moved, new
    return place, point
