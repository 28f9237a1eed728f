"""The answer as it built up over time, and without each study in turn."""

from __future__ import annotations

import math

from hedgerow.disclosure import Released
from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis.data import Array
from hedgerow.evidence.synthesis.figures.axis import spanning
from hedgerow.evidence.synthesis.figures.figure import SMALL, WIDE, Figure
from hedgerow.evidence.synthesis.figures.rows import STEP, Row, draw_axis, draw_row, said, summed
from hedgerow.evidence.synthesis.figures.svg import GREEN, Drawing, fitted
from hedgerow.evidence.synthesis.pooling import Pooling
from hedgerow.evidence.synthesis.sensitivity import Line, built_up, without_each
from hedgerow.evidence.synthesis.shown_tables import lines_table

_TOP = 24.0


def left_out_figure(found: Pooling) -> Figure:
    """Return the pooled effect without each study, beside that of all.

    Raises
    ------
    EstimateError
        When no study can be left out.
    """
    lines = without_each(found)
    table = lines_table(found, "left_out", "The answer without each study", "Without", lines)
    return _figure(found, "left_out", "The pooled effect without each study", lines, "Without ", table)


def cumulative_figure(found: Pooling, order: Array, said_order: str = "year") -> Figure:
    """Return the pooled effect as studies were added in `order`."""
    lines = built_up(found, order)
    title = f"The pooled effect as studies were added by {said_order}"
    table = lines_table(found, "cumulative", title, "Up to", lines)
    return _figure(found, "cumulative", title, lines, "+ ", table)


def _figure(
    found: Pooling, name: str, title: str, lines: tuple[Line, ...], before: str, table: Released
) -> Figure:
    if not lines:
        raise EstimateError(
            f"There is nothing to draw: {found.synthesis.k} studies with this model.",
            cause="The figure needs three studies without moderators or clusters.",
            remedy="Pool without moderators, or leave out the figure.",
        )
    rows = [Row(before + line.name, "study", line.estimate, line.low, line.high) for line in lines]
    one = found.synthesis
    rows.append(summed("All studies", one.estimate, one.interval))
    reach = [line.estimate for line in lines]
    first, last = said_end(min(reach), found), said_end(max(reach), found)
    described = f"{len(lines)} rows; the effect runs from {first} to {last}."
    wide, small = (_drawn(found, name, rows, width, title, described) for width in (WIDE, SMALL))
    return Figure(name, title, described, wide, small, table)


def said_end(value: float, found: Pooling) -> str:
    """Return an effect as it is read."""
    number = math.exp(value) if found.synthesis.ratio else value
    return f"{number:.3g}"


def _drawn(found: Pooling, name: str, rows: list[Row], width: float, title: str, described: str) -> str:
    wide, ratio = width == WIDE, found.synthesis.ratio
    label_width = 260.0 if wide else width
    step = STEP if wide else STEP + 16
    left, right = (label_width + 12, width - 180) if wide else (8.0, width - 10)
    inner = [row.estimate for row in rows]
    axis = spanning(inner, [v for row in rows for v in (row.low, row.high)], left, right, ratio=ratio)
    sheet = Drawing(f"{name}-{'w' if wide else 's'}", width, _TOP + step * len(rows) + 60, title, described)
    null = 1 if ratio else 0
    bottom = _TOP + step * len(rows) - 10
    draw_axis(sheet, axis, _TOP - 14, bottom, (f"The dashed line is {null}, no difference.", ""))
    middle = axis.at(float(found.synthesis.estimate[0]))
    sheet.line(middle, _TOP - 14, middle, bottom, stroke=GREEN)
    for number, row in enumerate(rows):
        y = _TOP + step * number
        if wide:
            draw_row(sheet, axis, row, y, label_width)
            sheet.text(right + 12, y + 5, said(row, ratio=ratio), size=13.5)
        else:
            sheet.text(0, y, fitted(f"{row.label}  {said(row, ratio=ratio)}", width, 12.5), size=12.5)
            draw_row(sheet, axis, Row("", row.kind, row.estimate, row.low, row.high), y + 14, 0)
    return sheet.whole()
