"""Tables of a profile on their way to the door: facts in, drafts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hedgerow.commissioning.facts import CountRow, CrimeFacts, IndicatorRow, PlaceRow
from hedgerow.commissioning.rates import change_interval, yearly_rate
from hedgerow.disclosure import Draft, ReleasedColumn, SourceNote, Value

Column = ReleasedColumn
# Why a cell of a table of words is empty, where it is not simply unknown.
_WORD_REASONS = {"grade": "not_rated", "page": "not_applicable"}
CRIME_SOURCE = SourceNote(
    "Street-level crime", "police.uk (single online home of the police)", "Open Government Licence v3.0", ""
)
RATE_NOTE = (
    "Rates are for each 1,000 usual residents (Census 2021) in a year, from the months that are known; "
    "intervals are 95 % and allow for chance alone, as if crimes came one by one; they come in runs, "
    "so more is uncertain than is shown. Recorded crime is not all crime, and is not an official statistic."
)


def counts_draft(
    name: str, title: str, rows: Sequence[CountRow], crime: CrimeFacts, *, what: str = "Crime type"
) -> Draft:
    """Return counts, rates with intervals and the change on the year before."""
    months = len(crime.known)
    columns = (
        Column("title", what),
        Column("now", f"Recorded, {months} months", missing="gap"),
        Column("rate", "Rate for 1,000", decimals=1, missing="gap"),
        Column("lower", "Low", decimals=1, missing="gap"),
        Column("upper", "High", decimals=1, missing="gap"),
        Column("region", "Region’s rate", decimals=1, missing="gap"),
        Column("before", f"Before, {len(crime.known_before)} months", missing="gap"),
        Column("change", "Change in rate, %, with interval", missing="cannot_tell"),
    )
    return Draft(
        name,
        title,
        columns,
        tuple(_count_row(row, crime) for row in rows),
        figures={(place, "now"): row.figure for place, row in enumerate(rows) if row.figure},
        sources=(CRIME_SOURCE,),
        notes=(RATE_NOTE,),
    )


def _count_row(row: CountRow, crime: CrimeFacts) -> tuple[Value, ...]:
    months, before = len(crime.known), len(crime.known_before)
    rate: tuple[float | None, ...] = (None, None, None)
    if row.now is not None and row.population and months:
        rate = yearly_rate(row.now, row.population, months)
    region = None
    if row.region_now is not None and row.region_population and months:
        region = yearly_rate(row.region_now, row.region_population, months)[0]
    change = None
    if row.now is not None and row.before is not None:
        change = change_interval(row.now, row.before, months, before)
    return (row.title, row.now, *rate, region, row.before, _change_text(change))


def _change_text(change: tuple[float, float, float] | None) -> str | None:
    if change is None or change[2] > 1e6:
        return None
    return f"{change[0]:+.0f} ({change[1]:+.0f}\u00a0to\u00a0{change[2]:+.0f})"


def trend_draft(crime: CrimeFacts) -> Draft:
    """Return crimes by month; a month that is a gap of the force is missing, not nought."""
    families = ("all_crime", "soc_related")
    rows = []
    reasons = {}
    for place, (month, state, counts) in enumerate(crime.trend):
        known = state in {"complete", "unusual"}
        rows.append((month, *(counts.get(family, 0) if known else None for family in families)))
        if not known:
            reasons.update({(place, family): "gap" for family in families})
    unusual = [month for month, state, _ in crime.trend if state == "unusual"]
    notes = (f"Unusual, read with care: {', '.join(unusual)}.",) if unusual else ()
    return Draft(
        "trend",
        "Recorded crime by month",
        (
            Column("month", "Month"),
            Column("all_crime", "All crime"),
            Column("soc_related", "Types that organised crime often shows in"),
        ),
        tuple(rows),
        reasons=reasons,
        sources=(CRIME_SOURCE,),
        notes=notes,
    )


def gaps_draft(crime: CrimeFacts) -> Draft:
    """Return the gap register for the area's forces."""
    return Draft(
        "crime_gaps",
        "Months for which the force’s crime is not known, or unusual",
        (
            Column("force", "Force area"),
            Column("from_month", "From"),
            Column("to_month", "To"),
            Column("kind", "Kind"),
            Column("source", "How it is known"),
        ),
        crime.gaps,
        sources=(CRIME_SOURCE,),
    )


def indicators_draft(name: str, title: str, rows: Iterable[IndicatorRow]) -> Draft:
    """Return indicators of the area beside the region's, with the spread over its LSOAs."""
    kept = tuple(rows)
    columns = (
        Column("title", "Indicator"),
        Column("value", "This area"),
        Column("low", "Lowest LSOA"),
        Column("high", "Highest LSOA"),
        Column("region", "Region"),
        Column("unit", "Unit", missing="not_applicable"),
        Column("vintage", "Period"),
    )
    publishers = sorted({(row.publisher, row.vintage) for row in kept})
    return Draft(
        name,
        title,
        columns,
        tuple(
            (
                row.title,
                *(_rounded(value, row.decimals) for value in (row.value, row.low, row.high, row.region)),
                row.unit,
                row.vintage,
            )
            for row in kept
        ),
        figures={(place, "value"): row.figure for place, row in enumerate(kept) if row.figure},
        sources=tuple(SourceNote(name, name, "", vintage) for name, vintage in publishers),
        notes=(
            "The area’s figure is the mean of its LSOAs, weighted by residents; it hides "
            "differences inside the area.",
        ),
    )


def places_draft(
    name: str,
    title: str,
    rows: Sequence[PlaceRow],
    labels: Mapping[str, str],
    *,
    source_class: str = "modelled",
    notes: tuple[str, ...] = (),
) -> Draft:
    """Return a list of LSOAs; `labels` chooses the columns by field and gives their headings."""
    decimals = {"value": 1, "lower": 1, "upper": 1}
    if name == "contrast_places":
        decimals |= {"value": 2, "lower": 2, "upper": 2}
    columns = tuple(
        Column(field, label, decimals=decimals.get(field), missing="missing")
        for field, label in labels.items()
    )
    return Draft(
        name,
        title,
        columns,
        tuple(tuple(_place_value(row, field) for field in labels) for row in rows),
        source_class=source_class,
        figures={
            (place, "now" if source_class == "open" else "value"): row.figure
            for place, row in enumerate(rows)
            if row.figure
        },
        notes=notes,
    )


def words_draft(
    name: str, title: str, labels: Mapping[str, str], rows: Iterable[Sequence[Value]], **more: tuple[str, ...]
) -> Draft:
    """Return a table of words; `labels` are its columns in order."""
    columns = tuple(
        Column(key, label, missing=_WORD_REASONS.get(key, "missing")) for key, label in labels.items()
    )
    return Draft(name, title, columns, tuple(tuple(row) for row in rows), notes=more.get("notes", ()))


def _rounded(value: float | None, decimals: int) -> Value:
    if value is None:
        return None
    return f"{value:,.{decimals}f}"


def _place_value(row: PlaceRow, field: str) -> Value:
    value: Value = getattr(row, field)
    if field == "q" and isinstance(value, float):
        return "under 0.001" if value < 0.0005 else f"{value:.3f}"  # never nought
    return value
