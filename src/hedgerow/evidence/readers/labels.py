"""Decisions that a file itself carries: always another program's, never those of a reviewer in Hedgerow."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hedgerow.evidence.imported import OutsideDecision

ASREVIEW = "ASReview"
_LABEL = re.compile(r"\bASReview_(relevant|irrelevant|not_seen|prior)\b[.;,]?", re.IGNORECASE)
_MEANING = {"relevant": "include", "irrelevant": "exclude", "not_seen": "seen_not"}
_RAYYAN = re.compile(r"RAYYAN-INCLUSION:\s{0,9}\{([^{}]{0,5000})\}")
_PERSON = re.compile(r"\"([^\"]{1,200})\"\s{0,9}=>\s{0,9}\"(Included|Excluded|Maybe)\"", re.IGNORECASE)
_RAYYAN_MEANING = {"included": "include", "excluded": "exclude", "maybe": "seen_not"}
_YES = frozenset(("1", "1.0", "true", "yes", "y", "include", "included", "relevant"))
_NO = frozenset(("0", "0.0", "false", "no", "n", "exclude", "excluded", "irrelevant"))


def labels_in(notes: Iterable[str]) -> tuple[OutsideDecision, ...]:
    """Return the decisions that notes hold as labels of ASReview or Rayyan."""
    text = "\n".join(notes)
    found = dict.fromkeys(label.lower() for label in _LABEL.findall(text))
    prior = "prior" in found
    decisions = [
        OutsideDecision(_MEANING[label], prior=prior, actor=ASREVIEW) for label in found if label != "prior"
    ]
    for group in _RAYYAN.findall(text):
        for person, said in _PERSON.findall(group):
            note = "maybe" if said.lower() == "maybe" else None
            decisions.append(OutsideDecision(_RAYYAN_MEANING[said.lower()], actor=person, note=note))
    return tuple(decisions)


def without_labels(text: str) -> str:
    """Return notes without the labels of ASReview."""
    return _LABEL.sub(" ", text)


def decision_of(cell: str | None) -> str | None:
    """Return include or exclude for the cell of a label column; `None` where it is blank or says neither."""
    word = (cell or "").strip().lower()
    return "include" if word in _YES else "exclude" if word in _NO else None
