"""Rows of effects with intervals on one axis: what forest, cumulative and leave-one-out figures share."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hedgerow.evidence.synthesis.data import Array
from hedgerow.evidence.synthesis.figures.axis import Axis
from hedgerow.evidence.synthesis.figures.svg import GREEN, INK, LINE, QUIET, RED, RULE, Drawing, fitted

STEP = 27.0


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes
    ----------
    kind
        head (words alone), study, sum (a diamond) or new (where a new study is expected).
    weight
        Per cent, for the size of the square; 0 for a plain dot.
    """

    label: str
    kind: str = "study"
    estimate: float = math.nan
    low: float = math.nan
    high: float = math.nan
    weight: float = 0.0
    note: str = ""


def summed(label: str, estimate: Array, interval: tuple[Array, Array]) -> Row:
    """Return the row of a pooled effect, the first of its coefficients."""
    return Row(label, "sum", float(estimate[0]), float(interval[0][0]), float(interval[1][0]))


def draw_row(sheet: Drawing, axis: Axis, row: Row, y: float, label_width: float) -> None:
    """Draw a row's label and its mark."""
    bold = row.kind in ("head", "sum")
    sheet.text(0, y + 5, fitted(row.label, label_width, 14 if not bold else 14.6), bold=bold)
    if row.kind == "head" or not math.isfinite(row.low):
        return
    if row.kind == "sum":
        middle = axis.at(row.estimate)
        ends = (axis.at(row.low), axis.at(row.high))
        sheet.shape([(ends[0], y), (middle, y - 9), (ends[1], y), (middle, y + 9)], fill=GREEN)
        return
    if row.kind == "new":
        sheet.line(axis.at(row.low), y, axis.at(row.high), y, stroke=RED, width=4)
        _ends(sheet, axis, row, y, RED)
        return
    sheet.line(axis.at(row.low), y, axis.at(row.high), y, stroke=INK, width=1.4)
    _ends(sheet, axis, row, y, INK)
    half = 3.2 + 0.75 * math.sqrt(max(row.weight, 0.0)) if row.weight else 4.5
    if axis.holds(row.estimate):
        x = axis.at(row.estimate)
        sheet.box(x - half, y - half, 2 * half, 2 * half, fill=GREEN)


def draw_axis(sheet: Drawing, axis: Axis, top: float, bottom: float, words: tuple[str, str]) -> float:
    """Draw the marks, the line of no difference and what each side means; return the y below."""
    for value, mark in axis.marks(7 if sheet.width > 500 else 3):
        x = axis.at(value)
        sheet.line(x, top, x, bottom, stroke=RULE)
        sheet.text(x, bottom + 18, mark, size=13, anchor="middle", fill=QUIET)
    sheet.line(axis.left, bottom, axis.right, bottom, stroke=LINE)
    null = axis.at(0.0)
    sheet.line(null, top, null, bottom, stroke=RED, width=1.6, dashes="5 3")
    y = bottom + 38
    for side in words:
        if side:
            sheet.text(0, y, fitted(side, sheet.width, 13), size=13, fill=QUIET)
            y += 18
    return y


def said(row: Row, *, ratio: bool) -> str:
    """Return the numbers of a row as they are read."""
    if row.kind == "head" or not math.isfinite(row.low):
        return ""
    low, high = shown(row.low, ratio=ratio), shown(row.high, ratio=ratio)
    if not math.isfinite(row.estimate):
        return f"{low} to {high}"
    return f"{shown(row.estimate, ratio=ratio)} ({low} to {high})"


def shown(value: float, *, ratio: bool) -> str:
    """Return one number, a ratio for a logarithm."""
    number = math.exp(min(value, 50.0)) if ratio else value
    text = f"{number:.2f}" if abs(number) < 1000 else f"{number:.3g}"
    return "0.00" if text == "-0.00" else text


def _ends(sheet: Drawing, axis: Axis, row: Row, y: float, stroke: str) -> None:
    """Draw a bar at an end within the axis, an arrow at one beyond it."""
    for end, way in ((row.low, -1), (row.high, 1)):
        x = axis.at(end)
        if axis.holds(end):
            sheet.line(x, y - 4, x, y + 4, stroke=stroke, width=1.4)
        else:
            sheet.shape([(x + 6 * way, y), (x - way, y - 5), (x - way, y + 5)], fill=stroke)
