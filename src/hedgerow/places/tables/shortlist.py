"""Unexpectedly low-crime places in deprived areas: the shortlist, or the word that none can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hedgerow.disclosure import Released, ReleasedColumn
from hedgerow.errors import UsageError
from hedgerow.places.contrast.words import finding, silence_words
from hedgerow.places.tables.contrast_views import (
    MEANING,
    as_place,
    is_lead,
    release_modelled,
    title_of_family,
)
from hedgerow.places.tables.membership import members
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake, not_built
from hedgerow.vocabulary import terms

DEPRIVED = 3
DECILE = "imd2025_decile"
_LOW = """
    SELECT c.*, l.lsoa21_name AS name, l.house_name, l.lad24_name AS district, l.population,
           CAST(d.value AS BIGINT) AS decile, coalesce(t.twins, 0) AS twins
    FROM contrast c JOIN area_lookup l USING (lsoa21)
    LEFT JOIN (SELECT lsoa21, value FROM indicator_value WHERE indicator = $decile) d USING (lsoa21)
    LEFT JOIN (
        SELECT lsoa21, count(*) AS twins FROM contrast_twin WHERE family = $family GROUP BY lsoa21
    ) t USING (lsoa21)
    WHERE c.family = $family AND c.own = 'low' AND l.in_region
    ORDER BY c.verdict <> 'zero_output', c.ratio, c.lsoa21
"""
_SEARCHED = """
    SELECT count(*) FILTER (d.value IS NULL) AS no_decile,
           count(*) FILTER (d.value <= $most AND c.verdict = 'not_known') AS unknown,
           count(*) FILTER (d.value <= $most) AS deprived,
           count(*) FILTER (d.value <= $most AND c.verdict NOT IN ('not_known', 'artefact')) AS asked
    FROM contrast c JOIN area_lookup l USING (lsoa21)
    LEFT JOIN (SELECT lsoa21, value FROM indicator_value WHERE indicator = $decile) d USING (lsoa21)
    WHERE c.family = $family AND l.in_region AND ($every OR lsoa21 IN (SELECT unnest($lsoas)))
