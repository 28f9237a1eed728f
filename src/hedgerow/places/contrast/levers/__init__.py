"""Figures of strength beside the ratio of recorded to expected crime: hypotheses to visit, never causes.

Nouns: `Lever`, `LeverValues`, `LeverResult`. Verbs: `levers` (the shipped list, checked), `associate`.
A lever is set beside the counts with all context held; standard errors are by district, choice is by
stability selection, many looks are counted, and a negative-control outcome is asked the same.
May import: stats, errors, places.contrast.
"""

from hedgerow.places.contrast.levers.association import LeverResult, associate
from hedgerow.places.contrast.levers.specification import (
    Lever,
    LeverValues,
    control,
    is_own_lever,
    levers,
)

__all__ = ["Lever", "LeverResult", "LeverValues", "associate", "control", "is_own_lever", "levers"]
