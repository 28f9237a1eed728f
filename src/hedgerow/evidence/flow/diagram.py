"""The flow as a drawing: SVG with its counts inside it as data, so that a saved drawing can be read again."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from hedgerow.evidence.flow.boxes import BOXES
from hedgerow.evidence.flow.count import SIDES, Flow
from hedgerow.evidence.wording import many

WIDTH, GAP, LINE, PAD = 270, 34, 19, 14
_LETTERS = 36


@dataclass(frozen=True)
class Panel:
    """One box as it is drawn: a heading, and lines below it."""

    heading: str
    lines: tuple[str, ...] = ()
    removed: bool = False

    @property
    def texts(self) -> tuple[tuple[str, bool], ...]:
        """The lines after wrapping, with whether each belongs to the heading."""
        head = [(line, True) for line in textwrap.wrap(self.heading, _LETTERS)]
        rest = [(line, False) for text in self.lines for line in textwrap.wrap(text, _LETTERS + 3)]
        return (*head, *rest)

    @property
    def height(self) -> int:
        """Height in the units of the drawing."""
        return len(self.texts) * LINE + 2 * PAD


Row = tuple[Panel | None, ...]


def draw_flow(flow: Flow, *, title: str = "Flow of the review") -> str:
    """Return the drawing as an SVG document; the table of counts is its accessible twin."""
    rows = panels(flow)
    columns = max(len(row) for row in rows)
    width = columns * (WIDTH + GAP) + GAP
    parts: list[str] = []
    top = GAP
    places: list[tuple[int, int]] = []
    for row in rows:
        tall = max((panel.height for panel in row if panel), default=0)
        places.append((top, tall))
        for column, panel in enumerate(row):
            if panel:
                parts.append(_box(panel, GAP + column * (WIDTH + GAP), top, tall))
        top += tall + GAP
    arrows = _arrows(rows, places)
    values = json.dumps(flow_values(flow), ensure_ascii=False)
    label = escape(f"{title}: {summary(flow)}", quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" role="img" '
        f'aria-label="{label}" font-family="Atkinson Hyperlegible Next, Verdana, sans-serif" font-size="14">'
        f"<title>{escape(title)}</title><desc>{escape(summary(flow))}</desc>"
        f'<metadata id="prisma-2020">{escape(values)}</metadata>'
        f'<rect width="{width}" height="{top}" fill="#ffffff"/>{arrows}{"".join(parts)}</svg>'
    )


def flow_values(flow: Flow) -> dict[str, int | str]:
    """Return every count by its key."""
    return {box.key: box.value(flow) for box in BOXES}


def summary(flow: Flow) -> str:
    """Return the flow in two sentences."""
    given = flow.databases.identified + flow.other.identified
    copies = flow.databases.duplicates + flow.other.duplicates
    left = flow.databases.left + flow.other.left
    unread = flow.databases.unread + flow.other.unread
    found = many(given, "record was identified", "records were identified")
    gone = many(copies, "was a copy", "were copies")
    reports = many(flow.new_reports, "report", "reports")
    studies = many(flow.new_studies, "study", "studies")
    words = f"{found} and {gone}; {reports} of {studies} {'is' if flow.new_reports == 1 else 'are'} included."
    if left:
        words += f" {many(left, 'record was', 'records were')} never read: {flow.stopped}."
    if unread:
        words += f" {many(unread, 'record is', 'records are')} still to be read."
    return words


def panels(flow: Flow) -> tuple[Row, ...]:
    """Return the boxes, row by row: databases, what left there, other methods, what left there."""
    main, other = _column(flow, "databases"), _column(flow, "other")
    used = flow.other.identified > 0
    rows: list[Row] = [(*main[n], *(other[n] if used else ())) for n in range(4)]
    values = flow_values(flow)
    included = [
        many(flow.new_studies, "new study", "new studies"),
        many(flow.new_reports, "report of them", "reports of them"),
    ]
    if flow.previous_reports:
        included += [f"{values['total_studies']:,} studies with those of before"]
    rows.append((Panel("Included", tuple(included)),))
    if flow.pooled_reports:
        pooled = (
            many(flow.pooled_studies, "study", "studies"),
            many(flow.pooled_reports, "report", "reports"),
        )
        rows.append((Panel("Pooled", pooled),))
    return tuple(rows)


def _column(flow: Flow, side: str) -> tuple[Row, ...]:
    here = getattr(flow, side)
    title = "databases and registers" if side == "databases" else "other methods"
    found = [f"{one.name}: {one.identified:,}" for one in flow.sources if SIDES[one.kind] == side]
    gone = [many(here.duplicates, "copy", "copies"), f"{here.unreadable:,} could not be read"]
    if here.left:
        gone.append(f"{here.left:,} never read ({flow.stopped})")
    screened = here.waiting + here.excluded + here.sought
    before = _still({"to be read": here.unread})
    reasons = [f"{name}: {number:,}" for name, number in here.reasons]
    return (
        (
            Panel(f"Identified from {title}: {here.identified:,}", tuple(found)),
            Panel("Removed before screening", tuple(gone), removed=True),
        ),
        (
            Panel(f"Screened: {screened:,}", (*before, *_still({"not yet settled": here.waiting}))),
            Panel(f"Excluded on title and abstract: {here.excluded:,}", removed=True),
        ),
        (
            Panel(f"Full texts sought: {here.sought:,}", _still({"being sought": here.retrieving})),
            Panel(f"Not obtained: {here.not_retrieved:,}", removed=True),
        ),
        (
            Panel(f"Read in full: {here.assessed:,}", _still({"not yet settled": here.undecided})),
            Panel(f"Excluded: {here.excluded_reports:,}", tuple(reasons), removed=True),
        ),
    )


def _still(left: Mapping[str, int]) -> tuple[str, ...]:
    """Return what is not finished, only where there is any."""
    return tuple(f"{number:,} {words}" for words, number in left.items() if number)


def _box(panel: Panel, left: int, top: int, tall: int) -> str:
    edge, fill = ("#8a5a2b", "#fdf6ea") if panel.removed else ("#1f4d38", "#f2f7f1")
    lines = [
        _line(text, bold, left + PAD, top + PAD + 14 + n * LINE) for n, (text, bold) in enumerate(panel.texts)
    ]
    dash = ' stroke-dasharray="6 3"' if panel.removed else ""
    return (
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{tall}" rx="4" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1.5"{dash}/>{"".join(lines)}'
    )


def _line(text: str, bold: bool, left: int, base: int) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{left}" y="{base}" fill="#17251d"{weight}>{escape(text)}</text>'


def _arrows(rows: tuple[Row, ...], places: list[tuple[int, int]]) -> str:
    """Return the lines down each main column, and from it to what left there."""
    found: list[str] = []
    for number, row in enumerate(rows):
        for column, panel in enumerate(row):
            if panel is None:
                continue
            top, tall = places[number]
            left = GAP + column * (WIDTH + GAP)
            middle = left + WIDTH // 2
            if panel.removed:
                found.append(_arrow(f"M{left - GAP} {top + tall / 2:.0f}H{left - 5}"))
            elif _goes_on(rows, number, column):
                found.append(_arrow(f"M{middle} {top + tall}v{GAP - 5}"))
            elif column:  # the other methods end where both meet
                level = places[number + 1][0] + places[number + 1][1] / 2
                found.append(_arrow(f"M{middle} {top + tall}V{level:.0f}H{GAP + WIDTH + 5}"))
    head = (
        '<defs><marker id="flow-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z" fill="#4a5a50"/></marker></defs>'
    )
    return head + "".join(found)


def _goes_on(rows: tuple[Row, ...], number: int, column: int) -> bool:
    return number + 1 < len(rows) and column < len(rows[number + 1])


def _arrow(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="#4a5a50" stroke-width="1.5" marker-end="url(#flow-tip)"/>'
