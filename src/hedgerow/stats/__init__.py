"""Numbers only: what arrays say, and how sure it is.

Arrays in, frozen results out; no files, frames, databases or connections. Names follow the papers that are
cited where a method is implemented.

Nouns: `Check`, `CountFit`, `Posterior`, `Matches`.
Verbs: `fit_counts`, `posterior`, `poisson_interval`, `wilson`, `benjamini_hochberg`, `posterior_q`,
`match`, `standardised_difference`, and the small ones of `normalise` and `rank`.
May import: errors, provenance.
"""

from hedgerow.stats.balance import Matches, match, standardised_difference
from hedgerow.stats.check import Check
from hedgerow.stats.count_model import CountFit, fit_counts
from hedgerow.stats.discovery import benjamini_hochberg, posterior_q
from hedgerow.stats.interval import byar, exact_poisson, poisson_interval, wilson
from hedgerow.stats.shrinkage import Posterior, posterior

__all__ = [
    "Check",
    "CountFit",
    "Matches",
    "Posterior",
    "benjamini_hochberg",
    "byar",
    "exact_poisson",
    "fit_counts",
    "match",
    "poisson_interval",
    "posterior",
    "posterior_q",
    "standardised_difference",
    "wilson",
]
