"""What the chain flags in worlds without deviants, drawn from the fitted model and asked as the real one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.answers import answer
from hedgerow.places.contrast.data import ContrastOptions
from hedgerow.places.contrast.expected import Expected
from hedgerow.places.contrast.noise import Noise
from hedgerow.stats.dispersion import bulk_alpha, widened

Array = npt.NDArray[np.float64]


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
    mu, unknown, noise = model.mean[asked], model.unknown[asked], model.noise.of(asked)
    everyone = np.ones(len(mu), dtype=bool)
    unusual, own = [], []
    for _ in range(options.null_runs):
        theta = rng.gamma(1 / noise.alpha, noise.alpha, len(mu))
        counts = np.asarray(noise.scale * rng.poisson(mu * theta / noise.scale), dtype=np.float64)
        bulk = widened(bulk_alpha(counts, mu, scale=noise.scale, variance=unknown, near=model.alpha), unknown)
        said = answer(counts, mu, everyone, Noise(noise.alpha, bulk, noise.scale), options)
        both = np.isin(said.own, ("low", "high")) & (said.own == said.like)
        unusual.append(float(both.mean()))
        own.append(float(np.isin(said.own, ("low", "high")).mean()))
    return NullCalibration(
        float(np.mean(unusual)), float(np.mean(np.array(unusual) > 0)), float(np.mean(own)), options.null_runs
    )
