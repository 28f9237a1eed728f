"""The models of effects in clusters: three levels, over sampling errors that may correlate."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis.data import Array, SynthesisDesign
from hedgerow.evidence.synthesis.result import RobustErrors
from hedgerow.stats.meta import (
    Components,
    JointTest,
    Robust,
    Studies,
    ThreeLevel,
    cluster_robust,
    components_prediction,
    correlated,
    fit_components,
    fit_three_level,
    htz,
    robust_components,
    three_level_prediction,
)
from hedgerow.stats.meta.pooled import omnibus


@dataclass(frozen=True)
class Clustered:
    """What either model of clusters gives."""

    beta: Array
    se: Array
    p_value: Array
    df: int | None
    interval: tuple[Array, Array]
    sigma2: tuple[float, float]
    q: float
    prediction: tuple[float, float]
    robust: RobustErrors
    moderators: tuple[float, int, float] | None = None


def three_levels(
    arrays: Studies,
    cluster: list[str],
    nested: list[str] | None,
    design: SynthesisDesign,
    test: str,
    level: float,
) -> Clustered:
    """Fit three levels over independent sampling errors."""
    fitted = fit_three_level(arrays, cluster, nested, method=design.method, test=test, level=level)
    return _both(fitted, fitted.sigma2, three_level_prediction(fitted), cluster_robust(fitted))


def with_correlation(
    arrays: Studies,
    cluster: list[str],
    nested: list[str] | None,
    design: SynthesisDesign,
    test: str,
    level: float,
) -> Clustered:
    """Fit the two factors over sampling errors that correlate by `r` within a cluster."""
    units = [f"{one} {other}" for one, other in zip(cluster, nested or range(arrays.k), strict=True)]
    if len(set(units)) == len(set(cluster)):
        raise EstimateError(
            "Every cluster holds one unit.",
            cause="The variance between clusters cannot be told from that between units.",
            remedy="Pool without clusters, or name units that differ within clusters.",
        )
    known = correlated(arrays.v, cluster, design.r or 0.0)
    fitted = fit_components(
        arrays, [cluster, units], covariance=known, method=design.method, test=test, level=level
    )
    between, within = (float(size) for size in fitted.sigma2)
    robust = robust_components(fitted, cluster)
    return _both(fitted, (between, within), components_prediction(fitted), robust)


def _both(
    fitted: ThreeLevel | Components,
    sigma2: tuple[float, float],
    prediction: tuple[float, float],
    robust: Robust,
) -> Clustered:
    return Clustered(
        fitted.beta,
        fitted.se,
        fitted.p_value,
        fitted.df,
        fitted.interval,
        sigma2,
        fitted.q,
        prediction,
        RobustErrors(robust.kind, robust.se, robust.df, robust.interval, robust.p_value, _joint(robust)),
        omnibus(fitted.data, fitted.beta, fitted.covariance, fitted.df) if fitted.data.p > 1 else None,
    )


def _joint(robust: Robust) -> JointTest | None:
    """Return the joint robust test of the moderators; `None` without them or with too few clusters."""
    try:
        return htz(robust, range(1, robust.beta.size)) if robust.beta.size > 1 else None
    except EstimateError:
        return None
