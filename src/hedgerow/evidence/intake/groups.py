"""Which references are one: what the rules merged, without what people keep apart, and with what they joined.

1. What people called the same is joined. A chain of such answers that joins a pair which somebody keeps apart
   contradicts itself: it joins nothing, and is shown.
2. A link of the merge tier joins, unless a person answered about its pair, or the group that it would make
   holds a pair that a person keeps apart: then the rules' links of that group become questions.
3. Everything else that was asked stays a question until it is answered or its two are one by other links.
   Copies are asked about once: a word about one of a group speaks for the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from hedgerow.evidence.dedupe import Link, Settled
from hedgerow.evidence.dedupe.clusters import roots
from hedgerow.evidence.dedupe.find import SETTLED
from hedgerow.evidence.dedupe.settle import Pair, pair_of


@dataclass(frozen=True)
class Contradiction:
    """Answers that cannot all be right: the references that they chain together, and the pair kept apart."""

    references: tuple[str, ...]
    apart: Pair


@dataclass(frozen=True)
class Groups:
    """The groups of two and more; a reference outside them is a unit by itself.

    Attributes
    ----------
    members
        References of each group in order; a group is named by its lowest reference id.
    unit_of
        Group of each reference that is in one.
    links
        The links that hold each group together.
    asked
        Pairs that a person has still to say something about, the most alike first.
    contradictions
        Chains of answers that contradict themselves.
    """

    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit_of: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    asked: tuple[Link, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def unit(self, reference: str) -> str:
        """Return the group of a reference, or itself."""
        return self.unit_of.get(reference, reference)

    def of(self, unit: str) -> tuple[str, ...]:
        """Return the references of a unit."""
        return self.members.get(unit, (unit,))

    @property
    def surplus(self) -> int:
        """How many references are copies of another."""
        return sum(len(members) - 1 for members in self.members.values())


def groups_of(links: Sequence[Link], settled: Settled, known: Iterable[str]) -> Groups:
    """Return the groups that the links and the answers make among the references that are known."""
    held = set(known)
    rules = [k for k in links if k.one in held and k.other in held and not settled.answered(k.one, k.other)]
    apart = [pair for pair in settled.apart if held.issuperset(pair)]
    said = [
        Link(*pair, "merge", "copy", 1.0, SETTLED) for pair in sorted(settled.same) if held.issuperset(pair)
    ]
    said, contradictions = _without_contradictions(said, apart)
    merges = [link for link in rules if link.tier == "merge"]
    blocked = _blocked(_Union([*said, *merges]), apart)
    union = _Union([*said, *merges])
    back = [link for link in merges if union.root(link.one) in blocked]
    kept = [*said, *(link for link in merges if union.root(link.one) not in blocked)]
    final = _Union(kept)
    asked = [link for link in rules if link.tier == "ask"]
    asked += [
        replace(link, tier="ask", rule=f"{link.rule}, but a person keeps two of the group apart")
        for link in back
    ]
    return _grouped(final, kept, _questions(asked, final, apart), contradictions)


def _questions(asked: Sequence[Link], union: _Union, apart: Sequence[Pair]) -> tuple[Link, ...]:
    """Return one question for each two groups: none for those that are one, or of which somebody spoke."""
    answered = {union.groups_of(pair) for pair in apart}
    found: dict[frozenset[str | int], Link] = {}
    for link in sorted(asked, key=lambda link: (-link.score, link.one, link.other)):
        two = union.groups_of((link.one, link.other))
        if len(two) == 2 and two not in answered:
            found.setdefault(two, link)
    return tuple(found.values())


def _grouped(
    union: _Union, kept: Sequence[Link], asked: tuple[Link, ...], contradictions: tuple[Contradiction, ...]
) -> Groups:
    members = {min(group): tuple(sorted(group)) for group in union.groups()}
    unit_of = {name: unit for unit, group in members.items() for name in group}
    links: dict[str, list[Link]] = defaultdict(list)
    for link in kept:
        links[unit_of[link.one]].append(link)
    return Groups(
        MappingProxyType(dict(sorted(members.items()))),
        MappingProxyType(unit_of),
        MappingProxyType({unit: tuple(found) for unit, found in links.items()}),
        asked,
        contradictions,
    )


def _without_contradictions(
    said: list[Link], apart: Sequence[Pair]
) -> tuple[list[Link], tuple[Contradiction, ...]]:
    """Return the answers that join, without the chains that join what somebody keeps apart."""
    union = _Union(said)
    wrong = _blocked(union, apart)
    kept = [link for link in said if union.root(link.one) not in wrong]
    groups = {union.root(group[0]): group for group in union.groups()}
    found = [
        Contradiction(tuple(sorted(groups[root])), pair_of(*pair)) for root, pair in sorted(wrong.items())
    ]
    return kept, tuple(found)


def _blocked(union: _Union, apart: Sequence[Pair]) -> dict[int, Pair]:
    """Return the groups that hold a pair which must stay apart, with the first such pair."""
    found: dict[int, Pair] = {}
    for pair in sorted(apart):
        if union.together(*pair):
            found.setdefault(union.root(pair[0]), pair)
    return found


class _Union:
    """References joined by links; only those that a link names are in it."""

    def __init__(self, links: Iterable[Link]) -> None:
        pairs = [(link.one, link.other) for link in links]
        self.names = sorted({name for pair in pairs for name in pair})
        self.places = {name: place for place, name in enumerate(self.names)}
        self.roots = roots(len(self.names), [(self.places[one], self.places[other]) for one, other in pairs])

    def root(self, name: str) -> int:
        """Return what stands for the group of a reference; -1 for one that is in none."""
        place = self.places.get(name)
        return -1 if place is None else self.roots[place]

    def together(self, one: str, other: str) -> bool:
        """Whether two references are in one group."""
        return self.root(one) >= 0 and self.root(one) == self.root(other)

    def groups_of(self, pair: Pair) -> frozenset[str | int]:
        """Return what stands for the groups of a pair: one entry when the two are together."""
        return frozenset(name if (root := self.root(name)) < 0 else root for name in pair)

    def groups(self) -> list[list[str]]:
        """Return the groups."""
        found: dict[int, list[str]] = defaultdict(list)
        for name, root in zip(self.names, self.roots, strict=True):
            found[root].append(name)
        return list(found.values())
