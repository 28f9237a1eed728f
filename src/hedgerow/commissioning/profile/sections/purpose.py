"""Section 1: purpose, scope and governance, and the clauses of the plans that the priorities rest on."""

from __future__ import annotations

from hedgerow.commissioning.profile.drafts import words_draft
from hedgerow.commissioning.profile.model import Para, say
from hedgerow.commissioning.profile.writer import Writer, guide

_STATES = {
    "supports": "supports it",
    "mixed": "is mixed",
    "no_effect": "found no effect",
    "harm": "found harm",
    "inconclusive": "is inconclusive",
    "none_held": "none held",
}
CLAUSES = 12


def write(pen: Writer) -> None:
    """Say what the profile is for, who signs and acts, and which clauses of which plan it serves."""
    pen.para(
        "This profile helps partners choose and check action against serious and organised crime in {area}. "
        "It serves three ends:",
        area=pen.facts.area.name,
    )
    pen.bullets(
        Para(say(text))
        for text in (
            "protect the public from harm in the first place;",
            "find where groups, their business and what enables them can be disrupted;",
            "build the long-term resistance and resilience of communities, so that the harm does not return.",
        )
    )
    _governance(pen)
    _plans(pen)


def _governance(pen: Writer) -> None:
    pen.heading("Who signs, who acts")
    owner = pen.facts.owner
    rows = [
        (entry["role"], entry["usual"], owner if number == 0 and owner else None)
        for number, entry in enumerate(guide()["governance"])
    ]
    labels = {"role": "Role", "usual": "Usually", "name": "Named here"}
    pen.table(
        words_draft("governance", "Strategic and tactical governance", labels, rows), count_missing=False
    )
    pen.want("an owner who signs", bool(owner))
    if not owner:
        pen.gap(
            "Owner of this profile",
            "nobody is named.",
            "Name the chief officer or board chair who signs when the profile is built.",
            "police force",
        )


def _plans(pen: Writer) -> None:
    facts = pen.facts
    pen.heading("The plans behind it")
    pen.want("a police and crime plan or partnership plan", bool(facts.plans))
    if not facts.plans:
        pen.gap(
            "Plans",
            "no plan is held, so no priority here can be tied to a clause.",
            "Add the Police and Crime Plan, the partnership plan and the serious violence strategy as files.",
            "OPCC; community safety partnership",
        )
        pen.check("each priority links to a plan clause", False, "no plan is held")
        return
    counts = {plan.id: sum(c.plan == plan.id for c in facts.commitments) for plan in facts.plans}
    labels = {"title": "Plan", "body": "Made by", "period": "Period", "commitments": "Commitments found"}
    rows = [(p.title, p.body or None, p.period or None, counts[p.id]) for p in facts.plans]
    pen.table(words_draft("plans", "Plans held", labels, rows))
    _clauses(pen)


def _clauses(pen: Writer) -> None:
    facts = pen.facts
    titles = {plan.id: plan.title for plan in facts.plans}
    linked = [c for c in facts.commitments if c.approaches]
    rows = [
        (titles.get(c.plan, c.plan), c.page, _short(c.quote), _STATES.get(c.state, "not assessed"))
        for c in linked[:CLAUSES]
    ]
    labels = {"plan": "Plan", "page": "Page", "quote": "Clause, as printed", "state": "Evidence"}
    notes = (
        (f"The first {CLAUSES} of {len(linked)} clauses that name an approach.",)
        if len(linked) > CLAUSES
        else ()
    )
    pen.table(
        words_draft("clauses", "Clauses that this profile serves", labels, rows, notes=notes),
        count_missing=False,
    )
    missing = [
        facts.approach_titles.get(approach, approach)
        for approach in dict.fromkeys(action.approach for action in facts.actions if action.approach)
        if not any(approach in c.approaches for c in linked)
    ]
    pen.want("clauses that name an approach", bool(linked))
    text = f"no clause found for: {', '.join(missing)}" if missing else "every approach in use has a clause"
    pen.check("each priority links to a plan clause", bool(linked) and not missing, text)


def _short(text: str, limit: int = 240) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rsplit(" ", 1)[0] + " …"
