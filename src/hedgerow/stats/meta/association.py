"""Effect sizes that are correlations of a kind: of two-by-two tables, and of a split or measured outcome.

Yule 1912 for Q, Y and the variance of phi; Pearson 1900 and Kirk 1973 for the tetrachoric correlation;
Soper 1914 and Jacobs & Viechtbauer 2017 for the point-biserial and biserial correlation.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import integrate, optimize, stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.effect_sizes import Effects, counts, halved
from hedgerow.stats.meta.studies import Array, row

_NEARLY_ONE = 1 - 1e-9


def of_tables(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, measure: str = "PHI"
) -> Effects:
    """Return the association in tables of (a, b) against (c, d): PHI, YUQ, YUY or RTET (tetrachoric).

    An empty cell adds one half to all four cells of its table.
    """
    ways = {"PHI": _phi, "YUQ": _yules_q, "YUY": _yules_y, "RTET": _tetrachoric}
    if measure not in ways:
        raise UsageError(
            f"There is no association “{measure}” of a table.", remedy=f"Use one of {', '.join(ways)}."
        )
    y, v = ways[measure](halved(counts(a, b, c, d)))
    return Effects(measure, y, v)


def of_means(
    m1: npt.ArrayLike,
    sd1: npt.ArrayLike,
    n1: npt.ArrayLike,
    m2: npt.ArrayLike,
    sd2: npt.ArrayLike,
    n2: npt.ArrayLike,
    *,
    measure: str = "RPB",
) -> Effects:
    """Return the correlation of belonging to group 1 with the outcome.

    RPB is point-biserial: the groups are two by nature. RBIS is biserial: a scale was cut into two.
    """
    m1, sd1, n1, m2, sd2, n2 = (row(part) for part in (m1, sd1, n1, m2, sd2, n2))
    n, df = n1 + n2, n1 + n2 - 2
    d = (m1 - m2) / np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    h = df / n1 + df / n2
    r = d / np.sqrt(d**2 + h)
    if measure == "RPB":
        return Effects(measure, r, h**2 / (h + d**2) ** 3 * (1 / n1 + 1 / n2 + d**2 / (2 * n)))
    if measure != "RBIS":
        raise UsageError(f"There is no correlation “{measure}” of means.", remedy="Use RPB or RBIS.")
    p, q = n1 / n, n2 / n
    z = stats.norm.isf(p)
    height = stats.norm.pdf(z)
    r = np.sqrt(p * q) / height * r
    bend = 1.5 + (1 - p * z / height) * (1 + q * z / height)
    return Effects(measure, r, (p * q / height**2 - bend * r**2 + r**4) / (n - 1))


def _phi(cells: Array) -> tuple[Array, Array]:
    a, b, c, d = cells
    n = cells.sum(axis=0)
    row1, row2, col1, col2 = (a + b) / n, (c + d) / n, (a + c) / n, (b + d) / n
    phi = (a * d - b * c) / (n**2 * np.sqrt(row1 * row2 * col1 * col2))
    rows, cols = row1 - row2, col1 - col2
    mixed = phi * (1 + 0.5 * phi**2) * rows * cols / np.sqrt(row1 * row2 * col1 * col2)
    apart = 0.75 * phi**2 * (rows**2 / (row1 * row2) + cols**2 / (col1 * col2))
    return phi, (1 - phi**2 + mixed - apart) / n


def _yules_q(cells: Array) -> tuple[Array, Array]:
    a, b, c, d = cells
    q = (a * d - b * c) / (a * d + b * c)
    return q, 0.25 * (1 - q**2) ** 2 * (1 / cells).sum(axis=0)


def _yules_y(cells: Array) -> tuple[Array, Array]:
    a, b, c, d = cells
    one, other = np.sqrt(a * d), np.sqrt(b * c)
    y = (one - other) / (one + other)
    return y, (1 - y**2) ** 2 / 16 * (1 / cells).sum(axis=0)


def _tetrachoric(cells: Array) -> tuple[Array, Array]:
    pairs = [_one_tetrachoric(column) for column in cells.T]
    y, v = np.array(pairs, dtype=float).T
    return y, v


def _one_tetrachoric(cells: Array) -> tuple[float, float]:
    """Return the correlation of two normals cut at the margins, with its variance by the delta method."""
    n = float(cells.sum())
    shares = cells / n
    rows, cols = float(shares[0] + shares[1]), float(shares[0] + shares[2])
    if min(rows, cols, 1 - rows, 1 - cols) <= 0:
        raise EstimateError(
            "A table with an empty margin has no tetrachoric correlation.", remedy="Leave it out."
        )
    h, k = float(stats.norm.ppf(rows)), float(stats.norm.ppf(cols))

    def gap(r: float) -> float:
        area, _ = integrate.quad(lambda t: _density(h, k, t), 0.0, r, epsabs=1e-13, epsrel=1e-12)
        return rows * cols + area - float(shares[0])

    r = float(optimize.brentq(gap, -_NEARLY_ONE, _NEARLY_ONE, xtol=1e-13))
    spread = np.sqrt(1 - r * r)
    of_k, of_h = stats.norm.cdf((k - r * h) / spread), stats.norm.cdf((h - r * k) / spread)
    slope = np.array([1 - of_k - of_h, -of_k, -of_h, 0.0]) / _density(h, k, r)
    return r, float(slope @ (np.diag(shares) - np.outer(shares, shares)) @ slope / n)


def _density(h: float, k: float, r: float) -> float:
    """Return the density of two standard normals with correlation r."""
    rest = 1 - r * r
    return float(np.exp(-(h * h - 2 * r * h * k + k * k) / (2 * rest)) / (2 * np.pi * np.sqrt(rest)))
