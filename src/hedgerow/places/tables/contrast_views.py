"""What is shown of super and zero output, for an area of any kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.contrast.words import Place, finding, silence_words, title_of, twin_sentence
from hedgerow.places.tables.membership import members
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

PEOPLE = "Places, not people: this describes recorded crime in an area and nobody who lives there."
MEANING = (
    "Expected means expected from context only: deprivation without crime, age, tenure, density, kind of "
    "place and force. Ratios are shrunken, with 90 % intervals.",
    "“Cannot tell” is an answer; it is never read as low.",
    "These are hypotheses to visit, not causes and not a judgement.",
    PEOPLE,
)
VERDICTS = ("zero_output", "super_output", "as_expected", "cannot_tell", "artefact", "not_known")
_ROWS = """
    SELECT c.*, l.lsoa21_name AS name, l.house_name, l.lad24_name AS district, l.population
    FROM contrast c JOIN area_lookup l USING (lsoa21)
    WHERE ($family = '' OR c.family = $family) AND ($every OR c.lsoa21 IN (SELECT unnest($lsoas)))
    ORDER BY c.family, c.ratio NULLS LAST, c.lsoa21
"""
_TWINS = """
    SELECT t.family, t."order", t.twin, t.distance, l.lsoa21_name AS name, l.house_name,
           l.lad24_name AS district, l.population, c.observed, c.expected, c.ratio, c.months
    FROM contrast_twin t JOIN contrast c ON c.family = t.family AND c.lsoa21 = t.twin
    JOIN area_lookup l ON l.lsoa21 = t.twin
    WHERE t.lsoa21 = $code ORDER BY t.family, t."order"
