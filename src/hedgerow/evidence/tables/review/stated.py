"""What coders of a review state of the conditions of an effect: factors for transfer, and facts beside them.

A code becomes a condition only where the vocabulary has one that says the same. The others say on what an
effect depends, not which way, so no place can meet them: they stand beside the evidence, in words.
"""

from __future__ import annotations

from collections.abc import Iterator

from hedgerow.evidence.coding import Application
from hedgerow.evidence.tables.review.coding import Coding, coding_of
from hedgerow.evidence.tables.review.log import ReviewLog, review_names
from hedgerow.evidence.tables.review.standing import standing
from hedgerow.evidence.transfer import Bearing, StatedFactor
from hedgerow.store.database import Database

PREFIX = "ref-"
TREES = ("moderator", "transferability")
# Condition of the vocabulary and kind of statement, by code.
CONDITION = {
    "moderator.age": ("age_group", "moderator"),
    "moderator.sex": ("people", "moderator"),
    "moderator.risk_level": ("risk_level", "moderator"),
    "moderator.deliverer": ("deliverer", "moderator"),
    "moderator.fidelity": ("as_intended", "moderator"),
    "transferability.people_alike": ("people", "condition"),
    "transferability.partners_needed": ("deliverer", "condition"),
}


def coded_statements(database: Database, record: str) -> tuple[tuple[StatedFactor, ...], tuple[Bearing, ...]]:
    """Return the conditions that coders state of a record, each once, and what else they say of transfer."""
    factors: dict[str, StatedFactor] = {}
    beside: list[Bearing] = []
    for review, coding, one in _final(database, record.removeprefix(PREFIX)):
        name = coding.shelf.name(one.code)
        words = "; ".join(filter(None, (one.value, one.note, *(quote.text for quote in one.quotes))))
        coder = f"review “{review}”: {', '.join(one.actors)}"
        if one.code in CONDITION:
            moderator, kind = CONDITION[one.code]
            said = f"{name}: {words}" if words else f"{name}, as coded."
            factors.setdefault(
                moderator, StatedFactor(record, moderator, kind, said, "coding", words or name, coder=coder)
            )
        elif not one.code.startswith("moderator.how"):
            beside.append(Bearing(one.code, name, f"{words or 'Said to matter'} ({coder})", care=True))
    return tuple(factors.values()), tuple(beside)


def _final(database: Database, unit: str) -> Iterator[tuple[str, Coding, Application]]:
    """Give the codes that stand on the finished studies of which a unit is a report."""
    for review in review_names(database):
        log = ReviewLog(database, review)
        now = standing(log)
        if unit not in now.file_of:
            continue
        coding = coding_of(log, now.groups.unit)
        study = coding.state.studies.of(now.groups.unit(unit))
        if coding.state.status(study) in {"single", "agreed"}:
            for one in coding.state.final(study):
                if coding.shelf.home.get(one.code) in TREES and not one.arm:
                    yield review, coding, one
