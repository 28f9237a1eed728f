"""The evidence and gap map as it may be shown: the grid, and the named gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.gapmap import Cell, cells, off_map, split
from hedgerow.evidence.tables.sourcing import ABSENCE, BIAS, NOT_ADDED, SOURCES
from hedgerow.evidence.wording import STATES, titles
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import Term, term, terms

Row = Mapping[str, object]


@dataclass(frozen=True)
class GapMapQuery:
    """What is asked of the map: only UK evidence, one approach, one of the four Ps; empty asks nothing."""

    uk_only: bool = False
    approach: str = ""
    four_p: str = ""


@dataclass(frozen=True)
class GapMapView:
    """The map.

    Attributes
    ----------
    query
        As asked.
    rows, columns
        The groups of interventions and of outcomes that are shown.
    cells
        One row a cell: counts of reviews and studies apart, claims and uncoded records apart, the state, the
        strongest design, the records and the named gaps.
    gaps
        The named gaps: looked for and not found, or never searched.
    counts
        How many of the shown cells are in each state.
    summary
        The same in a sentence.
    """

    query: GapMapQuery
    rows: tuple[Term, ...]
    columns: tuple[Term, ...]
    cells: Released
    gaps: Released
    counts: Mapping[str, int]
    summary: str


def gap_map(lake: Lake, query: GapMapQuery | None = None) -> GapMapView:
    """Return the map, or what a selection leaves of it.

    Raises
    ------
    NotFoundError
        When the approach or the strand is not in the vocabulary.
    """
    query = query or GapMapQuery()
    records = lake.read("evidence_record").to_pylist()
    whole = {(cell.row, cell.column): cell for cell in cells(records)}
    chosen = [row for row in records if _fits(row, query)]
    rows = _shown_rows(query)
    keys = {row.id for row in rows}
    shown = [cell for cell in cells(chosen) if cell.row in keys]
    states = [_state(cell, whole[cell.row, cell.column]) for cell in shown]
    counts = Counter(states)
    return GapMapView(
        query=query,
        rows=rows,
        columns=tuple(terms("outcome_group").values()),
        cells=_cells(shown, states, filtered=query != GapMapQuery()),
        gaps=_gaps(keys),
        counts=dict(counts),
        summary=_summary(counts, len(shown), len(off_map(chosen))),
    )


def _fits(row: Row, query: GapMapQuery) -> bool:
    if query.uk_only and not row["uk_evidence"]:
        return False
    return not query.approach or term("approach", query.approach).id in split(row["approaches"])


def _shown_rows(query: GapMapQuery) -> tuple[Term, ...]:
    groups = tuple(terms("intervention_group").values())
    if not query.four_p:
        return groups
    strand = term("four_p", query.four_p).id
    return tuple(group for group in groups if strand in _words(group.data["four_p"]))


def _words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _state(cell: Cell, whole: Cell) -> str:
    return "held_elsewhere" if cell.state != "held" and whole.state == "held" else cell.state


_COLUMNS = (
    ReleasedColumn("row", "Intervention group"),
    ReleasedColumn("row_title", "Intervention"),
    ReleasedColumn("column", "Outcome group"),
    ReleasedColumn("column_title", "Outcome"),
    ReleasedColumn("reviews", "Reviews"),
    ReleasedColumn("studies", "Studies"),
    ReleasedColumn("uk", "With UK evidence"),
    ReleasedColumn("claims", "Claims awaiting evaluation"),
    ReleasedColumn("catalogued", "Catalogued, not yet coded"),
    ReleasedColumn("state", "State"),
    ReleasedColumn("state_title", "State in words"),
    ReleasedColumn("strength", "Strongest design held", missing="not_applicable"),
    ReleasedColumn("ids", "Records", missing="not_applicable"),
    ReleasedColumn("gaps", "Named gaps", missing="not_applicable"),
)


def _cells(shown: Sequence[Cell], states: Sequence[str], *, filtered: bool) -> Released:
    rows: list[tuple[Value, ...]] = []
    figures: dict[tuple[int, str], str] = {}
    for number, (cell, state) in enumerate(zip(shown, states, strict=True)):
        rows.append(
            (
                cell.row,
                term("intervention_group", cell.row).title,
                cell.column,
                term("outcome_group", cell.column).title,
                cell.reviews,
                cell.studies,
                cell.uk,
                cell.claims,
                cell.catalogued,
                state,
                STATES[state],
                cell.strength,
                "|".join(cell.ids) or None,
                titles("evidence_gap", "|".join(cell.gaps)),
            )
        )
        if not filtered:
            keys = {"row": cell.row, "column": cell.column}
            for column in ("reviews", "studies", "uk", "claims", "catalogued"):
                figures[number, column] = str(Figure.of("evidence_cell", column, keys))
    draft = Draft(
        "gap_map",
        "The evidence and gap map",
        _COLUMNS,
        tuple(rows),
        figures=figures,
        sources=SOURCES,
        notes=(NOT_ADDED, ABSENCE, BIAS),
    )
    return release(draft)


def _gaps(keys: set[str]) -> Released:
    columns = (
        ReleasedColumn("id", "Gap"),
        ReleasedColumn("title", "Topic"),
        ReleasedColumn("state", "State"),
        ReleasedColumn("state_title", "State in words"),
        ReleasedColumn("rows", "Interventions"),
        ReleasedColumn("columns", "Outcomes"),
        ReleasedColumn("about", "What is held instead", missing="not_applicable"),
    )
    rows: list[tuple[Value, ...]] = []
    for gap in terms("evidence_gap").values():
        if keys.isdisjoint(_words(gap.data["rows"])):
            continue
        state = str(gap.data["state"])
        where = "|".join(_words(gap.data["rows"]))
        what = "|".join(_words(gap.data["columns"]))
        rows.append(
            (
                gap.id,
                gap.title,
                state,
                STATES[state],
                titles("intervention_group", where),
                titles("outcome_group", what),
                gap.about or None,
            )
        )
    return release(
        Draft("evidence_gaps", "Named gaps", columns, tuple(rows), sources=SOURCES, notes=(ABSENCE,))
    )


def _summary(counts: Mapping[str, int], total: int, off: int) -> str:
    words = {
        "held": "hold evidence",
        "empty_after_search": "empty after a search",
        "not_searched": "never searched",
        "held_elsewhere": "hold evidence outside this selection",
    }
    parts = [f"{counts[state]} {said}" for state, said in words.items() if counts.get(state)]
    topics = f" {off} coded records are about topics that have no row." if off else ""
    return f"Of {total} cells, {', '.join(parts)}.{topics}"
