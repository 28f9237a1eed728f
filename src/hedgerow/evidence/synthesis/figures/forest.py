"""The forest plot: studies with weights, subgroups, the pooled effect, a new study, and risk of bias."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

import numpy as np

from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis.figures.axis import Axis, spanning
from hedgerow.evidence.synthesis.figures.figure import SMALL, WIDE, Figure
from hedgerow.evidence.synthesis.figures.risks import RiskOfBias, draw_judgement, legend
from hedgerow.evidence.synthesis.figures.rows import STEP, Row, draw_axis, draw_row, said, summed
from hedgerow.evidence.synthesis.figures.svg import QUIET, Drawing, fitted
from hedgerow.evidence.synthesis.pooling import Pooling
from hedgerow.evidence.synthesis.sensitivity import plain
from hedgerow.evidence.synthesis.sentences import said as sentences
from hedgerow.evidence.synthesis.shown_tables import bounds_of, effect_word, effects_table
from hedgerow.stats.meta import subgroups

_TOP = 46.0
Panel = tuple[tuple[str, tuple[str, ...]], ...]


def forest(found: Pooling, *, risks: RiskOfBias | None = None, groups: Sequence[str] = ()) -> Figure:
    """Return the forest plot of a synthesis.

    Parameters
    ----------
    risks
        Judgements by study, drawn in a panel on the right; studies that are not judged stay empty.
    groups
        The subgroup of each pooled study; each is pooled by itself, with the synthesis's method.
    """
    panel: Panel = risks.of(found.studies) if risks else ()
    rows, order = _rows(found, groups)
    title = f"Forest plot: {effect_word(found).lower()} of {found.synthesis.k} studies"
    told = risks.said(found.studies) if risks else ""
    described = " ".join([*sentences(found.synthesis)[:2], *([told] if told else [])])
    table = effects_table(found, panel, groups=groups, sums=_group_rows(found, groups))
    wide, small = (_drawn(found, rows, order, panel, width, title, described) for width in (WIDE, SMALL))
    return Figure("forest", title, described, wide, small, table)


def _rows(found: Pooling, groups: Sequence[str]) -> tuple[list[Row], list[int]]:
    """Return the rows from the top, with the place of the study in each (-1 for none)."""
    low, high = bounds_of(found)
    weights = found.weights if found.weights.size else np.zeros(found.y.size)
    rows: list[Row] = []
    order: list[int] = []

    def add(row: Row, place: int = -1) -> None:
        rows.append(row)
        order.append(place)

    def add_study(place: int) -> None:
        y, first, last, weight = (float(one[place]) for one in (found.y, low, high, weights))
        add(Row(found.studies[place], "study", y, first, last, weight), place)

    for name in sorted(set(groups)):
        add(Row(name, "head"))
        for place in (place for place, group in enumerate(groups) if group == name):
            add_study(place)
        if (whole := _group_sum(found, groups, name)) is not None:
            add(whole)
    for place in range(len(found.studies)) if not groups else ():
        add_study(place)
    one = found.synthesis
    if len(one.names) == 1:
        add(summed("Pooled", one.estimate, one.interval))
        if one.prediction_interval is not None and np.isfinite(one.prediction_interval).all():
            add(Row("Expected in a new study", "new", math.nan, *one.prediction_interval))
    return rows, order


def _group_rows(found: Pooling, groups: Sequence[str]) -> tuple[tuple[str, float, float, float], ...]:
    """Return the effect of each subgroup that has one, as it is drawn."""
    sums = (_group_sum(found, groups, name) for name in sorted(set(groups)))
    return tuple((one.label, one.estimate, one.low, one.high) for one in sums if one is not None)


def _group_sum(found: Pooling, groups: Sequence[str], name: str) -> Row | None:
    data = plain(found)
    if data is None or found.from_counts or len(set(groups)) < 2:
        return None
    one = found.synthesis
    try:
        fits = subgroups(data, list(groups), method=one.method, test=one.test, level=one.level)
    except EstimateError:
        return None
    fitted_one = fits.fits[fits.names.index(name)]
    if fitted_one is None:
        return None
    return summed(f"{name}: {fitted_one.k} studies", fitted_one.beta, fitted_one.interval)


def _drawn(
    found: Pooling, rows: list[Row], order: list[int], panel: Panel, width: float, title: str, described: str
) -> str:
    wide = width == WIDE
    ratio = found.synthesis.ratio
    risk_width = (27.0 if wide else 24.0) * len(panel)
    number_width = 230.0 if wide else 0.0
    label_width = 215.0 if wide else width - risk_width
    step = STEP if wide else STEP + 18
    right = width - number_width - risk_width - (14 if wide else 6)
    axis = _axis(rows, label_width + 12 if wide else 8.0, right if wide else width - 8 - risk_width, ratio)
    height = _TOP + step * len(rows) + 60 + (18 * _lines(panel, width) + 76 if panel else 20)
    sheet = Drawing(f"forest-{'w' if wide else 's'}", width, height, title, described)
    _heads(sheet, found, panel, right, risk_width)
    below = draw_axis(sheet, axis, _TOP - 16, _TOP + step * len(rows), _sides(found))
    for number, (row, place) in enumerate(zip(rows, order, strict=True)):
        y = _TOP + step * number + (0 if wide else 2)
        _one_row(sheet, axis, row, y, label_width, ratio)
        for domain, (_, judged) in enumerate(panel):
            if place >= 0:
                draw_judgement(
                    sheet, width - risk_width + risk_width / len(panel) * (domain + 0.5), y, judged[place]
                )
    if panel:
        _key(sheet, panel, below)
    return sheet.whole()


def _lines(panel: Panel, width: float) -> int:
    """Return how many lines the names of the domains take, at most."""
    return 1 + int(sum(len(domain) + 6 for domain, _ in panel) * 7.6 / width)


def _one_row(sheet: Drawing, axis: Axis, row: Row, y: float, label_width: float, ratio: bool) -> None:
    if sheet.width == WIDE:
        draw_row(sheet, axis, row, y, label_width)
        weight = f"{row.weight:.1f} %" if row.weight else ""
        sheet.text(axis.right + 58, y + 5, weight, size=13.5, anchor="end", fill=QUIET)
        sheet.text(axis.right + 74, y + 5, said(row, ratio=ratio), size=13.5, bold=row.kind == "sum")
        return
    words = f"{row.label}  {said(row, ratio=ratio)}"
    words = words if len(words) * 6.5 <= label_width else row.label
    sheet.text(0, y, fitted(words, label_width, 12.5), size=12.5, bold=row.kind in ("head", "sum"))
    blank = Row("", row.kind, row.estimate, row.low, row.high, row.weight)
    draw_row(sheet, axis, blank, y + 15, label_width)


def _axis(rows: list[Row], left: float, right: float, ratio: bool) -> Axis:
    inner = [
        value for row in rows for value in (row.estimate, *((row.low, row.high) if row.kind == "sum" else ()))
    ]
    outer = [value for row in rows for value in (row.low, row.high)]
    return spanning(inner, outer, left, right, ratio=ratio)


def _heads(sheet: Drawing, found: Pooling, panel: Panel, right: float, risk_width: float) -> None:
    if sheet.width == WIDE:
        sheet.text(0, 18, "Study", size=13, fill=QUIET)
        level = f"{100 * found.synthesis.level:g} %"
        sheet.text(right + 58, 18, "Weight", size=13, anchor="end", fill=QUIET)
        sheet.text(right + 74, 18, f"{_short(found)} ({level} interval)", size=13, fill=QUIET)
    for number in range(len(panel)):
        x = sheet.width - risk_width + risk_width / len(panel) * (number + 0.5)
        sheet.text(x, 18, str(number + 1), size=13, anchor="middle", fill=QUIET)


def _short(found: Pooling) -> str:
    return fitted(found.measure.code if found.measure else "Effect", 60, 13)


def _sides(found: Pooling) -> tuple[str, str]:
    one = found.synthesis
    null = 1 if one.ratio else 0
    first = f"{effect_word(found)}. The dashed line is {null}, no difference."
    return (first, f"Right of it: {one.positive_means}." if one.positive_means else "")


def _key(sheet: Drawing, panel: Panel, y: float) -> None:
    """Write out the domains and what each shape means."""
    domains = "; ".join(f"{number} {domain}" for number, (domain, _) in enumerate(panel, start=1))
    for words in textwrap.wrap(domains, int(sheet.width / 7)):
        sheet.text(0, y + 4, words, size=13, fill=QUIET)
        y += 18
    legend(sheet, y + 14, {one for _, judged in panel for one in judged})
