"""The chain: what would have been, what was, how deep and how long, and beside whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.places.shocks.beside import WindowResult, window
from hedgerow.places.shocks.counterfactual import Counterfactual, counterfactual
from hedgerow.places.shocks.data import ShockData
from hedgerow.places.shocks.measured import IndexRelation, LevelResult
from hedgerow.places.shocks.plain import plain_figures
from hedgerow.places.shocks.recovery import recovery
from hedgerow.places.shocks.result import ShockResult
from hedgerow.places.shocks.specification import ABOVE, LEVELS, ShockOptions, windows_of
from hedgerow.stats.recovery import rank_correlation

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
FIFTH = 0.2


def measure_shock(data: ShockData, options: ShockOptions | None = None) -> ShockResult:
    """Measure a shock at every level of the data.

    Parameters
    ----------
    data
        Counts before and in the shock; they are not changed.
    options
        Every number that was decided; the documented ones by default.
    """
    chosen = options or ShockOptions()
    paths: dict[str, Counterfactual] = {}
    for kind in LEVELS:
        if kind in data.levels:
            above = paths.get(ABOVE[kind]) if kind in ABOVE else None
            paths[kind] = counterfactual(data, kind, above, chosen)
    results = {kind: _level(data, held, chosen) for kind, held in paths.items()}
    return ShockResult(data, chosen, results, _relations(data, results))


def _level(data: ShockData, paths: Counterfactual, options: ShockOptions) -> LevelResult:
    spans = windows_of(data.shock)
    first = np.array([spans[0][0] <= month <= spans[0][1] for month in data.months])
    alike = _pairs(data, paths) if paths.level.kind == "lsoa" else {}
    return LevelResult(
        paths=paths,
        recovery=recovery(paths, first, options),
        windows=tuple(window(paths, span, alike, options) for span in _with_whole(data, spans)),
        plain=plain_figures(paths.level.counts, data.start),
    )


def _with_whole(data: ShockData, spans: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return the windows, and the whole shock where it is longer than they are."""
    whole = (data.shock.first, data.shock.last)
    return spans if whole in spans else (*spans, whole)


def _pairs(data: ShockData, paths: Counterfactual) -> dict[str, Whole]:
    """Return the pairs as rows of the places that can be known."""
    place = np.full(len(paths.level.codes), -1, dtype=np.int64)
    place[paths.rows] = np.arange(len(paths.rows))
    found: dict[str, Any] = {}
    for name, pairs in data.alike.items():
        mapped = place[pairs]
        found[name] = mapped[(mapped >= 0).all(axis=1)]
    return found


def _relations(data: ShockData, results: dict[str, LevelResult]) -> tuple[IndexRelation, ...]:
    """Hold the ratio of each window against need and strength, LSOA by LSOA."""
    if "lsoa" not in results:
        return ()
    small = results["lsoa"]
    return tuple(
        _relation(name, scores[small.paths.rows], one)
        for one in small.windows
        for name, scores in data.scores.items()
    )


def _relation(name: str, scores: Array, one: WindowResult) -> IndexRelation:
    found = rank_correlation(one.ratio[0], scores)
    known = ~np.isnan(one.ratio[0]) & ~np.isnan(scores)
    ends: list[float] = [np.nan, np.nan]
    if found.n and not np.isnan(found.rho):
        cuts = np.quantile(scores[known], (1 - FIFTH, FIFTH))
        for place, chosen in enumerate((known & (scores >= cuts[0]), known & (scores <= cuts[1]))):
            ends[place] = float(one.recorded[chosen].sum() / one.expected[chosen].sum())
    return IndexRelation((one.first, one.last), name, found, ends[0], ends[1])
