"""What is not known: the months that each force’s data do not have whole."""

from __future__ import annotations

from hedgerow.disclosure import ReleasedColumn
from hedgerow.places.tables.views.counting import last_month, period
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.layers.rows import by_code
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake

TITLE = "What is missing"
MONTHS = 36
_ROWS = """
    WITH c AS (
        SELECT pfa24, count(*) AS months,
               count(*) FILTER (state IN ('complete', 'unusual')) AS known,
               count(*) FILTER (state = 'unusual') AS unusual,
               count(*) FILTER (state = 'missing') AS missing,
               count(*) FILTER (state = 'partial') AS partial
        FROM panel_coverage WHERE month BETWEEN $first AND $last GROUP BY 1
    )
    SELECT l.lsoa21, c.months - c.known AS unknown, c.months, c.known, c.unusual, c.missing, c.partial
    FROM area_lookup l JOIN c USING (pfa24) WHERE l.in_region
"""
COLUMNS = (
    ReleasedColumn("months", "Months in the panel"),
    ReleasedColumn("known", "known"),
    ReleasedColumn("unusual", "of these unusual: read with care"),
    ReleasedColumn("missing", "missing"),
    ReleasedColumn("partial", "clearly too few, so not counted"),
)


def layers(lake: Lake) -> list[Layer]:
    """Return the one layer."""
    last = last_month(lake)
    if last is None:
        return []
    first, last = period(last, MONTHS)
    return [
        Layer(
            "coverage",
            "Months that are not known",
            TITLE,
            "Of the last three years, months whose data are missing or clearly too few: never nought.",
            "months",
            0,
            "number",
            False,
            f"{first} to {last}",
            card="crime_rate",
            breaks=(1.0, 4.0, 7.0, 13.0),
            ramp="context",
        )
    ]


def values(lake: Lake, _: str) -> Held:
    """Return the months that are not known of each LSOA’s force."""
    first, last = period(last_month(lake) or "", MONTHS)
    rows = lake.query(_ROWS, {"first": first, "last": last})
    known, months = by_code(rows, "known"), by_code(rows, "months")
    return Held(
        by_code(rows, "unknown"),
        flag={code: "masked" for code, count in known.items() if count != months[code]},
        more=tuple((column, by_code(rows, column.name)) for column in COLUMNS),
        sources=source_notes(lake, "crime-panel-", "police-street"),
    )


GROUP = Group(TITLE, ("coverage",), ("panel_coverage",), layers, values)
