"""Build the alignment matrix, and show it for the region, a force or a district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from hedgerow.commissioning.alignment import Row
from hedgerow.commissioning.tables.areas import resolve_area
from hedgerow.commissioning.tables.initiatives import list_initiatives
from hedgerow.disclosure import Draft, Edition, Released, ReleasedColumn, SourceNote, release
from hedgerow.evidence import state_of
from hedgerow.settings import Region
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Progress = Callable[[int, int, str], None]
Column = ReleasedColumn
REVIEWS = ("systematic_review", "meta_analysis", "evidence_map")
STUDIES = ("rct", "quasi_experiment", "evaluation")
_COUNTS = """
SELECT approach,
       count(*) FILTER (list_contains(?, kind)) AS reviews,
       count(*) FILTER (list_contains(?, kind)) AS studies,
       count(*) FILTER (uk_evidence AND (list_contains(?, kind) OR list_contains(?, kind))) AS uk
FROM (SELECT unnest(string_split(approaches, '|')) AS approach, kind, uk_evidence
      FROM evidence_record
      WHERE tier IN ('A', 'B') AND superseded_by IS NULL AND NOT claim_awaiting_evaluation)
GROUP BY approach
"""


@dataclass(frozen=True)
class AlignmentView:
    """The matrix for a page: words above it, the table, and what was left out."""

    title: str
    area: str | None
    note: str
    table: Released


def build_alignment(lake: Lake, database: Database, region: Region, progress: Progress) -> None:
    """Build alignment: all approaches of the founding report, always, with what is held for each."""
    progress(0, 1, "reading evidence, plans and initiatives")
    rows = matrix(lake, database, need_areas=_top_need(lake, None))
    columns = list(Row.__dataclass_fields__)
    table = {name: [getattr(row, name) for row in rows] for name in columns}
    lake.write("alignment", pa.table({**table, "gap": [row.gap for row in rows]}))
    progress(1, 1, f"{len(rows)} approaches of {region.name}")


def matrix(
    lake: Lake, database: Database, *, need_areas: int | None, places: frozenset[str] | None = None
) -> list[Row]:
    """Return the rows of the matrix; `places` keeps the initiatives that serve any of these codes."""
    args = [list(REVIEWS), list(STUDIES), list(REVIEWS), list(STUDIES)]
    counts = {row["approach"]: row for row in lake.query(_COUNTS, args).to_pylist()}
    records, effects = lake.read("evidence_record"), lake.read("evidence_effect")
    promised, done = promised_by_approach(database), _initiatives(database, places)
    rows = []
    for key, term in terms("approach").items():
        held = counts.get(key, {"reviews": 0, "studies": 0, "uk": 0})
        rows.append(
            Row(
                approach=key,
                activity=str(term.data["activity"]),
                asset=str(term.data["asset"]),
                reviews=held["reviews"],
                studies=held["studies"],
                uk=held["uk"],
                evidence_state=state_of(records, effects, approach=key).state,
                commitments=None if promised is None else promised[key],
                initiatives=None if done is None else done[key],
                need_areas=need_areas,
            )
        )
    return rows


def promised_by_approach(database: Database) -> Counter[str] | None:
    """Return how many commitments of the plans held name each approach; nothing when no plan is held."""
    plans = {row["id"] for row in database.current("plan")}
    if not plans:
        return None
    return Counter(
        approach
        for row in database.current("commitment")
        if row["plan"] in plans and row["status"] != "rejected"
        for approach in str(row["approaches"] or "").split("|")
        if approach
    )


def _initiatives(database: Database, places: frozenset[str] | None) -> Counter[str] | None:
    """Return how many initiatives use each approach; nothing when none is on record at all."""
    entries = [entry for _, entry in list_initiatives(database)]
    if not entries:
        return None
    return Counter(
        entry.approach
        for entry in entries
        if entry.approach and (places is None or places & set(entry.places))
    )


def _top_need(lake: Lake, lsoas: tuple[str, ...] | None) -> int | None:
    if not lake.has("index_score"):
        return None
    rows = lake.query("SELECT lsoa21 FROM index_score WHERE \"index\" = 'need' AND decile = 1")
    codes = rows.column("lsoa21").to_pylist()
    return len(codes) if lsoas is None else len(set(codes) & set(lsoas))


def alignment_view(
    lake: Lake, database: Database, *, area: str | None = None, edition: Edition = Edition.PUBLIC
) -> AlignmentView:
    """Return the matrix for the region, or for one force or district.

    A filter narrows initiatives and need; evidence and plans are those of the whole workspace, and say so.
    """
    if area is None:
        rows, name = matrix(lake, database, need_areas=_top_need(lake, None)), None
    else:
        found = resolve_area(lake, area)
        places = frozenset({area, *found.districts, *found.forces, *found.lsoas})
        rows = matrix(lake, database, need_areas=_top_need(lake, found.lsoas), places=places)
        name = found.name
    note = "Evidence and plans are those of the whole workspace. " if area else ""
    note += "An empty cell says why it is empty; no study held is not the same as no effect."
    return AlignmentView(
        "Alignment of effort and evidence", name, note, release(_draft(rows), edition=edition)
    )


def _draft(rows: list[Row]) -> Draft:
    titles = {key: term.title for key, term in terms("approach").items()}
    states = {key: term.title for key, term in terms("evidence_state").items()}
    columns = (
        Column("approach", "Approach"),
        Column("activity", "Activity"),
        Column("asset", "Asset: who holds it"),
        Column("reviews", "Reviews"),
        Column("studies", "Studies"),
        Column("uk", "With UK evidence"),
        Column("evidence_state", "What the evidence says"),
        Column("commitments", "Commitments"),
        Column("initiatives", "Initiatives"),
        Column("need_areas", "LSOAs of most need", missing="not_built"),
        Column("gap", "Gap", missing="not_applicable"),
    )
    body = tuple(
        (
            titles[row.approach],
            row.activity,
            row.asset,
            row.reviews,
            row.studies,
            row.uk,
            states.get(row.evidence_state, row.evidence_state),
            row.commitments,
            row.initiatives,
            row.need_areas,
            row.gap,
        )
        for row in rows
    )
    figures = {
        (place, name): f"alignment/approach={row.approach}/{name}"
        for place, row in enumerate(rows)
        for name in ("reviews", "studies", "uk")
    }
    source = SourceNote(
        "Founding report; evidence library; plans and initiatives on record", "Hedgerow", "", ""
    )
    notes = (
        "Commitments are missing where no plan is held; initiatives are missing where none is recorded.",
        "Counts of evidence: read records that nothing newer replaces; claims awaiting "
        "evaluation are left out.",
    )
    return Draft(
        "alignment", "Alignment matrix", columns, body, figures=figures, sources=(source,), notes=notes
    )
