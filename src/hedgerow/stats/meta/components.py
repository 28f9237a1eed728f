"""Any number of random factors, nested or crossed, over a sampling covariance that may be full.

The general form of the three-level model (Cheung 2014; Pustejovsky & Tipton 2022), in dense matrices: right
for hundreds of effects. Average-information steps (Gilmour, Thompson & Cullis 1995) with the exact gradient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.pooled import bounds, check_level, critical, two_sided
from hedgerow.stats.meta.studies import Array, Studies

_STEPS = 300
LARGEST = 2000


@dataclass(frozen=True)
class Components:
    """A fitted model with a variance for each factor.

    Attributes
    ----------
    factors
        The level of each row in each factor, f x k.
    sampling
        k x k sampling covariance.
    working
        k x k covariance of the fit.
    sigma2
        One variance a factor.
    """

    data: Studies
    factors: npt.NDArray[np.intp]
    sampling: Array
    working: Array
    method: str
    level: float
    beta: Array
    se: Array
    p_value: Array
    df: int | None
    covariance: Array
    interval: tuple[Array, Array]
    sigma2: Array
    q: float
    log_likelihood: float

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.data.k


@dataclass(frozen=True)
class _Model:
    y: Array
    x: Array
    sampling: Array
    kernels: tuple[Array, ...]
    restricted: bool


@dataclass(frozen=True)
class _Point:
    value: float
    gradient: Array
    information: Array
    beta: Array
    covariance: Array
    working: Array


def fit_components(
    data: Studies,
    factors: Sequence[npt.ArrayLike],
    *,
    covariance: Array | None = None,
    method: str = "REML",
    test: str = "z",
    level: float = 0.95,
) -> Components:
    """Fit a variance for each factor.

    Parameters
    ----------
    factors
        For each, the name of its level in each row. Nested levels must have names of their own.
    covariance
        k x k sampling covariance; independent by default.
    test
        z, or t on the levels of the smallest factor less coefficients.

    Raises
    ------
    EstimateError
        When a factor has one level, or the covariance is not one.
    """
    check_level(level)
    if method not in ("REML", "ML") or test not in ("z", "t"):
        raise UsageError(
            f"There is no method “{method}” with test “{test}”.", remedy="Use REML or ML, z or t."
        )
    places = _places(data, factors)
    sampling = _sampling(data, covariance)
    kernels = tuple((one[:, None] == one[None, :]).astype(float) for one in places)
    model = _Model(data.y, data.x, sampling, kernels, method == "REML")
    sigma2, point = _highest(model)
    se = np.sqrt(np.diag(point.covariance))
    df = min(int(one.max()) + 1 for one in places) - data.p if test == "t" else None
    return Components(
        data=data,
        factors=places,
        sampling=sampling,
        working=point.working,
        method=method,
        level=level,
        beta=point.beta,
        se=se,
        p_value=two_sided(point.beta / se, df),
        df=df,
        covariance=point.covariance,
        interval=bounds(point.beta, se, df, level),
        sigma2=sigma2,
        q=_q(data, sampling),
        log_likelihood=point.value,
    )


def components_prediction(fitted: Components) -> tuple[float, float]:
    """Return where a new effect at new levels of every factor is expected, at the level of the fit."""
    spread = float(fitted.covariance[0, 0] + fitted.sigma2.sum())
    reach = critical(fitted.df, fitted.level) * float(np.sqrt(spread))
    return float(fitted.beta[0]) - reach, float(fitted.beta[0]) + reach


def component_interval(fitted: Components, component: int) -> tuple[float, float]:
    """Return the profile-likelihood interval of one variance."""
    same = (one[:, None] == one[None, :] for one in fitted.factors)
    kernels = tuple(one.astype(float) for one in same)
    model = _Model(fitted.data.y, fitted.data.x, fitted.sampling, kernels, fitted.method == "REML")
    drop = 0.5 * float(stats.chi2.ppf(fitted.level, 1))

    def below(value: float) -> float:
        return fitted.log_likelihood - drop - _highest(model, held=(component, value))[1].value

    best = float(fitted.sigma2[component])
    low = 0.0 if best == 0 or below(0.0) < 0 else float(optimize.brentq(below, 0.0, best, xtol=1e-10))
    high = max(2 * best, float(fitted.data.v.mean()))
    while below(high) < 0:
        high *= 2
    return low, float(optimize.brentq(below, best, high, xtol=1e-10))


def _places(data: Studies, factors: Sequence[npt.ArrayLike]) -> npt.NDArray[np.intp]:
    found = [np.unique(np.asarray(one), return_inverse=True)[1] for one in factors]
    wrong = next((one for one in found if one.size != data.k or one.max() == 0), None)
    if not found or wrong is not None:
        raise EstimateError(
            "A factor has one level, or not one name for each effect.",
            cause="A variance between levels needs two levels at least.",
            remedy="Name the levels of each row, or leave the factor out.",
        )
    if data.k > LARGEST:
        raise EstimateError(
            f"{data.k:,} effects are too many for this model.",
            cause=f"It works with whole matrices, to {LARGEST:,} effects.",
            remedy="Use the three-level model, which has no such limit.",
        )
    return np.array(found)


def _sampling(data: Studies, covariance: Array | None) -> Array:
    if covariance is None:
        return np.diag(data.v)
    whole = np.asarray(covariance, dtype=float)
    try:
        np.linalg.cholesky(whole)
    except np.linalg.LinAlgError as error:
        raise EstimateError(
            "The sampling covariance is not one.",
            cause="It is not positive definite.",
            remedy="Give a smaller correlation.",
        ) from error
    return whole


def _q(data: Studies, sampling: Array) -> float:
    inverse = np.linalg.inv(sampling)
    beta = np.linalg.solve(data.x.T @ inverse @ data.x, data.x.T @ inverse @ data.y)
    gap = data.y - data.x @ beta
    return float(gap @ inverse @ gap)


def _at(model: _Model, sigma2: Array) -> _Point:
    working = model.sampling + sum(size * kernel for size, kernel in zip(sigma2, model.kernels, strict=True))
    inverse = np.linalg.inv(working)
    bread = np.linalg.inv(model.x.T @ inverse @ model.x)
    carried = inverse @ model.x
    project = inverse - carried @ bread @ carried.T
    pulled = project @ model.y
    turned = [kernel @ pulled for kernel in model.kernels]
    trace_of = project if model.restricted else inverse
    traces = np.array([float(np.sum(trace_of * kernel)) for kernel in model.kernels])
    gradient = 0.5 * (np.array([float(pulled @ one) for one in turned]) - traces)
    information = 0.5 * np.array([[float(one @ project @ other) for other in turned] for one in turned])
    n = model.y.size - model.x.shape[1] if model.restricted else model.y.size
    value = -0.5 * (n * np.log(2 * np.pi) + np.linalg.slogdet(working)[1] + model.y @ pulled)
    if model.restricted:
        value += 0.5 * (np.linalg.slogdet(bread)[1] + np.linalg.slogdet(model.x.T @ model.x)[1])
    return _Point(float(value), gradient, information, bread @ (carried.T @ model.y), bread, working)


def _highest(model: _Model, held: tuple[int, float] | None = None) -> tuple[Array, _Point]:
    """Climb from the middle and from zero, and take the higher top."""
    scale = max(float(np.var(model.y)), float(np.diag(model.sampling).min()))
    count = len(model.kernels)
    tops = [_climb(model, np.full(count, start), scale, held) for start in (0.5 * scale, 0.0)]
    return max(tops, key=lambda top: top[1].value)


def _climb(model: _Model, place: Array, scale: float, held: tuple[int, float] | None) -> tuple[Array, _Point]:
    if held:
        place[held[0]] = held[1]
    point = _at(model, place)
    for _ in range(_STEPS):
        before = place
        place, point = _moved(model, place, point, scale, held)
        if np.all(np.abs(place - before) <= 1e-11 * (place + 1e-3 * scale)):
            return place, point
    raise EstimateError(
        f"The variances did not settle within {_STEPS} steps.",
        cause="The likelihood is almost flat: these effects do not tell the factors apart.",
        remedy="Leave a factor out.",
    )


def _moved(
    model: _Model, place: Array, point: _Point, scale: float, held: tuple[int, float] | None
) -> tuple[Array, _Point]:
    """Take the joint step, or else one in a variance alone, halved until the likelihood does not fall."""
    free = ~((place <= 0) & (point.gradient <= 0))
    if held:
        free[held[0]] = False
    alone = [free & (np.arange(free.size) == number) for number in range(free.size)]
    small = 1e-10 * np.trace(point.information) + 1e-10 / scale**2
    for chosen in (free, *alone):
        if not chosen.any():
            continue
        curve = point.information[np.ix_(chosen, chosen)] + small * np.eye(int(chosen.sum()))
        step = np.zeros_like(place)
        step[chosen] = np.linalg.solve(curve, point.gradient[chosen])
        for halving in range(40):
            new = np.maximum(place + step / 2**halving, 0.0)
            found = _at(model, new)
            if found.value >= point.value - 1e-13 * abs(point.value):
                if np.any(new != place):
                    return new, found
                break
    return place, point
