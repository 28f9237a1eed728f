"""Studies as points: the funnel with its contours of significance, and Baujat's plot."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis.data import Array
from hedgerow.evidence.synthesis.figures.axis import Axis
from hedgerow.evidence.synthesis.figures.figure import SMALL, WIDE, Figure
from hedgerow.evidence.synthesis.figures.svg import GREEN, INK, LINE, QUIET, RED, RULE, WHITE, Drawing
from hedgerow.evidence.synthesis.pooling import Pooling
from hedgerow.evidence.synthesis.sensitivity import plain, without_each
from hedgerow.evidence.synthesis.shown_tables import effect_word, scaled
from hedgerow.stats.meta.pooled import critical

# p below, fill from the outside in; the words say which is which
_CONTOURS = ((0.01, "#eef3ea"), (0.05, "#d8e3d2"), (0.10, "#bccfb8"), (1.0, WHITE))
_TOP, _LEFT, _RIGHT = 20.0, 62.0, 20.0


@dataclass(frozen=True)
class _Frame:
    across: Axis
    top: float
    bottom: float
    most: float

    def down(self, error: float) -> float:
        return self.top + error / self.most * (self.bottom - self.top)


def funnel(found: Pooling) -> Figure:
    """Return effects against their standard errors, with contours round no difference.

    Raises
    ------
    EstimateError
        When there is no single pooled effect.
    """
    data = plain(found)
    if data is None:
        raise EstimateError("A funnel needs studies without moderators or clusters.", remedy="Leave it out.")
    title = f"Funnel plot of {data.k} studies"
    described = (
        f"{effect_word(found)} across, standard error down from 0; large studies are on top. Bands show "
        "where a study by itself has p below .01, .05 and .10 against no difference. Asymmetry may come from "
        "unpublished studies, and from other causes."
    )
    wide, small = (
        _funnel(found, data.y, np.sqrt(data.v), width, title, described) for width in (WIDE, SMALL)
    )
    return Figure("funnel", title, described, wide, small, _funnel_table(found))


def baujat(found: Pooling) -> Figure:
    """Return each study's part in the heterogeneity against its pull on the answer (Baujat et al. 2002)."""
    data, lines = plain(found), without_each(found)
    if data is None or not lines or found.from_counts:
        raise EstimateError(
            "Baujat's plot needs three studies, pooled from effects without moderators or clusters.",
            remedy="Leave it out, or choose another method.",
        )
    one = found.synthesis
    middle = float(one.estimate[0])
    part = (data.y - middle) ** 2 / (data.v + one.tau2)
    without = np.array([line.estimate for line in lines])
    error = np.array([(line.high - line.low) / 2 / critical(_less(one.df), one.level) for line in lines])
    pull = (middle - without) ** 2 / error**2
    title = "Which studies differ, and which pull the answer (Baujat’s plot)"
    most = found.studies[int(np.argmax(part))]
    described = (
        f"Across: each study's part in the heterogeneity. Up: how far it pulls the pooled effect. “{most}” "
        "differs most."
    )
    columns = (
        ReleasedColumn("number", "Number"),
        ReleasedColumn("study", "Study"),
        ReleasedColumn("part", "Part in the heterogeneity", decimals=3),
        ReleasedColumn("pull", "Pull on the answer", decimals=3),
    )
    rows = tuple(
        (place, name, float(x), float(y))
        for place, (name, x, y) in enumerate(zip(found.studies, part, pull, strict=True), start=1)
    )
    table = release(Draft("baujat", title, columns, rows))
    wide, small = (_baujat(part, pull, width, title, described) for width in (WIDE, SMALL))
    return Figure("baujat", title, described, wide, small, table)


def _less(df: int | None) -> float | None:
    return None if df is None else df - 1


def _funnel(found: Pooling, y: Array, error: Array, width: float, title: str, described: str) -> str:
    height = 430.0 if width == WIDE else 360.0
    sheet = Drawing(f"funnel-{'w' if width == WIDE else 's'}", width, height, title, described)
    middle = float(found.synthesis.estimate[0])
    most = 1.08 * float(error.max())
    reach = 1.1 * max(float(np.abs(y).max()), 2.6 * most)
    frame = _Frame(Axis(-reach, reach, _LEFT, width - _RIGHT, found.synthesis.ratio), _TOP, height - 84, most)
    _contours(sheet, frame)
    _funnel_axes(sheet, frame)
    for sign in (-1, 1):
        end = middle + sign * critical(None, 0.95) * most
        sheet.line(
            frame.across.at(middle), _TOP, *_clipped(frame, middle, end, most), stroke=INK, dashes="6 4"
        )
    x = frame.across.at(middle)
    sheet.line(x, _TOP, x, frame.bottom, stroke=GREEN, width=1.6)
    for name, effect, one in zip(found.studies, y, error, strict=True):
        sheet.circle(
            frame.across.at(float(effect)), frame.down(float(one)), 4.6, fill=GREEN, stroke=WHITE, said=name
        )
    return sheet.whole()


def _clipped(frame: _Frame, start: float, end: float, most: float) -> tuple[float, float]:
    """Return where a line of the funnel leaves the sheet."""
    edge = frame.across.high if end > start else frame.across.low
    share = min(1.0, abs(edge - start) / max(abs(end - start), 1e-12))
    return frame.across.at(start + share * (end - start)), frame.down(share * most)


