"""What a plan covers and leaves open, as tables that may be shown."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.plans.coverage import ApproachCover, Promise, cover, hooks_covered, without_support
from hedgerow.plans.statutory import CAUTION, check_statutory
from hedgerow.plans.tables.adding import paragraphs_of
from hedgerow.plans.tables.listing import source_notes
from hedgerow.plans.tables.states import States, commitment_rows, promise_of, states_of
from hedgerow.store.database import Database, Row
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

STATES = ("supports", "mixed", "no_effect", "harm", "inconclusive", "none_held")


@dataclass(frozen=True)
class PlanCoverage:
    """What a plan covers.

    Attributes
    ----------
    id, title, summary
        The plan, and one sentence that says the whole.
    approaches, hooks, unsupported, statutory
        Approaches with their commitments and evidence; hooks with their commitments; commitments that nothing
        held supports; the checklist of what a police and crime plan must set out.
    cautions
        What must be read beside it.
    """

    id: str
    title: str
    summary: str
    approaches: Released
    hooks: Released
    unsupported: Released
    statutory: Released
    cautions: tuple[str, ...]


def plan_coverage(database: Database, lake: Lake, plan: str) -> PlanCoverage:
    """Return what a plan covers, beside what the library holds today."""
    record = database.record("plan", plan)
    states = states_of(lake)
    promises = [promise_of(row, states) for row in commitment_rows(database, plan)]
    open_promises = without_support(promises)
    return PlanCoverage(
        id=plan,
        title=str(record["title"]),
        summary=_summary(promises, open_promises, states.built),
        approaches=_approaches(promises, states, record),
        hooks=_hooks(promises, record),
        unsupported=_unsupported(open_promises, record),
        statutory=_statutory(database, record),
        cautions=_cautions(states.built),
    )


def _summary(promises: list[Promise], unsupported: list[Promise], built: bool) -> str:
    if not promises:
        return "No commitment was found. Read the plan’s paragraphs and add those that the rules missed."
    covered = len({approach for promise in promises for approach in promise.approaches})
    known = len(terms("approach"))
    start = f"{len(promises)} commitments were found; they touch {covered} of {known} approaches."
    if not built:
        return f"{start} The evidence library is not built yet, so nothing is said of evidence."
    placed = sum(bool(promise.state) for promise in promises)
    return (
        f"{start} Evidence could be looked up for {placed}; for {len(unsupported)} of these the library "
        "holds nothing that supports them. That is not the same as “does not work”."
    )


def _approaches(promises: list[Promise], states: States, record: Row) -> Released:
    columns = (
        ReleasedColumn("approach", "Approach id"),
        ReleasedColumn("title", "Approach"),
        ReleasedColumn("commitments", "Commitments"),
        *(
            ReleasedColumn(state, terms("evidence_state")[state].title, missing="not_built")
            for state in STATES
        ),
        ReleasedColumn("evidence_state", "Evidence on the approach", missing="not_built"),
        ReleasedColumn("gap", "Gap", missing="not_applicable"),
    )
    if states.built:
        rows = [_approach(one) for one in cover(promises, states.approaches())]
    else:
        rows = [
            (name, found.title, sum(name in one.approaches for one in promises), *([None] * 6), None, None)
            for name, found in terms("approach").items()
        ]
    notes = ("A commitment may touch several approaches, so columns do not add up to the number found.",)
    title = "Approaches: what is promised and what is known"
    return release(
        Draft("plan_approaches", title, columns, tuple(rows), sources=source_notes([record]), notes=notes)
    )


def _approach(one: ApproachCover) -> tuple[str | int | None, ...]:
    counts = tuple(one.states[state] for state in STATES)
    return (one.approach, one.title, one.commitments, *counts, one.evidence_state, one.gap)


def _hooks(promises: list[Promise], record: Row) -> Released:
    columns = (
        ReleasedColumn("hook", "Hook"),
        ReleasedColumn("title", "What it is"),
        ReleasedColumn("instrument", "Law or document"),
        ReleasedColumn("commitments", "Commitments"),
    )
    rows = tuple(
        (hook, terms("plan_hook")[hook].title, str(terms("plan_hook")[hook].data["instrument"]), count)
        for hook, count in hooks_covered(promises).items()
    )
    return release(
        Draft(
            "plan_hooks",
            "Hooks in law and policy",
            columns,
            rows,
            sources=source_notes([record]),
            notes=("Found by words; the texts of the Acts are to be checked at legislation.gov.uk.",),
        )
    )


def _unsupported(promises: list[Promise], record: Row) -> Released:
    columns = (
        ReleasedColumn("id", "Id"),
        ReleasedColumn("number", "No."),
        ReleasedColumn("quote", "Commitment"),
        ReleasedColumn("page", "Page", missing="not_applicable"),
        ReleasedColumn("state", "Evidence"),
        ReleasedColumn("basis", "Rests on"),
    )
    rows = tuple((one.id, one.number, one.quote, one.page, one.state, one.basis) for one in promises)
    title = "Commitments that nothing held supports"
    notes = ("No study held, inconclusive, no clear effect and harm are four different things.",)
    return release(
        Draft("plan_unsupported", title, columns, rows, sources=source_notes([record]), notes=notes)
    )


def _statutory(database: Database, record: Row) -> Released:
    columns = (
        ReleasedColumn("item", "Item"),
        ReleasedColumn("title", "What a plan must set out"),
        ReleasedColumn("found", "Found"),
        ReleasedColumn("quote", "Found here", missing="not_applicable"),
        ReleasedColumn("page", "Page", missing="not_applicable"),
        ReleasedColumn("words", "Words that matched", missing="not_applicable"),
    )
    items = check_statutory(paragraphs_of(database, str(record["id"])))
    rows = tuple(
        (one.id, one.title, one.found, one.quote, one.page, ", ".join(one.words) or None) for one in items
    )
    title = "What a police and crime plan must set out"
    return release(
        Draft("plan_statutory", title, columns, rows, sources=source_notes([record]), notes=(CAUTION,))
    )


def _cautions(built: bool) -> tuple[str, ...]:
    lines = [
        "Commitments were found by written rules that look for words; some are missed and some are wrong.",
        CAUTION,
    ]
    if not built:
        lines.append("The evidence library is not built: run hedgerow build PATH.")
    return tuple(lines)
