"""Candidate pairs: records that share one of a few keys, found by equi-joins.

Comparing all pairs of 80,000 records would be 3.2 thousand million comparisons; a copy nearly always shares a
DOI, the start of its title, or its author, year and page with the original.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hedgerow.evidence.dedupe.columns import ABSENT, Codes, Columns

Pairs = tuple[Codes, Codes]
# In a block of more than this many records each is compared with that many neighbours in order of title.
NEIGHBOURS = 40


def candidate_pairs(columns: Columns) -> Pairs:
    """Return the two sides of every candidate pair, each pair once, the lower record first."""
    count = len(columns.titles)
    order = (
        np.argsort(np.array(columns.titles, dtype=object), kind="stable") if count else np.zeros(0, np.int64)
    )
    found = [_pairs_of(key, order) for key in _keys(columns)]
    left = np.concatenate([pair[0] for pair in found])
    right = np.concatenate([pair[1] for pair in found])
    packed = np.unique(np.minimum(left, right) * count + np.maximum(left, right))
    return packed // max(count, 1), packed % max(count, 1)


def _keys(columns: Columns) -> list[Codes]:
    c = columns
    short = c.title_length < 25
    return [
        c.doi,
        np.where(short, joined(c.title_key, c.year), c.title_key),
        np.where(short, ABSENT, c.bare_title),
        joined(c.page, c.volume, c.year),
        joined(c.first_author, c.year, c.page),
        joined(c.first_author, c.title_start),
        joined(c.journal, c.volume, c.page),
        joined(c.title_start, c.year, c.page),
    ]


def joined(*parts: Codes) -> Codes:
    """Return codes of several columns together; -1 where any of them is absent."""
    absent: NDArray[np.bool_] = np.any([part < 0 for part in parts], axis=0)
    total = parts[0].astype(np.int64)
    for part in parts[1:]:
        _, total = np.unique(total * (int(part.max(initial=0)) + 2) + part, return_inverse=True)
    return np.where(absent, -1, total)


def _pairs_of(key: Codes, order: Codes) -> Pairs:
    """Return the pairs with one key, walking each block in order of title."""
    present = order[key[order] >= 0]
    present = present[np.argsort(key[present], kind="stable")]
    held = key[present]
    left: list[Codes] = [np.zeros(0, np.int64)]
    right: list[Codes] = [np.zeros(0, np.int64)]
    for gap in range(1, NEIGHBOURS + 1):
        same = np.flatnonzero(held[gap:] == held[:-gap])
        if not len(same):
            break
        left.append(present[same])
        right.append(present[same + gap])
    return np.concatenate(left), np.concatenate(right)
