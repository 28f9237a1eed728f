"""What the chain flags in worlds without deviants, drawn from the fitted model and asked as the real one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.answers import answer
from hedgerow.places.contrast.data import ContrastOptions
from hedgerow.places.contrast.expected import Expected
from hedgerow.stats.dispersion import bulk_alpha

Array = npt.NDArray[np.float64]
ENOUGH, LEAST_RUNS = 10_000, 2  # places of one world above which fewer worlds do, and how few


@dataclass(frozen=True)
class NullCalibration:
    """Shares of places that are flagged without deviants.

    Attributes
    ----------
    unusual
        Share with a verdict of zero or super output (both questions answered).
    any_share
        Share of the worlds in which any place has such a verdict: at or under q when the chain is right.
    own
        Share that lies beyond a cut-off by question A alone: the spread that context leaves unexplained.
    runs
        Worlds drawn.
    """

    unusual: float
    any_share: float
    own: float
    runs: int


def calibrate(model: Expected, asked: npt.NDArray[np.bool_], options: ContrastOptions) -> NullCalibration:
    """Draw worlds from the model without deviants and ask both questions in each."""
    rng = np.random.default_rng(options.seed + 1)
    worlds = _of(model, asked)
    around, unknown, scale = worlds.around, worlds.unknown, worlds.fit.scale
    everyone = np.ones(len(around), dtype=bool)
    unusual, own = [], []
    runs = max(LEAST_RUNS, min(options.null_runs, options.null_runs * ENOUGH // max(len(around), 1)))
    for _ in range(runs):
        theta = rng.gamma(1 / model.alpha, model.alpha, len(around))
        theta *= np.exp(np.sqrt(unknown) * rng.standard_normal(len(around)) - unknown / 2)
        counts = np.asarray(scale * rng.poisson(around * theta / scale), dtype=np.float64)
        bulk = bulk_alpha(counts, around, scale=scale, variance=unknown, near=model.alpha)
        said = answer(replace(worlds, like_alpha=bulk), counts, everyone, options)
        both = np.isin(said.own, ("low", "high")) & (said.own == said.like)
        unusual.append(float(both.mean()))
        own.append(float(np.isin(said.own, ("low", "high")).mean()))
    return NullCalibration(
        float(np.mean(unusual)), float(np.mean(np.array(unusual) > 0)), float(np.mean(own)), runs
    )


def _of(model: Expected, rows: npt.NDArray[np.bool_]) -> Expected:
    """Return what is expected of some of the places."""
    return replace(model, mean=model.mean[rows], around=model.around[rows], unknown=model.unknown[rows])
