"""The labelled sets: no false merge, and no less found than is written down in validation/dedupe."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest

from hedgerow.evidence.dedupe import Agreement, Record, agreement, find_duplicates
from hedgerow.evidence.dedupe.record import FIELDS

pytestmark = pytest.mark.real_data
# Surplus copies removed and left, as `validation/dedupe/README.md` gives them.
PINS = {
    "haematology": (117, 18),
    "stroke": (311, 3),
    "respiratory": (431, 5),
    "cytology_screening": (770, 2),
    "neuroimaging": (1296, 3),
    "digital_work": (362, 7),
    "cardiac": (3528, 4),
}


@pytest.fixture(scope="module")
def counted(shared: Path) -> dict[str, Agreement]:
    folder = shared / "data" / "evidence" / "dedup"
    if not folder.is_dir():
        pytest.skip(f"the labelled sets are not at {folder}")
    return {name: measure(folder / name) for name in PINS}


def measure(folder: Path) -> Agreement:
    text = gzip.decompress((folder / "records_pre_merged.csv.gz").read_bytes()).decode()
    csv.field_size_limit(1 << 24)
    records = [
        Record(row["ID"], **{name: row.get(name) or "" for name in FIELDS})
        for row in csv.DictReader(io.StringIO(text))
    ]
    lines = (folder / "merged_record_ids.csv").read_text("utf-8").splitlines()[1:]
    gold = [line.strip('"').split(";") for line in lines if line]
    return agreement([record.id for record in records], find_duplicates(records), gold)


@pytest.mark.parametrize("name", list(PINS))
def test_a_set_comes_out_as_written_down(counted: dict[str, Agreement], name: str) -> None:
    found = counted[name]
    assert (found.removed, found.left) == PINS[name]
    assert found.false_pairs == found.lost == 0


def test_the_goal_is_reached_in_total(counted: dict[str, Agreement]) -> None:
    removed = sum(found.removed for found in counted.values())
    left = sum(found.left for found in counted.values())
    assert removed / (removed + left) >= 0.9935


def test_few_questions_are_asked(counted: dict[str, Agreement]) -> None:
    assert sum(found.asked for found in counted.values()) <= 450
