"""The circle that holds most more than it should: Kulldorff's scan for counts (1997).

Circles grow around every area until they hold half of the population. A circle with c of C cases where E were
expected has the likelihood ratio c ln(c/E) + (C - c) ln((C - c)/(C - E)) for c > E, else nought.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError

Array = npt.NDArray[np.float64]
_BATCH = 64


@dataclass(frozen=True)
class Cluster:
    """The most likely cluster: places of its areas, and how it compares with chance.

    Attributes
    ----------
    p_value
        1 + shuffles at least as extreme, over 1 + shuffles.
    """

    areas: tuple[int, ...]
    cases: float
    expected: float
    population: float
    log_ratio: float
    p_value: float
    shuffles: int

    @property
    def ratio(self) -> float:
        """Cases over expected."""
        return self.cases / self.expected


def scan(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    cases: npt.ArrayLike,
    expected: npt.ArrayLike,
    population: npt.ArrayLike,
    *,
    share: float = 0.5,
    shuffles: int = 999,
    seed: int = 0,
) -> Cluster:
    """Return the most likely circular cluster.

    Raises
    ------
    UsageError, EstimateError
        When the columns do not fit, a number is missing or negative, or no case is there.
    """
    columns = [np.asarray(part, dtype=float) for part in (x, y, cases, expected, population)]
    _check(columns, share)
    east, north, found, due, people = columns
    due = due * found.sum() / due.sum()
    distance = np.hypot(east[:, None] - east, north[:, None] - north)
    order = np.argsort(distance, axis=1, kind="stable")
    allowed = np.cumsum(people[order], axis=1) <= share * people.sum()
    inside = np.cumsum(due[order], axis=1)
    ratios = _ratios(np.cumsum(found[order], axis=1), inside, found.sum(), allowed)
    centre, last = np.unravel_index(int(np.argmax(ratios)), ratios.shape)
    best = float(ratios[centre, last])
    members = order[centre, : last + 1]
    return Cluster(
        areas=tuple(sorted(int(place) for place in members)),
        cases=float(found[members].sum()),
        expected=float(due[members].sum()),
        population=float(people[members].sum()),
        log_ratio=best,
        p_value=_p_value(best, order, inside, allowed, (due, int(found.sum()), shuffles, seed)),
        shuffles=shuffles,
    )


def _ratios(cases: Array, expected: Array, total: float, allowed: npt.NDArray[np.bool_]) -> Array:
    rest, due = total - cases, total - expected
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = np.where(cases > 0, cases * np.log(cases / expected), 0.0)
        outer = np.where(rest > 0, rest * np.log(rest / due), 0.0)
    return np.where(allowed & (cases > expected), inner + outer, 0.0)


def _p_value(
    best: float,
    order: npt.NDArray[np.int64],
    inside: Array,
    allowed: npt.NDArray[np.bool_],
    plan: tuple[Array, int, int, int],
) -> float:
    due, total, shuffles, seed = plan
    chance = np.random.default_rng(seed)
    reached = 0
    for start in range(0, shuffles, _BATCH):
        drawn = chance.multinomial(total, due / due.sum(), min(_BATCH, shuffles - start)).astype(float)
        for one in drawn:
            top = _ratios(np.cumsum(one[order], axis=1), inside, float(total), allowed).max()
            reached += int(top >= best - 1e-12)
    return (1 + reached) / (1 + shuffles)


def _check(columns: list[Array], share: float) -> None:
    if len({part.shape for part in columns}) != 1 or columns[0].ndim != 1 or len(columns[0]) < 3:
        raise UsageError(
            "A scan needs places, cases, expected and population of the same three or more areas."
        )
    if any(np.any(~np.isfinite(part)) for part in columns) or any(np.any(part < 0) for part in columns[2:]):
        raise UsageError("A number is missing or negative.", remedy="Leave such areas out and name them.")
    if not 0 < share < 1:
        raise UsageError(
            f"A share of {share:g} of the population is not between 0 and 1.", remedy="Give 0.5."
        )
    if columns[2].sum() == 0 or np.any(columns[3] == 0):
        raise EstimateError("There is no case, or an area expects none, so nothing can be scanned.")
