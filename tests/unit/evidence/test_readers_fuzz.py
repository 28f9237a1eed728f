"""Mutated files of every format: no crash but typed errors, no record lost in silence, no hang."""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from hedgerow.errors import HedgerowError
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers import READERS, format_of, read_bytes
from hedgerow.evidence.readers.given import Given

REFERENCE = {
    "ItemId": 5,
    "Title": "Gangs",
    "Authors": "Smith Ann; Ng Bo",
    "Year": "2019",
    "Codes": [{"AttributeId": 11, "ItemAttributeFullTextDetails": [{"Text": "x"}]}],
    "Outcomes": [{"OutcomeId": 1, "OutcomeTypeId": 1, "Data1": 5.5}],
}
SET = {
    "SetName": "S",
    "SetId": 1,
    "Attributes": {"AttributesList": [{"AttributeId": 11, "AttributeName": "Crime", "AttributeTypeId": 2}]},
}
CELLS = {
    "rows": [[{"id": 1, "title": "Axis", "isColumn": True}, {"id": 11, "title": "Crime", "parentId": 1}]]
}
THREEIE = {
    "interventions": [{"_title": "A", "map_layout_group_id": 1, "sub_levels": [{"_title": "B", "id": 2}]}],
    "interventions_outcomes": {"2": {"9": {"bubbles": [{"records": [{"id": 70}, {"id": 71}]}]}}},
    "project_records": {"70": {"title": "Gangs", "year": 2019}, "71": {"title": "Two", "doi": "10.1234/a"}},
}
SCHEMA = """PRAGMA page_size = 1024;
CREATE TABLE record (record_id INTEGER PRIMARY KEY, title VARCHAR, abstract, authors JSON, year INTEGER,
  duplicate_of INTEGER);
CREATE TABLE results (record_id INTEGER, label INTEGER, training_set INTEGER, time FLOAT, note TEXT);
INSERT INTO record VALUES (1, 'Gangs', 'a', '["Ng"]', 2019, NULL), (2, 'Two', '', '[]', NULL, 1);
INSERT INTO results VALUES (1, 1, NULL, 1.7e9, NULL), (2, 0, 2, 1.7e9, 'no');
"""
RIS = """1.
TY  - JOUR
AU  - Smith, Ann
TI  - Gangs
KW  - a
b
PY  - 2019//
DO  - 10.1234/a
ER  -

TY  - RPRT
T1  - Two
N1  - <p>ASReview_relevant</p>
SP  - 3
EP  - 5
ER  -
"""
CSV = """title,abstract,year,included
"Gangs, again","over
lines",2019,1
Two,b,2020,0
"Three ""q""\",c,,
"""
NBIB = """PMID- 123
TI  - Gangs in
      the region
FAU - Smith, Ann
LID - 10.1234/abc [doi]

PMID- 124
TI  - Two
"""
WOS = """FN Clarivate
VR 1.0
PT J
AU Smith, A
   Jones, B
TI Gangs
UT WOS:1
ER

PT J
TI Two
ER
EF
"""
BIBTEX = """@string{j = "Journal"}
@article{one,
 title = {Gangs in {N}}, author = {M{\\"u}ller, J and Ng},
 journal = j # { two}, year = 2019}
@comment{x}
@book{two, title = "Two"}
"""
XML = """<?xml version="1.0"?><xml><records><record><ref-type name="Book">6</ref-type><titles><title>
<style>Gangs</style></title></titles><dates><year>2019</year></dates></record><record><titles><title>Two
</title></titles></record></records></xml>"""
CSL = """[{"title": "Gangs", "author": [{"family": "Ng"}], "issued": {"date-parts": [[2019]]}},
 {"title": "Two", "DOI": "10.1234/a"}]"""
PAGE = f"""<!DOCTYPE html><html><head><title>A map</title></head><script>
const csvData = {json.dumps(CELLS)};
const referenceData = {json.dumps([REFERENCE, REFERENCE])};</script></html>"""
TEXTS = {
    "ris": RIS,
    "csv": CSV,
    "nbib": NBIB,
    "wos": WOS,
    "bibtex": BIBTEX,
    "endnote-xml": XML,
    "csl-json": CSL,
    "eppi-json": json.dumps({"CodeSets": [SET], "References": [REFERENCE, REFERENCE]}),
    "eppi-mapper": PAGE,
    "3ie-json": json.dumps(THREEIE),
}
# What begins a record, whatever becomes of it: so many at least must be accounted for.
STARTS = {
    "ris": re.compile(r"^[ \t]*TY  ?-", re.MULTILINE),
    "nbib": re.compile(r"^PMID ?-", re.MULTILINE),
    "wos": re.compile(r"^PT ", re.MULTILINE),
    "endnote-xml": re.compile(r"<record>"),
    "bibtex": re.compile(r"^@(?:article|book)\{", re.MULTILINE),
}
NOISE = '{}"@\\<>-\n ATIER1,=#é\x00[]:;|\t\u2028\ufeff'


