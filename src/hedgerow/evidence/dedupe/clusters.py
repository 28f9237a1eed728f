"""Groups of records that are one, closed over merge links alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from hedgerow.evidence.dedupe.blocks import Pairs


def roots(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return the lowest member of the group of each of `count` records, closed over the pairs."""
    parent = list(range(count))

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return [root(member) for member in range(count)]


def inner_pairs(groups: list[int]) -> Pairs:
    """Return all pairs within the groups of three or more: a group of two is its own link."""
    members: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    found = [
        (one, other)
        for group in members.values()
        if len(group) > 2
        for place, one in enumerate(group)
        for other in group[place + 1 :]
    ]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
