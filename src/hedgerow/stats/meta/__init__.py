"""Meta-analysis: what several studies say together, and how far they agree.

Arrays in, frozen results out; written from the papers that each module names.

Nouns: `Studies`, `Pooled`, `ThreeLevel`, `Robust`, `PooledTables`, `Effects`.
Verbs: `pool`, `fit_three_level`, `cluster_robust`, `mantel_haenszel`, `peto`, `leave_one_out`, `influence`,
`cumulative`, `egger`, `rank_test`, `trim_and_fill`, `selection_model`, `permutation_test`.
Effect sizes: `effect_sizes` and `conversions`. May import: errors.
"""

from hedgerow.stats.meta.effect_sizes import Effects
from hedgerow.stats.meta.left_out import Influence, LeftOut, cumulative, influence, leave_one_out
from hedgerow.stats.meta.multilevel import (
    ThreeLevel,
    fit_three_level,
    profile_interval,
    three_level_prediction,
)
from hedgerow.stats.meta.permutation import Permuted, permutation_test
from hedgerow.stats.meta.pooled import TESTS, Pooled, fit, pool, prediction_interval, tau2_interval
from hedgerow.stats.meta.robust import Robust, cluster_robust
from hedgerow.stats.meta.selection import Selected, selection_model
from hedgerow.stats.meta.small_study import (
    Asymmetry,
    Filled,
    RankTest,
    egger,
    fail_safe_n,
    rank_test,
    trim_and_fill,
)
from hedgerow.stats.meta.studies import Studies, studies
from hedgerow.stats.meta.tau2 import METHODS, SEARCHES, Top, likelihood_tops
from hedgerow.stats.meta.two_by_two import PooledTables, mantel_haenszel, peto

__all__ = [
    "METHODS",
    "SEARCHES",
    "TESTS",
    "Asymmetry",
    "Effects",
    "Filled",
    "Influence",
    "LeftOut",
    "Permuted",
    "Pooled",
    "PooledTables",
    "RankTest",
    "Robust",
    "Selected",
    "Studies",
    "ThreeLevel",
    "Top",
    "cluster_robust",
    "cumulative",
    "egger",
    "fail_safe_n",
    "fit",
    "fit_three_level",
    "influence",
    "leave_one_out",
    "likelihood_tops",
    "mantel_haenszel",
    "permutation_test",
    "peto",
    "pool",
    "prediction_interval",
    "profile_interval",
    "rank_test",
    "selection_model",
    "studies",
    "tau2_interval",
    "three_level_prediction",
    "trim_and_fill",
]
