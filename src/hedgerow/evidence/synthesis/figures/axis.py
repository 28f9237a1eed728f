"""The axis of a figure: from effects to places, with round marks; ratios stand on their logarithm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_RATIOS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Axis:
    """Effects between `low` and `high` on places between `left` and `right`; `ratio` shows exponentials."""

    low: float
    high: float
    left: float
    right: float
    ratio: bool = False

    def at(self, value: float) -> float:
        """Return the place of a value, held within the axis."""
        held = min(max(value, self.low), self.high)
        return self.left + (held - self.low) / (self.high - self.low) * (self.right - self.left)

    def holds(self, value: float) -> bool:
        """Whether a value is within the axis."""
        return self.low - 1e-12 <= value <= self.high + 1e-12

    def marks(self, wanted: int) -> tuple[tuple[float, str], ...]:
        """Return round values with what is written at them."""
        if self.ratio:
            return self._ratios(wanted)
        step = _round_step(self.high - self.low, wanted)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        return tuple(
            (n * step, f"{n * step:.{digits}f}".replace("-0.0 ", "0.0")) for n in range(first, last + 1)
        )

    def _ratios(self, wanted: int) -> tuple[tuple[float, str], ...]:
        inside = [one for one in _RATIOS if self.holds(math.log(one))]
        best = [one for one in (0.01, 0.1, 0.25, 0.5, 1, 2, 4, 10, 100) if one in inside]
        chosen = inside if len(inside) <= wanted else best
        if len(chosen) < 2:
            return ((self.low, f"{math.exp(self.low):.3g}"), (self.high, f"{math.exp(self.high):.3g}"))
        while len(chosen) > wanted and len(chosen) > 3:
            chosen = [one for place, one in enumerate(chosen) if one == 1 or place % 2 == 0]
            wanted += 1
        return tuple((math.log(one), f"{one:g}") for one in chosen)


def spanning(
    inner: Sequence[float], outer: Sequence[float], left: float, right: float, *, ratio: bool
) -> Axis:
    """Return an axis that holds all of `inner` and nought, and as much of `outer` as does not dwarf them."""
    inside = [value for value in (*inner, 0.0) if math.isfinite(value)]
    low, high = min(inside), max(inside)
    span = max(high - low, 1e-6)
    wide = [value for value in (*inside, *outer) if math.isfinite(value)]
    low, high = max(min(wide), low - 0.75 * span), min(max(wide), high + 0.75 * span)
    margin = 0.03 * max(high - low, 1e-6)
    return Axis(low - margin, high + margin, left, right, ratio)


def _round_step(span: float, wanted: int) -> float:
    raw = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)
