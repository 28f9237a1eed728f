"""After a Clear: do the signs stay away, or does the place go back to its old level?

Baseline: the months before the Clear, beside what similar areas recorded in the same months, so that the time
of year and what moves everywhere are taken out. Every later month is read with the two before it (after the
Clear). The band is what three ordinary months before the Clear would show (80 %); below it is suppressed,
back in it three times running is regenerated. All probabilities come from draws of gamma posteriors with the
spread of the months before the Clear (a quasi-Poisson reading; our design).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.special import gammaincinv

from hedgerow.errors import EstimateError
from hedgerow.places.signals.result import nullable
from hedgerow.places.signals.tails import limits
from hedgerow.stats import Check

Array = npt.NDArray[np.float64]
SPAN = 3  # months that are read together, and months in a row that make a return
SURE = 0.8
RECOVERED = 6  # months in a row below the band, after which a return is a relapse
LAG = SPAN - 1  # months for which three months together stay low after the records are back
LEAST, MOST = 12, 24  # complete months before the Clear that are needed, and used
DRAWS = 4000
LEVEL = 0.8
FEWEST = 5.0  # expected in three months
PRIOR_SPREAD, PRIOR_WEIGHT = 1.2, 6.0
STATES = (
    "suppressed",
    "returning",
    "regenerated",
    "relapse_after_recovery",
    "not_below",
    "cannot_tell",
    "not_known",
)


@dataclass(frozen=True)
class WatchSeries:
    """Monthly records of an area and of the areas it is held against; NaN where not known."""

    months: tuple[str, ...]
    area: Array
    beside: Array


@dataclass(frozen=True)
class WatchResult:
    """The watch of one panel; arrays have one value a month from the Clear on.

    Attributes
    ----------
    panel, clear, months
        What is watched, and the months.
    observed, expected, lower, upper
        Records, what the old level would give, and the band (three months together, a month).
    level, level_lower, level_upper
        Recorded over expected of the three months, with its interval.
    p_below, p_at_or_above
        Probability of lying below the band, and of lying in or above it.
    states
        One word a month.
    baseline
        Records a month before the Clear with lower and upper end.
    returned
        Months from the Clear to the return: estimate, lower, upper; NaN is not reached (right-censored).
    checks, provenance
        How it was done.
    """

    panel: str
    clear: str
    months: tuple[str, ...]
    observed: Array
    expected: Array
    lower: Array
    upper: Array
    level: Array
    level_lower: Array
    level_upper: Array
    p_below: Array
    p_at_or_above: Array
    states: tuple[str, ...]
    baseline: tuple[float, float, float]
    returned: tuple[float, float, float]
    checks: tuple[Check, ...]
    provenance: Mapping[str, object]

    @property
    def state(self) -> str:
        """The state of the newest month that is known."""
        told = [state for state in self.states if state != "not_known"]
        return told[-1] if told else "not_known"

    @property
    def estimate(self) -> float:
        """Level of the newest known three months over the old level."""
        known = self.level[np.isfinite(self.level)]
        return float(known[-1]) if len(known) else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Its interval."""
        known = np.flatnonzero(np.isfinite(self.level))
        if not len(known):
            return float("nan"), float("nan")
        return float(self.level_lower[known[-1]]), float(self.level_upper[known[-1]])

    def tidy(self) -> pa.Table:
        """One row a month."""
        names = (
            *("observed", "expected", "lower", "upper", "level", "level_lower", "level_upper"),
            *("p_below", "p_at_or_above"),
        )
        return pa.table(
            {
                "panel": [self.panel] * len(self.months),
                "month": list(self.months),
                **{name: nullable(getattr(self, name)) for name in names},
                "state": list(self.states),
            }
        )

    def summary(self) -> str:
        """The result in a few sentences."""
        first, low, high = self.returned
        if not {"returning", "regenerated", "relapse_after_recovery"} & set(self.states) and (
            self.state != "suppressed"
        ):
            middle, below, above = self.baseline
            return (
                f"{self.panel}: {middle:.1f} records a month before the Clear of {self.clear} (80 % interval "
                f"{below:.1f} to {above:.1f}). It has not stayed below that level since."
            )
        back = (
            f"The old level was reached again {first:.0f} months after the Clear "
            f"(80 % interval {low:.0f} to {_or_later(high)})."
            if np.isfinite(first)
            else "A return to the old level cannot be said, at a probability of .8 for three months running, "
            f"in the {len(self.months)} months since (right-censored)."
        )
        middle, below, above = self.baseline
        return (
            f"{self.panel}: {middle:.1f} records a month before the Clear of {self.clear} (80 % interval "
            f"{below:.1f} to {above:.1f}). Now: {self.state.replace('_', ' ')}. {back}"
        )


