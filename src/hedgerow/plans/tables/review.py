"""A reviewer's word on a commitment: confirm, correct, reject, add one that was missed, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.plans.commitments import Commitment
from hedgerow.plans.parts import parts_of
from hedgerow.plans.tables.adding import commitment_values, paragraphs_of
from hedgerow.plans.tables.states import split
from hedgerow.store.database import Database
from hedgerow.vocabulary import term

PARTS = ("verb", "object", "population", "place", "partner", "money", "measure", "date")
LISTS = {"approaches": "approach", "interventions": "intervention", "hooks": "plan_hook"}
CHANGEABLE = (*PARTS, *LISTS)


def correct_commitment(
    database: Database,
    commitment: str,
    changes: Mapping[str, str | None],
    *,
    based_on: int | None = None,
    actor: str = "local",
    reason: str | None = None,
) -> int:
    """Append a corrected version; return its number. The quote and its page are the plan's and never change.

    Raises
    ------
    UsageError
        When a change is not one of those that a reviewer may make.
    NotFoundError
        When an approach, intervention or hook is not in the vocabulary.
    ConflictError
        When someone changed it since version `based_on` was read.
    """
    unknown = sorted(set(changes) - set(CHANGEABLE))
    if unknown:
        raise UsageError(
            f"A reviewer cannot change {', '.join(unknown)}.",
            remedy=f"What may be changed: {', '.join(CHANGEABLE)}.",
        )
    values: dict[str, Any] = {name: (value or None) for name, value in changes.items()}
    for name, scheme in LISTS.items():
        for word in split(values.get(name)):
            term(scheme, word)
    values["status"] = "corrected"
    return database.amend("commitment", commitment, values, based_on=based_on, actor=actor, reason=reason)


def confirm_commitment(database: Database, commitment: str, *, actor: str = "local") -> int:
    """Append a version that says a reviewer agrees; return its number."""
    return database.amend("commitment", commitment, {"status": "confirmed"}, actor=actor)


def reject_commitment(
    database: Database, commitment: str, *, actor: str = "local", reason: str | None = None
) -> int:
    """Append a version that says it is no commitment; return its number. It leaves every count."""
    return database.amend("commitment", commitment, {"status": "rejected"}, actor=actor, reason=reason)


def undo_commitment(database: Database, commitment: str, *, actor: str = "local") -> int:
    """Take back the newest change of a commitment; return the number of the new version."""
    return database.undo("commitment", commitment, actor=actor)


def add_commitment(database: Database, plan: str, paragraph: int, quote: str, *, actor: str = "local") -> str:
    """Add a commitment that the rules missed; return its id.

    Raises
    ------
    UsageError
        When the quote does not stand, word for word, in that paragraph.
    """
    found = [one for one in paragraphs_of(database, plan) if one.number == paragraph]
    if not found:
        raise NotFoundError(f"The plan “{plan}” has no paragraph {paragraph}.", remedy="Look up its number.")
    offset = found[0].text.find(quote)
    if not quote.strip() or offset < 0:
        raise UsageError(
            f"These words do not stand in paragraph {paragraph} of the plan.",
            remedy="Copy the sentence as it stands; a quote is never reworded.",
        )
    numbers = [int(row["number"]) for row in database.current("commitment", plan=plan)]
    missed = Commitment(
        number=max(numbers, default=0) + 1,
        quote=quote,
        paragraph=paragraph,
        page=found[0].page_at(offset),
        pillar=found[0].pillar,
        strength="promise",
        parts=parts_of(quote, 0),
    )
    values = commitment_values(plan, missed, "added")
    return database.add("commitment", values, actor=actor, reason="missed by the rules")
