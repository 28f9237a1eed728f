"""What stands beside the map: the named gaps, and studies that a review of the same cell may hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.gapmap.axes import Axis
from hedgerow.evidence.gapmap.values import VALUES, Row, year_of
from hedgerow.evidence.shipped import REVIEWS
from hedgerow.evidence.tables.gap_map_cells import NOT_ONE, ShownCell
from hedgerow.evidence.tables.sourcing import ABSENCE, SOURCES
from hedgerow.evidence.wording import STATES, titles
from hedgerow.vocabulary import Term, terms


def gap_table(rows: Axis, shown: Collection[str]) -> Released:
    """Return the named gaps that lie in the shown rows; all of them where the rows are no interventions."""
    columns = (
        ReleasedColumn("id", "Gap"),
        ReleasedColumn("title", "Topic"),
        ReleasedColumn("state", "State"),
        ReleasedColumn("state_title", "State in words"),
        ReleasedColumn("rows", "Interventions"),
        ReleasedColumn("columns", "Outcomes"),
        ReleasedColumn("about", "What is held instead", missing="not_applicable"),
    )
    found = tuple(_gap(gap) for gap in terms("evidence_gap").values() if _lies_in(gap, rows, shown))
    return release(Draft("evidence_gaps", "Named gaps", columns, found, sources=SOURCES, notes=(ABSENCE,)))


def _lies_in(gap: Term, rows: Axis, shown: Collection[str]) -> bool:
    name = {"intervention_group": "rows", "intervention": "interventions"}.get(rows.id)
    if name is None or (name == "interventions" and not gap.data.get(name)):
        return True
    return not set(_words(gap.data[name])).isdisjoint(shown)


def _gap(gap: Term) -> tuple[Value, ...]:
    state = str(gap.data["state"])
    return (
        gap.id,
        gap.title,
        state,
        STATES[state],
        titles("intervention_group", "|".join(_words(gap.data["rows"]))),
        titles("outcome_group", "|".join(_words(gap.data["columns"]))),
        gap.about or None,
    )


def _words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def overlap_table(shown: Sequence[ShownCell], rows: Axis, columns: Axis) -> Released:
    """Return, for each cell, the studies that a review of it may already hold.

    Which studies a review holds is not coded. A study of the same intervention that is no younger than the
    review may be one of them.
    """
    found: list[tuple[Value, ...]] = []
    for one in shown:
        reviews = [record for record in one.cell.records if record["kind"] in REVIEWS]
        studies = [record for record in one.cell.records if record["kind"] not in REVIEWS]
        for review in reviews:
            inside = [str(study["id"]) for study in studies if _may_hold(review, study)]
            if inside:
                names = (rows.values[one.cell.row], columns.values[one.cell.column])
                found.append((*names, str(review["id"]), str(review["title"]), len(inside), "|".join(inside)))
    heads = (
        ReleasedColumn("row_title", rows.noun.capitalize()),
        ReleasedColumn("column_title", columns.noun.capitalize()),
        ReleasedColumn("review", "Review"),
        ReleasedColumn("review_title", "Title of the review"),
        ReleasedColumn("studies", "Studies that it may hold"),
        ReleasedColumn("ids", "Those studies"),
    )
    note = (
        "Which studies a review holds is not coded: a study of the same intervention, no younger than the "
        "review, may be one of them."
    )
    return release(
        Draft(
            "gap_map_overlaps",
            "Studies that may be counted twice",
            heads,
            tuple(found),
            sources=SOURCES,
            notes=(note, NOT_ONE),
        )
    )


def _may_hold(review: Row, study: Row) -> bool:
    shared = set(VALUES["intervention"](review)) & set(VALUES["intervention"](study))
    newer, older = year_of(review), year_of(study)
    return bool(shared) and (newer is None or older is None or older <= newer)
