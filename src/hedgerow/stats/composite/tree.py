"""The tree of an index, and its evaluation from indicators up to the score.

Elements are numbered leaves first, then nodes, each node after its children; the last node is the index.
`evaluate` goes node by node; `root_scores` gives the same scores fast, for the hundreds of runs of an
uncertainty analysis: arithmetic levels collapse into one weight vector and transforms are remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hedgerow.stats.composite.means import Mean, combine, positive, transforms

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tree:
    """Leaves, nodes and, for each node, the numbers of its children."""

    leaves: tuple[str, ...]
    nodes: tuple[str, ...]
    children: tuple[tuple[int, ...], ...]

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of leaves, then of nodes."""
        return self.leaves + self.nodes

    def without(self, element: int) -> Tree:
        """Return the tree with one element and all under it cut off; a node left bare goes too."""
        cut = {element}
        k = len(self.leaves)
        for place in range(len(self.nodes) - 1, -1, -1):
            if k + place in cut:
                cut |= set(self.children[place])
        kept = []
        for place, held in enumerate(self.children):
            left = tuple(child for child in held if child not in cut)
            if not left:
                cut.add(k + place)
            kept.append(() if k + place in cut else left)
        return Tree(self.leaves, self.nodes, tuple(kept))


def evaluate(
    tree: Tree, leaves: Array, weights: Array, means: Sequence[Mean], least_share: float = 0.0
) -> Array:
    """Return units x nodes, with NaN where too little is there."""
    k = len(tree.leaves)
    table = np.full((len(leaves), len(tree.elements)), np.nan)
    table[:, :k] = leaves
    for place, children in enumerate(tree.children):
        if children:
            held = list(children)
            table[:, k + place] = combine(table[:, held], weights[held], means[place], least_share)
    return table[:, k:]


@dataclass
class Scaled:
    """Indicators on one scale, complete, with their transforms as they are first asked for."""

    values: Array
    _known: dict[tuple[str, float], Array] = field(default_factory=dict)

    def under(self, mean: Mean) -> Array:
        """Return f(values) for a mean with a transform."""
        key = (mean.method, mean.power if mean.method == "power" else 0.0)
        if key not in self._known:
            pair = transforms(mean)
            assert pair is not None
            with np.errstate(divide="ignore", invalid="ignore"):
                self._known[key] = pair[0](self.values)
        return self._known[key]


def root_scores(tree: Tree, scaled: Scaled, weights: Array, means: Sequence[Mean]) -> Array:
    """Return the score of each unit; the values must be complete."""
    k = len(tree.leaves)
    lines = _lines(tree, weights, means)
    if lines[-1] is not None:
        return np.asarray(scaled.values @ lines[-1])
    needed = _needed(tree, lines)
    known = _linear_nodes(tree, scaled, lines, needed) | _transformed(tree, scaled, weights, means, needed)
    for place in sorted(needed):
        if place not in known:
            held = tree.children[place]
            columns = [scaled.values[:, child] if child < k else known[child - k] for child in held]
            known[place] = combine(np.column_stack(columns), weights[list(held)], means[place])
    return known[len(tree.nodes) - 1]


def _lines(tree: Tree, weights: Array, means: Sequence[Mean]) -> list[Array | None]:
    """For each node that is a fixed weighted sum of leaves, its weights; nothing for the others."""
    k = len(tree.leaves)
    lines: list[Array | None] = []
    for place, children in enumerate(tree.children):
        below = [lines[child - k] for child in children if child >= k]
        if not children or not means[place].linear or any(line is None for line in below):
            lines.append(None)
            continue
        line = np.zeros(k)
        whole = 1.0 if means[place].method == "sum" else float(weights[list(children)].sum())
        for child in children:
            if child < k:
                line[child] += weights[child] / whole
            else:
                inner = lines[child - k]
                assert inner is not None
                line += inner * weights[child] / whole
        lines.append(line)
    return lines


def _needed(tree: Tree, lines: list[Array | None]) -> set[int]:
    """Nodes whose values the index needs: those under a linear node are in its line already."""
    k, needed = len(tree.leaves), {len(tree.nodes) - 1}
    for place in range(len(tree.nodes) - 1, -1, -1):
        if place in needed and lines[place] is None:
            needed |= {child - k for child in tree.children[place] if child >= k}
    return needed


def _linear_nodes(
    tree: Tree, scaled: Scaled, lines: list[Array | None], needed: set[int]
) -> dict[int, Array]:
    del tree
    held = [(place, line) for place in sorted(needed) if (line := lines[place]) is not None]
    if not held:
        return {}
    values = scaled.values @ np.column_stack([line for _, line in held])
    return {place: values[:, number] for number, (place, _) in enumerate(held)}


def _transformed(
    tree: Tree, scaled: Scaled, weights: Array, means: Sequence[Mean], needed: set[int]
) -> dict[int, Array]:
    """Nodes over leaves alone whose mean is f⁻¹(Σ w f(x)), all of one kind in one product."""
    k = len(tree.leaves)
    kinds: dict[Mean, list[int]] = {}
    for place in sorted(needed):
        leaves_only = tree.children[place] and all(child < k for child in tree.children[place])
        if leaves_only and transforms(means[place]) is not None:
            kinds.setdefault(means[place], []).append(place)
    known: dict[int, Array] = {}
    for mean, places in kinds.items():
        block = np.zeros((k, len(places)))
        for number, place in enumerate(places):
            children = list(tree.children[place])
            block[children, number] = weights[children] / weights[children].sum()
        used = block.any(axis=1)
        positive(scaled.values[:, used], mean)
        pair = transforms(mean)
        assert pair is not None
        values = pair[1](scaled.under(mean)[:, used] @ block[used])
        known |= {place: values[:, number] for number, place in enumerate(places)}
    return known
