"""Who is whose neighbour in a smooth field: the intrinsic autoregression, scaled group by group.

The field u has density proportional to exp(-1/2 sum (u_i - u_j)²) over links, and sums to nought in each
connected group (Besag, York and Mollié 1991). It is scaled so that the geometric mean of its marginal
variances is one (Riebler et al. 2016), in every group by itself (Freni-Sterrantino, Ventrucci and Rue 2018).
An area without neighbours is an island: its value is drawn by itself with variance one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError
from hedgerow.stats.field.solving import factorise

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
RIDGE = 1e-6  # keeps the precision of a group without any observation apart from singular
EXACT = 4_000  # areas of a group up to which every marginal variance is computed
SAMPLE = 512  # of a larger group, in equal steps


@dataclass(frozen=True)
class Structure:
    """The neighbourhood of n areas.

    Attributes
    ----------
    links
        m x 2, each pair once.
    group
        Connected group of each area, -1 for an island.
    scale
        Of each group: geometric mean of the marginal variances of the unscaled field, s.
    """

    n: int
    links: Places
    group: Places
    scale: Array

    @property
    def islands(self) -> Mask:
        """Areas without a neighbour."""
        return np.asarray(self.group < 0)

    @property
    def groups(self) -> int:
        """Connected groups of two areas or more."""
        return len(self.scale)

    @property
    def rank(self) -> int:
        """Freedom of the field: areas less one for each group."""
        return self.n - self.groups

    @property
    def strength(self) -> Array:
        """Weight of each link after scaling."""
        return self.scale[self.group[self.links[:, 0]]]

    def part(self, rows: Mask) -> Structure:
        """Return the neighbourhood of some of the areas; links keep the strength they have in the whole."""
        place = np.where(rows, np.cumsum(rows) - 1, -1)
        links = place[self.links]
        kept = (links >= 0).all(axis=1)
        group = _groups(links[kept], int(rows.sum()))
        scale = np.ones(int(group.max(initial=-1)) + 1)
        scale[group[links[kept][:, 0]]] = self.strength[kept]
        return Structure(int(rows.sum()), links[kept], group, scale)

    def precision(self) -> Any:
        """Return the scaled precision as a sparse matrix in compressed columns."""
        return _laplacian(self.n, self.links, self.strength, np.where(self.islands, 1.0, RIDGE))

    def roughness(self, field: Array) -> float:
        """Return the quadratic form of the scaled precision."""
        step = field[self.links[:, 0]] - field[self.links[:, 1]]
        own = np.where(self.islands, 1.0, RIDGE)
        return float(np.sum(self.strength * step**2) + np.sum(own * field**2))

    def noise(self, rng: np.random.Generator) -> Array:
        """Draw a vector whose covariance is the scaled precision."""
        push = np.sqrt(self.strength) * rng.standard_normal(len(self.links))
        ends = np.bincount(self.links[:, 0], push, self.n) - np.bincount(self.links[:, 1], push, self.n)
        own: Array = np.sqrt(np.where(self.islands, 1.0, RIDGE)) * rng.standard_normal(self.n)
        return np.asarray(ends + own)


def structure(pairs: npt.ArrayLike, n: int) -> Structure:
    """Return the neighbourhood of n areas from pairs of their places; either direction will do.

    Raises
    ------
    UsageError
        When a place is not among the n, or an area is its own neighbour.
    """
    links = _once(np.asarray(pairs, dtype=np.int64).reshape(-1, 2), n)
    group = _groups(links, n)
    count = int(group.max(initial=-1)) + 1
    return Structure(n, links, group, _scales(links, group, count))


def _once(pairs: Places, n: int) -> Places:
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= n):
        raise UsageError(f"A link leads to a place that is not among the {n} areas.")
    if np.any(pairs[:, 0] == pairs[:, 1]):
        place = int(pairs[pairs[:, 0] == pairs[:, 1]][0, 0])
        raise UsageError(f"Area {place} is given as its own neighbour.", remedy="Leave such links out.")
    keys = np.unique(pairs.min(axis=1, initial=n) * n + pairs.max(axis=1, initial=0))
    return np.column_stack([keys // n, keys % n]) if len(keys) else np.empty((0, 2), dtype=np.int64)


def _groups(links: Places, n: int) -> Places:
    """Number the connected groups of two areas or more from nought; islands are -1."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph: Any = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(n, n)).tocsr()
    label = np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
    large = np.bincount(label, minlength=1) > 1
    number = np.where(large, np.cumsum(large) - 1, -1)
    return np.asarray(number[label], dtype=np.int64)


def _scales(links: Places, group: Places, count: int) -> Array:
    """Return s of each group from the marginal variances of the unscaled field."""
    n = len(group)
    if not count:
        return np.empty(0)
    size = np.bincount(group[group >= 0], minlength=count)
    solver = factorise(
        _laplacian(n, links, np.ones(len(links)), np.where(group < 0, 1.0, RIDGE)), group, count
    )
    asked = np.flatnonzero(group >= 0)
    step = np.maximum(1, size // SAMPLE) * (size > EXACT) + (size <= EXACT)
    turn = np.zeros(n, dtype=np.int64)
    for number in range(count):
        turn[group == number] = np.arange(size[number])
    asked = asked[turn[asked] % step[group[asked]] == 0]
    logs = np.log(solver.variances(asked))
    return np.asarray(
        np.exp(np.bincount(group[asked], logs, count) / np.bincount(group[asked], minlength=count))
    )


def _laplacian(n: int, links: Places, weight: Array, own: Array) -> Any:
    from scipy.sparse import coo_array, csc_matrix, diags_array

    off = coo_array((weight, (links[:, 0], links[:, 1])), shape=(n, n))
    degree = np.bincount(links[:, 0], weight, n) + np.bincount(links[:, 1], weight, n)
    return csc_matrix(diags_array(degree + own) - off - off.T)
