"""Recorded crime: the rate of each family, with the interval of a count."""

from __future__ import annotations

from hedgerow.disclosure import ReleasedColumn
from hedgerow.places.tables.views.counting import Rate, last_month, period, rates_within
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

TITLE = "Recorded crime"
YEAR = 12
SOURCES = ("crime-panel-", "police-street", "census21-sex-age", "census21-residents")


def layers(lake: Lake) -> list[Layer]:
    """Return one layer a family."""
    last = last_month(lake)
    if last is None:
        return []
    first, last = period(last)
    return [
        Layer(
            f"crime:{term.id}",
            term.title,
            TITLE,
            f"Recorded for each 1,000 residents a year, in the known months from {first} to {last}.",
            "per 1,000 residents a year",
            1,
            "number",
            False,
            f"{first} to {last}",
            level="95 %",
            holds_crime="record",
        )
        for term in terms("crime_family").values()
    ]


def values(lake: Lake, layer: str) -> Held:
    """Return the rate of each LSOA."""
    rates = rates_within(lake, "lsoa21", family=layer.partition(":")[2])
    return Held(
        {code: _round(rate.rate) for code, rate in rates.items()},
        {code: _round(rate.lower) for code, rate in rates.items()},
        {code: _round(rate.upper) for code, rate in rates.items()},
        {code: flag for code, rate in rates.items() if (flag := _flag(rate))},
        missing="gap",
        more=(
            (
                ReleasedColumn("crimes", "Recorded crimes", decimals=0, missing="gap", count=True),
                {code: rate.crimes for code, rate in rates.items()},
            ),
            (
                ReleasedColumn("months", "Months counted", decimals=0, missing="gap"),
                {code: rate.months for code, rate in rates.items()},
            ),
        ),
        sources=source_notes(lake, *SOURCES),
    )


def _flag(rate: Rate) -> str:
    if rate.months < YEAR:
        return "masked"
    if rate.rate is None or rate.lower is None or rate.upper is None:
        return ""
    return "wide" if rate.upper - rate.lower > rate.rate else ""


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


GROUP = Group(TITLE, ("crime",), ("panel", "panel_coverage"), layers, values)
