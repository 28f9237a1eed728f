"""A published map of somebody else, laid over ours: drawn beside our counts and never added to them.

Nouns: `Layer` (a map as it was published), `Match` (a suggestion for one of its codes), `Laid` (its counts in
our cells). Verbs: `layer_of`, `suggest`, `lay`. A person confirms the crosswalk; nothing is laid before.
"""

from hedgerow.evidence.overlay.layer import Laid, Layer, LayerCode, lay, layer_of
from hedgerow.evidence.overlay.suggest import Match, suggest

__all__ = ["Laid", "Layer", "LayerCode", "Match", "lay", "layer_of", "suggest"]
