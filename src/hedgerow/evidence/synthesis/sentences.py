"""A synthesis in plain words: what was pooled, how, what came out and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from hedgerow.evidence.synthesis.checks import freedom, ratio_of
from hedgerow.evidence.synthesis.data import Array
from hedgerow.evidence.synthesis.measures import measure_named
from hedgerow.stats import Check


class Told(Protocol):
    """What the sentences need of a `Synthesis`."""

    @property
    def names(self) -> Sequence[str]: ...
    @property
    def estimate(self) -> Array: ...
    @property
    def interval(self) -> tuple[Array, Array]: ...
    @property
    def prediction_interval(self) -> tuple[float, float] | None: ...
    @property
    def tau2(self) -> float: ...
    @property
    def i2(self) -> float: ...
    @property
    def qm_p(self) -> float | None: ...
    @property
    def robust(self) -> Any: ...
    @property
    def k(self) -> int: ...
    @property
    def clusters(self) -> int | None: ...
    @property
    def df(self) -> int | None: ...
    @property
    def method(self) -> str: ...
    @property
    def test(self) -> str: ...
    @property
    def level(self) -> float: ...
    @property
    def checks(self) -> Sequence[Check]: ...
    @property
    def measure(self) -> str: ...
    @property
    def positive_means(self) -> str: ...
    @property
    def ratio(self) -> bool: ...


_METHODS = {
    "EE": "one common effect",
    "MH": "Mantel-Haenszel, one common effect",
    "PETO": "Peto's method, one common effect",
}
_TESTS = {
    "knha": "Knapp and Hartung's test",
    "adhoc": "Knapp and Hartung's test, never narrower",
    "t": "t",
}


def said(found: Told) -> list[str]:
    """Return the sentences of a result."""
    low, high = float(found.interval[0][0]), float(found.interval[1][0])
    what = "The constant" if len(found.names) > 1 else f"The pooled {_measure(found)}"
    sentences = [
        f"{what} of {of(found)} is {shown(found, found.estimate[0])}, {100 * found.level:g} % interval "
        f"{shown(found, low)} to {shown(found, high)} ({method(found)})."
    ]
    if found.positive_means and len(found.names) == 1:
        sentences.append(_meaning(found, low, high))
    if found.method not in ("EE", "MH", "PETO"):
        sentences.append(
            f"True effects vary with tau2 {found.tau2:.4g}; {found.i2:.0f} % of the variance is more than "
            "sampling error (from tau2)."
        )
    if found.prediction_interval and np.isfinite(found.prediction_interval).all():
        first, last = (shown(found, end) for end in found.prediction_interval)
        sentences.append(f"In a new study like these the effect is expected between {first} and {last}.")
    if found.qm_p is not None:
        sentences.append(f"The moderators together have p {_p(found.qm_p)}.")
    if found.robust and found.robust.joint:
        sentences.append(f"With robust errors (HTZ) their p is {_p(found.robust.joint.p_value)}.")
    if found.robust:
        sentences.append(
            f"With errors robust to clusters ({found.robust.kind}) p is {_p(float(found.robust.p_value[0]))}."
        )
    return sentences + [
        check.text for check in found.checks if check.passed is False and check.name != "elsewhere"
    ]


def shown(found: Told, value: float) -> str:
    """Return an effect as it is read: a ratio where it is the logarithm of one."""
    if found.ratio and len(found.names) == 1:
        ratio = ratio_of(value)
        return f"{ratio:.3f}" if 0.01 <= ratio < 1e6 else f"{ratio:.3g}"
    return f"{value:.4g}"


def of(found: Told) -> str:
    """Return how many effects there are, and in how many clusters."""
    inside = f" in {found.clusters} clusters" if found.clusters else ""
    return f"{found.k} effects{inside}"


def method(found: Told) -> str:
    """Return the estimator and the test in words."""
    name = _METHODS.get(found.method, found.method)
    test = "normal test"
    if found.test in _TESTS and found.df is not None:
        test = f"{_TESTS[found.test]} on {freedom(found.df)}"
    return f"{name}; {test}"


def _p(value: float) -> str:
    return f"{value:.3g}" if value >= 0.0001 else "below 0.0001"


def _measure(found: Told) -> str:
    named = measure_named(found.measure)
    return named.title if named else "effect"


def _meaning(found: Told, low: float, high: float) -> str:
    """Say what the answer means, given what a positive effect means."""
    null = 1 if found.ratio else 0
    if low > 0 or high < 0:
        side = "above" if low > 0 else "below"
        return f"All of it lies {side} {null}; above {null} means {found.positive_means}."
    return (
        f"Its interval holds {null}, no difference: the effect may lie on either side, which is no proof "
        f"that there is none; above {null} means {found.positive_means}."
    )
