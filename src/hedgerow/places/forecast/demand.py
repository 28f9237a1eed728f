"""Demand ahead: means, quantiles, and whether simpler ways would have done as well."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hedgerow.errors import EstimateError
from hedgerow.places.forecast.series import SeriesTable
from hedgerow.stats import Check
from hedgerow.stats.forecast import LEVELS, Array, Forecast, Score, forecast

SHORTEST = 4
BASELINES = {"seasonal_naive": "the same month a season ago", "season_mean": "the mean of the last season"}


@dataclass(frozen=True)
class Demand:
    """Forecasts of every series of a table.

    Attributes
    ----------
    table
        What was forecast.
    horizon, season
        Periods ahead, and in a season.
    found
        Means, quantiles and scores.
    checks
        What to mind before the numbers are used.
    provenance
        Method, arguments and the file.
    """

    table: SeriesTable
    horizon: int
    season: int
    found: Forecast
    checks: tuple[Check, ...]
    provenance: Mapping[str, object]

    @property
    def estimate(self) -> Array:
        """Means, shape (series, horizon)."""
        return self.found.mean

    @property
    def interval(self) -> tuple[Array, Array]:
        """The widest pair of quantiles that was asked for."""
        return self.found.quantiles[:, :, 0], self.found.quantiles[:, :, -1]

    def columns(self) -> tuple[str, ...]:
        """Return the names of the quantiles' columns."""
        return tuple(f"q{100 * level:.10g}" for level in self.found.levels)

    def tidy(self) -> list[dict[str, object]]:
        """Return one row a series and period."""
        rows: list[dict[str, object]] = []
        columns = self.columns()
        for place, name in enumerate(self.table.names):
            means, quantiles = self.found.mean[place].tolist(), self.found.quantiles[place].tolist()
            for step in range(self.horizon):
                period = self.table.form.text(int(self.table.last[place]) + step + 1)
                row: dict[str, object] = {"series": name, "period": period, "mean": means[step]}
                rows.append(row | dict(zip(columns, quantiles[step], strict=True)))
        return rows

    def summary(self) -> str:
        """Return what was done and how it does, in sentences."""
        n, form = len(self.table.names), self.table.form.name
        kinds = {kind: self.found.kinds.count(kind) for kind in dict.fromkeys(self.found.kinds)}
        words = {"count": "small counts", "positive": "positive values", "real": "values with zeros"}
        held = ", ".join(f"{count:,} of {words[kind]}" for kind, count in sorted(kinds.items()))
        return (
            f"{n:,} series ({held}) forecast {self.horizon} {form} ahead by a combination of theta, "
            f"smoothing and damped-trend models on a shrunken season of {self.season}. "
            + " ".join(check.text for check in self.checks if check.name.startswith("beats"))
        )

    def as_dict(self) -> dict[str, object]:
        """Return everything but the rows of the forecast, ready for JSON."""
        return {
            "summary": self.summary(),
            "series": len(self.table.names),
            "horizon": self.horizon,
            "season": self.season,
            "periods": self.table.form.name,
            "missing_periods": self.table.missing,
            "kinds": {kind: self.found.kinds.count(kind) for kind in dict.fromkeys(self.found.kinds)},
            "scored_series": self.found.scored,
            "origins": self.found.origins,
            "scores": [_plain(score) for score in self.found.scores],
            "behind": {name: self._behind(name) for name in self.found.behind},
            "checks": [vars(check) for check in self.checks],
            "provenance": dict(self.provenance),
        }

    def _behind(self, baseline: str) -> dict[str, object]:
        worse = self.found.behind[baseline]
        names = [name for name, one in zip(self.table.names, worse, strict=True) if one == 1]
        return {"scored": int((~np.isnan(worse)).sum()), "series": len(names), "names": names}


