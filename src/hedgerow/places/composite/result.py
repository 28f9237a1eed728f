"""What a composite index says, with all its stages, checks and the log that can run it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.places.composite.log import Step
from hedgerow.places.composite.removal import Removed
from hedgerow.places.composite.spec import Spec
from hedgerow.places.composite.uncertainty import Uncertain
from hedgerow.stats import Check
from hedgerow.stats.composite import Coherence, Treated

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CompositeResult:
    """An index of n units; arrays have length n, NaN where there is no score.

    Attributes
    ----------
    units, dropped
        Units that were kept, and those that screening left out with the reason.
    estimate, rank
        The score, and its rank; 1 is the highest score, equals share the better rank.
    stages
        Units x indicators after each step, by name; `aggregated` has the nodes after the indicators.
    weights
        By element.
    uncertain
        What other choices would have said; nothing where it was not asked for.
    """

    spec: Spec
    units: tuple[str, ...]
    dropped: Mapping[str, str]
    estimate: Array
    rank: Array
    stages: Mapping[str, Array]
    columns: tuple[str, ...]
    weights: Mapping[str, float]
    treatment: tuple[Treated, ...]
    coherence: tuple[Coherence, ...]
    influence: Mapping[str, float]
    removed: tuple[Removed, ...]
    uncertain: Uncertain | None
    checks: tuple[Check, ...]
    log: tuple[Step, ...]
    provenance: Mapping[str, object]

    @property
    def interval(self) -> tuple[Array, Array] | None:
        """Lower and upper score over the choices that vary."""
        return None if self.uncertain is None else self.uncertain.score

    @property
    def scored(self) -> int:
        """How many units have a score."""
        return int(np.count_nonzero(~np.isnan(self.estimate)))

    def tidy(self) -> pa.Table:
        """One row a unit: score, rank, intervals and the value of every node."""
        k = len(self.spec.indicators)
        columns: dict[str, pa.Array] = {
            "unit": pa.array(self.units, pa.string()),
            "score": nullable(self.estimate),
            "rank": nullable(self.rank, whole=True),
        }
        if self.uncertain is not None:
            held = self.uncertain
            columns |= {
                "score_lower": nullable(held.score[0]),
                "score_upper": nullable(held.score[1]),
                "rank_lower": nullable(held.rank[0], whole=True),
                "rank_upper": nullable(held.rank[1], whole=True),
                "rank_mean": nullable(held.mean_rank),
                "rank_median": nullable(held.median_rank),
                "p_worst_decile": nullable(held.p_worst),
            }
        for place, code in enumerate(self.columns[k:]):
            columns[code if code not in columns else f"{code}_value"] = nullable(
                self.stages["aggregated"][:, k + place]
            )
        return pa.table(columns)

    def stage(self, name: str) -> pa.Table:
        """One step's output: units and columns."""
        table = self.stages[name]
        names = self.columns if name == "aggregated" else self.columns[: len(self.spec.indicators)]
        held = {code: nullable(table[:, place]) for place, code in enumerate(names)}
        return pa.table({"unit": pa.array(self.units, pa.string()), **held})

    def summary(self) -> str:
        """Say the result in a few sentences: n, method and, where there is one, the interval's level."""
        spec = self.spec
        text = (
            f"{spec.name}: {self.scored} units scored from {len(spec.indicators)} indicators "
            f"(impute {spec.impute.method}, treat {spec.treat.method}, normalise {spec.normalise.method}, "
            f"weights {spec.weight.method}, aggregate {spec.aggregate.method})."
        )
        if self.dropped:
            text += f" {len(self.dropped)} units are left out by screening."
        if self.uncertain is not None:
            text += f" {self.uncertain.summary()}"
        return text


def nullable(values: Array, *, whole: bool = False) -> pa.Array:
    """Return an Arrow column with null where the value is NaN."""
    missing = np.isnan(values)
    filled = np.where(missing, 0, values)
    return pa.array(filled.astype(np.int64) if whole else filled, mask=missing)
