"""Two libraries of two organisations become one: nothing is lost, and conflicts are shown."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace

from hedgerow.evidence.dedupe import Record, find_duplicates, merge_fields
from hedgerow.evidence.dedupe.record import FIELDS

EACH = 5_000
SHARED = 1_500


def library(seed: int, name: str) -> list[Record]:
    """Return records of one organisation, in words that no other seed has."""
    chance = random.Random(seed)
    letters = "bcdfghklmnprstvw"
    words = ["".join(chance.choices(letters + "aeiou", k=8)) for _ in range(4_000)]
    return [
        Record(
            f"{name}-{place}",
            title=" ".join(chance.choices(words, k=9)),
            author=f"{chance.choice(words)}, A.",
            year=str(chance.randint(1990, 2025)),
            journal=chance.choice(words),
            volume=str(chance.randint(1, 60)),
            pages=f"{place}-{place + 9}",
            source=name,
            accession=str(place),
        )
        for place in range(EACH)
    ]


def test_two_libraries_merge_without_loss() -> None:
    one, other = library(1, "north"), library(2, "south")
    for place in range(SHARED):
        copied = one[place]
        other[place] = replace(
            copied,
            id=f"south-{place}",
            title=copied.title.upper(),
            pages=str(place),
            source="south",
            volume="",
        )
    everything = one + other
    groups: dict[str, list[Record]] = defaultdict(list)
    for record, placement in zip(everything, find_duplicates(everything).placements, strict=True):
        groups[placement.group if placement.tier == "merge" else record.id].append(record)
    merged = [merge_fields(members) for members in groups.values()]
    assert len(merged) == 2 * EACH - SHARED
    assert sorted(name for view in merged for name in view.ids) == sorted(record.id for record in everything)
    kept = {
        (ids, name, value) for view in merged for name in FIELDS for value, ids in view.values[name].items()
    }
    held = {(one_id, name, value) for ids, name, value in kept for one_id in ids}
    assert held == {(r.id, name, getattr(r, name)) for r in everything for name in FIELDS if getattr(r, name)}
    assert {pair for view in merged for pair in view.sources} == {(r.source, r.accession) for r in everything}
    assert any("pages" in view.conflicts for view in merged if len(view.ids) == 2)
