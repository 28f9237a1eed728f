"""Multiple systems estimation: how many there are, from who is on several lists.

Nouns: `Histories` (counts by capture history), models as sets of terms, `Fitted`, `Limits`.
Verbs: `histories`, `fit_models`, `stepwise`, `all_models`, `best_by_bic`, `bca`, `by_steps`, `by_bic`.
May import: errors.
"""

from hedgerow.stats.capture.bootstrap import Limits, bca, by_bic, by_steps
from hedgerow.stats.capture.histories import FEWEST_LISTS, Histories, histories
from hedgerow.stats.capture.selection import THRESHOLD, Fitted, all_models, best_by_bic, fit_models, stepwise
from hedgerow.stats.capture.status import FITS, STATUS_WORDS
from hedgerow.stats.capture.terms import EXHAUSTIVE, Model, independent, pairs, read, written

__all__ = [
    "EXHAUSTIVE",
    "FEWEST_LISTS",
    "FITS",
    "STATUS_WORDS",
    "THRESHOLD",
    "Fitted",
    "Histories",
    "Limits",
    "Model",
    "all_models",
    "bca",
    "best_by_bic",
    "by_bic",
    "by_steps",
    "fit_models",
    "histories",
    "independent",
    "pairs",
    "read",
    "stepwise",
    "written",
]
