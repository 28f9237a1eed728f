"""The tables of a transfer judgement, through the one door out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hedgerow.commissioning.transfer import STATES, Factor, Place, Spread
from hedgerow.disclosure import Draft, Edition, Released, ReleasedColumn, SourceNote, Value, release
from hedgerow.evidence.tables.sourcing import SOURCES
from hedgerow.evidence.tables.transfer import StatedModerators
from hedgerow.evidence.transfer.elsewhere import WORDS
from hedgerow.evidence.transfer.stated import CONDITIONS, FIELDS
from hedgerow.evidence.wording import KINDS, VERIFIED
from hedgerow.evidence.wording import titles as words_of
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Column = ReleasedColumn
AUTHORED = SourceNote("Judgements, initiatives and plans on record", "the owner of this workspace", "", "")
RULES = SourceNote("Written rules of transfer", "Hedgerow", "own design", "")
NOTES = (
    "A rule suggests and a person judges; a person’s word stands, with the reason.",
    "Cannot tell is the start of every factor and never counts as “does not hold”.",
    "Deprivation and crime are of places, never of persons; nothing is worked out from who lives there.",
)
STATED_AS = "not stated"
_FACTORS = (
    Column("factor", "Key"),
    Column("domain", "Domain"),
    Column("title", "Condition"),
    Column("critical", "Critical"),
    Column("stated", "What the finding states", missing="missing"),
    Column("source", "Where it is stated", missing="not_applicable"),
    Column("quote", "In the record’s words", missing="not_applicable"),
    Column("kind", "How it is stated"),
    Column("here", "What is known here"),
    Column("value", "Number", missing="not_applicable"),
    Column("unit", "Of what", missing="not_applicable"),
    Column("suggested", "What the rule suggests"),
    Column("why_suggested", "Why"),
    Column("rule", "The rule", missing="not_applicable"),
    Column("judged", "What a person judged", missing="not_applicable"),
    Column("why_judged", "Reason given", missing="not_applicable"),
    Column("judged_by", "By", missing="not_applicable"),
    Column("judged_at", "On", missing="not_applicable"),
    Column("stands", "What stands"),
    Column("ask", "What to find out"),
    Column("adapt", "What to adapt"),
    Column("version", "Version", missing="not_applicable"),
    Column("moved_on", "The rule now suggests otherwise"),
)


def factor_table(
    lake: Lake, stated: StatedModerators, place: Place, factors: Sequence[Factor], edition: Edition
) -> Released:
    """Return one row a factor, with the address of each number."""
    figures = {
        (row, "value"): factor.suggested.figure
        for row, factor in enumerate(factors)
        if factor.suggested.figure and factor.suggested.value is not None
    }
    draft = Draft(
        "transfer_factors",
        f"{stated.title}: does it hold in {place.name}?",
        _FACTORS,
        tuple(_factor_row(factor) for factor in factors),
        figures=figures,
        sources=(*SOURCES[:1], RULES, *_place_sources(lake, place), AUTHORED),
        notes=NOTES,
    )
    return release(draft, edition=edition)


def _factor_row(factor: Factor) -> tuple[Value, ...]:
    stated, suggested, judged = factor.stated, factor.suggested, factor.judgement
    return (
        factor.key,
        terms("transfer_domain")[str(factor.term.parent)].title,
        factor.title,
        factor.critical,
        stated.says if stated else None,
        f"{FIELDS[stated.field]} of the record ({stated.coder})" if stated else None,
        stated.quote if stated and stated.in_words else None,
        CONDITIONS[stated.kind] if stated else STATED_AS,
        suggested.here,
        suggested.value,
        suggested.unit if suggested.value is not None else None,
        STATES[suggested.state],
        suggested.why,
        str(factor.term.data.get("rule", "")) or None,
        STATES[judged.state] if judged else None,
        judged.why if judged else None,
        judged.actor if judged else None,
        judged.at[:10] if judged else None,
        factor.state,
        str(factor.term.data["ask"]),
        str(factor.term.data["adapt"]),
        judged.version if judged else None,
        factor.moved_on,
    )


def _place_sources(lake: Lake, place: Place) -> tuple[SourceNote, ...]:
    """Return the sources of what was read of the place, and of nothing else."""
    wanted = ["lookup-"]
    if place.rates or any(name.startswith("most_crime") for name in place.spreads):
        wanted += ["crime-panel-", "police-street"]
    named = {"deprived": "imd2025", "most_private_rent": "census21-tenure", "urban": "rural-urban"}
    wanted += [source for name, source in named.items() if name in place.spreads]
    return tuple(source_notes(lake, *wanted))


def spot_table(lake: Lake, factors: Iterable[Factor], place: Place, edition: Edition) -> Released:
    """Return the LSOAs in which a condition is met: where in a wider area it could be aimed."""
    rows: list[tuple[Value, ...]] = []
    figures: dict[tuple[int, str], str] = {}
    for factor, spread in _spreads(factors, place):
        for spot in spread.spots if spread.total > 1 else ():
            if spot.figure:
                figures[len(rows), "figure"] = spot.figure
            rows.append((factor.title, spot.lsoa, spot.name, spot.value, spread.spots_unit, spot.figure))
    columns = (
        Column("title", "Condition"),
        Column("lsoa21", "LSOA"),
        Column("name", "Name"),
        Column("value", "Number", decimals=1),
        Column("unit", "Of what"),
        Column("figure", "Address of the number it rests on"),
    )
    draft = Draft(
        "transfer_places",
        f"Where in {place.name} a condition is met",
        columns,
        tuple(rows),
        figures=figures,
        sources=_place_sources(lake, place),
        notes=(NOTES[2],),
    )
    return release(draft, edition=edition)


def _spreads(factors: Iterable[Factor], place: Place) -> Iterable[tuple[Factor, Spread]]:
    for factor in factors:
        test, crime = str(factor.term.data.get("test", "")), factor.stated.crime if factor.stated else ""
        spread = place.spreads.get(f"{test}:{crime}" if crime else test)
        if factor.stated and spread:
            yield factor, spread


def bearing_table(stated: StatedModerators, edition: Edition) -> Released:
    """Return the facts about the evidence itself; what the record does not say stays missing."""
    columns = (
        Column("fact", "Key"),
        Column("title", "About the evidence"),
        Column("says", "What is known"),
        Column("care", "Read with care"),
    )
    rows = tuple((one.key, one.title, one.says, one.care) for one in stated.bearings)
    notes = ("No prediction interval is held in the starter library.",)
    draft = Draft(
        "transfer_evidence", "About the evidence itself", columns, rows, sources=SOURCES, notes=notes
    )
    return release(draft, edition=edition)


def uk_table(stated: StatedModerators, edition: Edition) -> Released:
    """Return results from the United Kingdom on the same interventions, those without benefit first."""
    columns = (
        Column("id", "Record"),
        Column("title", "Title"),
        Column("year", "Year"),
        Column("kind", "Kind"),
        Column("place", "Place"),
        Column("verdict", "What it found"),
        Column("rows", "Outcome by outcome"),
        Column("shared", "Same intervention"),
        Column("note", "Read with care", missing="not_applicable"),
    )
    rows = tuple(
        (
            one.id,
            one.title,
            str(one.year) if one.year else None,
            KINDS[one.kind],
            one.place or None,
            WORDS[one.verdict],
            "; ".join(one.rows) or None,
            words_of("intervention", "|".join(one.shared)),
            _care(one.broad, one.secondary),
        )
        for one in stated.uk
    )
    title = "Found in the United Kingdom, on the same intervention"
    notes = ("Those without clear benefit come first. No clear effect is not proof of no effect.",)
    return release(Draft("transfer_uk", title, columns, rows, sources=SOURCES, notes=notes), edition=edition)


def _care(broad: bool, secondary: bool) -> str | None:
    said = ["it covers four or more interventions at once"] if broad else []
    said += ["read on somebody else’s page: check before use"] if secondary else []
    return "; ".join(said) or None


def trial_table(stated: StatedModerators, edition: Edition) -> Released:
    """Return trials in the United Kingdom of a programme that was made elsewhere."""
    columns = (
        Column("programme", "Programme"),
        Column("cite", "Publication"),
        Column("doi", "DOI"),
        Column("place", "Place"),
        Column("verdict", "What it found"),
        Column("says", "In our own words"),
        Column("read", "Source check"),
    )
    rows = tuple(
        (one.programme, one.cite, one.doi, one.place, WORDS[one.verdict], one.says, VERIFIED[one.read])
        for one in stated.trials
    )
    title = "Trials in the United Kingdom of a programme made elsewhere"
    notes = ("Not records of the library: shown beside it, never pooled or counted.",)
    return release(
        Draft("transfer_trials", title, columns, rows, sources=SOURCES[:1], notes=notes), edition=edition
    )
