"""What prevention might change: an effect from elsewhere applied to the forecast, its doubt carried through.

The effect is a ratio of rates with an interval, drawn on logarithms and shared by all areas and months of one
draw. Recorded counts are drawn from the forecast, their months going together as its errors did. Of each
month's count the share that the programme reaches is multiplied by the ratio, which fades by its half-life.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import ndtri

from hedgerow.errors import EstimateError, SchemaError, SourceFileError, UsageError
from hedgerow.places.forecast.periods import month_number
from hedgerow.places.forecast.run import DemandRun
from hedgerow.stats.coherent import draw_tops
from hedgerow.stats.forecast import Array

DRAWS = 2000
MOST_AREAS = 400
YEAR = 12
ENDS = (0.025, 0.5, 0.975)
KEYS = {"effect", "lower", "upper", "from", "share", "fade", "source"}
ELSEWHERE = (
    "The effect was seen elsewhere and is carried over: whether it would be the same here is not known, and "
    "the interval does not hold that doubt."
)


@dataclass(frozen=True)
class Programme:
    """What is done, from when, for how many, and how well it is thought to work.

    Attributes
    ----------
    ratio, lower, upper
        Ratio of rates with and without it, and its 95 % limits; 0.8 is a fifth fewer.
    start
        First month, YYYY-MM.
    share
        Share of the crimes that it reaches, above 0 to 1.
    fade
        Months after which half of the effect (on logarithms) is left; 0 for an effect that stays.
    source
        Where the effect comes from.
    """

    ratio: float
    lower: float
    upper: float
    start: str
    share: float = 1.0
    fade: float = 0.0
    source: str = "given by hand"

    def __post_init__(self) -> None:
        """Refuse a programme that cannot be.

        Raises
        ------
        UsageError
            When a number is out of its range or the limits do not hold the ratio.
        """
        if not 0 < self.lower <= self.ratio <= self.upper or not math.isfinite(self.upper):
            raise UsageError(
                f"An effect of {self.ratio:g} with limits {self.lower:g} and {self.upper:g} cannot be.",
                cause="It is a ratio of rates: above 0, and inside its limits. 0.8 is a fifth fewer.",
                remedy="Give all three, for example --effect 0.8 --lower 0.7 --upper 0.92.",
            )
        if not 0 < self.share <= 1:
            raise UsageError(f"A share of {self.share:g} cannot be.", remedy="Give it above 0, up to 1.")
        if self.fade < 0:
            raise UsageError(
                f"A half-life of {self.fade:g} months cannot be.", remedy="Give 0 for no fading."
            )
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", self.start):
            raise UsageError(f"“{self.start}” is no month.", remedy="Give it as 2026-04.")

    def as_dict(self) -> dict[str, object]:
        """Return what was asked, ready for JSON."""
        return dict(vars(self))


@dataclass(frozen=True)
class Prevented:
    """Crimes prevented in a scenario.

    Attributes
    ----------
    programme
        What was supposed.
    rows
        One row an area and year: from_month, to_month, expected, prevented, lower, upper.
    total
        The same over all areas and months of the horizon, with the chance that any crime is prevented.
    months
        Months of the horizon in which the programme runs.
    """

    programme: Programme
    rows: tuple[Mapping[str, object], ...]
    total: Mapping[str, float]
    months: int

    def summary(self) -> str:
        """Return the scenario in sentences."""
        one, programme = self.total, self.programme
        fade = f", half of it gone after {programme.fade:g} months" if programme.fade else ""
        return (
            f"If the ratio of {programme.ratio:g} ({programme.lower:g} to {programme.upper:g}; "
            f"{programme.source}) held for {100 * programme.share:.0f} % of it from {programme.start} "
            f"on{fade}, {one['prevented']:,.0f} of {one['expected']:,.0f} crimes would be prevented in "
            f"{self.months} months, and 95 times of 100 between {one['lower']:,.0f} and {one['upper']:,.0f}. "
            f"The chance that any are is {_chance(one['p_any'])}. {ELSEWHERE}"
        )

    def as_dict(self) -> dict[str, object]:
        """Return everything, ready for JSON."""
        return {
            "summary": self.summary(),
            "programme": self.programme.as_dict(),
            "months": self.months,
            "total": dict(self.total),
            "years": [dict(row) for row in self.rows],
            "caution": ELSEWHERE,
        }


def read_programme(path: Path) -> Programme:
    """Read a scenario from a TOML file.

    Raises
    ------
    SourceFileError
        When there is no such file or it is no TOML.
    SchemaError
        When a key is unknown or one is missing.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceFileError(
            f"The scenario {path} cannot be read.",
            cause=f"{error.strerror if isinstance(error, OSError) else error}.",
            remedy="Give the path of a TOML file.",
        ) from error
    wrong, missing = sorted(set(data) - KEYS), sorted({"effect", "lower", "upper", "from"} - set(data))
    if wrong or missing:
        raise SchemaError(
            f"The scenario {path.name} has "
            + (f"the unknown key “{wrong[0]}”." if wrong else f"no “{missing[0]}”."),
            cause=f"Its keys are: {', '.join(sorted(KEYS))}.",
            remedy="Give effect, lower, upper and from; share, fade and source where they are wanted.",
        )
    try:
        effect, lower, upper, share, fade = (
            float(data.get(key, default))
            for key, default in (("effect", 1), ("lower", 1), ("upper", 1), ("share", 1), ("fade", 0))
        )
    except (TypeError, ValueError) as error:
        raise SchemaError(f"A number of {path.name} is none.", cause=f"{error}.") from error
    source = str(data.get("source", path.name))
    return Programme(effect, lower, upper, str(data["from"]), share, fade, source)


