"""The space-time permutation scan: where and when cases come together more than places and months explain.

Cylinders: a circle of areas round each area, and the last one, two, … months (Kulldorff et al. 2005, PLoS
Medicine 2(3) e59). What is expected is the product of the margins, mu = (cases of the areas) x (cases of the
months) / (all cases), so that a place that always has much and a month in which all places have much say
nothing. The likelihood ratio of a cylinder with c cases is c ln(c/mu) + (C - c) ln((C - c)/(C - mu)) for
c > mu. Chance shuffles the months among the cases; the p-value comes from the largest ratio of each shuffle,
by rank and, for what no shuffle reached, by a Gumbel distribution fitted to them (Abrams et al. 2010).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree
from scipy.special import xlogy

from hedgerow.errors import EstimateError, UsageError

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
EULER = 0.5772156649015329
MOST_SHARE = 0.5  # of all cases that a circle may hold


@dataclass(frozen=True)
class SpaceTimeOptions:
    """What a person may choose.

    Attributes
    ----------
    neighbours, longest
        Areas of the largest circle, and months of the longest cylinder (at most half of those given).
    most
        Clusters to return.
    shuffles, seed
        Of the months among the cases.
    dispersion
        Shuffles take cases to be independent; where they come in series, ratios are divided by this (at
        least 1) before they are held against the shuffled ones. 1 is the scan as published.
    """

    neighbours: int = 50
    longest: int = 3
    most: int = 10
    shuffles: int = 99
    seed: int = 0
    dispersion: float = 1.0


@dataclass(frozen=True)
class SpaceTimeCluster:
    """A cylinder: rows of its areas (the first is its centre) and how many of the last months it spans."""

    areas: tuple[int, ...]
    months: int
    cases: float
    expected: float
    log_ratio: float
    p_value: float
    radius: float

    @property
    def ratio(self) -> float:
        """Cases over expected."""
        return self.cases / self.expected


@dataclass(frozen=True)
class SpaceTimeScan:
    """Clusters that share no area, the most likely first, and the largest ratio of each shuffle."""

    clusters: tuple[SpaceTimeCluster, ...]
    shuffled: Array
    cases: float


def scan_space_time(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    cases: npt.ArrayLike,
    *,
    options: SpaceTimeOptions | None = None,
) -> SpaceTimeScan:
    """Return the clusters that end with the last month.

    Parameters
    ----------
    x, y
        Shape (n,): where the areas are.
    cases
        Shape (n, m): whole counts by area and month, none missing.
    options
        Sizes and shuffles.

    Raises
    ------
    UsageError, EstimateError
        When the columns do not fit, a number is missing or negative, or no case is there.
    """
    east, north, found = (np.asarray(part, dtype=float) for part in (x, y, cases))
    _check(east, north, found)
    chosen = options or SpaceTimeOptions()
    longest = max(1, min(chosen.longest, found.shape[1] // 2))
    circles = Circles.around(east, north, min(chosen.neighbours, len(east)))
    ratios = _ratios(found, circles, longest)
    chance = _shuffle(found, circles, longest, chosen.shuffles, chosen.seed)
    clusters = _clusters(found, circles, ratios, chance * max(chosen.dispersion, 1.0), chosen.most)
    return SpaceTimeScan(clusters, chance, float(found.sum()))


@dataclass(frozen=True)
class Circles:
    """Shape (n, k): the areas nearest to each area, itself first, and how far they are."""

    order: Rows
    distance: Array

    @classmethod
    def around(cls, x: Array, y: Array, size: int) -> Circles:
        """Return circles of up to `size` areas."""
        distance, order = cKDTree(np.column_stack([x, y])).query(np.column_stack([x, y]), k=size)
        shape = (len(x), -1)
        return cls(np.reshape(order, shape).astype(np.int64), np.reshape(np.asarray(distance), shape))


def _ratios(cases: Array, circles: Circles, longest: int) -> npt.NDArray[np.float32]:
    """Return log-likelihood ratios of all cylinders: length x area x circle."""
    total, places = cases.sum(), cases.sum(axis=1)
    share = _shares(places, circles.order)
    found = np.empty((longest, *circles.order.shape), dtype=np.float32)
    for length in range(1, longest + 1):
        recent = cases[:, -length:].sum(axis=1)
        found[length - 1] = _one_length(recent, share, circles.order, float(total))
    return found


def _shares(places: Array, order: Rows) -> npt.NDArray[np.float32]:
    """Share of all cases in each circle."""
    return np.asarray(
        np.cumsum(places.astype(np.float32)[order], axis=1) / np.float32(places.sum()), np.float32
    )


def _one_length(
    recent: Array, share: npt.NDArray[np.float32], order: Rows, total: float
) -> npt.NDArray[np.float32]:
    inside = np.cumsum(recent.astype(np.float32)[order], axis=1)
    due = share * np.float32(recent.sum())
    out = np.zeros(inside.shape, dtype=np.float32)
    where = (inside > due) & (share <= MOST_SHARE)
    c, mu = inside[where].astype(float), due[where].astype(float)
    out[where] = xlogy(c, c / mu) + xlogy(total - c, (total - c) / (total - mu))
    return out


def _shuffle(cases: Array, circles: Circles, longest: int, shuffles: int, seed: int) -> Array:
    """Return the largest ratio of each shuffle of the months among the cases."""
    chance = np.random.default_rng(seed)
    whole = cases.astype(np.int64)
    place = np.repeat(np.arange(len(cases)), whole.sum(axis=1))
    months = whole.sum(axis=0)
    month = np.repeat(np.arange(cases.shape[1]), months)
    first = cases.shape[1] - longest
    top = np.empty(shuffles)
    for number in range(shuffles):
        # Only the months of the longest cylinder matter: draw which cases fall in them.
        drawn = chance.permutation(place)
        late = month >= first
        counts = np.bincount(drawn[late] * longest + (month[late] - first), minlength=len(cases) * longest)
        recent = counts.reshape(len(cases), longest).astype(float)
        top[number] = _largest(recent, cases.sum(axis=1), circles.order)
    return top


def _largest(recent: Array, places: Array, order: Rows) -> float:
    share = _shares(places, order)
    best, total = 0.0, float(places.sum())
    for length in range(1, recent.shape[1] + 1):
        late = recent[:, -length:].sum(axis=1)
        best = max(best, _top(late, share, order, total))
    return best


def _top(recent: Array, share: npt.NDArray[np.float32], order: Rows, total: float) -> float:
    """Return the largest ratio of one length; only cylinders that could be the largest are worked out."""
    inside = np.cumsum(recent.astype(np.float32)[order], axis=1)
    due = share * np.float32(recent.sum())
    # Half a ratio is at most (c - mu)^2 / mu, since mu is at most half of C: the bounds say where to look.
    bound = np.where(
        (inside > due) & (share <= MOST_SHARE), (inside - due) ** 2 / np.maximum(due, 1e-9), 0.0
    ).ravel()
    best, looked = 0.0, 0
    size = min(4096, bound.size)
    while looked < bound.size:
        size = min(max(size, 4096), bound.size)
        top = np.argpartition(bound, bound.size - size)[bound.size - size :]
        c, mu = inside.ravel()[top].astype(float), due.ravel()[top].astype(float)
        keep = bound[top] > 0
        c, mu = c[keep], mu[keep]
        if len(c):
            best = float((xlogy(c, c / mu) + xlogy(total - c, (total - c) / (total - mu))).max())
        if size == bound.size or 2 * bound[top].min() <= best:
            return best
        looked, size = size, size * 8
    return best


def _clusters(
    cases: Array, circles: Circles, ratios: npt.NDArray[np.float32], chance: Array, most: int
) -> tuple[SpaceTimeCluster, ...]:
    """Return the best cylinders, each without an area of a better one."""
    left = ratios.max(axis=(0, 2))
    taken = np.zeros(len(cases), dtype=bool)
    found: list[SpaceTimeCluster] = []
    for centre in np.argsort(-left, kind="stable"):
        if left[centre] <= 0 or len(found) >= most:
            break
        length, last = np.unravel_index(int(np.argmax(ratios[:, centre])), ratios[:, centre].shape)
        areas = circles.order[centre, : last + 1]
        if taken[areas].any():
            continue
        taken[areas] = True
        months = int(length) + 1
        late = cases[:, -months:]
        ratio = float(left[centre])
        found.append(
            SpaceTimeCluster(
                areas=tuple(int(area) for area in areas),
                months=months,
                cases=float(late[areas].sum()),
                expected=float(cases[areas].sum() * late.sum() / cases.sum()),
                log_ratio=ratio,
                p_value=p_of(ratio, chance),
                radius=float(circles.distance[centre, last]),
            )
        )
    return tuple(found)


def p_of(ratio: float, chance: Array) -> float:
    """Return the p-value of a ratio: by rank, or by a Gumbel tail beyond every shuffle."""
    reached = int(np.count_nonzero(chance >= ratio - 1e-9))
    ranked = (1 + reached) / (1 + len(chance))
    if reached or len(chance) < 30:
        return ranked
    scale = float(np.std(chance, ddof=1)) * np.sqrt(6) / np.pi
    middle = float(np.mean(chance)) - EULER * scale
    return float(min(ranked, -np.expm1(-np.exp(-(ratio - middle) / max(scale, 1e-9)))))


def dispersion_of(cases: npt.ArrayLike) -> float:
    """Return Pearson's statistic of places x months over its degrees of freedom; independent cases have 1."""
    found = np.asarray(cases, dtype=float)
    found = found[found.sum(axis=1) > 0][:, found.sum(axis=0) > 0]
    due = found.sum(axis=1, keepdims=True) * found.sum(axis=0) / max(found.sum(), 1)
    freedom = max((found.shape[0] - 1) * (found.shape[1] - 1), 1)
    return float(((found - due) ** 2 / due).sum() / freedom) if found.size else 1.0


def _check(x: Array, y: Array, cases: Array) -> None:
    if cases.ndim != 2 or x.shape != y.shape or len(x) != len(cases) or len(x) < 3 or cases.shape[1] < 2:
        raise UsageError(
            "A scan in space and time needs three or more places and two or more months that fit."
        )
    if any(np.any(~np.isfinite(part)) for part in (x, y, cases)) or np.any(cases < 0):
        raise UsageError("A number is missing or negative.", remedy="Leave such areas out and name them.")
    if np.any(cases != np.round(cases)):
        raise UsageError("A count is not whole.", remedy="Round counts of split areas first.")
    if cases.sum() == 0:
        raise EstimateError("There is no case, so nothing can be scanned.")
