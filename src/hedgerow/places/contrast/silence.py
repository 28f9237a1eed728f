"""The silence gate: low recorded crime that another source contradicts may be crime that nobody reports."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from hedgerow.stats.rank import weighted_rank

Array = npt.NDArray[np.float64]
MUCH = 0.75  # a signal in the top quarter of residents, by rate, contradicts low crime


def silence(
    low: npt.NDArray[np.bool_], exposure: Array, signals: Mapping[str, Array]
) -> npt.NDArray[np.str_]:
    """Return possible, none or not_testable for each place; never a silent pass.

    A place without a value of any signal is not testable. A place that is not low is tested and passes.
    """
    held = np.zeros(len(low), dtype=bool)
    much = np.zeros(len(low), dtype=bool)
    for values in signals.values():
        rate = np.where(exposure > 0, values / np.where(exposure > 0, exposure, 1), np.nan)
        known = ~np.isnan(rate)
        if known.any():
            held |= known
            standing = weighted_rank(rate, np.where(known, exposure, 0))
            much |= np.nan_to_num(standing) >= MUCH
    return np.where(~held, "not_testable", np.where(low & much, "possible", "none"))
