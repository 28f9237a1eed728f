"""Effect sizes of one group: means, rates, reliability, and change before and after.

Becker 1988 and Gibbons, Hedeker & Davis 1993 for standardised change; Bonett 2002 for reliability.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.effect_sizes import Effects, small_sample
from hedgerow.stats.meta.studies import row


def before_after(
    after: npt.ArrayLike,
    before: npt.ArrayLike,
    sd_after: npt.ArrayLike,
    sd_before: npt.ArrayLike,
    n: npt.ArrayLike,
    r: npt.ArrayLike,
    *,
    measure: str = "SMCC",
) -> Effects:
    """Return the change of one group whose two measurements correlate by `r`.

    MC is the raw change, SMCC in standard deviations of the change, SMCR in those before.
    """
    gain = row(after) - row(before)
    sd1, sd0, size, tied = row(sd_after), row(sd_before), row(n), row(r)
    if np.any((tied <= -1) | (tied >= 1)):
        raise EstimateError("A correlation is not between -1 and 1.", remedy="Correct it.")
    of_change = sd1**2 + sd0**2 - 2 * tied * sd1 * sd0
    if measure == "MC":
        return Effects(measure, gain, of_change / size)
    j = small_sample(size - 1)
    if measure == "SMCC":
        d = j * gain / np.sqrt(of_change)
        return Effects(measure, d, 1 / size + d**2 / (2 * size))
    if measure != "SMCR":
        raise UsageError(f"There is no change “{measure}”.", remedy="Use MC, SMCC or SMCR.")
    d = j * gain / sd0
    return Effects(measure, d, 2 * (1 - tied) / size + d**2 / (2 * size))


def means(m: npt.ArrayLike, sd: npt.ArrayLike, n: npt.ArrayLike) -> Effects:
    """Return the mean of one group."""
    return Effects("MN", row(m), row(sd) ** 2 / row(n))


def single_rates(x: npt.ArrayLike, t: npt.ArrayLike, *, measure: str = "IRLN") -> Effects:
    """Return the rate of one group: IR (raw) or IRLN (log; one half is added to a count of nought)."""
    events, time = row(x), row(t)
    if measure == "IR":
        return Effects(measure, events / time, np.where(events == 0, 0.5, events) / time**2)
    if measure != "IRLN":
        raise UsageError(f"There is no measure “{measure}” of one rate.", remedy="Use IR or IRLN.")
    events = np.where(events == 0, 0.5, events)
    return Effects(measure, np.log(events / time), 1 / events)


def reliability(alpha: npt.ArrayLike, items: npt.ArrayLike, n: npt.ArrayLike) -> Effects:
    """Return Cronbach's alpha as it is (ARAW)."""
    a, m, size = row(alpha), row(items), row(n)
    return Effects("ARAW", a, 2 * m * (1 - a) ** 2 / ((m - 1) * (size - 2)))
