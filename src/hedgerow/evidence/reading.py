"""How one record reads: better, worse, no clear effect or mixed, by each outcome's own goodness."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hedgerow.evidence.gapmap import split
from hedgerow.vocabulary import Term, term, terms

Row = Mapping[str, object]


@dataclass(frozen=True)
class Reading:
    """How one record reads: its verdict, and the effect rows behind it in words."""

    id: str
    kind: str
    verdict: str
    rows: tuple[str, ...]
    uk: bool
    secondary: bool
    broad: bool


def read_record(record: Row, effects: Sequence[Row], outcome_group: str | None) -> Reading | None:
    """Return how a record reads, or `None` when none of its rows says anything."""
    known = terms("intervention")
    if any(known[word].data.get("descriptive") for word in split(record["interventions"]) if word in known):
        return None
    votes: list[tuple[str, str, bool]] = []
    for effect in effects:
        vote = _vote(effect, outcome_group)
        if vote:
            title = _measured(str(effect["outcome"])).title
            votes.append((vote, f"{title}: {_WORDS[vote]}", effect["verified"] == "secondary"))
    if not votes:
        return None
    verdict = _verdict([vote for vote, _, _ in votes])
    return Reading(
        id=str(record["id"]),
        kind=str(record["kind"]),
        verdict=verdict,
        rows=tuple(words for _, words, _ in votes),
        uk=bool(record["uk_evidence"]),
        secondary=record["verified"] == "secondary" or all(secondary for _, _, secondary in votes),
        broad=len(split(record["interventions"])) >= 4,
    )


_WORDS = {"better": "better", "worse": "worse", "none": "no clear effect", "mixed": "mixed"}


def _measured(name: str) -> Term:
    """Return the term of a named outcome, from the effect rows' own names or the outcomes."""
    named = terms("effect_outcome")
    return named[name] if name in named else term("outcome", name)


def _vote(effect: Row, outcome_group: str | None) -> str | None:
    """Return better, worse, none or mixed; `None` when the row does not say what was achieved."""
    fixed = fixed_readings().get(str(effect["effect_id"]))
    measured = _measured(str(effect["outcome"]))
    outcome = measured if measured.scheme == "outcome" else term("outcome", str(measured.parent))
    if outcome_group and outcome.parent != outcome_group:
        return None
    direction, good = effect["direction"], measured.data["good_when"]
    silent = good == "neither" or measured.data.get("level") or effect["measure"] == "association"
    if silent or direction is None or fixed == "silent":
        return None
    vote = (
        fixed or {"none": "none", "mixed": "mixed", "reduce": "better", "increase": "worse"}[str(direction)]
    )
    if good == "more" and vote in {"better", "worse"}:
        vote = "worse" if vote == "better" else "better"
    if outcome.parent == "displacement" and vote != "worse":
        return None
    return vote


@cache
def fixed_readings() -> dict[str, str]:
    """Return the rows whose reading the coder's note decides."""
    data = tomllib.loads((files("hedgerow.evidence") / "library" / "readings.toml").read_text("utf-8"))
    return {effect: name for name in ("none", "silent") for effect in data[name]}


def _verdict(votes: Sequence[str]) -> str:
    better, worse, none, mixed = (votes.count(name) for name in ("better", "worse", "none", "mixed"))
    if better > none and not worse and not mixed:
        return "better"
    if worse and not better:
        return "worse"
    return "none" if none and not (better or worse or mixed) else "mixed"
