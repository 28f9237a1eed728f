"""Patterns in space: where like lies beside like, clusters of cases, rates steadied by their neighbours.

Nouns: `Weights`, `Local`; `Overall` (in `overall`), `Cluster` (in `scan`).
Verbs: `from_links`, `local_moran`, `local_gi`, `local_geary`; `overall.moran`, `geary`, `general_g` and
`rate_moran`; `steadied.empirical_bayes` and its kin; `scan.scan`; `normal_errors.normal_errors`.
May import: errors, stats.
"""

from hedgerow.stats.spatial.local import Local, local_geary, local_gi, local_moran
from hedgerow.stats.spatial.weights import Weights, from_links

__all__ = ["Local", "Weights", "from_links", "local_geary", "local_gi", "local_moran"]
