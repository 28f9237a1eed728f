"""How often the limits are crossed where nothing happens: the whole chain on counts without any sign.

A panel of the same shape is drawn from what was fitted (levels, paths and spread of every place, no change in
the current month) and goes through fitting and testing again, so that the error of estimation is in it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.places.signals.baseline import expect
from hedgerow.places.signals.methods import Month, known_method, tested_month
from hedgerow.places.signals.panel import CountPanel
from hedgerow.places.signals.window import LEAST, Window, known_baseline, window_of
from hedgerow.stats import Check

Array = npt.NDArray[np.float64]
NOMINAL = 0.05
MOST_AREAS = 3000
TOLERANCE = 0.2


def realised(panel: CountPanel, month: str, *, seed: int = 0, method: str = "hedgerow") -> Check:
    """Return the share of p-values below .05 on a panel without signs; it passes within a fifth of 5 %."""
    window = window_of(panel, month)
    some = _some(panel)
    drawn = _drawn(some, window, np.random.default_rng(seed))
    again = expect(drawn, window)
    recent = np.stack([drawn.of(number)[:, list(window.recent)] for number in range(len(drawn.types))])
    recent[:, known_baseline(some, window) < LEAST] = np.nan
    chance = np.random.default_rng(seed + 1).random(recent.shape[:2])
    p = tested_month(Month(drawn, window, again, recent, chance), known_method(method)).plain
    p = p[np.isfinite(p)]
    share = float((p < NOMINAL).mean()) if p.size else float("nan")
    enough = p.size >= 1000
    return Check(
        "realised_null",
        abs(share / NOMINAL - 1) <= TOLERANCE if enough else None,
        f"On {p.size:,} simulated series in which nothing happens, {100 * share:.2f} % of the p-values lie "
        f"below .05 (nominal 5 %){_word(share)}.",
        {"share": share, "series": float(p.size)},
    )


def _word(share: float) -> str:
    if not np.isfinite(share) or abs(share / NOMINAL - 1) <= TOLERANCE:
        return ""
    return ": too many false alarms" if share > NOMINAL else ": cautious, so that small changes are missed"


def _some(panel: CountPanel) -> CountPanel:
    """Return the panel, or the areas of some whole districts of it where it is large."""
    if len(panel.areas) <= MOST_AREAS:
        return panel
    names, place, size = np.unique(panel.district, return_inverse=True, return_counts=True)
    order = np.random.default_rng(0).permutation(len(names))
    chosen = order[np.cumsum(size[order]) <= MOST_AREAS]
    keep = np.isin(place, chosen)
    return CountPanel(
        panel.kind,
        tuple(np.array(panel.areas)[keep].tolist()),
        panel.types,
        panel.months,
        panel.counts[:, keep],
        panel.known[keep],
        panel.district[keep],
        panel.force[keep],
    )


def _drawn(panel: CountPanel, window: Window, chance: np.random.Generator) -> CountPanel:
    """Draw every month of the window anew: level of the place on the path of its district, and its spread."""
    columns = list(window.used)
    counts = panel.counts.copy()
    said = expect(panel, window, fitted=True)
    for number in range(len(panel.types)):
        mean = np.maximum(said.mean[number], 1e-9)
        ratio = np.maximum(said.dispersion[number], 1 + 1e-6)[:, None]
        counts[number][:, columns] = chance.negative_binomial(
            mean / (ratio - 1), np.broadcast_to(1 / ratio, mean.shape)
        )
    return CountPanel(
        panel.kind, panel.areas, panel.types, panel.months, counts, panel.known, panel.district, panel.force
    )
