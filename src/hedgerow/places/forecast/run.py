"""The forecast of one level of a workspace: what a command asks, and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hedgerow.places.forecast.levels import LEVELS, Level, Levels
from hedgerow.places.forecast.verdict import NO_CHANGE, coverage_words, note_of
from hedgerow.places.forecast.years import YEAR, years_of
from hedgerow.stats import Check
from hedgerow.stats.forecast import Array
from hedgerow.stats.forecast.count_scores import CountScore

QUANTILES = ("lower95", "lower80", "median", "upper80", "upper95")
FIGURES = ("mae", "mase", "rmsse", "crps", "log_score", "coverage80", "coverage95", "pit_distance")


@dataclass(frozen=True)
class DemandRun:
    """Monthly counts to come of the areas of one level.

    Attributes
    ----------
    level
        The forecast, reconciled with every other level.
    what
        What was counted, in words.
    months
        The months ahead, YYYY-MM.
    left_out
        Areas of the level of which it cannot be told, by code.
    provenance
        Method and arguments.
    """

    level: Level
    what: str
    months: tuple[str, ...]
    left_out: tuple[str, ...]
    provenance: Mapping[str, object]

    @property
    def estimate(self) -> Array:
        """Means, shape (areas, months)."""
        return self.level.mean

    @property
    def interval(self) -> tuple[Array, Array]:
        """95 % limits of each month."""
        found = self.level.quantiles((LEVELS[0], LEVELS[-1]))
        return found[:, :, 0], found[:, :, 1]

    @property
    def checks(self) -> tuple[Check, ...]:
        """What to mind."""
        compared, checks = self.level.compared, []
        used = self.score()
        if compared is not None and used is not None:
            beaten = compared.method not in ("seasonal_naive", "season_mean")
            checks.append(Check("beats_plain_ways", beaten, note_of(compared), {"mae": used.mae}))
            near = abs(used.coverage80 - 0.8) <= 0.05 and abs(used.coverage95 - 0.95) <= 0.05
            figures = {"coverage80": used.coverage80, "coverage95": used.coverage95}
            checks.append(Check("coverage", near, coverage_words(compared), figures))
        else:
            checks.append(Check("beats_plain_ways", None, "Too few months to be held against what came."))
        if len(self.months) > YEAR:
            checks.append(Check("no_change", None, NO_CHANGE))
        gaps = int(np.isnan(self.level.known).sum())
        text = f"{gaps:,} months of areas are not known; they are missing, not zero."
        checks.append(Check("missing", gaps == 0, text, {"missing": gaps}))
        if self.left_out:
            text = f"Cannot tell of {len(self.left_out):,} areas: fewer than 13 complete months are held."
            checks.append(Check("left_out", False, text, {"areas": len(self.left_out)}))
        return tuple(checks)

    def score(self) -> CountScore | None:
        """Return the scores of the way that was used."""
        compared = self.level.compared
        found = compared.scores if compared else ()
        return next((one for one in found if compared and one.method == compared.method), None)

    def summary(self) -> str:
        """Return what was done and how it does, in sentences."""
        first = (
            f"{self.what}: {len(self.level.rung.codes):,} areas ({self.level.rung.kind}), "
            f"{len(self.months)} months from {self.months[0]} to {self.months[-1]}, forecast so that all "
            "levels add up; intervals of 80 and 95 %."
        )
        return " ".join([first, *(check.text for check in self.checks if check.name != "missing")])

    def tidy(self) -> pa.Table:
        """Return one row an area and month."""
        areas, steps = self.level.mean.shape
        quantiles = self.level.quantiles()
        state = np.where(np.arange(steps) < YEAR, "forecast", "no_change")
        return pa.table(
            {
                "area_kind": pa.array(np.repeat(self.level.rung.kind, areas * steps)),
                "area_code": pa.array(np.repeat(np.array(self.level.rung.codes), steps)),
                "month": pa.array(np.tile(np.array(self.months), areas)),
                "mean": self.level.mean.ravel(),
                **{name: quantiles[:, :, place].ravel() for place, name in enumerate(QUANTILES)},
                "state": pa.array(np.tile(state, areas)),
            }
        )

    def years(self) -> list[dict[str, object]]:
        """Return one row an area and year of twelve months."""
        found = years_of(self.level)
        return [
            {
                "area_code": code,
                "from_month": self.months[year * YEAR],
                "to_month": self.months[year * YEAR + YEAR - 1],
                "mean": found.mean[place, year],
                "lower95": found.lower[place, year],
                "upper95": found.upper[place, year],
                "last_year": None if np.isnan(found.last[place]) else found.last[place],
            }
            for place, code in enumerate(self.level.rung.codes)
            for year in range(found.mean.shape[1])
        ]

    def scores(self) -> list[dict[str, object]]:
        """Return one row a way of forecasting."""
        compared = self.level.compared
        return [
            {
                "method": score.method,
                "used": compared is not None and score.method == compared.method,
                "pairs": score.pairs,
                **{name: _plain(getattr(score, name)) for name in FIGURES},
            }
            for score in (compared.scores if compared else ())
        ]

    def as_dict(self) -> dict[str, object]:
        """Return everything but the months, ready for JSON."""
        compared = self.level.compared
        return {
            "summary": self.summary(),
            "what": self.what,
            "level": self.level.rung.kind,
            "areas": len(self.level.rung.codes),
            "horizon": len(self.months),
            "from_month": self.months[0],
            "to_month": self.months[-1],
            "method": compared.method if compared else None,
            "origins": compared.origins if compared else 0,
            "scores": self.scores(),
            "cannot_tell": list(self.left_out),
            "checks": [vars(check) for check in self.checks],
            "provenance": dict(self.provenance),
        }


def run_of(found: Levels, kind: str, *, what: str, months: tuple[str, ...], codes: tuple[str, ...],
           provenance: Mapping[str, object]) -> DemandRun:  # fmt: skip
    """Return one level of a forecast; `codes` are all areas of the level, of which some cannot be told."""
    level = found.levels[kind]
    left_out = tuple(sorted(set(codes) - set(level.rung.codes)))
    return DemandRun(level, what, months, left_out, provenance)


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
