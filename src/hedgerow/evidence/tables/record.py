"""One publication, whole: what it is, what it found, how it is graded, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import NotFoundError
from hedgerow.evidence.gapmap import split
from hedgerow.evidence.tables.effects import effect_table
from hedgerow.evidence.tables.sourcing import ABSENCE, SOURCES
from hedgerow.evidence.wording import KINDS, VERIFIED, standing, titles, year_text
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Row = Mapping[str, object]


@dataclass(frozen=True)
class EvidenceRecordView:
    """A publication's page.

    Attributes
    ----------
    id, title, standing
        Key, title, and what it counts as.
    counted
        Whether it counts as evidence.
    link
        An address that may be printed, or `None`: re-hosted copies are never linked.
    details
        One row a fact; a missing one has a reason.
    effects
        Its effect rows; empty when none is recorded.
    grades
        As published, each in its own scheme; missing is “not rated”.
    chain
        What replaces it and what it replaces, newest first.
    related
        Other current records of the same interventions.
    """

    id: str
    title: str
    standing: str
    counted: bool
    link: str | None
    details: Released
    effects: Released
    grades: Released
    chain: Released
    related: Released


_ASKED = "SELECT * FROM evidence_record WHERE id = $id"
# Those that may be beside it: what is coded, and what was replaced.
_BESIDE = (
    "SELECT id, title, year, kind, tier, interventions, superseded_by FROM evidence_record "
    "WHERE tier IN ('A', 'B') OR superseded_by IS NOT NULL ORDER BY file_id, row_number"
)
_EFFECTS = "SELECT * FROM evidence_effect WHERE id = $id ORDER BY file_id, row_number"
_NEAR = "SELECT id FROM evidence_record WHERE contains(id, $id) ORDER BY file_id, row_number LIMIT 5"


def evidence_record(lake: Lake, record_id: str) -> EvidenceRecordView:
    """Return one publication.

    Raises
    ------
    NotFoundError
        When no record has that id.
    """
    asked = lake.query(_ASKED, {"id": record_id}).to_pylist()
    if not asked:
        near = lake.query(_NEAR, {"id": record_id.lower()})["id"].to_pylist()
        raise NotFoundError(
            f"No evidence record is called “{record_id}”.",
            remedy=f"Did you mean: {', '.join(near)}?"
            if near
            else "Look it up with: hedgerow evidence list.",
        )
    row, rows = asked[0], lake.query(_BESIDE).to_pylist()
    by_id = {record_id: row, **{str(other["id"]): other for other in rows}}
    effects = lake.query(_EFFECTS, {"id": record_id}).to_pylist()
    return EvidenceRecordView(
        id=record_id,
        title=str(row["title"]),
        standing=standing(row),
        counted=standing(row).startswith("coded"),
        link=row["link"],
        details=_details(row),
        effects=effect_table(effects, name="evidence_effects", title="What it found, outcome by outcome"),
        grades=_grades(row),
        chain=_short("evidence_chain", "Editions", _chain(row, by_id)),
        related=_short("evidence_related", "Of the same interventions", _related(row, rows)),
    )


def _details(row: Row) -> Released:
    facts: list[tuple[str, str, Value]] = [
        ("authors", "Authors", _text(row["authors"])),
        ("year", "Year", _text(row["year"])),
        ("kind", "Kind", KINDS.get(str(row["kind"]), str(row["kind"]))),
        ("published_in", "Published in", _text(row["journal_or_publisher"])),
        ("doi", "DOI", _text(row["doi"])),
        ("finding", "Finding, in our own words", _text(row["finding"])),
        ("caveats", "Caveats", _text(row["caveats"])),
        ("place", "Place", _text(row["place_scope"])),
        ("uk", "UK evidence", _yes(row["uk_evidence"])),
        ("east_midlands", "About the East Midlands", _yes(row["east_midlands"])),
        ("n_studies", "Studies", _text(row["n_studies"])),
        ("n_units", str(row["unit_label"] or "Units").capitalize(), _text(row["n_units"])),
        ("approaches", "Approaches", titles("approach", row["approaches"])),
        ("interventions", "Interventions", titles("intervention", row["interventions"])),
        ("outcomes", "Outcomes", titles("outcome", row["outcomes"])),
        ("verified", "Source check", VERIFIED[str(row["verified"])]),
        ("source_seen", "Where it was read", _text(row["source_seen"])),
        ("tier", "Tier", _text(row["tier"])),
        ("abstract", "Abstract, as imported", _text(row["abstract"])),
    ]
    if row["tier"] != "X":
        facts.pop()
    columns = (
        ReleasedColumn("fact", "Key"),
        ReleasedColumn("label", "Fact"),
        ReleasedColumn("value", "Value"),
    )
    notes = (ABSENCE,) if row["tier"] in {"C", "X"} else ()
    return release(
        Draft("evidence_record", "The record", columns, tuple(facts), sources=SOURCES, notes=notes)
    )


def _text(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        return f"{int(value):,}"
    return None if value is None else str(value)


def _yes(value: object) -> str | None:
    return None if value is None else "yes" if value else "no"


def _grades(row: Row) -> Released:
    scheme = row["grade_scheme"]
    known = next((term for term in terms("grading_scheme").values() if term.title == scheme), None)
    rows: tuple[tuple[Value, ...], ...] = (
        (_text(scheme), _text(row["grade_value"]), str(known.data["unit"]) if known else None),
    )
    columns = (
        ReleasedColumn("scheme", "Scheme", missing="not_rated"),
        ReleasedColumn("grade", "Grade as published", missing="not_rated"),
        ReleasedColumn("unit", "What it grades", missing="not_applicable"),
    )
    note = "Grades of unlike schemes are never averaged, converted or sorted together."
    return release(Draft("evidence_grades", "Grades", columns, rows, sources=SOURCES, notes=(note,)))


def _chain(row: Row, by_id: Mapping[str, Row]) -> list[tuple[str, Row]]:
    found: list[tuple[str, Row]] = []
    newer, seen = row["superseded_by"], {row["id"]}
    while newer in by_id and newer not in seen:
        seen.add(newer)
        found.insert(0, ("replaces this one", by_id[str(newer)]))
        newer = by_id[str(newer)]["superseded_by"]
    older = [other for other in by_id.values() if other["superseded_by"] == row["id"]]
    return found + [("replaced by this one", other) for other in older]


def _related(row: Row, rows: list[dict[str, object]]) -> list[tuple[str, Row]]:
    own = set(split(row["interventions"]))
    scored = []
    for other in rows:
        shared = own & set(split(other["interventions"]))
        if shared and other["id"] != row["id"] and other["tier"] in {"A", "B"} and not other["superseded_by"]:
            scored.append((-len(shared), str(other["tier"]), -int(str(other["year"] or 0)), other, shared))
    scored.sort(key=lambda item: (*item[:3], str(item[3]["id"])))
    return [
        (str(titles("intervention", "|".join(sorted(shared)))), other) for *_, other, shared in scored[:8]
    ]


def _short(name: str, title: str, rows: list[tuple[str, Row]]) -> Released:
    columns = (
        ReleasedColumn("id", "Record"),
        ReleasedColumn("title", "Title"),
        ReleasedColumn("year", "Year"),
        ReleasedColumn("kind", "Kind"),
        ReleasedColumn("relation", "Why it is here"),
    )
    shown = tuple(
        (
            str(row["id"]),
            str(row["title"]),
            year_text(row["year"]),
            KINDS.get(str(row["kind"]), str(row["kind"])),
            relation,
        )
        for relation, row in rows
    )
    return release(Draft(name, title, columns, shown, sources=SOURCES))