def mutated(text: str, chance: random.Random) -> str:
    """Return the text with up to six cuts, insertions and repetitions."""
    for _ in range(chance.randint(1, 6)):
        place, way = chance.randrange(len(text) + 1), chance.random()
        if way < 0.4:
            text = text[:place] + text[place + chance.randint(1, 30) :]
        elif way < 0.8:
            text = text[:place] + "".join(chance.choices(NOISE, k=chance.randint(1, 8))) + text[place:]
        else:
            start = chance.randrange(len(text) + 1)
            text = text[:place] + text[start : start + 60] + text[place:]
    return text


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some changed, cut out or doubled."""
    whole = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place, way = chance.randrange(len(whole) + 1), chance.random()
        if way < 0.7 and place < len(whole):
            whole[place] = chance.randrange(256)
        elif way < 0.85:
            del whole[place : place + chance.randint(1, 40)]
        else:
            whole[place:place] = whole[place : place + 20]
    return bytes(whole)


@cache
def asreview_parts() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        connection = sqlite3.connect(path)
        connection.executescript(SCHEMA)
        connection.close()
        about = json.dumps({"project_file_version": 3, "version": "3.0.8", "name": "x"})
        return {"project.json": about.encode(), "results.db": path.read_bytes()}


@cache
def xlsx_parts() -> dict[str, bytes]:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        sheet = book.add_worksheet("Refs")
        for place, row in enumerate([["Title", "Year", "Label"], ["Gangs", 2019, 1], ["Two", "", 0]]):
            sheet.write_row(place, 0, row)
    with zipfile.ZipFile(whole) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """Return the parts as a zip, one of them mutated; now and then the zip itself."""
    inside = chance.random() < 0.8
    chosen = chance.choice(sorted(parts)) if inside else ""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as out:
        for name, data in parts.items():
            out.writestr(name, flipped(data, chance) if name == chosen else data)
    return whole.getvalue() if inside else flipped(whole.getvalue(), chance)


PACKED: dict[str, Callable[[], dict[str, bytes]]] = {"asreview": asreview_parts, "xlsx": xlsx_parts}


def check(found: ReadFile, name: str, text: str) -> None:
    assert found.expected == len(found.records) + len(found.rejected)
    numbers = [row.row_number for row in (*found.records, *found.rejected)]
    assert sorted(numbers) == list(range(1, found.expected + 1))
    if name in STARTS:
        assert found.expected >= len(STARTS[name].findall(text))


def fuzz_text(name: str, times: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(times):
        text = mutated(TEXTS[name], chance)
        given = Given.of_text(text)
        start = time.process_time()
        with contextlib.suppress(HedgerowError):
            check(READERS[name](given), name, given.text)
        with contextlib.suppress(HedgerowError):
            check(read_bytes("given", given.data), "", "")
        assert time.process_time() - start < 1


def fuzz_packed(name: str, times: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(times):
        data = packed(PACKED[name](), chance)
        start = time.process_time()
        with contextlib.suppress(HedgerowError):
            check(read_bytes("given", data), "", "")
        assert time.process_time() - start < 1


def test_every_format_is_fuzzed_and_its_sample_is_read() -> None:
    assert set(TEXTS) | set(PACKED) == set(READERS)
    for name, text in TEXTS.items():
        given = Given.of_text(text)
        assert (format_of(given), len(READERS[name](given).rejected)) == (name, 0)
        assert len(READERS[name](given).records) >= 2


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_two_hundred_mutated_files_a_format(name: str) -> None:
    fuzz_text(name, 200, 7)


@pytest.mark.parametrize("name", sorted(PACKED))
def test_two_hundred_mutated_containers(name: str) -> None:
    fuzz_packed(name, 200, 7)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_twenty_thousand_mutated_files_a_format(name: str) -> None:
    fuzz_text(name, 20_000, 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PACKED))
def test_twenty_thousand_mutated_containers(name: str) -> None:
    fuzz_packed(name, 20_000, 3)
