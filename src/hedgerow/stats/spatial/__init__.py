"""Patterns in space: where like lies beside like, clusters of cases, rates steadied by their neighbours.

Nouns: `Weights`, `Local`.
Verbs: `from_links`, `local_moran`, `local_gi`, `local_geary`.
May import: errors, stats.
"""

from hedgerow.stats.spatial.local import Local, local_geary, local_gi, local_moran
from hedgerow.stats.spatial.weights import Weights, from_links

__all__ = ["Local", "Weights", "from_links", "local_geary", "local_gi", "local_moran"]
