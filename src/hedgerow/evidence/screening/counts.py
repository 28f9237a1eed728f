"""How many records are where: numbers of each stage that add up, with the reasons of the exclusions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hedgerow.evidence.screening.reading import Unit
from hedgerow.evidence.screening.state import Screening, Stage


@dataclass(frozen=True)
class StageCounts:
    """Counts of one stage; `units` is the sum of the six outcomes.

    Attributes
    ----------
    unread
        Not read by anybody, those left after stopping included.
    automatic
        Of the unread: left by the rule that stopped the reading.
    undecided
        Read, and waiting for another reader or for the end of a “maybe” at full text.
    maybe
        Of the included: gone on with a “maybe” and no “include”.
    not_obtained
        Full text only: it could not be had.
    reasons
        Of the excluded, the most frequent first; an empty reason is none given.
    """

    units: int
    unread: int
    automatic: int
    undecided: int
    conflict: int
    included: int
    maybe: int
    excluded: int
    not_obtained: int
    reasons: tuple[tuple[str, int], ...]
    stopped_by: str = ""

    @property
    def read(self) -> int:
        """Units that at least one person has read."""
        return self.units - self.unread - self.not_obtained


@dataclass(frozen=True)
class ScreeningCounts:
    """Counts of both stages.

    Attributes
    ----------
    title, full
        The stages; ``full.units == title.included``.
    sought, obtained
        Full texts that were sought (all that passed), and those that were had: marked so, or read.
    """

    title: StageCounts
    full: StageCounts
    sought: int
    obtained: int


def screening_counts(state: Screening) -> ScreeningCounts:
    """Return the counts of a state of screening."""
    full = _counted(state.full)
    read = {unit.id for unit in state.full.known if unit.readings}
    had = len(read) + sum(
        1
        for name, sought in state.sought.items()
        if sought.state == "obtained" and name in state.full.members and name not in read
    )
    return ScreeningCounts(_counted(state.title), full, full.units, had)


def _counted(stage: Stage) -> StageCounts:
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    maybe = 0
    for unit in stage.known:
        outcomes[unit.outcome] += 1
        maybe += unit.maybe and unit.outcome == "included"
        if unit.outcome == "excluded":
            reasons[unit.reason] += 1
    return StageCounts(
        units=len(stage.population),
        unread=len(stage.population) - sum(outcomes.values()) + outcomes["unread"],
        automatic=sum(_left(stage, name) for name in stage.automatic),
        undecided=outcomes["undecided"],
        conflict=outcomes["conflict"],
        included=outcomes["included"],
        maybe=maybe,
        excluded=outcomes["excluded"],
        not_obtained=outcomes["not_obtained"],
        reasons=tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        stopped_by=str(stage.stopped.payload["rule"]) if stage.stopped else "",
    )


def _left(stage: Stage, name: str) -> bool:
    unit: Unit = stage.unit(name)
    return name in stage.members and unit.outcome == "unread"
