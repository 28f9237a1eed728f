"""What an index says, with its interval and its checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.places.composite import CompositeResult
from hedgerow.stats import Check

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class IndexResult:
    """One index of n areas; every array has length n unless said, NaN where there is no score.

    Attributes
    ----------
    name, areas
        Which index, and the codes in the order of the arrays.
    estimate
        Score, 0 to 100, more is more of what the index measures.
    interval
        Lower and upper score over reasonable choices of method.
    rank, rank_interval
        1 is the most.
    decile, p_top_decile
        1 is the tenth with the most; the share of methods that put the area there.
    used
        Indicators that had a value.
    normalised, shares
        n x k on the scale of the score, and k shares.
    parts
        Names and domains of the k indicators.
    reasons
        Why an area has no score.
    made
        The composite index that it rests on: its specification, stages, coherence, what each indicator does,
        sensitivity and log.
    """

    name: str
    areas: tuple[str, ...]
    estimate: Array
    interval: tuple[Array, Array]
    rank: Array
    rank_interval: tuple[Array, Array]
    decile: Array
    p_top_decile: Array
    used: npt.NDArray[np.int64]
    normalised: Array
    shares: Array
    parts: tuple[tuple[str, str], ...]
    level: float
    checks: tuple[Check, ...]
    reasons: Mapping[str, str]
    made: CompositeResult
    provenance: Mapping[str, object]

    def tidy(self) -> pa.Table:
        """One row an area, in the order of the lake's `index_score`."""
        floats = {
            "score": self.estimate,
            "score_lower": self.interval[0],
            "score_upper": self.interval[1],
        }
        ranks = {
            "rank": self.rank,
            "rank_lower": self.rank_interval[0],
            "rank_upper": self.rank_interval[1],
            "decile": self.decile,
        }
        return pa.table(
            {
                "index": pa.array([self.name] * len(self.areas), pa.string()),
                "lsoa21": list(self.areas),
                **{name: _nullable(values, pa.float64()) for name, values in floats.items()},
                **{name: _nullable(values, pa.int64()) for name, values in ranks.items()},
                "p_top_decile": _nullable(self.p_top_decile, pa.float64()),
                "indicators_used": pa.array(self.used, pa.int64()),
            }
        )

    def summary(self) -> str:
        """The result in a few sentences: n, method and level of the interval."""
        scored = int(np.count_nonzero(~np.isnan(self.estimate)))
        sure = int(np.count_nonzero(self.p_top_decile >= 0.9))
        top = int(np.count_nonzero(self.decile == 1))
        return (
            f"{self.name.capitalize()} index of {scored} areas from {len(self.parts)} indicators: "
            f"{self.provenance['method']}. {100 * self.level:g} % intervals over "
            f"{self.provenance['runs']} choices of method. Of {top} areas in the top tenth, {sure} are there "
            f"in at least nine tenths of the choices. {len(self.reasons)} areas have no score."
        )


def _nullable(values: Array, kind: pa.DataType) -> pa.Array:
    missing = np.isnan(values)
    filled = np.where(missing, 0, values)
    return pa.array(filled.astype("int64") if kind == pa.int64() else filled, kind, mask=missing)
