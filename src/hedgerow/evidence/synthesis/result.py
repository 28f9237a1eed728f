"""A finished synthesis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hedgerow.evidence.synthesis.data import Array
from hedgerow.stats import Check


@dataclass(frozen=True)
class RobustErrors:
    """Cluster-robust errors beside those of the model: one value a coefficient."""

    kind: str
    se: Array
    df: Array
    interval: tuple[Array, Array]
    p_value: Array


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
        Joint test of the moderators; None without moderators and with clusters.
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
            "coefficients": self.tidy().to_pylist(),
            "left_out": list(self.left_out),
            "checks": [
                {"name": check.name, "passed": check.passed, "text": check.text} for check in self.checks
            ],
            "summary": self.summary(),
            "provenance": dict(self.provenance),
        }

    def summary(self) -> str:
        """The result in a few sentences: n, method and level of the interval."""
        low, high = self.interval[0][0], self.interval[1][0]
        what = "The constant" if len(self.names) > 1 else "The pooled effect"
        said = [
            f"{what} of {self._of()} is {self.estimate[0]:.4g}, {100 * self.level:g} % interval {low:.4g} to "
            f"{high:.4g} ({_METHODS.get(self.method, self.method)}; {_tests(self.test, self.df)}).",
            f"True effects vary with tau2 {self.tau2:.4g}; {self.i2:.0f} % of the variance is more than "
            "sampling error (from tau2).",
        ]
        if self.prediction_interval and np.isfinite(self.prediction_interval).all():
            first, last = self.prediction_interval
            said.append(
                f"In a new study like these the effect is expected between {first:.4g} and {last:.4g}."
            )
        if self.qm_p is not None:
            said.append(f"The moderators together have p {self.qm_p:.3g}.")
        if self.robust:
            said.append(
                f"With errors robust to clusters ({self.robust.kind}) p is {self.robust.p_value[0]:.3g}."
            )
        said += [check.text for check in self.checks if check.passed is False and check.name != "elsewhere"]
        return " ".join(said)

    def _of(self) -> str:
        inside = f" in {self.clusters} clusters" if self.clusters else ""
        return f"{self.k} effects{inside}"


_METHODS = {"EE": "one common effect"}


def _tests(test: str, df: int | None) -> str:
    words = {
        "knha": "Knapp and Hartung's test",
        "adhoc": "Knapp and Hartung's test, never narrower",
        "t": "t",
    }
    return f"{words[test]} on {df} degrees of freedom" if test in words else "normal test"


def number(value: float | None) -> float | None:
    """Return a number for JSON, None where there is none."""
    return None if value is None or not np.isfinite(value) else float(value)


def _pair(pair: tuple[float, float] | None) -> list[float | None] | None:
    return None if pair is None else [number(pair[0]), number(pair[1])]
