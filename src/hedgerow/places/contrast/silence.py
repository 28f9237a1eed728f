"""The silence gate: low recorded crime that another source contradicts may be crime that nobody reports."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.contrast.data import PlaceContext
from hedgerow.places.contrast.expected import expect
from hedgerow.stats.shrinkage import posterior

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
# The other source contradicts low crime when it firmly shows more than this share of what context gives:
# a place with half of the expected crime and nearly all of the expected ambulance calls does not add up.
CONTRADICTS = 0.75
LEVEL = 0.9


def silence(low: Rows, rows: Rows, context: PlaceContext) -> npt.NDArray[np.str_]:
    """Return possible, none or not_testable for each place; never a silent pass.

    Parameters
    ----------
    low
        Places whose recorded crime is truly low.
    rows
        Places whose exposure and context are known.

    Each other source is set against its own expectation from the same context. A place without a value of
    any source is not testable. A place that is not low is tested and passes.
    """
    held = np.zeros(len(low), dtype=bool)
    loud = np.zeros(len(low), dtype=bool)
    for values in context.signals.values():
        known = rows & ~np.isnan(values)
        floor = _lower_limit(values, known, context)
        held |= ~np.isnan(floor)
        loud |= np.nan_to_num(floor) > CONTRADICTS
    return np.where(~held, "not_testable", np.where(low & loud, "possible", "none"))


def _lower_limit(values: Array, known: Rows, context: PlaceContext) -> Array:
    """Lower limit of the source's shrunken ratio; NaN where it cannot be asked."""
    try:
        model = expect(context, values[:, None], known)
    except EstimateError:
        return np.full(len(values), np.nan)
    mean = np.where(known, model.mean, 1.0)
    after = posterior(np.where(known, values, 0.0), mean, model.fit.alpha, model.fit.scale)
    return np.where(known, after.interval(LEVEL)[0], np.nan)