def _or_later(value: float) -> str:
    return f"{value:.0f}" if np.isfinite(value) else "not yet reached"


def watch(series: WatchSeries, clear: str, *, panel: str = "records", seed: int = 0) -> WatchResult:
    """Return whether an area has gone back to its level before `clear`.

    Raises
    ------
    EstimateError
        When fewer than 12 months before the Clear are known, or no month follows it.
    """
    first = series.months.index(clear)
    known = np.isfinite(series.area) & np.isfinite(series.beside) & (series.beside > 0)
    before = np.flatnonzero(known[:first])[-MOST:]
    if len(before) < LEAST:
        raise EstimateError(
            f"{len(before)} complete months are known before the Clear of {clear}; {LEAST} are needed.",
            remedy="Choose a later month, or add earlier data.",
        )
    fitted = _Baseline.of(series.area[before], series.beside[before])
    after = np.arange(first, len(series.months))
    draws = _Draws.of(series, known, after, fitted, np.random.default_rng(seed))
    below = np.where(draws.told, draws.p_below, np.nan)
    back = np.where(draws.told, 1 - draws.p_below, np.nan)
    expected = np.where(known[after], fitted.share * series.beside[after], np.nan)
    low, high = np.quantile(draws.ratios, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return WatchResult(
        panel=panel,
        clear=clear,
        months=series.months[first:],
        observed=series.area[after],
        expected=expected,
        lower=draws.band[0],
        upper=draws.band[1],
        level=np.where(draws.told, draws.found / np.maximum(draws.due, 1e-9), np.nan),
        level_lower=np.where(draws.told, low, np.nan),
        level_upper=np.where(draws.told, high, np.nan),
        p_below=below,
        p_at_or_above=back,
        states=_states(below, back, draws.told, draws.due),
        baseline=fitted.a_month(),
        returned=_returned(draws, back),
        checks=_checks(fitted, known, after, draws),
        provenance={"method": "watch", "clear": clear, "seed": seed, "months_before": len(before)},
    )


@dataclass(frozen=True)
class _Baseline:
    """Share of the records beside it that the area had before the Clear, and the spread of its months."""

    share: float
    spread: float
    total: float
    beside: float
    months: int

    @classmethod
    def of(cls, area: Array, beside: Array) -> _Baseline:
        total, base = float(area.sum()), float(beside.sum())
        share = max(total, 0.5) / base
        mean = share * beside
        squares = float(((area - mean) ** 2 / mean).sum())
        spread = (squares + PRIOR_SPREAD * PRIOR_WEIGHT) / (len(area) - 1 + PRIOR_WEIGHT)
        return cls(share, max(spread, 1.0), total, base, len(area))

    def a_month(self) -> tuple[float, float, float]:
        """Records a month, and the ends of its 80 % interval."""
        shape = (self.total + 0.5) / self.spread
        ends = gammaincinv(shape, np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])) * self.spread / self.months
        return self.total / self.months, float(ends[0]), float(ends[1])


