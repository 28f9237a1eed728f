"""The warning signs of one month, with how they were tested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.places.panel import month_number, month_of
from hedgerow.places.signals.words import PROVISIONAL, note_words
from hedgerow.stats import Check

Array = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]
STATES = ("up", "down", "none", "cannot_tell", "not_known")


@dataclass(frozen=True)
class Warnings:
    """All rising signs of each small area together: p, q, how many, and the types of the strongest."""

    p: Array
    q: Array
    signs: npt.NDArray[np.int64]
    strongest: tuple[str | None, ...]
    state: Words


@dataclass(frozen=True)
class SignalResult:
    """Of k types in n areas; arrays have shape (k, n), NaN where nothing is known.

    Attributes
    ----------
    kind, areas, types, month
        What was asked.
    observed, expected, lower, upper, score
        The month, what was expected, its 95 % limits, and the distance in units of the distance to the limit.
    p_rise, p, q
        Randomised p-value of a rise, the two-sided one, and its q-value over the panel.
    state
        up, down, none, cannot_tell, not_known.
    p_shift, q_shift, shift, shift_months, shift_ratio
        The level of the last months.
    gate
        open, closed, not_applicable.
    months
        Shape (n,): months of the baseline.
    method
        Which detector tested the month.
    warnings
        Composite warnings; `None` above the LSOA.
    """

    kind: str
    areas: tuple[str, ...]
    types: tuple[str, ...]
    month: str
    observed: Array
    expected: Array
    lower: Array
    upper: Array
    score: Array
    p_rise: Array
    p: Array
    q: Array
    state: Words
    p_shift: Array
    q_shift: Array
    shift: Words
    shift_months: npt.NDArray[np.int64]
    shift_ratio: Array
    gate: Words
    months: npt.NDArray[np.int64]
    provisional: bool
    level: float
    warnings: Warnings | None
    checks: tuple[Check, ...]
    provenance: Mapping[str, object]
    method: str = "hedgerow"

    @property
    def estimate(self) -> Array:
        """Recorded over expected."""
        return np.asarray(self.observed / np.maximum(self.expected, 1e-9))

    @property
    def interval(self) -> tuple[Array, Array]:
        """Limits between which 95 % of ordinary months lie."""
        return self.lower, self.upper

    def counts(self) -> dict[str, int]:
        """Series by state."""
        return {state: int(np.count_nonzero(self.state == state)) for state in STATES}

    def tidy(self, rows: npt.NDArray[np.int64] | None = None) -> pa.Table:
        """One row a type and area, in the columns of the lake's `signal`; or some rows of it."""
        flat = np.arange(self.state.size) if rows is None else rows
        kind, area = np.divmod(flat, len(self.areas))
        floats = {
            "observed": self.observed,
            "expected": self.expected,
            "lower": self.lower,
            "upper": self.upper,
            "score": self.score,
            "p_value": self.p,
            "q_value": self.q,
            "p_shift": self.p_shift,
            "q_shift": self.q_shift,
        }
        shifted = self.shift.ravel()[flat]
        stays = np.isin(shifted, ("up", "down"))
        told = self.months[area] > 0
        house = "shared_past" if self.kind == "lsoa" else "own_past"
        method = house if self.method == "hedgerow" else self.method
        return pa.table(
            {
                "area_kind": _repeat(self.kind, len(flat)),
                "area_code": pa.array(self.areas).take(pa.array(area)),
                "crime_type": pa.array(self.types).take(pa.array(kind)),
                "month": _repeat(self.month, len(flat)),
                "state": _text(self.state.ravel()[flat]),
                **{name: nullable(values.ravel()[flat]) for name, values in floats.items()},
                "shift": _text(shifted),
                "since": self._since(flat, stays),
                "shift_ratio": nullable(np.where(stays, self.shift_ratio.ravel()[flat], np.nan)),
                "gate": _text(self.gate.ravel()[flat]),
                "baseline_months": self.months[area],
                "method": _text(np.where(told, method, "none")),
                "provisional": pa.array(np.full(len(flat), self.provisional)),
                "note": self._notes(flat, area),
            }
        )

    def _since(self, flat: npt.NDArray[np.int64], stays: npt.NDArray[np.bool_]) -> pa.Array:
        last = month_number(self.month)
        names = np.array([month_of(last - back) for back in range(14)])
        back = np.clip(self.shift_months.ravel()[flat] - 1, 0, 13)
        return pa.array(names[back], mask=~stays)

    def _notes(self, flat: npt.NDArray[np.int64], area: npt.NDArray[np.int64]) -> pa.Array:
        words = note_words(self.state.ravel()[flat], self.months[area], self.gate.ravel()[flat])
        return words if not self.provisional else _joined(words)

    def summary(self) -> str:
        """The result in a few sentences: n, method and level."""
        count, n = self.counts(), len(self.areas)
        tested = count["up"] + count["down"] + count["none"] + count["cannot_tell"]
        return (
            f"{self.month}: {n:,} areas ({self.kind}) and {len(self.types)} series each; {tested:,} of "
            f"{self.state.size:,} could be held against their own past. {count['up']} stand out upwards and "
            f"{count['down']} downwards at a false-discovery rate of {100 * self.level:g} %; of "
            f"{count['cannot_tell']:,} too little is expected to say, {count['not_known']:,} are not known. "
            "A sign is a reason to look, not a finding."
        )


def nullable(values: Array) -> pa.Array:
    """Return floats with missing ones as nulls."""
    missing = np.isnan(values)
    return pa.array(np.where(missing, 0.0, values), pa.float64(), mask=missing)


def _text(values: Words) -> pa.Array:
    names, place = np.unique(values, return_inverse=True)
    return pa.array(names.tolist(), pa.string()).take(pa.array(place))


def _repeat(word: str, times: int) -> pa.Array:
    return pa.array([word], pa.string()).take(pa.array(np.zeros(times, dtype=np.int64)))


def _joined(words: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    both = pc.binary_join_element_wise(words, PROVISIONAL, " ")
    return pc.if_else(pc.is_null(words), PROVISIONAL, both)
