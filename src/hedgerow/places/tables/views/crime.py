"""Recorded crime of one area: by type, by family and by month, beside the region, with gaps as gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.places.panel import months_between
from hedgerow.places.tables.views.areas import Area, forces_of, get_area
from hedgerow.places.tables.views.cells import block
from hedgerow.places.tables.views.counting import COUNTED, YEAR, Rate, last_month, period, rate_of
from hedgerow.places.tables.views.memory import remembered
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, terms

SERIES = 36
_GAPS = """
    SELECT pfa24, force, from_month, to_month, kind, source, note FROM panel_gap
    WHERE pfa24 IN (SELECT unnest($forces)) AND to_month >= $first AND from_month <= $last
    ORDER BY force, from_month
"""
COUNT = ReleasedColumn("n", "Recorded", decimals=0, missing="gap", count=True)
_COMPARED = (
    COUNT,
    ReleasedColumn("rate", "Per 1,000 residents a year", "per 1,000 a year", 1, missing="gap"),
    ReleasedColumn("lower", "Lower limit (95 %)", "per 1,000 a year", 1, missing="gap"),
    ReleasedColumn("upper", "Upper limit (95 %)", "per 1,000 a year", 1, missing="gap"),
    ReleasedColumn("region_rate", "Region, per 1,000 a year", "per 1,000 a year", 1, missing="gap"),
    ReleasedColumn("beside", "Beside the region", missing="gap"),
)
GAP_COLUMNS = (
    ReleasedColumn("force", "Police force area"),
    ReleasedColumn("from_month", "From"),
    ReleasedColumn("to_month", "To"),
    ReleasedColumn("kind", "What is known"),
    ReleasedColumn("source", "How it is known"),
    ReleasedColumn("note", "Records", missing="not_applicable"),
)
_NOTES = (
    "Police-recorded crime; anti-social behaviour is apart, since it is not crime. "
    "Recorded crime has not been accredited as official statistics since 2014.",
    "Months that are missing or partial are left out and never counted as nought.",
    "Residents are of Census 2021; in town centres visitors outnumber them, so rates there run high.",
    "Limits allow for chance as if crimes came one by one; they come in runs, so the truth is less certain.",
)


@dataclass(frozen=True)
class AreaCrime:
    """Recorded crime of one area.

    Attributes
    ----------
    first, last
        The period of `by_type` and `by_family`; None where no month of the region is known.
    months_counted
        Months of the period in which all of the area is known.
    """

    code: str
    name: str
    first: str | None
    last: str | None
    months_counted: int
    months_in_period: int
    summary: str
    by_type: Released
    by_family: Released
    by_month: Released
    gaps: Released


@dataclass(frozen=True)
class _Counted:
    """Cells and known months of an area over the series."""

    cells: Mapping[tuple[str, str], float]
    months: Mapping[str, Mapping[str, float | None]]

    def rate(self, months: Sequence[str], types: Sequence[str]) -> Rate | None:
        """Return the rate over the known months of a period; None where none is known."""
        known = [month for month in months if self.months.get(month, {}).get("lsoas")]
        if not known:
            return None
        crimes = sum(self.cells.get((month, kind), 0.0) for month in known for kind in types)
        residents = [self.months[month]["residents"] for month in known]
        held = [number for number in residents if number is not None]
        return rate_of(crimes, sum(held) if len(held) == len(known) else None, len(known))

    def share(self, month: str) -> float:
        """Return the share of the area's LSOAs that is known in a month."""
        known = self.months.get(month, {})
        return (known.get("lsoas") or 0.0) / (known.get("all_lsoas") or 1.0)


def area_crime(lake: Lake, code: str, *, months: int = YEAR, family: str = "all_crime") -> AreaCrime:
    """Count an area's recorded crime over the last `months` months and by month over three years.

    Raises
    ------
    NotFoundError
        When no area has the code, or no crime family is called `family`.
    """
    area = get_area(lake, code)
    types = family_types(family)
    last = last_month(lake)
    span = period(last, max(months, SERIES)) if last else ("9999-12", "9999-12")
    series = months_between(*span) if last else ()
    window = series[-months:] if last else ()
    mine, region = _counted(lake, area, series), _counted(lake, None, series)
    whole = [month for month in window if mine.share(month) == 1]
    return AreaCrime(
        area.code,
        area.name,
        window[0] if window else None,
        window[-1] if window else None,
        len(whole),
        len(window),
        _summary(area, mine.rate(window, types), window, len(whole), family),
        _by_type(lake, area, mine, region, window),
        _by_family(lake, area, mine, region, window),
        _by_month(lake, area, mine, series, types),
        _gaps(lake, area, span),
    )


def _counted(lake: Lake, area: Area | None, series: Sequence[str]) -> _Counted:
    """Count an area, or the whole region."""
    if not (series and lake.has("panel") and lake.has("panel_coverage")):
        return _Counted({}, {})
    if area is None or area.kind == "region":
        return remembered(lake, COUNTED, ("region", *series), lambda: _count(lake, None, series))
    return _count(lake, area.members, series)


def _count(lake: Lake, members: Sequence[str] | None, series: Sequence[str]) -> _Counted:
    held = block(lake, series)
    rows = held.rows(held.places if members is None else members)
    return _Counted(held.counts(rows), held.known_months(rows))


def _by_type(lake: Lake, area: Area, mine: _Counted, region: _Counted, window: Sequence[str]) -> Released:
    kinds = [term for term in terms("crime_type").values() if term.valid_to is None]
    held = {kind for _, kind in (*mine.cells, *region.cells)}
    kinds += [term for term in terms("crime_type").values() if term.valid_to is not None and term.id in held]
    rows = [(term.id, term.title, (term.id,)) for term in kinds]
    return _compared(lake, area, (mine, region), window, rows, "crime_type")


