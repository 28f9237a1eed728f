"""What a synthesis is made from, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class SynthesisData:
    """k effects as they were given.

    Attributes
    ----------
    studies
        A name for each row, used whenever a row is spoken of.
    y, v
        Effects and their sampling variances; NaN where missing.
    moderators
        k x m, NaN where missing.
    cluster, nested
        What the rows belong to, and the unit within it; empty where each row stands alone.
    signs, measures, bounds
        What a positive effect means, which measure it is and what its printed bounds are, a row each; empty
        where nothing is known of them. A blank among known ones is refused.
    """

    studies: tuple[str, ...]
    y: Array
    v: Array
    moderators: Array = field(default_factory=lambda: np.empty((0, 0)))
    cluster: tuple[str, ...] = ()
    nested: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class SynthesisDesign:
    """The model: estimator, test, the names of the moderators in the order of their columns, and the search.

    `search` says which top of a likelihood with several is taken: standard, where Fisher scoring ends, or
    highest. `r` is the correlation of sampling errors within a cluster; independent where it is None.
    """

    method: str = "REML"
    test: str = "knha"
    moderators: tuple[str, ...] = ()
    search: str = "standard"
    r: float | None = None


@dataclass(frozen=True)
class SynthesisOptions:
    """Level of all intervals; `higgins` takes the prediction interval on k - 2 degrees of freedom."""

    level: float = 0.95
    higgins: bool = False


def check_alike(data: SynthesisData) -> None:
    """Refuse effects that may not be pooled: signs or measures that differ or are not known, other bounds.

    Raises
    ------
    EstimateError
        Naming the rows.
    """
    _one_kind(data, data.signs, "sign convention", "Turn the signs of the others, and say so in the column.")
    _one_kind(data, data.measures, "measure", "Convert them to one measure, or pool them apart.")
    odd = [row for row, kind in enumerate(data.bounds) if kind.strip() != "ci95"]
    if odd:
        raise EstimateError(
            f"The bounds of {named(data.studies, odd)} are not 95 % confidence bounds.",
            cause="A range or a quartile says nothing of the error of an estimate.",
            remedy="Leave those rows out; only ci95 may be pooled.",
        )


def named(studies: Sequence[str], rows: Sequence[int], most: int = 10) -> str:
    """Return the names of rows as a list in words, at most `most` of them."""
    listed = ", ".join(f"“{studies[row]}”" for row in rows[:most])
    return f"{listed} and {len(rows) - most} more" if len(rows) > most else listed


def _one_kind(data: SynthesisData, kinds: tuple[str, ...], what: str, remedy: str) -> None:
    if not kinds:
        return
    blank = [row for row, kind in enumerate(kinds) if not kind.strip()]
    if blank:
        raise EstimateError(
            f"The {what} of {named(data.studies, blank)} is not given.",
            cause="Effects whose meaning is not known cannot be pooled.",
            remedy=f"Give the {what} of each row, or leave those rows out.",
        )
    found = _by_kind(kinds)
    if len(found) > 1:
        parts = "; ".join(f"{kind}: {named(data.studies, rows, 3)}" for kind, rows in sorted(found.items()))
        raise EstimateError(
            f"The rows have {len(found)} kinds of {what}: {parts}.",
            cause="Pooling them would set one against the other.",
            remedy=remedy,
        )


def _by_kind(kinds: tuple[str, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    words: dict[str, str] = {}
    for row, kind in enumerate(kinds):
        plain = " ".join(kind.split())
        found.setdefault(words.setdefault(plain.casefold(), plain), []).append(row)
    return found
