"""The same question with the people who are there on a working day, where a table of them is held."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.contrast.data import PlaceContext
from hedgerow.places.contrast.expected import expect
from hedgerow.stats.shrinkage import posterior

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Workday:
    """Expected counts and shrunken ratios by workday population, from context alone; NaN where not known."""

    expected: Array
    ratio: Array


def by_workday(context: PlaceContext, cells: Array, rows: Rows) -> Workday | None:
    """Return the contrast by workday population; `None` where none is held or it cannot be fitted."""
    if context.workday is None:
        return None
    here = rows & (np.nan_to_num(context.workday) > 0)
    try:
        model = expect(replace(context, exposure=context.workday), cells, here)
    except EstimateError:
        return None
    counts, mean = np.nansum(cells, axis=1), np.where(here, model.mean, 1.0)
    after = posterior(np.where(here, counts, 0.0), mean, model.fit.alpha, model.fit.scale)
    return Workday(model.mean, np.where(here, after.mean, np.nan))
