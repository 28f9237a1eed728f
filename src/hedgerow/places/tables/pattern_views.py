"""Where crime gathers: concentration, local patterns and districts beside chance, for people to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

LEVEL = 0.05
CLASSES: Mapping[str, str] = {
    "high-high": "High among high: a hot spot",
    "low-low": "Low among low: a cold spot",
    "high-low": "High among low: stands alone",
    "low-high": "Low among high: a hole in a hot spot",
    "not significant": "Nothing that chance does not give",
    "island": "No neighbour, no answer",
    "no value": "Not known: the force’s months are missing",
}
WORDS: Mapping[str, str] = {
    "High (0.001)": "above the outer limit",
    "High (0.025)": "above the inner limit",
    "Not significant": "within the limits",
    "Low (0.025)": "below the inner limit",
    "Low (0.001)": "below the outer limit",
}
_PATTERNS = """
    SELECT p.*, l.lsoa21_name, l.house_name, l.lad24_name
    FROM local_pattern p JOIN area_lookup l ON l.lsoa21 = p.area_code
    WHERE p.family = $family ORDER BY p.q_value NULLS LAST, p.area_code
"""
_CONCENTRATION = """
    SELECT * FROM concentration WHERE family = $family ORDER BY area_kind DESC, area_name
"""
_FUNNEL = "SELECT * FROM funnel WHERE family = $family ORDER BY ratio DESC, area_code"
RATE = "records a month for each 1,000 residents"
PATTERN_COLUMNS = (
    ReleasedColumn("code", "Code"),
    ReleasedColumn("name", "Small neighbourhood"),
    ReleasedColumn("district", "District"),
    ReleasedColumn("class", "What it is"),
    ReleasedColumn("value", "Steadied rate", RATE, 2, missing="gap"),
    ReleasedColumn("deviate", "Distance from chance", "standard deviations", 1, missing="gap"),
    ReleasedColumn("p_value", "p", decimals=4, missing="gap"),
    ReleasedColumn("q_value", "q", decimals=4, missing="gap"),
    ReleasedColumn("months", "Complete months", decimals=0),
)
COUNT_COLUMNS = (
    ReleasedColumn("class", "What it is"),
    ReleasedColumn("areas", "Small neighbourhoods", decimals=0),
)
CONCENTRATION_COLUMNS = (
    ReleasedColumn("area", "Area"),
    ReleasedColumn("places", "Small neighbourhoods", decimals=0),
    ReleasedColumn("left_out", "Left out: months missing", decimals=0),
    ReleasedColumn("events", "Records", decimals=0),
    ReleasedColumn("places_for_half", "Neighbourhoods with half of the records", decimals=0),
    ReleasedColumn("share_for_half", "As a share", "%", 1),
    ReleasedColumn("gini_unbiased", "Gini, adjusted", decimals=3, missing="cannot_tell"),
    ReleasedColumn("lower", "Lower limit (95 %)", decimals=3, missing="cannot_tell"),
    ReleasedColumn("upper", "Upper limit (95 %)", decimals=3, missing="cannot_tell"),
    ReleasedColumn("null_upper", "Chance alone, at most", decimals=3, missing="cannot_tell"),
    ReleasedColumn("gini", "Gini, plain", decimals=3),
)
FUNNEL_COLUMNS = (
    ReleasedColumn("code", "Code"),
    ReleasedColumn("name", "District"),
    ReleasedColumn("observed", "Recorded", decimals=0),
    ReleasedColumn("expected", "At the region’s rate", decimals=0),
    ReleasedColumn("ratio", "Recorded over expected", decimals=2),
    ReleasedColumn("limit_lower", "Lower limit (99.8 %)", decimals=2),
    ReleasedColumn("limit_upper", "Upper limit (99.8 %)", decimals=2),
    ReleasedColumn("word", "With the ordinary differences between districts"),
    ReleasedColumn("plain_word", "With chance alone"),
)
NOTES = (
    "Police-recorded crime for each resident: where shops, night life or a hospital bring people in, that "
    "alone can make a hot spot. Months that are missing are left out, never counted as nought.",
    "A hot spot is a reason to look at the place, never at a person in it.",
)


@dataclass(frozen=True)
class Patterns:
    """Where one crime family gathers.

    Attributes
    ----------
    counts, areas
        Neighbourhoods by class, and those that stand out, the surest first.
    concentration, funnel
        How much lies in few places; districts beside the region's rate.
    """

    family: str
    title: str
    summary: str
    counts: Released
    areas: Released
    concentration: Released
    funnel: Released


def patterns_view(lake: Lake, family: str, region: str) -> Patterns:
    """Return where a crime family gathers in the workspace's region.

    Raises
    ------
    NotFoundError
        When the family is unknown.
    """
    known = terms("crime_family")
    if family not in known:
        raise NotFoundError(
            f"There is no crime family “{family}”.", remedy=f"The families are: {', '.join(known)}."
        )
    title = known[family].title
    asked = {"family": family}
    rows = lake.query(_PATTERNS, asked).to_pylist()
    spread = lake.query(_CONCENTRATION, asked).to_pylist()
    districts = lake.query(_FUNNEL, asked).to_pylist()
    named = [row for row in rows if row["q_value"] is not None and row["q_value"] <= LEVEL]
    return Patterns(
        family=family,
        title=title,
        summary=_summary(title, region, rows, spread, districts),
        counts=_counts(title, rows),
        areas=_release(
            "local_pattern",
            f"{title}: neighbourhoods that stand out",
            PATTERN_COLUMNS,
            [_area(row) for row in named],
        ),
        concentration=_release(
            "concentration",
            f"{title}: how much lies in few places",
            CONCENTRATION_COLUMNS,
            [_spread(row) for row in spread],
        ),
        funnel=_release(
            "funnel",
            f"{title}: districts beside the region’s rate",
            FUNNEL_COLUMNS,
            [_district(row) for row in districts],
        ),
    )


def pattern_of(lake: Lake, code: str) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of one LSOA, one a family, in the order of the families."""
    if not lake.has("local_pattern"):
        return ()
    found = lake.query("SELECT * FROM local_pattern WHERE area_code = $code", {"code": code}).to_pylist()
    held = {row["family"]: row for row in found}
    return tuple(held[family] for family in terms("crime_family") if family in held)


