"""Composite indicators: the numbers of each step of the OECD/JRC handbook (2008).

Arrays in, results out; a column is an indicator, a row a unit; missing stays missing unless it is imputed.

Nouns: `Treated`, `Scale`, `Mean`, `Tree`, `Scaled`, `Components`, `Coherence`, `Doubt`, `Sobol`.
Verbs: `treat`, `scale`, `combine`, `evaluate`, `root_scores`, `coherence`, `sobol_design`, `sobol_indices`,
`benefit_of_the_doubt`, `em_fill`, and the weightings and imputations.
May import: errors, stats.normalise, stats.rank.
"""

from hedgerow.stats.composite.coherence import Coherence, coherence, correlation, cronbach_alpha, kmo
from hedgerow.stats.composite.doubt import Doubt, benefit_of_the_doubt
from hedgerow.stats.composite.em import em_draws, em_fill
from hedgerow.stats.composite.imputing import by_group, by_middle, by_nearest, by_neighbours
from hedgerow.stats.composite.means import MEANS, Mean, combine
from hedgerow.stats.composite.moments import passes, skew_kurtosis
from hedgerow.stats.composite.outranking import copeland
from hedgerow.stats.composite.scaling import SCALES, Scale, scale
from hedgerow.stats.composite.sobol import ESTIMATORS, Sobol, sobol_design, sobol_indices
from hedgerow.stats.composite.treatment import TREATMENTS, Treated, treat, winsorise_points
from hedgerow.stats.composite.tree import Scaled, Tree, evaluate, root_scores
from hedgerow.stats.composite.weighting import (
    Components,
    entropy_weights,
    equal_influence,
    pca_weights,
    principal_components,
)

__all__ = [
    "ESTIMATORS",
    "MEANS",
    "SCALES",
    "TREATMENTS",
    "Coherence",
    "Components",
    "Doubt",
    "Mean",
    "Scale",
    "Scaled",
    "Sobol",
    "Treated",
    "Tree",
    "benefit_of_the_doubt",
    "by_group",
    "by_middle",
    "by_nearest",
    "by_neighbours",
    "coherence",
    "combine",
    "copeland",
    "correlation",
    "cronbach_alpha",
    "em_draws",
    "em_fill",
    "entropy_weights",
    "equal_influence",
    "evaluate",
    "kmo",
    "passes",
    "pca_weights",
    "principal_components",
    "root_scores",
    "scale",
    "skew_kurtosis",
    "sobol_design",
    "sobol_indices",
    "treat",
    "winsorise_points",
]