def _contours(sheet: Drawing, frame: _Frame) -> None:
    left, right = frame.across.left, frame.across.right
    sheet.box(left, frame.top, right - left, frame.bottom - frame.top, fill=_CONTOURS[0][1])
    for p, fill in _CONTOURS[1:]:
        inner = 0.10 if p == 1.0 else (0.01 if p == 0.05 else 0.05)
        reach = _normal(inner) * frame.most
        corners = [(frame.across.at(0.0), frame.top)]
        for sign in (1, -1):
            place = _clipped(frame, 0.0, sign * reach, frame.most)
            corners += [place] if sign > 0 else []
            if place[1] < frame.bottom - 1e-6:
                edge = frame.across.right if sign > 0 else frame.across.left
                corners.append((edge, frame.bottom))
            corners += [place] if sign < 0 else []
        sheet.shape(corners, fill=fill)


def _funnel_axes(sheet: Drawing, frame: _Frame) -> None:
    for value, mark in frame.across.marks(7 if sheet.width == WIDE else 3):
        x = frame.across.at(value)
        sheet.line(x, frame.bottom, x, frame.bottom + 5)
        sheet.text(x, frame.bottom + 20, mark, size=13, anchor="middle", fill=QUIET)
    for error, mark in Axis(0.0, frame.most, 0.0, 1.0).marks(5):
        sheet.text(_LEFT - 8, frame.down(error) + 5, mark, size=13, anchor="end", fill=QUIET)
    null = frame.across.at(0.0)
    sheet.line(null, frame.top, null, frame.bottom, stroke=RED, width=1.4, dashes="5 3")
    sheet.line(frame.across.left, frame.bottom, frame.across.right, frame.bottom)
    x, y = (_LEFT, frame.bottom + 46) if sheet.width == WIDE else (0.0, frame.bottom + 40)
    words = (
        ("p above .10", WHITE),
        (".05 to .10", "#bccfb8"),
        (".01 to .05", "#d8e3d2"),
        ("below .01", "#eef3ea"),
    )
    for text, fill in words:
        sheet.box(x, y - 11, 18, 13, fill=fill, stroke=LINE)
        sheet.text(x + 24, y, text, size=13, fill=QUIET)
        x += 34 + len(text) * 7.2
        if x > sheet.width - 90:
            x, y = 0.0, y + 20


def _normal(p: float) -> float:
    return critical(None, 1 - p)


def _funnel_table(found: Pooling) -> Released:
    rows = tuple(
        (name, scaled(found, float(y)), math.sqrt(float(v)), 2 * _tail(abs(float(y)) / math.sqrt(float(v))))
        for name, y, v in zip(found.studies, found.y, found.v, strict=True)
    )
    log = " (of the logarithm)" if found.synthesis.ratio else ""
    columns = (
        ReleasedColumn("study", "Study"),
        ReleasedColumn("estimate", effect_word(found), decimals=3),
        ReleasedColumn("se", f"Standard error{log}", decimals=3),
        ReleasedColumn("p_value", "p by itself", decimals=4),
    )  # fmt: skip
    return release(Draft("funnel", "Effects and their standard errors", columns, rows))


def _tail(z: float) -> float:
    return 0.5 * math.erfc(z / math.sqrt(2))


def _baujat(part: Array, pull: Array, width: float, title: str, described: str) -> str:
    height = 400.0 if width == WIDE else 320.0
    sheet = Drawing(f"baujat-{'w' if width == WIDE else 's'}", width, height, title, described)
    across = Axis(0.0, 1.1 * max(float(part.max()), 1e-9), _LEFT, width - _RIGHT)
    bottom = height - 52
    up = Axis(0.0, 1.1 * max(float(pull.max()), 1e-9), bottom, _TOP)
    for axis, draw in ((across, _mark_below), (up, _mark_left)):
        for value, mark in axis.marks(5 if width == WIDE else 3):
            draw(sheet, axis.at(value), mark, bottom)
    sheet.text(
        (_LEFT + width) / 2, height - 8, "part in the heterogeneity", size=13, anchor="middle", fill=QUIET
    )
    sheet.text(0, 12, "pull on the answer", size=13, fill=QUIET)
    for number, (x, y) in enumerate(zip(part, pull, strict=True), start=1):
        sheet.circle(across.at(float(x)), up.at(float(y)), 9.5, fill="#dcebdc", stroke=GREEN)
        sheet.text(
            across.at(float(x)), up.at(float(y)) + 4, str(number), size=11, anchor="middle", halo=False
        )
    return sheet.whole()


def _mark_below(sheet: Drawing, x: float, mark: str, bottom: float) -> None:
    sheet.line(x, _TOP, x, bottom, stroke=RULE)
    sheet.text(x, bottom + 18, mark, size=13, anchor="middle", fill=QUIET)


def _mark_left(sheet: Drawing, y: float, mark: str, bottom: float) -> None:
    del bottom
    sheet.line(_LEFT, y, sheet.width - _RIGHT, y, stroke=RULE)
    sheet.text(_LEFT - 8, y + 5, mark, size=13, anchor="end", fill=QUIET)
