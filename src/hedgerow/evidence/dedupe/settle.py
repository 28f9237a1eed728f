"""What people have said of pairs: events that are kept, folded to what holds now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Answer = Literal["same", "different", "related", "undone"]
Pair = tuple[str, str]
ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {"same": "same", "different": "different", "related": "related", "undone": "undone"}
)


@dataclass(frozen=True)
class Settlement:
    """One answer of one person about one pair; `undone` takes back whatever was said before.

    An automatic link is undone for good by ``different``: the pair is then neither merged nor asked again.
    """

    one: str
    other: str
    answer: Answer
    actor: str = ""
    at: str = ""


@dataclass(frozen=True)
class Settled:
    """The pairs that people have settled, each with its lower id first."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()
    related: frozenset[Pair] = frozenset()

    @property
    def apart(self) -> frozenset[Pair]:
        """Pairs that must not be one record."""
        return self.different | self.related

    def answered(self, one: str, other: str) -> bool:
        """Whether a person has said what the two are: they are not asked about again."""
        pair = pair_of(one, other)
        return pair in self.same or pair in self.apart


def pair_of(one: str, other: str) -> Pair:
    """Return the two ids in order, so that a pair has one name."""
    return (one, other) if one <= other else (other, one)


def settle(events: Iterable[Settlement]) -> Settled:
    """Return what holds after the events, in their order: the last answer about a pair counts."""
    last: dict[Pair, Answer] = {}
    for event in events:
        last[pair_of(event.one, event.other)] = event.answer

    def said(answer: Answer) -> frozenset[Pair]:
        return frozenset(pair for pair, given in last.items() if given == answer)

    return Settled(said("same"), said("different"), said("related"))
