"""Which variables are chosen again and again when half of the units are looked at: stability selection.

Meinshausen and Buehlmann (2010): halves, shares of choice and a bound on the expected number of false ones.
Shah and Samworth (2013): halves in complementary pairs, and a sharper bound where the shares of variables
chosen by chance are unimodal. The choice on each half is the first `take` variables that enter a weighted
lasso as its penalty falls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
GRID = 40  # penalties, from the one at which nothing enters down to a hundredth of it
SWEEPS = 200


@dataclass(frozen=True)
class Stability:
    """Shares of choice.

    Attributes
    ----------
    share
        For each of k variables, the share of halves in which it is chosen.
    threshold
        Share from which a variable counts as selected.
    take
        Variables chosen on each half.
    halves
        How many halves were looked at: two a pair.
    bound
        Expected number of variables selected by chance, at most (Meinshausen and Buehlmann, theorem 1).
    bound_unimodal
        The same under unimodality (Shah and Samworth, theorem 2); of variables chosen no more often than at
        random.
    """

    share: Array
    threshold: float
    take: int
    halves: int
    bound: float
    bound_unimodal: float

    @property
    def selected(self) -> npt.NDArray[np.bool_]:
        """Which variables reach the threshold."""
        return np.asarray(self.share >= self.threshold - 1e-12)


def error_bound(variables: int, take: int, threshold: float) -> float:
    """Return take² / ((2 threshold - 1) variables), the bound of theorem 1; threshold above one half."""
    _check(variables, take, threshold)
    return take**2 / ((2 * threshold - 1) * variables)


def error_bound_unimodal(variables: int, take: int, threshold: float, pairs: int) -> float:
    """Return C(threshold, pairs) take² / variables of theorem 2; infinite where the theorem says nothing."""
    _check(variables, take, threshold)
    share = take / variables
    floor = min(0.5 + share**2, 0.5 + 1 / (2 * pairs) + 0.75 * share**2)
    if threshold <= floor or share > 1 / np.sqrt(3):
        return float("inf")
    if threshold <= 0.75:
        factor = 1 / (2 * (2 * threshold - 1 - 1 / (2 * pairs)))
    else:
        factor = 4 * (1 - threshold + 1 / (2 * pairs)) / (1 + 1 / pairs)
    return float(factor * take**2 / variables)


def stability_selection(
    outcome: npt.ArrayLike,
    variables: npt.ArrayLike,
    *,
    weights: npt.ArrayLike,
    groups: npt.ArrayLike,
    take: int = 1,
    threshold: float = 0.75,
    pairs: int = 50,
    seed: int = 20240501,
) -> Stability:
    """Choose variables on complementary halves of the groups.

    Parameters
    ----------
    outcome
        Length n.
    variables
        n x k, nothing missing.
    weights
        Length n, above zero: precision of each outcome.
    groups
        Labels of length n: whole groups (districts) go to one half, so that neighbours do not vouch for one
        another.
    take
        How many variables are chosen on each half.

    Raises
    ------
    EstimateError
        When there are too few groups for halves, or more to take than variables.
    """
    y, x = np.asarray(outcome, dtype=float), np.asarray(variables, dtype=float)
    w = np.asarray(weights, dtype=float)
    labels, number = np.unique(np.asarray(groups), return_inverse=True)
    if len(labels) < 4:
        raise EstimateError(f"{len(labels)} groups are too few for halves; four are needed.")
    _check(x.shape[1], take, threshold)
    rng = np.random.default_rng(seed)
    times = np.zeros(x.shape[1])
    for _ in range(pairs):
        order = rng.permutation(len(labels))
        for half in (order[: len(order) // 2], order[len(order) // 2 : 2 * (len(order) // 2)]):
            rows = np.isin(number, half)
            times[first_of_lasso(y[rows], x[rows], w[rows], take)] += 1
    return Stability(
        share=times / (2 * pairs),
        threshold=threshold,
        take=take,
        halves=2 * pairs,
        bound=error_bound(x.shape[1], take, threshold),
        bound_unimodal=error_bound_unimodal(x.shape[1], take, threshold, pairs),
    )


def first_of_lasso(y: Array, x: Array, w: Array, take: int) -> Numbers:
    """Return the first `take` variables to enter a weighted lasso; equal ones by size, then by order."""
    share = w / w.sum()
    x = x - share @ x
    spread = np.sqrt(share @ x**2)
    x = x / np.where(spread > 1e-12, spread, np.inf)
    y = y - share @ y
    gram, slope = (x * share[:, None]).T @ x, x.T @ (share * y)
    top = float(np.abs(slope).max())
    if top == 0:
        return np.zeros(0, dtype=np.int64)
    entered: list[int] = []
    beta = np.zeros(x.shape[1])
    for penalty in np.geomspace(top, top / 100, GRID)[1:]:
        beta = _descend(gram, slope, beta, float(penalty))
        new = [int(one) for one in np.argsort(-np.abs(beta), kind="stable") if beta[one] != 0]
        entered += [one for one in new if one not in entered]
        if len(entered) >= take:
            break
    return np.array(entered[:take], dtype=np.int64)


def _descend(gram: Array, slope: Array, beta: Array, penalty: float) -> Array:
    """Coordinate descent on the Gram matrix."""
    beta = beta.copy()
    for _ in range(SWEEPS):
        before = beta.copy()
        for one in range(len(beta)):
            if gram[one, one] <= 0:
                continue
            rest = slope[one] - gram[one] @ beta + gram[one, one] * beta[one]
            beta[one] = np.sign(rest) * max(abs(rest) - penalty, 0.0) / gram[one, one]
        if np.abs(beta - before).max() < 1e-9:
            break
    return beta


def _check(variables: int, take: int, threshold: float) -> None:
    if not 1 <= take <= variables:
        raise EstimateError(f"{take} of {variables} variables cannot be chosen.")
    if not 0.5 < threshold <= 1:
        raise EstimateError(f"The threshold {threshold:g} must lie above 0.5 and at or under 1.")
