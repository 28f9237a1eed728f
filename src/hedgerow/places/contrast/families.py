"""False-discovery control over every crime family at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.data import Labels
from hedgerow.stats.discovery import benjamini_hochberg

Array = npt.NDArray[np.float64]


def over_families(p_values: Sequence[Array], together: Labels | None = None) -> list[Array]:
    """Return q-values of areas x families together, family by family; missing ones stay missing.

    Places with another label in `together` are asked apart.

    The families share crimes, so their tests hang together the same way round, under which the procedure of
    Benjamini and Hochberg keeps its level (Benjamini and Yekutieli 2001, theorem 1.2).
    """
    if not p_values:
        return []
    every = np.concatenate(list(p_values))
    labels = np.full(len(every), "") if together is None else np.tile(together, len(p_values))
    q = np.full(len(every), np.nan)
    for label in np.unique(labels):
        q[labels == label] = benjamini_hochberg(every[labels == label])
    return np.split(q, np.cumsum([len(part) for part in p_values])[:-1])
