"""How well found groups agree with labelled ones, counted as the de-duplication papers do.

Record level (ASySD, Hair 2023; bib-dedupe, Wagner 2024): one record of each gold group is kept, the others
are surplus. Record level hides over-merging, so false merges are also counted as pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence.dedupe.links import Found


@dataclass(frozen=True)
class Agreement:
    """Counts of one labelled set.

    Attributes
    ----------
    removed, left, lost
        Record level: surplus copies removed (TP), surplus copies left (FN), groups or single records of which
        nothing is left because they were merged into another (FP).
    true_pairs, false_pairs, gold_pairs
        Pair level: merged pairs that are, and are not, of one gold group; and all gold pairs.
    asked, asked_true
        Pairs put to a person, and how many of them are of one gold group.
    """

    records: int
    removed: int
    left: int
    lost: int
    true_pairs: int
    false_pairs: int
    gold_pairs: int
    asked: int
    asked_true: int

    @property
    def sensitivity(self) -> float:
        """Share of the surplus copies that is removed."""
        return self.removed / (self.removed + self.left) if self.removed + self.left else 1.0


def agreement(ids: Sequence[str], found: Found, gold: Iterable[Sequence[str]]) -> Agreement:
    """Return how the found groups agree with the gold groups; a record in none is a group of its own."""
    truth = {member: f"group {place}" for place, group in enumerate(gold) for member in group}
    true_group = {name: truth.get(name, f"single {name}") for name in ids}
    merged: dict[str, list[str]] = defaultdict(list)
    for placement in found.placements:
        merged[placement.group if placement.tier == "merge" else f"alone {placement.id}"].append(placement.id)
    kept = Counter(_keeper(members, true_group) for members in merged.values())
    sizes = Counter(true_group.values())
    within = [Counter(true_group[m] for m in members) for members in merged.values()]
    pairs = sum(_pairs(len(members)) for members in merged.values())
    true_pairs = sum(_pairs(n) for counts in within for n in counts.values())
    asked = [link for link in found.links if link.tier == "ask"]
    return Agreement(
        records=len(true_group),
        removed=sum(size - max(kept[group], 1) for group, size in sizes.items()),
        left=sum(max(kept[group] - 1, 0) for group in sizes),
        lost=sum(kept[group] == 0 for group in sizes),
        true_pairs=true_pairs,
        false_pairs=pairs - true_pairs,
        gold_pairs=sum(_pairs(size) for size in sizes.values()),
        asked=len(asked),
        asked_true=sum(true_group[link.one] == true_group[link.other] for link in asked),
    )


def _keeper(members: Sequence[str], true_group: Mapping[str, str]) -> str:
    """Return the gold group of the record that stands for a found group: the commonest, then the first."""
    return Counter(true_group[member] for member in members).most_common(1)[0][0]


def _pairs(size: int) -> int:
    return size * (size - 1) // 2