def forecast_demand(
    table: SeriesTable, *, horizon: int, season: int = 12, levels: Sequence[float] = LEVELS
) -> Demand:
    """Forecast every series `horizon` periods after its own last.

    Raises
    ------
    EstimateError
        When a series has fewer than four observations.
    UsageError
        When the horizon or the season cannot be.
    """
    observed = (~np.isnan(table.values)).sum(axis=1)
    short = [name for name, n in zip(table.names, observed, strict=True) if n < SHORTEST]
    if short:
        raise EstimateError(
            f"Series “{short[0][:60]}” has {int(observed.min())} observed periods"
            + (f", and {len(short) - 1} more series are as short." if len(short) > 1 else "."),
            cause=f"A forecast needs {SHORTEST} or more. A missing period is not zero.",
            remedy="Leave the series out, pool it with its like, or write zeros where zero was counted.",
        )
    found = forecast(table.history(season), horizon, levels=levels)
    provenance = {
        "method": "combined theta, smoothing and damped trend",
        "file": table.name,
        "sha256": table.sha256,
        "horizon": horizon,
        "season": season,
        "levels": list(levels),
    }
    return Demand(table, horizon, season, found, _checks(table, observed, season, found), provenance)


def _checks(
    table: SeriesTable, observed: np.typing.NDArray[np.int64], season: int, found: Forecast
) -> tuple[Check, ...]:
    checks = [_beats(name, found) for name in BASELINES]
    by_name = {score.method: score for score in found.scores}
    if "combined" in by_name:
        one = by_name["combined"]
        passed = abs(one.coverage80 - 0.8) <= 0.05 and abs(one.coverage95 - 0.95) <= 0.03
        text = (
            f"At the last origin the 80 % intervals held {100 * one.coverage80:.1f} % of what came and the "
            f"95 % intervals {100 * one.coverage95:.1f} %."
        )
        checks.append(
            Check("coverage", passed, text, {"coverage80": one.coverage80, "coverage95": one.coverage95})
        )
    short = int((observed < 3 * season).sum())
    text = (
        f"{short:,} series are shorter than three seasons and have the season that all share, or none."
        if short
        else "Every series holds three seasons or more."
    )
    checks.append(Check("length", short == 0, text, {"short": short}))
    text = f"{table.missing:,} periods are missing; they carry no error and are not zero."
    checks.append(Check("missing", table.missing == 0, text, {"missing": table.missing}))
    early = int((table.last < table.last.max()).sum())
    if early:
        text = f"{early:,} series end before the others; each is forecast from its own last period on."
        checks.append(Check("same_end", False, text, {"early": early}))
    return tuple(checks)


def _beats(name: str, found: Forecast) -> Check:
    by_name = {score.method: score for score in found.scores}
    title, words = f"beats_{name}", BASELINES[name]
    if name not in by_name:
        return Check(title, None, f"Too short to be compared with {words} by rolling origin.")
    ours, theirs, worse = by_name["combined"], by_name[name], found.behind[name]
    scored, behind = int((~np.isnan(worse)).sum()), int(np.nansum(worse))
    better = ours.mae < theirs.mae and ours.crps < theirs.crps
    verb = "beats" if better else "does not beat"
    text = (
        f"By rolling origin it {verb} {words}: mean absolute error {ours.mae:.4g} against {theirs.mae:.4g}, "
        f"MASE {_known(ours.mase)} against {_known(theirs.mase)}, "
        f"CRPS {ours.crps:.4g} against {theirs.crps:.4g}; "
        f"its error was larger for {behind:,} of {scored:,} series."
    )
    figures = {"mae": ours.mae, "mae_baseline": theirs.mae, "behind": behind, "scored": scored}
    return Check(title, better, text, figures)


def _known(value: float) -> str:
    return "not known" if math.isnan(value) else f"{value:.3f}"


def _plain(score: Score) -> dict[str, object]:
    return {
        key: None if isinstance(value, float) and math.isnan(value) else value
        for key, value in vars(score).items()
    }
