"""The ranker: a linear support vector machine with squared hinge loss that favours the rare relevant record.

The model is that of ASReview's ELAS u4 (TF-IDF of one- and two-word terms; C = 0.11; an irrelevant label
weighs n₁ / (9.8 n₀), all weights scaled to sum to n; the intercept penalised like a weight). It is solved in
its dual, by Newton steps over the set of records inside the margin (Keerthi and DeCoste 2005), each step by
conjugate gradients, started from the last solution: after a few new labels little changes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError

Array = npt.NDArray[np.float64]
COST = 0.11
RATIO = 9.8
_TOLERANCE = 1e-5


def label_weights(relevant: npt.NDArray[np.bool_], *, ratio: float = RATIO) -> Array:
    """Return the weight of each label: irrelevant ones share 1/ratio of what the relevant ones have."""
    ones = int(relevant.sum())
    zeros = len(relevant) - ones
    raw = np.where(relevant, 1.0, ones / (ratio * max(zeros, 1)))
    return np.asarray(raw * len(relevant) / raw.sum())


class SparseProducts:
    """The inner products of many records plus 1, never written out: only their product with a vector is made.

    Parameters
    ----------
    matrix
        One sparse row a record.
    """

    def __init__(self, matrix: Any) -> None:
        self.matrix = matrix
        self.turned = matrix.T.tocsr()

    def __matmul__(self, vector: Array) -> Array:
        """Return the products times a vector."""
        return np.asarray(self.matrix @ (self.turned @ vector)) + float(vector.sum())


def solve_dual(
    products: Array | SparseProducts, relevant: npt.NDArray[np.bool_], cost: Array, start: Array
) -> Array:
    """Return the dual weights of the squared-hinge support vector machine.

    Parameters
    ----------
    products
        Inner products of the labelled records plus 1, shape (n, n); sparse where they are many.
    relevant
        The labels, shape (n,).
    cost
        Twice C times the weight of each label, shape (n,).
    start
        Weights to start from, shape (n,).

    Notes
    -----
    With y = ±1 and S the records with y f < 1, the optimum has f = K a, a = 0 outside S and
    (K_SS + diag(1/cost_S)) a_S = y_S.
    """
    sign = np.where(relevant, 1.0, -1.0)
    weights, inside = start, np.zeros(len(sign), dtype=bool)
    for step in range(50):
        now = sign * (products @ weights) < 1
        if step and (now == inside).all():
            break
        inside = now
        weights = _newton_step(products, sign, np.where(inside, np.sqrt(cost), 0.0), weights)
    return weights


def _newton_step(products: Array | SparseProducts, sign: Array, root: Array, start: Array) -> Array:
    """Solve for the records with root > 0, in the scale in which the diagonal part is 1."""

    def apply(vector: Array) -> Array:
        return np.asarray(np.where(root > 0, vector + root * (products @ (root * vector)), 0.0))

    scaled = np.divide(start, root, out=np.zeros_like(start), where=root > 0)
    goal = root * sign
    residual = goal - apply(scaled)
    direction, size = residual.copy(), float(residual @ residual)
    enough = _TOLERANCE**2 * float(goal @ goal)
    for _ in range(10 * len(sign)):
        if size <= enough:
            break
        moved = apply(direction)
        step = size / float(direction @ moved)
        scaled = scaled + step * direction
        residual = residual - step * moved
        size, before = float(residual @ residual), size
        direction = residual + size / before * direction
    return np.asarray(root * scaled)


class Ranker:
    """Rank records by their likeness to the relevant ones; scikit-learn's shape.

    Parameters
    ----------
    cost
        C of the support vector machine.
    ratio
        By how much all relevant labels together outweigh all irrelevant ones.

    Attributes
    ----------
    coef_, intercept_
        Weight of each term, and the constant.
    """

    coef_: Array
    intercept_: float

    def __init__(self, *, cost: float = COST, ratio: float = RATIO) -> None:
        self.cost = cost
        self.ratio = ratio

    def fit(self, matrix: Any, labels: npt.ArrayLike) -> Ranker:
        """Learn from labelled records and return self.

        Raises
        ------
        UsageError
            When labels are not 0 or 1, or not one a record.
        EstimateError
            When all labels are the same.
        """
        relevant = checked_labels(labels, matrix.shape[0])
        products = np.asarray((matrix @ matrix.T).toarray()) + 1.0
        cost = 2 * self.cost * label_weights(relevant, ratio=self.ratio)
        weights = solve_dual(products, relevant, cost, np.zeros(len(relevant)))
        self.coef_ = np.asarray(matrix.T @ weights)
        self.intercept_ = float(weights.sum())
        return self

    def decision_function(self, matrix: Any) -> Array:
        """Return the score of each record: the higher, the sooner it should be read."""
        return np.asarray(matrix @ self.coef_) + self.intercept_

    def reasons(
        self, row: Any, terms: npt.NDArray[np.str_], *, top: int = 5
    ) -> tuple[tuple[str, float], ...]:
        """Return the terms of one record that move its score most, with what each adds."""
        parts = row.multiply(self.coef_).tocoo()
        order = np.argsort(-np.abs(parts.data), kind="stable")[:top]
        return tuple((str(terms[parts.col[place]]), float(parts.data[place])) for place in order)


def checked_labels(labels: npt.ArrayLike, records: int) -> npt.NDArray[np.bool_]:
    """Return the labels as truth values, refused unless they are 0 or 1, of both kinds, one a record."""
    given = np.asarray(labels)
    if given.shape != (records,) or not np.isin(given, (0, 1)).all():
        raise UsageError(f"Labels must be 0 or 1, one for each of the {records} records.")
    relevant = given.astype(bool)
    if relevant.all() or not relevant.any():
        raise EstimateError(
            f"All {records} labels are the same, so nothing can be learnt from them.",
            remedy="Label at least one relevant and one irrelevant record, or rank by the protocol.",
        )
    return relevant
