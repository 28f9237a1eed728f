"""The whole chain for one month: what was expected, what came, and which of it leaves chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError
from hedgerow.places.signals.baseline import Expectation, expect
from hedgerow.places.signals.checks import checks_of, common_move, method_said, past_said
from hedgerow.places.signals.composite import cauchy
from hedgerow.places.signals.gate import open_gates
from hedgerow.places.signals.methods import HOUSE_PAST, TITLES, WINDOWS, Month, known_method, tested_month
from hedgerow.places.signals.panel import CountPanel
from hedgerow.places.signals.result import SignalResult, Warnings
from hedgerow.places.signals.shift import Shifts, find_shifts
from hedgerow.places.signals.tails import uniform
from hedgerow.places.signals.window import LEAST, Window, is_provisional, known_baseline, window_of
from hedgerow.stats import benjamini_hochberg

Array = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]
FEWEST = 5 / 4  # expected a month: fewer than five in four months is too few (Noufaily et al. 2013)


@dataclass(frozen=True)
class SignalOptions:
    """What a person may choose.

    Attributes
    ----------
    level
        Share of false discoveries that is accepted.
    seed
        Of the randomised p-values: the same seed gives the same answer.
    method
        One of `methods.TITLES`.
    """

    level: float = 0.05
    seed: int = 0
    method: str = "hedgerow"

    def __post_init__(self) -> None:
        known_method(self.method)
        if not 0 < self.level < 0.5:
            raise UsageError(
                f"A false-discovery rate of {self.level:g} is not between 0 and 0.5.", remedy="Give 0.05."
            )


def find_signals(panel: CountPanel, month: str, *, options: SignalOptions | None = None) -> SignalResult:
    """Return which areas and types stand out in a month.

    Raises
    ------
    UsageError, NotFoundError
        When it is no month, or not one that is held.
    EstimateError
        When no force has it complete, or too few months come before it.
    """
    chosen = options or SignalOptions()
    window = window_of(panel, month)
    said = expect(panel, window)
    recent = np.stack([panel.of(number)[:, list(window.recent)] for number in range(len(panel.types))])
    months = known_baseline(panel, window)
    recent[:, months < LEAST] = np.nan
    return judge(panel, window, said, recent, chosen)


def judge(
    panel: CountPanel, window: Window, said: Expectation, recent: Array, chosen: SignalOptions
) -> SignalResult:
    """Hold the recent months (types x areas x months) against what was expected."""
    month, months = panel.months[window.current], known_baseline(panel, window)
    observed, method = recent[:, :, -1], known_method(chosen.method)
    known = np.isfinite(observed)
    chance = np.stack([uniform(panel.areas, seed=chosen.seed, salt=f"{t}|{month}") for t in panel.types])
    tested = tested_month(Month(panel, window, said, recent, chance), method)
    q = _over_panel(tested.p)
    gates = _gates(panel, tested.p, q, chosen.level)
    alarm = (np.nan_to_num(q, nan=1.0) <= chosen.level) & (gates != "closed")
    mean = np.where(tested.told, tested.mean, 0.0)
    shifts = find_shifts(recent, said, chance)
    q_shift = _over_panel(shifts.p)
    expected = np.where(tested.told, mean, np.nan)
    lower, upper = tested.lower, tested.upper
    return SignalResult(
        kind=panel.kind,
        areas=panel.areas,
        types=panel.types,
        month=month,
        observed=observed,
        expected=expected,
        lower=lower,
        upper=upper,
        score=_score(observed, expected, lower, upper),
        p_rise=tested.p_rise,
        p=tested.p,
        q=q,
        state=_state(known, mean, tested.rising, alarm),
        p_shift=shifts.p,
        q_shift=q_shift,
        shift=_shift_words(shifts, q_shift <= chosen.level),
        shift_months=shifts.months,
        shift_ratio=shifts.ratio,
        gate=gates,
        months=months,
        provisional=is_provisional(panel, month),
        level=chosen.level,
        warnings=_warnings(panel, tested.p_rise, mean, chosen.level) if panel.kind == "lsoa" else None,
        checks=(
            method_said(TITLES[method], method),
            *checks_of(tested.plain),
            *(past_said(panel, window) if method in HOUSE_PAST else ()),
            common_move(panel.types, observed, np.where(known, said.mean[:, :, -1], np.nan)),
        ),
        provenance=_provenance(panel, window, chosen) | {"detector": method, **WINDOWS.get(method, {})},
        method=method,
    )


def _over_panel(p: Array) -> Array:
    return benjamini_hochberg(p.ravel()).reshape(p.shape)


def _gates(panel: CountPanel, p: Array, q: Array, level: float) -> Words:
    if panel.kind != "lsoa":
        return np.full(p.shape, "not_applicable")
    gates = open_gates(p, panel.district, panel.force, level)
    # A gate is only of interest where the area's own q would pass.
    return np.where(np.nan_to_num(q, nan=1.0) <= level, np.where(gates, "open", "closed"), "not_applicable")


def _state(
    known: npt.NDArray[np.bool_], mean: Array, rising: npt.NDArray[np.bool_], alarm: npt.NDArray[np.bool_]
) -> Words:
    quiet = np.where(mean < FEWEST, "cannot_tell", "none")
    return np.where(known, np.where(alarm, np.where(rising, "up", "down"), quiet), "not_known")


def _score(observed: Array, expected: Array, lower: Array, upper: Array) -> Array:
    """Distance from expected, in units of the distance from expected to the limit on that side."""
    above = observed >= expected
    reach = np.where(above, upper - expected, expected - lower)
    return np.asarray((observed - expected) / np.maximum(reach, 1e-6))


def _shift_words(shifts: Shifts, alarm: npt.NDArray[np.bool_]) -> Words:
    said = np.where(alarm, np.where(shifts.rising, "up", "down"), "none")
    return np.where(np.isnan(shifts.p), "not_known", said)


def _warnings(panel: CountPanel, rise: Array, mean: Array, level: float) -> Warnings:
    """Combine the rises of each area; the strongest three are named."""
    p = cauchy(rise)
    q = benjamini_hochberg(p)
    signs = np.count_nonzero(~np.isnan(rise), axis=0)
    order = np.argsort(np.where(np.isnan(rise), 2.0, rise), axis=0, kind="stable")[:3]
    strongest = tuple(
        "|".join(panel.types[kind] for kind in order[:, area]) if signs[area] else None
        for area in range(len(panel.areas))
    )
    quiet = np.where(np.nansum(mean, axis=0) < FEWEST, "cannot_tell", "none")
    state = np.where(signs == 0, "not_known", np.where(q <= level, "up", quiet))
    return Warnings(p, q, signs, strongest, state)


def _provenance(panel: CountPanel, window: Window, chosen: SignalOptions) -> dict[str, object]:
    baseline = [panel.months[column] for column in window.baseline]
    return {
        "method": "find_signals",
        "month": panel.months[window.current],
        "area_kind": panel.kind,
        "types": list(panel.types),
        "baseline": [baseline[0], baseline[-1]],
        "left_out": len(window.recent) - 1,
        "season": window.season,
        "level": chosen.level,
        "seed": chosen.seed,
    }
