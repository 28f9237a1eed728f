"""A layer as a map of the region in one SVG: classes by colour, what is not known hatched, care dotted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from hedgerow.places.tables.views import LayerValues
from hedgerow.places.tables.views.layers import FLAGS
from hedgerow.places.tables.views.region_outline import RegionOutline, region_outline
from hedgerow.store.lake import Lake
from hedgerow.web.charts.painted import classes, colours
from hedgerow.web.pictures.picture import Picture, foot, key, lines, text, whole

MAP_WIDTH, MAP_HEIGHT = 640.0, 640.0
LEFT, TOP, SIDE = 24.0, 84.0, 300.0


def map_svg(lake: Lake, view: LayerValues, *, region: str, today: date) -> Picture:
    """Return the picture of a layer, with title, key, histogram of missing and flags, sources and marking."""
    outline = region_outline(lake, MAP_WIDTH, MAP_HEIGHT)
    across = LEFT * 3 + MAP_WIDTH + SIDE
    unit = ", ".join(part for part in (view.layer.unit, view.layer.period) if part)
    made = [text(LEFT, 36, f"{view.layer.title}, {region}", size=22, weight="bold"), text(LEFT, 60, unit)]
    made += [f'<g transform="translate({LEFT:g} {TOP:g})">', *_areas(view, outline), "</g>"]
    entries, below = key(LEFT * 2 + MAP_WIDTH, TOP + 12, _entries(view), letters=44)
    made += entries
    said, under = lines(
        LEFT * 2 + MAP_WIDTH, below + 12, [view.layer.plain, view.summary], letters=50, size=12
    )
    made += said
    start = max(TOP + outline.height, under) + 26
    notes, end = lines(LEFT, start, foot([view.values], today), letters=170, size=11)
    return whole(across, end + 10, f"{view.layer.title}, {region}", [*made, *notes])


def _areas(view: LayerValues, outline: RegionOutline) -> Iterator[str]:
    shades, numbers = colours(view), classes(view)
    rows = view.values.rows
    colour = {
        str(row[0]): shades[min(number, len(shades) - 1)] if number >= 0 and shades else "url(#gap)"
        for row, number in zip(rows, numbers, strict=True)
    }
    care = {str(row[0]) for row, number in zip(rows, numbers, strict=True) if row[6] and number >= 0}
    for code, path in outline.areas:
        yield f'<path d="{path}" fill="{colour.get(code, "url(#gap)")}" fill-rule="evenodd"/>'
    for code, path in outline.areas:
        if code in care:
            yield f'<path d="{path}" fill="url(#care)" fill-rule="evenodd"/>'
    yield from _borders(outline.districts, "#5c6b62", 0.6)
    yield from _borders(outline.forces, "#17251d", 1.2)


def _borders(paths: Sequence[str], ink: str, width: float) -> Iterator[str]:
    for path in paths:
        yield f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width:g}"/>'


def _entries(view: LayerValues) -> list[tuple[str, str]]:
    shades = colours(view)
    found = [
        (
            "" if entry.category == "not_known" else shades[min(number, len(shades) - 1)],
            f"{entry.label}: {entry.count:,}",
        )
        for number, entry in enumerate(view.legend)
    ]
    found += [("", f"{why}: {count:,}") for why, count in view.missing_by]
    return found + [("care", f"{FLAGS[name]}: {count:,}") for name, count in view.flags]
