"""Which record a reviewer reads next: nobody reads twice what one person is to read, and nobody waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence.screening.order import Ranking, chance_order, reading_order
from hedgerow.evidence.screening.reading import FULL_TEXT, Unit
from hedgerow.evidence.screening.state import Screening, Stage

AUDIT, SECOND = "audit", "second"
_AGAIN = {"sample": "sample", "double": "double", "liberal": "exclusion"}


@dataclass(frozen=True)
class Serving:
    """What is to be read next, and how it came up."""

    unit: str
    how: str


def next_serving(
    state: Screening, stage: str, reviewer: str, ranking: Ranking, *, held: Mapping[str, frozenset[str]]
) -> Serving | None:
    """Return the next record of a reviewer; `None` when there is none.

    What another person began comes first in the order in which it was begun, an open audit before it, then
    the order of the ranking. Nothing of this tells what anybody decided.

    Parameters
    ----------
    held
        Who else has which unit on the desk just now.
    """
    here = state.stage(stage)

    def free(name: str) -> bool:
        return may_read(here, name, reviewer, others=held.get(name, frozenset()) - {reviewer})

    for how, names in _lines(state, here, ranking):
        found = next((name for name in names if free(name)), None)
        if found is not None:
            return Serving(found, how)
    return None


def may_read(stage: Stage, name: str, reviewer: str, *, others: Iterable[str] = ()) -> bool:
    """Whether a unit still needs this reader, besides those who have it on the desk."""
    if name not in stage.members:
        return False
    unit = stage.unit(name)
    if stage.stopped and unit.outcome == "unread":
        return False
    return unit.reading_of(reviewer) is None and unit.open > len(set(others) - _readers(unit))


def _readers(unit: Unit) -> set[str]:
    return {one.reviewer for one in unit.readings}


def _lines(state: Screening, stage: Stage, ranking: Ranking) -> Iterable[tuple[str, Sequence[str]]]:
    """Yield the lines in which units wait, the most urgent first."""
    yield (
        AUDIT,
        [name for event in state.drawn if event.payload["stage"] == stage.name for name in event.targets],
    )
    yield SECOND, [unit.id for unit in reading_order(stage) if unit.outcome == "undecided"]
    if stage.name == FULL_TEXT:
        yield "passed", [unit.id for unit in reading_order(state.title)]
        yield "passed", stage.population
        return
    yield ranking.how, ranking.order
    if len(ranking.order) < len(stage.population):
        rest = [name for name in stage.population if name not in ranking.place]
        yield "chance", chance_order(rest, stage.seed)


def how_read(stage: Stage, name: str, reviewer: str, served: str) -> str:
    """Return how a record came before a reviewer, as the event says it: a later reader's by the policy."""
    unit = stage.unit(name)
    before = [one for one in unit.readings if one.reviewer != reviewer]
    if not before:
        return served
    return _AGAIN.get(stage.policy, "again") if len(before) < unit.needed else "again"
