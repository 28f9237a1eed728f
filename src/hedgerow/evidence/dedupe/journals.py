"""Whether two names of journals are one: likeness, abbreviation, initials."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from hedgerow.evidence.dedupe.blocks import Pairs
from hedgerow.evidence.dedupe.columns import Codes


def same_journal(names: list[str], codes: Codes, pairs: Pairs) -> NDArray[np.float32]:
    """Return the likeness of the journals of each pair from 0 to 1; -1 where one has none."""
    left, right = codes[pairs[0]], codes[pairs[1]]
    found = np.where(left == right, 1.0, 0.0).astype(np.float32)
    found[(left < 0) | (right < 0)] = -1
    differ = np.flatnonzero(found == 0)
    for place in differ:
        found[place] = likeness(names[pairs[0][place]], names[pairs[1][place]])
    return found


@lru_cache(maxsize=1 << 17)
def likeness(one: str, other: str) -> float:
    """Return how alike two normalised names are; 1 when one abbreviates the other.

    Examples
    --------
    >>> likeness("nat rev nephrol", "nature reviews nephrology")
    1.0
    """
    short, long = sorted((one.split(), other.split()), key=lambda words: sum(map(len, words)))
    if _abbreviates(short, long) or _initials(short, long):
        return 1.0
    return fuzz.token_sort_ratio(one, other) / 100


def _abbreviates(short: list[str], long: list[str]) -> bool:
    """Whether each word of the short name begins a word of the long one, in order, from the first on."""
    place = 0
    for word in short:
        while place < len(long) and not _shortens(word, long[place]):
            place += 1
        if place == len(long):
            return False
        place += 1
    return bool(short) and _shortens(short[0], long[0])


def _shortens(word: str, whole: str) -> bool:
    return whole.startswith(word) or (
        len(word) > 2 and whole[0] == word[0] and whole[:3] == word[:3] and whole[-1] == word[-1]
    )


def _initials(short: list[str], long: list[str]) -> bool:
    """Whether the first word of the short name is the initials of the long one, or of its end."""
    return len(short[0]) > 2 and "".join(word[0] for word in long).startswith(short[0]) if short else False
