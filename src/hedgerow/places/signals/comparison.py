"""A published method beside the chain of the house: which alarms both give, and which only one."""

from __future__ import annotations

import numpy as np

from hedgerow.places.signals.finding import SignalOptions, find_signals
from hedgerow.places.signals.methods import TITLES, WINDOWS
from hedgerow.places.signals.panel import CountPanel
from hedgerow.places.signals.result import SignalResult
from hedgerow.stats import Check

OUT = ("up", "down")


def compared(panel: CountPanel, result: SignalResult, level: float) -> tuple[Check, ...]:
    """Return how the alarms of a published method agree with the house's; nothing for the house itself."""
    if result.method == "hedgerow":
        return ()
    house = find_signals(panel, result.month, options=SignalOptions(level=level))
    mine, theirs = np.isin(result.state, OUT), np.isin(house.state, OUT)
    both = int(np.count_nonzero(mine & theirs & (result.state == house.state)))
    against = int(np.count_nonzero(mine & theirs & (result.state != house.state)))
    only, house_only = int(np.count_nonzero(mine & ~theirs)), int(np.count_nonzero(theirs & ~mine))
    figures: dict[str, float] = {
        "both": both,
        "only_this": only,
        "only_hedgerow": house_only,
        "opposite": against,
    }
    turned = f", {against:,} in opposite directions" if against else ""
    return (
        Check(
            "beside_hedgerow",
            None,
            f"Beside the chain of the house: {both:,} alarms in both, {only:,} only by {result.method}, "
            f"{house_only:,} only by the house{turned}.",
            figures,
        ),
    )


def described(method: str, calm: Check) -> dict[str, object]:
    """Return the method with its window and calibration."""
    return {
        "name": method,
        "title": TITLES[method],
        "window": dict(WINDOWS.get(method, {})),
        "calibration": {
            "nominal": 0.05,
            "realised": None if np.isnan(calm.figures["share"]) else calm.figures["share"],
            "series": int(calm.figures["series"]),
            "holds": calm.passed,
        },
    }
