"""The fictional publications: read without a loss, and the planted copies are found."""

from __future__ import annotations

import csv
from pathlib import Path

from hedgerow.demo.references import (
    LIBRARY,
    PUBLICATIONS,
    SHARED,
    TRIALS,
    UNIVERSITY,
    publications,
    write_references,
)
from hedgerow.evidence.dedupe import find_duplicates
from hedgerow.evidence.intake.unit import record_of
from hedgerow.evidence.readers import read_file
from hedgerow.evidence.review import Reference


def test_the_exports_are_read_whole_and_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    write_references(tmp_path / "a", 5)
    write_references(tmp_path / "b", 5)
    write_references(tmp_path / "c", 6)
    for name in (LIBRARY, UNIVERSITY, TRIALS):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        assert (tmp_path / "a" / name).read_bytes() != (tmp_path / "c" / name).read_bytes()
    counts = [len(read_file(tmp_path / "a" / name).records) for name in (LIBRARY, UNIVERSITY)]
    assert sum(counts) == PUBLICATIONS + SHARED


def test_the_planted_copies_are_found_and_nothing_else_is_merged(tmp_path: Path) -> None:
    held = publications(5)
    records = [
        record_of(Reference(f"{source}{n}", source, n, source, one))
        for source, ones in (("l", held.library), ("u", held.university))
        for n, one in enumerate(ones)
    ]
    same = {(f"l{one}", f"u{other}") for one, other in held.same}
    links = find_duplicates(records).links
    merged = {tuple(sorted((link.one, link.other))) for link in links if link.tier == "merge"}
    asked = {tuple(sorted((link.one, link.other))) for link in links if link.tier == "ask"}
    assert merged <= same
    assert len(merged) >= 10
    assert same <= merged | asked


def test_the_trials_are_whole(tmp_path: Path) -> None:
    write_references(tmp_path, 5)
    with (tmp_path / TRIALS).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 8
    assert all(0 < int(row["event_t"]) < int(row["n_t"]) and int(row["event_c"]) > 0 for row in rows)
