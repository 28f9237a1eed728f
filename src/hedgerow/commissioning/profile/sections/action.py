"""Section 10: the 4P action plan, held against SMART."""

from __future__ import annotations

from hedgerow.commissioning.facts import Action
from hedgerow.commissioning.profile.drafts import Column
from hedgerow.commissioning.profile.lint import smart_faults
from hedgerow.commissioning.profile.writer import Writer
from hedgerow.disclosure import Draft, Value

FOUR_P = ("Pursue", "Prevent", "Protect", "Prepare")
_BY_APPROACH = {
    "local_operations": "Pursue",
    "early_intervention": "Prevent",
    "soc_risk_factors": "Protect",
    "vulnerability_hubs": "Protect",
    "modern_slavery": "Protect",
    "public_media": "Protect",
    "section17": "Prevent",
    "place_based_evaluation": "Prevent",
    "police_crime_plans": "Prepare",
    "reducing_demand": "Prepare",
    "covid_resilience": "Prepare",
    "super_zero_output": "Prevent",
}


def write(pen: Writer) -> None:
    """List actions under each P; a P without one gets an empty row, flagged and never filled by us."""
    actions = pen.facts.actions
    pen.want("actions on record", bool(actions))
    if not actions:
        pen.gap(
            "Action plan",
            "no initiative is recorded for this area.",
            "Add initiatives with owner, dates, measure, baseline and target.",
            "owner of this profile",
        )
    columns = (
        Column("four_p", "P"),
        Column("name", "Action"),
        Column("lead", "Owner"),
        Column("starts", "From"),
        Column("ends", "To"),
        Column("status", "Status"),
        Column("evidence", "Evidence"),
        Column("outcome", "Measure"),
        Column("cost", "Cost, £"),
        Column("flags", "Flags"),
    )
    rows: list[tuple[Value, ...]] = []
    for p in FOUR_P:
        held = [action for action in actions if _BY_APPROACH.get(action.approach) == p]
        pen.want(f"an action to {p.lower()}", bool(held))
        rows += [_row(pen, p, action) for action in held] or [
            (p, *(None,) * 8, "empty: to be filled by the owner")
        ]
    rows += [_row(pen, "not placed", action) for action in actions if action.approach not in _BY_APPROACH]
    notes = ("The P is suggested from the approach. An empty row is a template to fill, not a finding.",)
    pen.table(Draft("actions", "Action plan", columns, tuple(rows), notes=notes), count_missing=False)
    faults = {action.name: smart_faults(action) for action in actions}
    orphans = [action.name for action in actions if not action.lead]
    bad = [f"{name}: {', '.join(found)}" for name, found in faults.items() if found]
    text = "; ".join(bad[:4]) if bad else ("no action to check" if not actions else "all actions pass")
    pen.check("actions are specific, measurable, owned and dated (SMART)", bool(actions) and not bad, text)
    text = f"no owner: {', '.join(orphans[:6])}" if orphans else "no action without an owner"
    pen.check("no orphan action", not orphans, text)


def _row(pen: Writer, p: str, action: Action) -> tuple[Value, ...]:
    faults = smart_faults(action)
    held = sum(action.approach in row.approaches and row.tier in {"A", "B"} for row in pen.facts.evidence)
    evidence = f"{held} records held on the approach" if held else "none held"
    return (
        p,
        action.name,
        action.lead or None,
        action.starts or None,
        action.ends or None,
        action.status or None,
        evidence,
        action.outcome or None,
        action.cost,
        ", ".join(faults) or "none",
    )
