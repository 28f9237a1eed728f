"""What a study prints, taken out of it: effects with their raw numbers, costs, implementation, a summary.

Nouns: `Effect`, `Made` (what an effect comes to), `Kind` (of printed numbers), `Form`, `Filled`.
Verbs: `checked_effect`, `effects_of`, `made_of`, `pooling_rows`, `checked_form`, `filled_of`.
Pure functions; the log is read in `hedgerow.evidence.tables.review`.
May import: errors, evidence.coding, stats.meta.
"""

from hedgerow.evidence.extraction.compute import Made, Sized, made_of
from hedgerow.evidence.extraction.effect import Effect, checked_effect, effects_of
from hedgerow.evidence.extraction.kinds import INPUTS, KINDS, Kind
from hedgerow.evidence.extraction.pool import groups, outcome_of, pooling_rows, why_not

__all__ = [
    "INPUTS",
    "KINDS",
    "Effect",
    "Kind",
    "Made",
    "Sized",
    "checked_effect",
    "effects_of",
    "groups",
    "made_of",
    "outcome_of",
    "pooling_rows",
    "why_not",
]
