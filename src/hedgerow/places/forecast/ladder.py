"""The levels that forecasts must add up over: small areas at the foot, the region at the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from hedgerow.errors import InputError
from hedgerow.stats.forecast import Array, Whole

NOWHERE = -1


@dataclass(frozen=True)
class Rung:
    """One level: its areas, and in which of them each foot area lies (-1: in none)."""

    kind: str
    codes: tuple[str, ...]
    group: Whole

    @property
    def adds(self) -> csr_array:
        """The matrix that adds foot areas up, shape (areas, foot areas)."""
        inside = np.flatnonzero(self.group != NOWHERE)
        shape = (len(self.codes), len(self.group))
        return csr_array((np.ones(len(inside)), (self.group[inside], inside)), shape=shape)


@dataclass(frozen=True)
class Ladder:
    """The foot areas by number, and the rungs above them, the highest first.

    The last rung is the foot itself, its areas in the order of their numbers. A rung need not nest in the one
    above it: partnerships cut across divisions, and both are sums of the foot.
    """

    rungs: tuple[Rung, ...]
    foot: int

    def rung(self, kind: str) -> Rung:
        """Return one level; raise `InputError` where there is none of that kind."""
        for one in self.rungs:
            if one.kind == kind:
                return one
        raise InputError(
            f"There is no level “{kind}” here.",
            cause=f"There are: {', '.join(one.kind for one in self.rungs)}.",
            remedy="Choose one of them.",
        )

    def only(self, which: npt.NDArray[np.bool_]) -> Ladder:
        """Return the ladder over some of the foot areas; an area that is left with none of them goes."""
        return Ladder(tuple(_only(rung, which) for rung in self.rungs), int(which.sum()))

    def below(self, high: Rung, low: Rung) -> Whole | None:
        """Return the area of the high rung that holds each of the low one; `None` where they do not nest."""
        if (high.group == NOWHERE).any() or (low.group == NOWHERE).any():
            return None
        first = np.full(len(low.codes), NOWHERE)
        first[low.group] = high.group
        return first if bool((first[low.group] == high.group).all()) else None

    def chain(self) -> tuple[Rung, ...]:
        """Return the rungs that nest in each other, from the top to the foot."""
        found = [self.rungs[0]]
        for rung in self.rungs[1:]:
            if self.below(found[-1], rung) is not None and len(rung.codes) >= len(found[-1].codes):
                found.append(rung)
        return tuple(found)


def rung(kind: str, codes: Sequence[str | None]) -> Rung:
    """Return a level from the code of the area in which each foot area lies; `None` lies in none."""
    known = sorted({code for code in codes if code})
    number = {code: place for place, code in enumerate(known)}
    return Rung(kind, tuple(known), np.array([number.get(c, NOWHERE) if c else NOWHERE for c in codes], int))


def stacked(rungs: Sequence[Rung]) -> csr_array:
    """Return the matrix of several levels, one under the other."""
    return csr_array(vstack([one.adds for one in rungs], format="csr"))


def added(rung: Rung, values: Array) -> Array:
    """Return the sums of a level; where one part is not known the sum is not."""
    missing = rung.adds @ np.isnan(values).astype(float)
    return np.asarray(np.where(missing > 0, np.nan, rung.adds @ np.nan_to_num(values)))


def _only(old: Rung, which: npt.NDArray[np.bool_]) -> Rung:
    group = old.group[which]
    held = np.unique(group[group != NOWHERE])
    number = np.full(len(old.codes) + 1, NOWHERE)
    number[held] = np.arange(len(held))
    return Rung(old.kind, tuple(old.codes[place] for place in held), number[group])