def prevented(run: DemandRun, programme: Programme, *, draws: int = DRAWS, seed: int = 1) -> Prevented:
    """Return crimes prevented in each area and year, by simulation.

    Raises
    ------
    UsageError
        When the programme begins after the horizon.
    EstimateError
        When there are more areas than a simulation holds.
    """
    weight = _weight(run.months, programme)
    if not weight.any():
        raise UsageError(
            f"The programme begins in {programme.start}, after the last month, {run.months[-1]}.",
            remedy="Give an earlier month, or a longer --horizon.",
        )
    level = run.level
    if len(level.mean) > MOST_AREAS:
        raise EstimateError(
            f"A scenario of {len(level.mean):,} areas is not simulated.",
            cause=f"It is made for {MOST_AREAS} areas at most, and an effect is not known that finely.",
            remedy="Choose a higher level, such as lad or bcu.",
        )
    rng = np.random.default_rng(seed)
    logs = _drawn_logs(programme, draws, rng)
    together = level.compared.together if level.compared is not None else 1.0
    drawn = draw_tops(level.mean, level.alpha, draws=draws, together=together, rng=rng)
    counts = drawn.astype(np.float64)
    change = programme.share * (1 - np.exp(logs[:, None] * weight[None, :]))
    fewer = counts * change[:, None, :]
    return Prevented(
        programme, tuple(_rows(run, counts, fewer)), _total(counts, fewer), int((weight > 0).sum())
    )


def _chance(share: float) -> str:
    if share > 0.99:
        return "more than 99 %"
    return "less than 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def _weight(months: tuple[str, ...], programme: Programme) -> Array:
    """Return how much of the effect (on logarithms) is there in each month."""
    after = np.array([month_number(month) - month_number(programme.start) for month in months], dtype=float)
    left = 0.5 ** (np.maximum(after, 0) / programme.fade) if programme.fade else np.ones(len(after))
    return np.where(after >= 0, left, 0.0)


def _drawn_logs(programme: Programme, draws: int, rng: np.random.Generator) -> Array:
    """Draw the effect: each side of the ratio has its own width, as the limits say."""
    z = rng.standard_normal(draws)
    middle, reach = math.log(programme.ratio), float(ndtri(0.975))
    low = (middle - math.log(programme.lower)) / reach
    high = (math.log(programme.upper) - middle) / reach
    return np.asarray(middle + np.where(z < 0, low, high) * z)


def _rows(run: DemandRun, counts: Array, fewer: Array) -> list[Mapping[str, object]]:
    rows: list[Mapping[str, object]] = []
    whole = max(len(run.months) // YEAR, 1)
    for place, code in enumerate(run.level.rung.codes):
        for year in range(whole):
            here = slice(year * YEAR, min(year * YEAR + YEAR, len(run.months)))
            found = _limits(counts[:, place, here].sum(axis=1), fewer[:, place, here].sum(axis=1))
            span = {"from_month": run.months[here][0], "to_month": run.months[here][-1]}
            rows.append({"area_code": code, **span, **found})
    return rows


def _total(counts: Array, fewer: Array) -> dict[str, float]:
    every = fewer.sum(axis=(1, 2))
    return _limits(counts.sum(axis=(1, 2)), every) | {"p_any": float((every > 0).mean())}


def _limits(counts: Array, fewer: Array) -> dict[str, float]:
    lower, middle, upper = np.quantile(fewer, ENDS)
    return {
        "expected": float(counts.mean()),
        "prevented": float(middle),
        "lower": float(lower),
        "upper": float(upper),
    }