@dataclass(frozen=True)
class _Draws:
    """Posterior draws of the level of each month's three months, and the band they are held against."""

    told: npt.NDArray[np.bool_]
    found: Array
    due: Array
    band: tuple[Array, Array]
    p_below: Array
    ratios: Array
    floor: Array

    @classmethod
    def of(
        cls,
        series: WatchSeries,
        known: npt.NDArray[np.bool_],
        after: npt.NDArray[np.int64],
        fitted: _Baseline,
        chance: np.random.Generator,
    ) -> _Draws:
        spans = [np.arange(max(after[0], month - SPAN + 1), month + 1) for month in after]
        told = np.array([bool(known[span].all()) for span in spans])
        length = np.array([len(span) for span in spans])
        found = np.array([series.area[span].sum() for span in spans])
        beside = np.array([series.beside[span].sum() for span in spans])
        found, beside = np.where(told, found, 0.0), np.where(told, beside, 1.0)
        due = np.where(told, fitted.share * beside, 0.0)
        share = chance.gamma((fitted.total + 0.5) / fitted.spread, fitted.spread / fitted.beside, (DRAWS, 1))
        now = chance.gamma((found + 0.5) / fitted.spread, fitted.spread / beside, (DRAWS, len(after)))
        error = fitted.spread / max(fitted.total, 0.5)
        low, high = limits(due, fitted.spread * due + error * due**2, LEVEL)
        floor = low / np.maximum(due, 1e-9)
        ratios = now / share
        p_below = (ratios < floor).mean(axis=0)
        band = np.where(told, low / length, np.nan), np.where(told, high / length, np.nan)
        return cls(told, found, due, band, p_below, ratios, floor)


def _states(below: Array, back: Array, told: npt.NDArray[np.bool_], due: Array) -> tuple[str, ...]:
    """Walk through the months: a fall and a return need three in a row, a recovery six below the band."""
    out: list[str] = []
    down = up = 0
    fell = recovered = returned = False
    for month in range(len(below)):
        if not told[month]:
            out.append("not_known")
            down = up = 0
            continue
        is_below, is_back = below[month] >= SURE, back[month] >= SURE
        down, up = (down + 1 if is_below else 0), (up + 1 if is_back else 0)
        fell, recovered = fell or down >= SPAN, recovered or down >= RECOVERED + LAG
        if due[month] < FEWEST:
            out.append("cannot_tell")
        elif is_below:
            returned = False
            out.append("suppressed")
        elif not fell:
            out.append("not_below")
        else:
            returned = returned or up >= SPAN
            back_word = "relapse_after_recovery" if recovered else "regenerated"
            out.append(back_word if returned else "returning")
    return tuple(out)


def _returned(draws: _Draws, back: Array) -> tuple[float, float, float]:
    """Months to the first of three in a row in or above the band, and its interval over the draws."""
    told = draws.told
    fall = _first_run(told & (np.nan_to_num(1 - back) >= SURE), 0)
    if np.isnan(fall):
        return float("nan"), float("nan"), float("nan")
    start = int(fall)
    point = _first_run((np.nan_to_num(back) >= SURE) & told, start)
    inside = (draws.ratios >= draws.floor) & told
    each = np.array([_first_run(row, start) for row in inside])
    low, high = np.quantile(np.where(np.isnan(each), np.inf, each), [0.1, 0.9], method="inverted_cdf")
    return (
        point,
        float(low) if np.isfinite(low) else float("nan"),
        float(high) if np.isfinite(high) else float("nan"),
    )


def _first_run(inside: npt.NDArray[np.bool_], start: int) -> float:
    """Return the number of the first month, after `start`, of three in a row; NaN where there is none."""
    run = inside[start:].astype(int)
    if len(run) < SPAN:
        return float("nan")
    hits = np.flatnonzero(np.convolve(run, np.ones(SPAN, dtype=int), "valid") == SPAN)
    return float(hits[0] + start) if len(hits) else float("nan")


def _checks(
    fitted: _Baseline, known: npt.NDArray[np.bool_], after: npt.NDArray[np.int64], draws: _Draws
) -> tuple[Check, ...]:
    missing = int(np.count_nonzero(~known[after]))
    few = int(np.count_nonzero(draws.told & (draws.due < FEWEST)))
    return (
        Check(
            "months_before",
            fitted.months >= MOST,
            f"The old level rests on {fitted.months} complete months before the Clear.",
            {"months": fitted.months},
        ),
        Check(
            "months_missing",
            missing == 0,
            f"{missing} of {len(after)} months since the Clear are not known; no state is given for them.",
            {"months": missing},
        ),
        Check(
            "enough_expected",
            few == 0,
            f"In {few} months fewer than five would be expected in three months: cannot tell.",
            {"months": few},
        ),
    )
