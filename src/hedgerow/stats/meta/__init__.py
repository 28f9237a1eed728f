"""Meta-analysis: what several studies say together, and how far they agree.

Arrays in, frozen results out; written from the papers that each module names.

Nouns: `Studies`, `Pooled`, `ThreeLevel`, `Components`, `Robust`, `PooledTables`, `Effects`.
Verbs: `pool`, `fit_three_level`, `fit_components`, `cluster_robust`, `htz`, `robust_variance`,
`mantel_haenszel`, `peto`, `subgroups`, `leave_one_out`, `influence`, `cumulative`, `egger`, `rank_test`,
`trim_and_fill`, `pet_peese`, `selection_model`, `permutation_test`.
Effect sizes: `effect_sizes`, `association`, `spread`, `one_group`, `ordinal`, `conversions`.
May import: errors.
"""

from hedgerow.stats.meta.components import (
    Components,
    component_interval,
    components_prediction,
    fit_components,
)
from hedgerow.stats.meta.dependent import CorrelationGrid, correlated, correlation_grid
from hedgerow.stats.meta.effect_sizes import Effects
from hedgerow.stats.meta.left_out import Influence, LeftOut, cumulative, influence, leave_one_out
from hedgerow.stats.meta.location_scale import LocationScale, location_scale
from hedgerow.stats.meta.multilevel import (
    ThreeLevel,
    fit_three_level,
    profile_interval,
    three_level_prediction,
)
from hedgerow.stats.meta.permutation import Permuted, permutation_test
from hedgerow.stats.meta.pooled import TESTS, Pooled, fit, pool, prediction_interval, tau2_interval
from hedgerow.stats.meta.robust import cluster_robust, robust_components
from hedgerow.stats.meta.rve import Rve, robust_variance
from hedgerow.stats.meta.sandwich import JointTest, Robust, htz
from hedgerow.stats.meta.selection import Selected, selection_model
from hedgerow.stats.meta.small_study import (
    Asymmetry,
    Filled,
    PetPeese,
    RankTest,
    egger,
    fail_safe_n,
    pet_peese,
    rank_test,
    trim_and_fill,
)
from hedgerow.stats.meta.studies import Studies, studies
from hedgerow.stats.meta.subgroups import Predicted, Subgroups, predict, subgroups
from hedgerow.stats.meta.tau2 import METHODS, SEARCHES, Top, likelihood_tops
from hedgerow.stats.meta.two_by_two import PooledTables, mantel_haenszel, peto

__all__ = [
    "METHODS",
    "SEARCHES",
    "TESTS",
    "Asymmetry",
    "Components",
    "CorrelationGrid",
    "Effects",
    "Filled",
    "Influence",
    "JointTest",
    "LeftOut",
    "LocationScale",
    "Permuted",
    "PetPeese",
    "Pooled",
    "PooledTables",
    "Predicted",
    "RankTest",
    "Robust",
    "Rve",
    "Selected",
    "Studies",
    "Subgroups",
    "ThreeLevel",
    "Top",
    "cluster_robust",
    "component_interval",
    "components_prediction",
    "correlated",
    "correlation_grid",
    "cumulative",
    "egger",
    "fail_safe_n",
    "fit",
    "fit_components",
    "fit_three_level",
    "htz",
    "influence",
    "leave_one_out",
    "likelihood_tops",
    "location_scale",
    "mantel_haenszel",
    "permutation_test",
    "pet_peese",
    "peto",
    "pool",
    "predict",
    "prediction_interval",
    "profile_interval",
    "rank_test",
    "robust_components",
    "robust_variance",
    "selection_model",
    "studies",
    "subgroups",
    "tau2_interval",
    "three_level_prediction",
    "trim_and_fill",
]
