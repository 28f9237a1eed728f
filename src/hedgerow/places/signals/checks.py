"""Checks that go with the warning signs of a month."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.places.signals.panel import CountPanel
from hedgerow.places.signals.window import Window
from hedgerow.stats import Check

Array = npt.NDArray[np.float64]
MOST_UNKNOWN = 0.2
MOVED = 0.1  # a middle ratio this far from 1 is said
ENOUGH, FEWEST_AREAS = 100.0, 5  # expected of all areas in the month, and the areas


def checks_of(p: Array) -> tuple[Check, ...]:
    """Return what was tested, what is not known, and how many p-values lie below the usual line."""
    tested = int(np.count_nonzero(~np.isnan(p)))
    unknown = 1 - tested / p.size
    small = float(np.mean(p[~np.isnan(p)] < 0.05)) if tested else float("nan")
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
    )


def past_said(panel: CountPanel, window: Window) -> tuple[Check, ...]:
    """Say what the house's expectation rests on."""
    first, last = (panel.months[window.baseline[end]] for end in (0, -1))
    return (
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


def method_said(title: str, name: str) -> Check:
    """Say how the month was tested."""
    house = name == "hedgerow"
    words = "" if house else " The 95 % ranges are this method's; shifts of level are always the house's."
    return Check("method", None, f"Tested by {title}.{words}", {})


def common_move(types: tuple[str, ...], observed: Array, expected: Array) -> Check:
    """Say which types moved in all areas together: their signs are in part one thing, not many."""
    ratios: dict[str, float] = {}
    for row, name in enumerate(types):
        told = np.isfinite(observed[row]) & np.isfinite(expected[row])
        due = float(expected[row][told].sum())
        if due >= ENOUGH and np.count_nonzero(told) >= FEWEST_AREAS:
            ratios[name] = float(observed[row][told].sum()) / due
    moved = {name: ratio for name, ratio in ratios.items() if abs(ratio - 1) > MOVED}
    if not ratios:
        return Check(
            "common_move", None, "Too little is expected to say whether all areas moved together.", {}
        )
    if not moved:
        words = "In no type did all areas together lie more than 10 % from what was expected."
        return Check("common_move", True, words, {"moved": 0.0, **ratios})
    words = ", ".join(f"{name.replace('-', ' ')} {ratio:.2f}" for name, ratio in sorted(moved.items()))
    return Check(
        "common_move",
        False,
        f"All areas together recorded, for each crime that was expected: {words}. Signs of these types may "
        "be one common change of the month, of crime or of recording, rather than many separate ones.",
        {"moved": float(len(moved)), **ratios},
    )