def _summary(
    title: str,
    region: str,
    rows: Sequence[Mapping[str, Any]],
    spread: Sequence[Mapping[str, Any]],
    districts: Sequence[Mapping[str, Any]],
) -> str:
    whole = next((row for row in spread if row["area_kind"] == "region"), None)
    if not rows or whole is None:
        return f"{title}: there is too little to look at in {region}."
    hot = sum(1 for row in rows if row["class"] == "high-high")
    far = sum(1 for row in districts if row["word"].startswith(("High (0.001", "Low (0.001")))
    share = 100 * whole["places_for_half"] / whole["places"]
    return (
        f"{title} in {region}: half of the records lie in {whole['places_for_half']:,} of "
        f"{whole['places']:,} small neighbourhoods ({share:.0f} %). {hot} lie in hot spots that chance does "
        f"not give; of all that are named, about 1 in 20 is expected to be false. {far} of {len(districts)} "
        f"districts lie beyond the outer limits of the funnel."
    )


def _counts(title: str, rows: Sequence[Mapping[str, Any]]) -> Released:
    counted = [
        {"class": words, "areas": sum(1 for row in rows if row["class"] == name)}
        for name, words in CLASSES.items()
    ]
    return _release("pattern_count", f"{title}: neighbourhoods by pattern", COUNT_COLUMNS, counted)


def _area(row: Mapping[str, Any]) -> dict[str, Any]:
    name = f"{row['lsoa21_name']} ({row['house_name']})" if row["house_name"] else row["lsoa21_name"]
    return {
        **row,
        "code": row["area_code"],
        "name": name,
        "district": row["lad24_name"],
        "class": CLASSES[row["class"]],
    }


def _spread(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "area": row["area_name"], "share_for_half": 100 * row["places_for_half"] / row["places"]}


def _district(row: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: WORDS[row[name]] for name in ("word", "plain_word")}
    return {**row, **words, "code": row["area_code"], "name": row["area_name"]}


def _release(
    name: str, title: str, columns: tuple[ReleasedColumn, ...], rows: Sequence[Mapping[str, Any]]
) -> Released:
    return release(
        Draft(
            name,
            title,
            columns,
            tuple(tuple(row[column.name] for column in columns) for row in rows),
            source_class="modelled",
            notes=NOTES,
        )
    )
