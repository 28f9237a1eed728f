"""Checks that go with the warning signs of a month."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.places.signals.panel import CountPanel
from hedgerow.places.signals.window import Window
from hedgerow.stats import Check

Array = npt.NDArray[np.float64]
MOST_UNKNOWN = 0.2


def checks_of(panel: CountPanel, window: Window, p: Array) -> tuple[Check, ...]:
    """Return what was tested, what is not known, and how many p-values lie below the usual line."""
    tested = int(np.count_nonzero(~np.isnan(p)))
    unknown = 1 - tested / p.size
    small = float(np.mean(p[~np.isnan(p)] < 0.05)) if tested else float("nan")
    first, last = (panel.months[window.baseline[end]] for end in (0, -1))
    return (
        Check("series_tested", None, f"{tested:,} series were tested.", {"series": tested}),
        Check(
            "share_not_known",
            unknown <= MOST_UNKNOWN,
            f"{100 * unknown:.1f} % of the series are not known and carry no number.",
            {"share": unknown},
        ),
        Check(
            "share_small_p",
            None,
            f"{100 * small:.1f} % of the p-values lie below .05; chance alone gives 5 %. The rest is change, "
            "shared by places or not.",
            {"share": small},
        ),
        Check(
            "baseline",
            None,
            f"The baseline is {first} to {last}, up to {len(window.baseline)} months; the latest "
            f"{len(window.recent) - 1} before the month are left out, so that a rise under way is not taken "
            "for usual.",
            {"months": len(window.baseline), "left_out": len(window.recent) - 1},
        ),
        Check(
            "season",
            window.season,
            "The time of year is taken out."
            if window.season
            else "Fewer than 24 months: the time of year stays in, so an ordinary summer may seem a rise.",
            {},
        ),
    )
