"""Give each candidate pair its tier, its rule and its score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedgerow.evidence.dedupe.features import Agreement, Features
from hedgerow.evidence.dedupe.rules import ASK, MERGE, VETOES, Flags

_NONE = -1


@dataclass(frozen=True)
class Decisions:
    """One entry a pair; `rule` and `veto` are places in the tables of rules, -1 for none.

    Attributes
    ----------
    merge, ask
        Whether the pair is merged, or put to a person; neither means that it is left.
    """

    merge: Flags
    ask: Flags
    rule: NDArray[np.int64]
    veto: NDArray[np.int64]
    ask_rule: NDArray[np.int64]
    score: NDArray[np.float64]

    def name(self, place: int) -> str:
        """Return the name of what decided the pair."""
        rule, veto, ask_rule = int(self.rule[place]), int(self.veto[place]), int(self.ask_rule[place])
        if rule >= 0:
            return VETOES[veto][0] if veto >= 0 else MERGE[rule][0]
        return ASK[ask_rule][0] if ask_rule >= 0 else ""


def decide(features: Features) -> Decisions:
    """Return what is to be done with each pair."""
    rule = _first([condition(features) for _, condition in MERGE])
    veto = _first([condition(features) for _, condition in VETOES])
    ask_rule = _first([condition(features) for _, condition in ASK])
    fits = rule >= 0
    return Decisions(
        merge=fits & (veto < 0),
        ask=(fits & (veto >= 0)) | (~fits & (ask_rule >= 0)),
        rule=rule,
        veto=veto,
        ask_rule=ask_rule,
        score=score(features),
    )


def _first(conditions: list[Flags]) -> NDArray[np.int64]:
    """Return the place of the first condition that holds for each pair; -1 where none does."""
    found = np.full(len(conditions[0]), _NONE, dtype=np.int64)
    for place in range(len(conditions) - 1, -1, -1):
        found[conditions[place]] = place
    return found


def score(f: Features) -> NDArray[np.float64]:
    """Return the weighted share of what can be compared that agrees, from 0 to 1."""
    total = f.title * 4.0
    weight = np.full(len(f.title), 4.0)
    for value, known, size in (
        (f.authors, f.authors_known, 2.0),
        (f.journal, f.journal >= 0, 1.0),
        (f.abstract, f.abstract >= 0, 2.0),
        *((agreed.same, agreed.known, size) for agreed, size in _agreements(f)),
    ):
        total = total + np.where(known, value, 0) * size
        weight = weight + known * size
    result: NDArray[np.float64] = np.round(total / weight, 4)
    return result


def _agreements(f: Features) -> tuple[tuple[Agreement, float], ...]:
    return ((f.page, 2.0), (f.doi, 2.0), (f.volume, 1.0), (f.number, 0.5), (f.year, 1.0))
