"""A finished synthesis."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa

from hedgerow.evidence.synthesis.data import Array
from hedgerow.evidence.synthesis.measures import measure_named
from hedgerow.evidence.synthesis.sentences import said
from hedgerow.stats import Check
from hedgerow.stats.meta import JointTest


@dataclass(frozen=True)
class RobustErrors:
    """Cluster-robust errors beside those of the model, one value a coefficient; and all moderators."""

    kind: str
    se: Array
    df: Array
    interval: tuple[Array, Array]
    p_value: Array
    joint: JointTest | None = None


@dataclass(frozen=True)
class Synthesis:
    """k effects pooled; arrays have one value a coefficient, the first of them the pooled effect.

    Attributes
    ----------
    test
        z, t, knha or adhoc, as it was done.
    prediction_interval
        Where the true effect of a new study like these is expected; None with moderators.
    tau2, sigma2
        Variance of the true effects; with clusters its two parts, between clusters and within them.
    i2, i2_q
        Per cent of the variance that is not sampling error, from tau2 and from Q.
    qm, qm_df, qm_p
        Joint test of the moderators; None without moderators.
    measure, positive_means, notes
        A code of `MEASURES`, what a positive effect means, and how the effects were read; empty where not
        known.
    tops
        Each tau2 at which the likelihood has a top, with its log-likelihood; empty but for several.
    """

    names: tuple[str, ...]
    estimate: Array
    se: Array
    interval: tuple[Array, Array]
    p_value: Array
    df: int | None
    prediction_interval: tuple[float, float] | None
    tau2: float
    tau2_interval: tuple[float, float] | None
    sigma2: tuple[float, float] | None
    i2: float
    i2_q: float
    q: float
    q_p: float
    qm: float | None
    qm_df: int | None
    qm_p: float | None
    r2: float | None
    robust: RobustErrors | None
    k: int
    clusters: int | None
    method: str
    test: str
    level: float
    left_out: tuple[str, ...]
    checks: tuple[Check, ...]
    provenance: Mapping[str, object]
    measure: str = ""
    positive_means: str = ""
    notes: tuple[str, ...] = ()
    tops: tuple[tuple[float, float], ...] = ()

    @property
    def ratio(self) -> bool:
        """Whether the effects are logarithms of ratios, to be shown as ratios too."""
        found = measure_named(self.measure)
        return bool(found and found.log)

    def tidy(self) -> pa.Table:
        """One row a coefficient."""
        columns: dict[str, object] = {
            "name": list(self.names),
            "estimate": self.estimate,
            "se": self.se,
            "ci_low": self.interval[0],
            "ci_high": self.interval[1],
            "p_value": self.p_value,
        }
        if self.robust:
            columns |= {
                "robust_se": self.robust.se,
                "robust_df": self.robust.df,
                "robust_ci_low": self.robust.interval[0],
                "robust_ci_high": self.robust.interval[1],
                "robust_p_value": self.robust.p_value,
            }
        return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})

    def as_dict(self) -> dict[str, object]:
        """Return JSON-ready values; the pooled effect (or the constant) stands at the top."""
        return {
            "estimate": number(self.estimate[0]),
            "se": number(self.se[0]),
            "ci": [number(self.interval[0][0]), number(self.interval[1][0])],
            "p_value": number(self.p_value[0]),
            "df": self.df,
            "prediction_interval": _pair(self.prediction_interval),
            "tau2": number(self.tau2),
            "tau2_ci": _pair(self.tau2_interval),
            "sigma2": _pair(self.sigma2),
            "i2": number(self.i2),
            "i2_from_q": number(self.i2_q),
            "q": number(self.q),
            "q_p": number(self.q_p),
            "k": self.k,
            "clusters": self.clusters,
            "qm": number(self.qm),
            "qm_df": self.qm_df,
            "qm_p": number(self.qm_p),
            "r2": number(self.r2),
            "method": self.method,
            "test": self.test,
            "level": self.level,
            "robust_kind": self.robust.kind if self.robust else None,
            "robust_joint": asdict(self.robust.joint) if self.robust and self.robust.joint else None,
            "coefficients": self.tidy().to_pylist(),
            "measure": self.measure or None,
            "positive_means": self.positive_means or None,
            "exponentiated": self._exponentiated(),
            "likelihood_tops": [{"tau2": top, "log_likelihood": value} for top, value in self.tops],
            "notes": list(self.notes),
            "left_out": list(self.left_out),
            "checks": [
                {"name": check.name, "passed": check.passed, "text": check.text} for check in self.checks
            ],
            "summary": self.summary(),
            "provenance": dict(self.provenance),
        }

    def _exponentiated(self) -> dict[str, object] | None:
        """Return the pooled effect as a ratio, where it is the logarithm of one."""
        if not self.ratio or len(self.names) > 1:
            return None
        prediction = self.prediction_interval
        return {
            "estimate": _ratio(self.estimate[0]),
            "ci": [_ratio(end[0]) for end in self.interval],
            "prediction_interval": prediction and [_ratio(end) for end in prediction],
        }

    def summary(self) -> str:
        """The result in a few sentences: n, method and level of the interval."""
        return " ".join(said(self))


def number(value: float | None) -> float | None:
    """Return a number for JSON, None where there is none."""
    return None if value is None or not np.isfinite(value) else float(value)


def _ratio(value: float) -> float | None:
    """Return the ratio of a logarithm; None beyond all numbers."""
    return math.exp(value) if math.isfinite(value) and value < 709 else None


def _pair(pair: tuple[float, float] | None) -> list[float | None] | None:
    return None if pair is None else [number(pair[0]), number(pair[1])]
