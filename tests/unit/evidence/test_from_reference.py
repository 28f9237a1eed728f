"""What is read from a file becomes what de-duplication compares, with the right database of its number."""

from __future__ import annotations

import pytest

from hedgerow.evidence.dedupe.find import find_duplicates
from hedgerow.evidence.dedupe.from_reference import as_record, database_of
from hedgerow.evidence.imported import NO_TITLE, Imported
from hedgerow.evidence.readers import read_bytes

RIS = """TY  - JOUR
AU  - Smith, Ann
TI  - Gangs in the region and what became of them
PY  - 2019
JF  - Journal of Crime
VL  - 12
IS  - 3
SP  - 45
EP  - 67
DO  - 10.1234/abc
AN  - {accession}
DB  - {database}
ER  -
"""


def test_every_field_that_is_compared_is_there() -> None:
    read = read_bytes("x", RIS.format(accession="31234567", database="PubMed").encode()).records[0]
    record = as_record(read, "a", "our file")
    assert record.content[:7] == (
        "Gangs in the region and what became of them",
        "Smith, Ann",
        "2019",
        "Journal of Crime",
        "12",
        "3",
        "45-67",
    )
    assert (record.id, record.doi, record.source, record.accession) == (
        "a",
        "10.1234/abc",
        "pubmed",
        "31234567",
    )


def test_nothing_known_is_empty_and_no_number() -> None:
    record = as_record(Imported(1, NO_TITLE), "a", "our file")
    assert (record.title, record.year, record.source) == ("", "", "our file")


@pytest.mark.parametrize(
    ("accession", "database"),
    [
        ("WOS:000082252000006", "web of science"),
        ("L373791783", "embase"),
        ("2019-65183-001", "psycinfo"),
        ("77", ""),
    ],
)
def test_the_shape_of_a_number_names_its_database(accession: str, database: str) -> None:
    assert database_of(Imported(1, "t", accession=accession)) == database


@pytest.mark.parametrize(
    ("second", "database", "merged"), [("L373791783", "Embase", True), ("31234568", "PubMed", False)]
)
def test_two_numbers_part_records_of_one_database_only(second: str, database: str, merged: bool) -> None:
    first = read_bytes("x", RIS.format(accession="31234567", database="PubMed").encode()).records[0]
    other = read_bytes("x", RIS.format(accession=second, database=database).encode()).records[0]
    found = find_duplicates([as_record(first, "a", "one"), as_record(other, "b", "one")])
    assert (
        found.placements[0].group == found.placements[1].group and found.placements[0].tier == "merge"
    ) is merged