"""
PLACE_COLUMNS = (
    ReleasedColumn("family", "Crime"),
    ReleasedColumn("lsoa21", "LSOA"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("house_name", "Known as"),
    ReleasedColumn("district", "District"),
    ReleasedColumn("months", "Complete months"),
    ReleasedColumn("observed", "Recorded", "crimes", 0),
    ReleasedColumn("expected", "Expected from context", "crimes", 0),
    ReleasedColumn("ratio", "Recorded to expected", "ratio", 2),
    ReleasedColumn("ratio_lower", "Ratio, lower", "ratio", 2),
    ReleasedColumn("ratio_upper", "Ratio, upper", "ratio", 2),
    ReleasedColumn("verdict", "What may be said"),
    ReleasedColumn("finding", "In words"),
    ReleasedColumn("silence", "Could it be silence?"),
    ReleasedColumn("held", "Held in the later months?"),
)
TWIN_COLUMNS = (
    ReleasedColumn("family", "Crime"),
    ReleasedColumn("order", "Nearest first"),
    ReleasedColumn("twin", "Twin"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("house_name", "Known as"),
    ReleasedColumn("district", "District"),
    ReleasedColumn("observed", "Recorded", "crimes", 0),
    ReleasedColumn("expected", "Expected from context", "crimes", 0),
    ReleasedColumn("ratio", "Recorded to expected", "ratio", 2),
    ReleasedColumn("distance", "Distance of context", "standard deviations", 2),
)
COUNT_COLUMNS = (
    ReleasedColumn("family", "Crime"),
    *(ReleasedColumn(verdict, title_of(verdict), "LSOAs") for verdict in VERDICTS),
    ReleasedColumn("leads", "of “cannot tell”: truly low", "LSOAs"),
)


@dataclass(frozen=True)
class ContrastView:
    """Super and zero output of one area.

    `places` has one row a family and LSOA; for an area above LSOA only those that stand out. `counts` has
    the verdicts by family, `twins` the twins of one LSOA, and `sentences` the same in words.
    """

    code: str
    kind: str
    name: str
    built: bool
    places: Released
    counts: Released
    twins: Released
    sentences: tuple[str, ...]
    cards: tuple[str, ...] = ("contrast", "crime_rate")
    people: str = PEOPLE


def contrast_view(lake: Lake, code: str) -> ContrastView:
    """Return super and zero output of an area of any kind; raise `NotFoundError` for an unknown code."""
    area = members(lake, code)
    rows = _rows(lake, "", area.lsoas)
    one = area.kind == "lsoa"
    pairs = lake.query(_TWINS, {"code": code}).to_pylist() if one and lake.has("contrast_twin") else []
    shown = rows if one else sorted(filter(_stands_out, rows), key=is_lead)
    return ContrastView(
        code=code,
        kind=area.kind,
        name=area.name,
        built=lake.has("contrast"),
        places=_places(f"Super and zero output: {area.name}", shown),
        counts=_counts(area.name, rows),
        twins=_twins(area.name, pairs),
        sentences=_sentences(rows, pairs) if one else _sums(area.name, rows),
    )


def contrast_list(
    lake: Lake, family: str, verdict: str | None = None, within: str | None = None, *, leads: bool = False
) -> Released:
    """Return the LSOAs of one family, lowest ratio first.

    Parameters
    ----------
    verdict
        Only those of which this may be said.
    within
        Only those inside this area.
    leads
        Only those that are truly low although they are not unusual among places like them.

    Raises
    ------
    UsageError
        When the family or the verdict is not one of the known.
    """
    if family not in terms("crime_family"):
        raise UsageError(
            f"“{family}” is no crime family.", remedy=f"They are: {', '.join(terms('crime_family'))}."
        )
    if verdict is not None and verdict not in VERDICTS:
        raise UsageError(f"“{verdict}” is no verdict.", remedy=f"They are: {', '.join(VERDICTS)}.")
    rows = _rows(lake, family, members(lake, within).lsoas if within else None)
    if verdict is not None:
        rows = [row for row in rows if row["verdict"] == verdict]
    if leads:
        rows = [row for row in rows if is_lead(row)]
    return _places(f"{title_of_family(family)}: recorded beside expected", rows)


def contrast_balance(lake: Lake, family: str) -> Released:
    """Return how alike low places and their twins are, one row a context variable."""
    if not lake.has("contrast_balance"):
        raise NotFoundError("The contrast has not been built.", remedy="Run: hedgerow build PATH.")
    rows = lake.query(
        "SELECT covariate, smd_before, smd_after FROM contrast_balance WHERE family = $family",
        {"family": family},
    ).to_pylist()
    columns = (
        ReleasedColumn("covariate", "Context"),
        ReleasedColumn("smd_before", "Difference before matching", "standard deviations", 2),
        ReleasedColumn("smd_after", "Difference after matching", "standard deviations", 2, "not_applicable"),
    )
    notes = ("Below 0.1 in either direction is balanced; what is not may explain a difference.", PEOPLE)
    return release_modelled(
        "contrast_balance", f"{title_of_family(family)}: balance of twins", columns, rows, notes=notes
    )


def _rows(lake: Lake, family: str, lsoas: tuple[str, ...] | None) -> list[dict[str, object]]:
    if not lake.has("contrast"):
        return []
    parameters = {"family": family, "every": lsoas is None, "lsoas": list(lsoas or ())}
    rows: list[dict[str, object]] = lake.query(_ROWS, parameters).to_pylist()
    return rows


def as_place(row: Mapping[str, object]) -> Place:
    """Return what the words are made from."""
    return Place(
        verdict=str(row["verdict"]),
        own=str(row["own"]),
        artefact=str(row["artefact"]) if row["artefact"] else None,
        silence=str(row["silence"]),
        resolvable=bool(row["resolvable"]),
        months=int(str(row["months"])),
        persistent=None if row["persistent"] is None else bool(row["persistent"]),
        apart=str(row["fitted_apart"]) if row.get("fitted_apart") else None,
    )


def is_lead(row: Mapping[str, object]) -> bool:
    """Whether a place is truly low although it is not unusual among places like it."""
    return row["verdict"] == "cannot_tell" and row["own"] == "low"


def _stands_out(row: dict[str, object]) -> bool:
    return row["verdict"] in ("zero_output", "super_output", "artefact") or is_lead(row)


def title_of_family(family: str) -> str:
    """Return a crime family in words."""
    known = terms("crime_family")
    return known[family].title if family in known else family


def _places(title: str, rows: list[dict[str, object]]) -> Released:
    shown: list[dict[str, object]] = []
    reasons: dict[tuple[int, str], str] = {}
    figures: dict[tuple[int, str], str] = {}
    for number, row in enumerate(rows):
        place = as_place(row)
        words = {
            "family": title_of_family(str(row["family"])),
            "verdict": title_of(place.verdict),
            "finding": finding(place),
            "silence": silence_words(place),
            "held": {True: "yes", False: "no", None: None}[place.persistent],
        }
        shown.append(row | words)
        key = {"family": row["family"], "lsoa21": row["lsoa21"]}
        for column in ("observed", "expected", "ratio", "ratio_lower", "ratio_upper"):
            reasons[number, column] = "gap" if place.months == 0 else "missing"
            if row[column] is not None:
                del reasons[number, column]
                figures[number, column] = str(Figure.of("contrast", column, key))
        if words["held"] is None:
            reasons[number, "held"] = "cannot_tell" if place.months else "gap"
    return release_modelled("contrast", title, PLACE_COLUMNS, shown, reasons=reasons, figures=figures)


def _twins(name: str, pairs: list[dict[str, object]]) -> Released:
    rows = [pair | {"family": title_of_family(str(pair["family"]))} for pair in pairs]
    return release_modelled("contrast_twin", f"Twins of {name}", TWIN_COLUMNS, rows)


def _counts(name: str, rows: list[dict[str, object]]) -> Released:
    out: list[dict[str, object]] = []
    for family in sorted({str(row["family"]) for row in rows}):
        mine = [row for row in rows if row["family"] == family]
        count: dict[str, object] = {v: sum(1 for row in mine if row["verdict"] == v) for v in VERDICTS}
        out.append(
            {"family": title_of_family(family), **count, "leads": sum(1 for row in mine if is_lead(row))}
        )
    return release_modelled("contrast", f"Super and zero output in {name}", COUNT_COLUMNS, out)


def release_modelled(
    name: str,
    title: str,
    columns: tuple[ReleasedColumn, ...],
    rows: Sequence[Mapping[str, object]],
    *,
    reasons: dict[tuple[int, str], str] | None = None,
    figures: dict[tuple[int, str], str] | None = None,
    notes: tuple[str, ...] = MEANING,
) -> Released:
    """Pass rows of a modelled table through the door."""
    return release(
        Draft(
            name=name,
            title=title,
            columns=columns,
            rows=tuple(tuple(row[column.name] for column in columns) for row in rows),  # type: ignore[misc]
            source_class="modelled",
            reasons=reasons or {},
            figures=figures or {},
            notes=notes,
        )
    )


def _sentences(rows: list[dict[str, object]], pairs: list[dict[str, object]]) -> tuple[str, ...]:
    said = []
    for row in rows:
        family = str(row["family"])
        said.append(f"{title_of_family(family)}: {finding(as_place(row))}")
        mine = [pair for pair in pairs if pair["family"] == family]
        if mine:
            said.append(twin_sentence(row, mine))
    return tuple(said) or ("Super and zero output is not built.",)


def _sums(name: str, rows: list[dict[str, object]]) -> tuple[str, ...]:
    said = []
    for family in sorted({str(row["family"]) for row in rows}):
        mine = [row for row in rows if row["family"] == family]
        count = {v: sum(1 for row in mine if row["verdict"] == v) for v in VERDICTS}
        leads = sum(1 for row in mine if is_lead(row))
        said.append(
            f"{title_of_family(family)}, {len(mine)} LSOAs of {name}: {count['zero_output']} zero output, "
            f"{count['super_output']} super output, {count['as_expected']} as expected, "
            f"{count['cannot_tell']} cannot tell (of which {leads} truly low), {count['artefact']} possible "
            f"artefacts, {count['not_known']} not known."
        )
    return tuple(said) or ("Super and zero output is not built.",)
