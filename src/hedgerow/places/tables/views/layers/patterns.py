"""Local patterns: where like lies beside like, after looking everywhere."""

from __future__ import annotations

from hedgerow.disclosure import ReleasedColumn
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.layers.rows import by_code
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

TITLE = "Local patterns"
WORDS = (
    ("high-high", "high beside high"),
    ("high-low", "high beside low"),
    ("not significant", "nothing that leaves chance"),
    ("low-high", "low beside high"),
    ("low-low", "low beside low"),
    ("island", "no neighbour to set it beside"),
)
COLUMNS = (
    ReleasedColumn("value", "Records a month for each 1,000 residents, steadied", "", 2),
    ReleasedColumn("statistic", "Local Moran", "", 2),
    ReleasedColumn("p_value", "p-value", "", 4),
    ReleasedColumn("q_value", "q-value, after looking everywhere", "", 4),
    ReleasedColumn("months", "Complete months"),
)


def layers(lake: Lake) -> list[Layer]:
    """Return one layer a family."""
    families = lake.query("SELECT DISTINCT family FROM local_pattern ORDER BY 1").column(0).to_pylist()
    families.sort(key=lambda family: (family != "all_crime", family))
    return [
        Layer(
            f"pattern:{family}",
            f"Local patterns: {terms('crime_family')[family].title.lower()}",
            TITLE,
            "Where a high rate lies beside high ones, or a low beside low, beyond chance; at most "
            "one in twenty of those named is expected to be false.",
            "",
            0,
            "category",
            True,
            "",
            card="local_pattern",
            holds_crime="record",
            words=WORDS,
        )
        for family in families
    ]


def values(lake: Lake, layer: str) -> Held:
    """Return the class of each LSOA."""
    rows = lake.query(
        "SELECT *, nullif(class, 'no value') AS shown FROM local_pattern"
        " WHERE area_kind = 'lsoa' AND family = $name",
        {"name": layer.partition(":")[2]},
    )
    held = [column for column in COLUMNS if column.name in rows.column_names]
    renamed = {"value": "rate"}
    return Held(
        by_code(rows, "shown", key="area_code"),
        missing="gap",
        more=tuple(
            (
                ReleasedColumn(
                    renamed.get(c.name, c.name), c.label, c.unit, c.decimals, missing="not_applicable"
                ),
                by_code(rows, c.name, key="area_code"),
            )
            for c in held
        ),
        sources=source_notes(lake, "crime-panel-", "police-street", "census21-"),
    )


GROUP = Group(TITLE, ("pattern",), ("local_pattern",), layers, values)
