"""What every chart has: a size, a title for those who cannot see it, and round numbers on its axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

WIDE, SMALL = 900.0, 340.0
SMALLEST = 1e-300  # a span that has no power of ten of its own is none


@dataclass(frozen=True)
class Chart:
    """The root: `kind` names the macro that prints it; `key` pairs a mark with its meaning."""

    kind: str
    label: str
    key: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where it stands and what it says."""

    at: float
    text: str


def round_step(span: float, wanted: int) -> float:
    """Return the step of 1, 2 or 5 times a power of ten that cuts `span` into about `wanted` parts."""
    if span < SMALLEST:
        return 1.0
    raw = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)


def axis(low: float, high: float, wanted: int) -> tuple[float, float, tuple[float, ...]]:
    """Return the ends of an axis that holds both values, and the round numbers between them."""
    step = round_step(high - low, wanted)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    return first * step, last * step, tuple(number * step for number in range(first, last + 1))


def number(value: float) -> str:
    """Return a number of an axis as text: thousands by comma, decimals only where there are some."""
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.2f}".rstrip("0")


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Return the words in lines of at most `width` letters."""
    lines: list[str] = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(lines)
