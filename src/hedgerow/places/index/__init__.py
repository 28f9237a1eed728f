"""How much need and how much strength does a place have? Two scores, never one.

A transparent composite: direction, outliers drawn in, one scale, stated weights, weighted mean; a
specification of `places.composite`, which runs it. What another reasonable choice of method would have said
is shown as an interval of score and rank.

Nouns: `IndexData`, `IndexDesign`, `IndexOptions`, `IndexResult`. Verbs: `score`.
No crime figure may be part of an index, since need is later set beside crime.
May import: composite, stats, errors, provenance, pyarrow.
"""

from hedgerow.places.index.design import IndexData, IndexDesign, IndexOptions, Part
from hedgerow.places.index.result import IndexResult
from hedgerow.places.index.scoring import score

__all__ = ["IndexData", "IndexDesign", "IndexOptions", "IndexResult", "Part", "score"]