"""
COLUMNS = (
    ReleasedColumn("lsoa21", "LSOA"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("house_name", "Known as"),
    ReleasedColumn("district", "District"),
    ReleasedColumn("decile", "Deprivation, tenth of England (1 is the most)"),
    ReleasedColumn("months", "Complete months"),
    ReleasedColumn("observed", "Recorded", "crimes", 0),
    ReleasedColumn("expected", "Expected from context", "crimes", 0),
    ReleasedColumn("ratio", "Recorded to expected", "ratio", 2),
    ReleasedColumn("ratio_lower", "Ratio, lower", "ratio", 2),
    ReleasedColumn("ratio_upper", "Ratio, upper", "ratio", 2),
    ReleasedColumn("standing", "What it is"),
    ReleasedColumn("held", "Held in the later months?", missing="cannot_tell"),
    ReleasedColumn("silence_words", "Could it be silence?"),
    ReleasedColumn("twins", "Twins"),
    ReleasedColumn("finding", "In words"),
)


@dataclass(frozen=True)
class Shortlist:
    """The places, firm ones first, and what may be said of the whole.

    Attributes
    ----------
    firm, leads
        How many are zero output, and how many are truly low but not unusual among places like them.
    searched, asked
        Deprived places, and those among them of which the question could be asked.
    sentences
        The same in words.
    places
        One row a place.
    left_out
        Low places in deprived areas that a gate keeps off, with the reason.
    """

    family: str
    title: str
    deprived: int
    firm: int
    leads: int
    searched: int
    asked: int
    sentences: tuple[str, ...]
    places: Released
    left_out: Released
    cards: tuple[str, ...] = ("contrast",)


def shortlist_view(
    lake: Lake, family: str = "all_crime", *, deprived: int = DEPRIVED, within: str | None = None
) -> Shortlist:
    """Return low places whose tenth of deprivation is `deprived` or worse.

    Raises
    ------
    UsageError
        When the family is unknown or `deprived` is no tenth.
    NotFoundError
        When the contrast has not been built, or there is no area `within`.
    """
    known = terms("crime_family")
    if family not in known:
        raise UsageError(f"“{family}” is no crime family.", remedy=f"They are: {', '.join(known)}.")
    if not 1 <= deprived <= 10:
        raise UsageError(f"{deprived} is no tenth.", remedy="Give 1 (the most deprived tenth) to 10 (all).")
    for table in ("contrast", "contrast_twin", "indicator_value"):
        if not lake.has(table):
            raise not_built(table)
    lsoas = members(lake, within).lsoas if within else None
    rows = lake.query(_LOW, {"family": family, "decile": DECILE}).to_pylist()
    inside = set(lsoas or ())
    rows = [row for row in rows if row["decile"] is not None and row["decile"] <= deprived]
    rows = [row for row in rows if lsoas is None or row["lsoa21"] in inside]
    asked = {"every": lsoas is None, "lsoas": list(lsoas or ())}
    asked |= {"family": family, "decile": DECILE, "most": deprived}
    total = lake.query(_SEARCHED, asked).to_pylist()[0]
    return _shortlist(family, deprived, rows, total)


def _shortlist(family: str, deprived: int, rows: list[dict[str, Any]], total: dict[str, Any]) -> Shortlist:
    kept = [row for row in rows if row["verdict"] == "zero_output" or is_lead_here(row)]
    firm = sum(row["verdict"] == "zero_output" for row in kept)
    title = title_of_family(family)
    return Shortlist(
        family=family,
        title=title,
        deprived=deprived,
        firm=firm,
        leads=len(kept) - firm,
        searched=int(total["deprived"]),
        asked=int(total["asked"]),
        sentences=_sentences(kept, firm, deprived, total),
        places=_table("shortlist", f"Low places in deprived areas: {title.lower()}", kept),
        left_out=_table(
            "shortlist_left_out",
            "Low, but kept off the list by a gate",
            [row for row in rows if row not in kept],
        ),
    )


def is_lead_here(row: dict[str, Any]) -> bool:
    """Whether a low place is a lead that no gate keeps off."""
    return is_lead(row) and not row["artefact"] and row["silence"] != "possible"


def _sentences(
    kept: list[dict[str, Any]], firm: int, deprived: int, total: dict[str, Any]
) -> tuple[str, ...]:
    said = [
        f"{total['deprived']:,} LSOAs lie in the {deprived} most deprived tenths of England"
        if deprived < 10
        else f"{total['deprived']:,} LSOAs have a tenth of deprivation"
    ]
    said[0] += f"; of {total['asked']:,} the question could be asked."
    if total["unknown"]:
        said.append(f"{total['unknown']:,} deprived LSOAs are not known: months or context are missing.")
    said.append(
        f"{firm} {_is(firm)} surely low and unusual among places like {_them(firm)}: to learn from, once "
        "visited."
        if firm
        else "None can be told apart: no place is both surely low and unusual among places like it."
    )
    leads = kept[firm:]
    if leads:
        matched = sum(row["twins"] > 0 for row in leads)
        said.append(
            f"{len(leads)} {_is(len(leads))} surely below half of what context gives, yet not unusual among "
            f"places like {_them(len(leads))}: leads to look into, not findings. {matched} of them "
            f"{'has' if matched == 1 else 'have'} twins in balance."
        )
    if total["no_decile"]:
        said.append(
            f"{total['no_decile']:,} LSOAs have no English tenth of deprivation and are not searched."
        )
    if any(row["silence"] == "not_testable" for row in kept):
        said.append("Silence is not testable here for some or all of them: ask about reporting first.")
    return tuple(said)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _table(name: str, title: str, rows: list[dict[str, Any]]) -> Released:
    shown = [row | _words(row) for row in rows]
    figures = {
        (number, column): str(
            Figure.of("contrast", column, {"family": row["family"], "lsoa21": row["lsoa21"]})
        )
        for number, row in enumerate(rows)
        for column in ("observed", "expected", "ratio", "ratio_lower", "ratio_upper")
    }
    return release_modelled(name, title, COLUMNS, shown, figures=figures, notes=MEANING)


def _words(row: dict[str, Any]) -> dict[str, object]:
    place = as_place(row)
    standing = "zero output" if row["verdict"] == "zero_output" else "a lead"
    if not is_lead_here(row) and row["verdict"] != "zero_output":
        standing = "kept off"
    return {
        "standing": standing,
        "held": {True: "yes", False: "no", None: None}[row["persistent"]],
        "silence_words": silence_words(place),
        "finding": finding(place),
    }
