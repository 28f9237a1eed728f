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

from hedgerow.stats.composite.means import Mean, combine, combine_whole, positive, transforms

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


Key = tuple[str, float]
LINEAR: Key = ("linear", 0.0)


@dataclass
class Scaled:
    """Indicators on one scale, complete, with their transforms as they are first asked for."""

    values: Array
    _known: dict[Key, Array] = field(default_factory=dict)
    _least: Array | None = None

    def under(self, mean: Mean) -> Array:
        """Return f(values) for the transform of a mean; the values themselves for a linear one."""
        key, pair = _key(mean), transforms(mean)
        if pair is None:
            return self.values
        if key not in self._known:
            with np.errstate(divide="ignore", invalid="ignore"):
                self._known[key] = pair[0](self.values)
        return self._known[key]

    @property
    def least(self) -> Array:
        """Least value of each indicator."""
        if self._least is None:
            self._least = self.values.min(axis=0)
        return self._least


@dataclass(frozen=True)
class Line:
    """A node that is f⁻¹(Σ w f(x)) of the leaves below it: its mean, and w by leaf."""

    mean: Mean
    weights: Array


def root_scores(tree: Tree, scaled: Scaled, weights: Array, means: Sequence[Mean]) -> Array:
    """Return the score of each unit; the values must be complete."""
    k = len(tree.leaves)
    lines = _lines(tree, weights, means)
    known = _on_lines(scaled, lines, _needed(tree, lines))
    for place in sorted(_needed(tree, lines) - set(known)):
        held = tree.children[place]
        columns = [scaled.values[:, child] if child < k else known[child - k] for child in held]
        known[place] = combine_whole(columns, weights[list(held)], means[place])
    return known[len(tree.nodes) - 1]


def _key(mean: Mean) -> Key:
    if mean.linear:
        return LINEAR
    return (mean.method, mean.power if mean.method == "power" else 0.0)


def _lines(tree: Tree, weights: Array, means: Sequence[Mean]) -> list[Line | None]:
    """For each node whose whole subtree is of one kind, its line; nothing for the others."""
    k = len(tree.leaves)
    lines: list[Line | None] = []
    for place, children in enumerate(tree.children):
        mean = means[place]
        below = [lines[child - k] for child in children if child >= k]
        of_a_kind = mean.linear or transforms(mean) is not None
        same = all(line is not None and _key(line.mean) == _key(mean) for line in below)
        if not (children and of_a_kind and same):
            lines.append(None)
            continue
        whole = 1.0 if mean.method == "sum" else float(weights[list(children)].sum())
        line = np.zeros(k)
        for child in children:
            inner = lines[child - k] if child >= k else None
            if inner is None:
                line[child] += weights[child] / whole
            else:
                line += inner.weights * (weights[child] / whole)
        lines.append(Line(mean, line))
    return lines


def _needed(tree: Tree, lines: list[Line | None]) -> set[int]:
    """Nodes whose values the index needs: those under a line are in it already."""
    k, needed = len(tree.leaves), {len(tree.nodes) - 1}
    for place in range(len(tree.nodes) - 1, -1, -1):
        if place in needed and lines[place] is None:
            needed |= {child - k for child in tree.children[place] if child >= k}
    return needed


def _on_lines(scaled: Scaled, lines: list[Line | None], needed: set[int]) -> dict[int, Array]:
    """Values of the needed nodes that are lines, all of one kind in one product."""
    kinds: dict[Key, list[tuple[int, Line]]] = {}
    for place in sorted(needed):
        line = lines[place]
        if line is not None:
            kinds.setdefault(_key(line.mean), []).append((place, line))
    known: dict[int, Array] = {}
    for held in kinds.values():
        mean = held[0][1].mean
        block = np.column_stack([line.weights for _, line in held])
        used, pair = block.any(axis=1), transforms(mean)
        if pair is not None:
            positive(scaled.least[used], mean)
        table = scaled.under(mean)
        product = table @ block if used.all() else table[:, used] @ block[used]
        values = product if pair is None else pair[1](product)
        known |= {place: values[:, number] for number, (place, _) in enumerate(held)}
    return known