def _by_family(lake: Lake, area: Area, mine: _Counted, region: _Counted, window: Sequence[str]) -> Released:
    rows = [(term.id, term.title, family_types(term.id)) for term in terms("crime_family").values()]
    return _compared(lake, area, (mine, region), window, rows, "family")


def _compared(
    lake: Lake,
    area: Area,
    counted: tuple[_Counted, _Counted],
    window: Sequence[str],
    rows: Sequence[tuple[str, str, Sequence[str]]],
    key: str,
) -> Released:
    """Return one row a type or family: count, rate with limits, the region's rate, and words."""
    values, figures = [], {}
    for number, (name, title, types) in enumerate(rows):
        own, whole = counted[0].rate(window, types), counted[1].rate(window, types)
        region = whole.rate if whole else None
        numbers = (own.crimes, own.rate, own.lower, own.upper) if own else (None,) * 4
        values.append((name, title, *numbers, region, _beside(own, region)))
        if own:
            figures[number, "n"] = _figure(area, key, name, f"{window[0]}..{window[-1]}")
    what = "type" if key == "crime_type" else "family"
    return release(
        Draft(
            f"crime_by_{what}",
            f"Recorded crime by {what}, {area.name}",
            (ReleasedColumn(key, "Key"), ReleasedColumn("title", what.capitalize()), *_COMPARED),
            tuple(values),
            figures=figures,
            reasons=_without_residents(values, area),
            sources=source_notes(
                lake, "crime-panel-", "police-street", "census21-sex-age", "census21-residents"
            ),
            notes=_NOTES,
        )
    )


def _without_residents(values: Sequence[tuple[object, ...]], area: Area) -> dict[tuple[int, str], str]:
    """Say that a rate is not known where crimes are, for want of residents."""
    return {
        (number, name): "missing"
        for number, row in enumerate(values)
        if row[2] is not None and area.population is None
        for name in ("rate", "lower", "upper", "beside")
    }


def _beside(own: Rate | None, region: float | None) -> str | None:
    """Say how a rate compares: higher or lower only when its whole interval lies on that side."""
    if own is None or own.lower is None or own.upper is None or region is None:
        return None
    if own.lower > region:
        return "higher"
    return "lower" if own.upper < region else "no clear difference"


def _by_month(
    lake: Lake, area: Area, mine: _Counted, series: Sequence[str], types: Sequence[str]
) -> Released:
    reasons: dict[tuple[int, str], str] = {}
    rows, figures = [], {}
    for number, month in enumerate(series):
        known = mine.months.get(month, {})
        rate = mine.rate((month,), types)
        asb = mine.rate((month,), ("anti-social-behaviour",))
        share = mine.share(month)
        rows.append(
            (
                month,
                rate.crimes if rate else None,
                rate.rate / YEAR if rate and rate.rate is not None else None,
                asb.crimes if asb else None,
                share,
                _state(share, bool(known.get("unusual"))),
            )
        )
        if rate:
            figures[number, "n"] = _figure(area, None, None, month)
            if rate.rate is None:
                reasons[number, "rate"] = "missing"
    return release(
        Draft(
            "crime_by_month",
            f"Recorded crime by month, {area.name}",
            (
                ReleasedColumn("month", "Month"),
                COUNT,
                ReleasedColumn("rate", "Per 1,000 residents", "per 1,000 a month", 2, missing="gap"),
                ReleasedColumn("asb", "Anti-social behaviour", decimals=0, missing="gap", count=True),
                ReleasedColumn("share", "Share of the area that is known", decimals=2),
                ReleasedColumn("state", "What is known"),
            ),
            tuple(rows),
            reasons=reasons,
            figures=figures,
            sources=source_notes(lake, "crime-panel-", "police-street"),
            notes=_NOTES,
        )
    )


def _gaps(lake: Lake, area: Area, span: tuple[str, str]) -> Released:
    rows = (
        lake.query(_GAPS, {"forces": forces_of(lake, area), "first": span[0], "last": span[1]}).to_pylist()
        if lake.has("panel_gap")
        else []
    )
    return release(
        Draft(
            "area_gaps",
            f"Months that are not known, {area.name}",
            GAP_COLUMNS,
            tuple(tuple(row[column.name] for column in GAP_COLUMNS) for row in rows),
        )
    )


def _figure(area: Area, key: str | None, name: str | None, months: str) -> str:
    keys: dict[str, object] = {area.column: area.code, "month": months}
    if key and name:
        keys[key] = name
    else:
        keys["family"] = "all_crime"
    return str(Figure.of("panel", "n", keys))


def _state(share: float, unusual: bool) -> str:
    if share == 0:
        return "not known"
    if share < 1:
        return "known in part"
    return "unusual: read with care" if unusual else "known"


def _summary(area: Area, rate: Rate | None, window: Sequence[str], whole: int, family: str) -> str:
    if not window:
        return "No crime data are held for this region yet."
    span = f"{window[0]} to {window[-1]}"
    if not area.in_region:
        return f"{area.name} lies outside this workspace’s region, so its crime is not counted."
    if rate is None:
        return (
            f"Recorded crime in {area.name} is not known for any month from {span}. Not known is not nought."
        )
    title = terms("crime_family")[family].title.lower()
    words = f"{rate.crimes:,.0f} recorded ({title}) in {area.name}, {span}"
    if rate.rate is not None:
        words += f": {rate.rate:,.1f} for each 1,000 residents a year"
    short = len(window) - whole
    return f"{words}." + (
        f" Of {len(window)} months, {short} are not wholly known; what is not known is left out."
        if short
        else f" All {len(window)} months are known."
    )
