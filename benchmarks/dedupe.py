"""De-duplication: the seven labelled sets, and made-up records in number.

The labelled sets are haematology, stroke, respiratory, cytology screening (Rathbone 2015), neuroimaging,
cardiac (Hair 2023) and digital work (Wagner 2021), with the gold groups that bib-dedupe 0.7.2 packages. The
rules were tuned on them. The made-up records have titles and abstracts of the library's own words; a third of
them are copies in another spelling, with less about where they appeared and no DOI.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks import ROOT, Figure, Skipped, cost
from hedgerow.evidence.dedupe import Agreement, Record, agreement, find_duplicates
from hedgerow.evidence.dedupe.record import FIELDS
from hedgerow.evidence.shipped import shipped

SETS = (
    "haematology",
    "stroke",
    "respiratory",
    "cytology_screening",
    "neuroimaging",
    "digital_work",
    "cardiac",
)


def labelled() -> Path:
    """Return the folder of the labelled sets; raise `Skipped` where it is absent."""
    shared = Path(os.environ.get("HEDGEROW_SHARED", ROOT.parent / "shared"))
    folder = shared / "data" / "evidence" / "dedup"
    if not folder.is_dir():
        raise Skipped(f"the labelled sets are not at {folder}")
    return folder


def read(folder: Path) -> tuple[list[Record], list[list[str]]]:
    """Return the records and the gold groups of one set."""
    text = gzip.decompress((folder / "records_pre_merged.csv.gz").read_bytes()).decode()
    csv.field_size_limit(1 << 24)
    records = [
        Record(row["ID"], **{name: row.get(name) or "" for name in FIELDS})
        for row in csv.DictReader(io.StringIO(text))
    ]
    groups = (folder / "merged_record_ids.csv").read_text("utf-8").splitlines()[1:]
    return records, [line.strip('"').split(";") for line in groups if line]


def measure(folder: Path) -> tuple[Agreement, float]:
    """Return how one set came out, and the CPU seconds of finding."""
    records, gold = read(folder)
    with cost() as spent:
        found = find_duplicates(records)
    return agreement([record.id for record in records], found, gold), spent.cpu


def made_up(count: int) -> tuple[list[Record], list[list[str]]]:
    """Return made-up records, every third a copy of one before it, and the true groups."""
    chance = random.Random(7)  # noqa: S311 - not for secrets
    words = [word for row in shipped("evidence").rows for word in row["finding"].split() if word.isalpha()]
    records: list[Record] = []
    for place in range(count):
        copied = place % 3 == 2
        records.append(_copy(chance.choice(records), place) if copied else _new(chance, words, str(place)))
    groups: dict[str, list[str]] = {}
    for record in records:
        groups.setdefault(_work(record), []).append(record.id)
    return records, [members for members in groups.values() if len(members) > 1]


def _work(record: Record) -> str:
    """Return the id of the record that this one is a copy of, or its own."""
    return record.id.partition("/")[0]


def _new(chance: random.Random, words: list[str], name: str) -> Record:
    first = chance.randint(1, 900)
    surnames = [f"{word.capitalize()}, A." for word in chance.choices(words, k=3)]
    return Record(
        name,
        title=" ".join(chance.choices(words, k=11)),
        author=" and ".join(surnames),
        year=str(chance.randint(1990, 2025)),
        journal=f"Journal of {chance.choice(words)} {chance.choice(words)}",
        volume=str(chance.randint(1, 90)),
        number=str(chance.randint(1, 6)),
        pages=f"{first}-{first + chance.randint(5, 20)}",
        abstract=" ".join(chance.choices(words, k=150)),
        doi=f"10.1000/{name}" if chance.random() < 0.8 else "",
    )


def _copy(record: Record, place: int) -> Record:
    """Return the record as another database might give it."""
    return Record(
        f"{_work(record)}/{place}",
        title=record.title.upper() + ".",
        author=record.author.replace(" and ", "; "),
        year=record.year,
        journal=record.journal.replace("Journal of", "J"),
        volume=record.volume,
        pages=record.pages.partition("-")[0],
        abstract=record.abstract,
    )


def _labelled_figures() -> Iterator[Figure]:
    totals = [0, 0, 0, 0, 0]
    folder = labelled()
    for name in SETS:
        counted, cpu = measure(folder / name)
        note = (
            f"TP {counted.removed}, FP {counted.lost}, FN {counted.left}; "
            f"false merges {counted.false_pairs} pairs; "
            f"asked {counted.asked} pairs, {counted.asked_true} of them true; {cpu:.2f} CPU s"
        )
        yield Figure(f"dedupe_{name}", f"sensitivity, {name}", counted.sensitivity, "", note=note)
        found = (counted.removed, counted.left, counted.false_pairs, counted.asked, counted.asked_true)
        totals = [total + value for total, value in zip(totals, found, strict=True)]
    sensitivity = totals[0] / (totals[0] + totals[1])
    yield Figure("dedupe_sensitivity", "sensitivity, all seven sets", sensitivity, "", 0.9935)
    yield Figure("dedupe_false_pairs", "false merges, all seven sets", totals[2], "pairs", 0, False)
    yield Figure("dedupe_asked", "pairs to ask about", totals[3], "pairs", note=f"{totals[4]} of them true")


def _made_up_figures() -> Iterator[Figure]:
    for count, goal in ((10_000, 1.0), (80_000, 5.0)):
        records, gold = made_up(count)
        with cost() as spent:
            found = find_duplicates(records)
        counted = agreement([record.id for record in records], found, gold)
        note = f"sensitivity {counted.sensitivity:.4f}, false merges {counted.false_pairs} pairs"
        yield Figure(
            f"dedupe_cpu_{count}", f"{count:,} made-up records", spent.cpu, "CPU s", goal, False, note
        )


def run() -> list[Figure]:
    """Return the figures."""
    return [*_labelled_figures(), *_made_up_figures()]
