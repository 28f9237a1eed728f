"""The words and bounds that a specification may use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hedgerow.stats.composite import ESTIMATORS, MEANS, SCALES, TREATMENTS

IMPUTATIONS = (
    "none",
    "mean",
    "median",
    "group_mean",
    "group_median",
    "em",
    "knn",
    "spatial",
    "multiple",
)
WEIGHTS = ("given", "equal", "pca", "entropy", "optimised", "benefit_of_the_doubt")
STAGES = ("raw", "denominated", "imputed", "treated", "normalised")
THEN = ("log", "box_cox", "none")

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "the top.worst": ("high", "low"),
        "screen.after": ("denominate", "impute"),
        "impute.method": IMPUTATIONS,
        "impute.within": ("parent", "all"),
        "treat.method": TREATMENTS,
        "treat.then": THEN,
        "normalise.method": SCALES,
        "weight.method": WEIGHTS,
        "aggregate.method": MEANS,
        "coherence.stage": STAGES,
        "uncertainty.estimator": ESTIMATORS,
        "indicators.treat": ("", *TREATMENTS),
        "aggregates.aggregation": ("", *MEANS),
        "aggregates.weights": ("", *WEIGHTS),
    }
)
# Lowest and highest value of a number.
BOUNDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "screen.least_share": (0, 1),
        "impute.k": (0, 1000),
        "impute.draws": (2, 1000),
        "treat.max_points": (0, 1_000_000),
        "treat.skew": (0, 1e9),
        "treat.kurtosis": (-1e9, 1e9),
        "normalise.sd": (1e-12, 1e12),
        "aggregate.least_share": (0, 1),
        "impute.seed": (0, 2**63),
        "uncertainty.seed": (0, 2**63),
        "uncertainty.samples": (0, 1_000_000),
        "uncertainty.level": (0.01, 0.999),
        "uncertainty.bootstrap": (0, 1_000_000),
        "uncertainty.vary.spread": (0, 1),
        "uncertainty.vary.draws": (2, 1000),
        "indicators.weight": (0, 1e12),
        "aggregates.weight": (0, 1e12),
    }
)
SIGNS = ("indicators.direction", "aggregates.penalty", "aggregate.penalty")
