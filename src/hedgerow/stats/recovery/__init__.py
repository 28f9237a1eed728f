"""Shock and recovery of counts: the path that would have been, how far a place bent, and when it was back.

Verbs: `month_design`, `fit_paths`, `expected_paths`, `band`, `shrink_ratio`, `spread_of`, `time_to_band`,
`trough`, `rank_interval`, `ratio_test`, `rank_correlation`. Arrays in, frozen results out; places are rows,
months are columns.
May import: errors, stats.
"""

from hedgerow.stats.recovery.compare import (
    RankCorrelation,
    RankInterval,
    rank_correlation,
    rank_interval,
    ratio_test,
)
from hedgerow.stats.recovery.months import MonthDesign, month_design
from hedgerow.stats.recovery.paths import (
    ExpectedPaths,
    FittedPaths,
    Prior,
    band,
    expected_paths,
    fit_paths,
    month_noise,
)
from hedgerow.stats.recovery.ratios import Ratio, shrink_ratio, spread_of
from hedgerow.stats.recovery.triangle import Trough, running, time_to_band, trough

__all__ = [
    "ExpectedPaths",
    "FittedPaths",
    "MonthDesign",
    "Prior",
    "RankCorrelation",
    "RankInterval",
    "Ratio",
    "Trough",
    "band",
    "expected_paths",
    "fit_paths",
    "month_design",
    "month_noise",
    "rank_correlation",
    "rank_interval",
    "ratio_test",
    "running",
    "shrink_ratio",
    "spread_of",
    "time_to_band",
    "trough",
]
