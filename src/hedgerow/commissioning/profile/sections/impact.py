"""Section 12: impact since the last edition; before and after alone is refused."""

from __future__ import annotations

from hedgerow.commissioning.facts import Action
from hedgerow.commissioning.profile.drafts import words_draft
from hedgerow.commissioning.profile.writer import Writer

_DONE = {"completed", "complete", "done", "ended", "finished", "closed"}


def write(pen: Writer) -> None:
    """Say what was done, and refuse to call a change an impact without a comparison."""
    earlier = pen.facts.earlier
    pen.want("an earlier edition", bool(earlier))
    if earlier:
        labels = {
            "edition": "Edition",
            "data_cut": "Data to",
            "next_review": "Review was due",
            "recorded_at": "Made",
        }
        rows = [
            (row.edition, row.data_cut or None, row.next_review or None, row.recorded_at[:10])
            for row in earlier
        ]
        pen.table(words_draft("editions", "Editions before this one", labels, rows))
    else:
        pen.para("This is the first edition on record, so there is nothing to compare it with.", tag="gap")
    done = [action for action in pen.facts.actions if action.status.lower() in _DONE]
    pen.want("finished actions with a comparison", any(compared(action) for action in done))
    if done:
        labels = {
            "name": "Action",
            "ends": "Ended",
            "status": "Status",
            "outcome": "Measured",
            "design": "May impact be claimed?",
        }
        body = [(a.name, a.ends or None, a.status, a.outcome or None, _design(a)) for a in done]
        pen.table(words_draft("done", "What was done", labels, body))
    pen.para(
        "No statement of impact is made: none of the actions on record has an outcome held "
        "against a comparison area. "
        "A change from before to after is not evidence of impact, because crime also changes "
        "where nothing was done."
        if not any(compared(action) for action in done)
        else "Only actions whose outcome was held against a comparison may be read as impact.",
        tag="assessed",
    )
    pen.check("before and after alone is refused", True, "no change over time is called an impact")


def compared(action: Action) -> bool:
    """Whether the record says that the outcome was held against a comparison."""
    words = f"{action.outcome} {action.note}".lower()
    return any(
        word in words
        for word in (
            "comparison area",
            "comparison group",
            "control area",
            "control group",
            "synthetic control",
            "randomised",
            "difference in differences",
        )
    )


def _design(action: Action) -> str:
    return "yes, beside its comparison" if compared(action) else "no: before and after alone is refused"
