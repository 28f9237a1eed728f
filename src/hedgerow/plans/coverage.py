"""What a plan covers and what it leaves open, beside what the library holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence import EvidenceState
from hedgerow.vocabulary import terms

WITHOUT_SUPPORT = ("no_effect", "harm", "inconclusive", "none_held")


@dataclass(frozen=True)
class Promise:
    """One commitment as coverage needs it: where it belongs and what is known of it."""

    id: str
    number: int
    quote: str
    page: int | None
    approaches: tuple[str, ...]
    interventions: tuple[str, ...]
    hooks: tuple[str, ...]
    state: str
    basis: str  # interventions or approach: what the state rests on; empty: nothing to look up


@dataclass(frozen=True)
class ApproachCover:
    """One approach: how many commitments, how many in each state, what is held, and the gap in words."""

    approach: str
    title: str
    commitments: int
    states: Mapping[str, int]
    evidence_state: str
    gap: str | None


def cover(promises: Sequence[Promise], known: Mapping[str, EvidenceState]) -> list[ApproachCover]:
    """Return every approach of the vocabulary, covered or not; `known` is the evidence state of each."""
    return [_cover(name, promises, known[name].state) for name in terms("approach")]


def without_support(promises: Sequence[Promise]) -> list[Promise]:
    """Return the commitments for which the library holds nothing that supports them, in order."""
    return [promise for promise in promises if promise.state in WITHOUT_SUPPORT]


def hooks_covered(promises: Sequence[Promise]) -> dict[str, int]:
    """Return how many commitments answer to each hook, those with none included."""
    return {hook: sum(hook in promise.hooks for promise in promises) for hook in terms("plan_hook")}


def _cover(name: str, promises: Sequence[Promise], held: str) -> ApproachCover:
    here = [promise for promise in promises if name in promise.approaches]
    states = {state: sum(promise.state == state for promise in here) for state in terms("evidence_state")}
    return ApproachCover(
        approach=name,
        title=terms("approach")[name].title,
        commitments=len(here),
        states=states,
        evidence_state=held,
        gap=_gap(here, held, states["none_held"]),
    )


def _gap(here: Sequence[Promise], held: str, unheld: int) -> str | None:
    if not here and held == "none_held":
        return "No commitment was found, and the library holds no coded study."
    if not here:
        return "No commitment was found, though evidence is held."
    if unheld == len(here):
        return "Committed, but the library holds no coded study of what is promised."
    if unheld:
        return f"The library holds no coded study for {unheld} of {len(here)} commitments."
    return None
