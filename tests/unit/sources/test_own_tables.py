"""Bring your own table: codes found by value, numbers as measures, missing stays missing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hedgerow.errors import InputError, SchemaError, SettingsError, SourceFileError, UsageError
from hedgerow.places.sources import add_own_table, discover
from hedgerow.places.sources.own import Codes, Note, known_codes, read_note, read_own
from hedgerow.places.tables.own import build_own, measures
from hedgerow.store.lake import Lake

CODES = known_codes(
    [
        ("lsoa11_code", ["E01026122", "E01000002"]),
        ("lsoa21_code", ["E01026122", "E01034001"]),
        ("msoa21_code", ["E02005437"]),
        ("ward24_code", ["E05010784"]),
        ("lad22_code", ["E07000138"]),
        ("lad24_code", ["E07000138", "E06000061"]),
    ]
)
NOTE = Note(title="Youth clubs")


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_a_csv_with_codes_of_both_editions(tmp_path: Path) -> None:
    path = write(
        tmp_path / "clubs.csv",
        'Area,Place,Clubs,Share\nE01026122,Lincoln,3,12.5%\nE01000002,x,"1,200",..\nE01034001,y,,*\n',
    )
    read = read_own(path, NOTE, CODES)
    assert (read.rows_in, read.rows_kept) == (3, 3)
    assert [(v.row_number, v.area_vintage, v.measure, v.value) for v in read.values] == [
        (1, "both", "Clubs", 3.0),
        (1, "both", "Share", 12.5),
        (2, "2011", "Clubs", 1200.0),
        (2, "2011", "Share", None),
        (3, "2021", "Clubs", None),
        (3, "2021", "Share", None),
    ]


@pytest.mark.parametrize(
    ("code", "kind", "vintage"),
    [
        ("E01026122", "lsoa", "both"),
        ("E02005437", "msoa", "2021"),
        ("E05010784", "ward", "2024"),
        ("E07000138", "lad", "2024"),
        ("E06000061", "lad", "2024"),
    ],
)
def test_every_kind_of_area(tmp_path: Path, code: str, kind: str, vintage: str) -> None:
    read = read_own(write(tmp_path / "t.csv", f"code,n\n{code},1\n"), NOTE, CODES)
    assert [(v.area_kind, v.area_vintage) for v in read.values] == [(kind, vintage)]


def test_a_preamble_stands_above_the_header(tmp_path: Path) -> None:
    text = "Prepared by the partnership\n\nArea code,n\nE01026122,4\n\n"
    read = read_own(write(tmp_path / "t.csv", text), NOTE, CODES)
    assert [(v.row_number, v.measure, v.value) for v in read.values] == [(1, "n", 4.0)]


def test_semicolons_and_office_encodings(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("Zone;Caf\xe9s\nE01026122;2\n".encode("cp1252"))
    assert read_own(path, NOTE, CODES).values[0].measure == "Cafés"


def test_xlsx_and_parquet_read_like_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Our clubs"], ["LSOA", "Clubs"], ["E01026122", 3], ["E01034001", None]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    pq.write_table(pa.table({"LSOA": ["E01026122", "E01034001"], "Clubs": [3, None]}), tmp_path / "t.parquet")
    expected = [(1, "E01026122", 3.0), (2, "E01034001", None)]
    for name in ("t.xlsx", "t.parquet"):
        read = read_own(tmp_path / name, NOTE, CODES)
        assert [(v.row_number, v.area_code, v.value) for v in read.values] == expected


def test_rows_that_cannot_be_used_are_listed(tmp_path: Path) -> None:
    text = "code,n\n" + "E01026122,1\n" * 12 + "E01999999,1\n,1\nLincoln,1\nE01034001,many\n"
    read = read_own(write(tmp_path / "t.csv", text), NOTE, CODES)
    assert (read.rows_in, read.rows_kept) == (16, 12)
    assert [(r.row_number, r.reason, r.value) for r in read.rejects] == [
        (13, "No LSOA has this code.", "E01999999"),
        (14, "There is no area code.", None),
        (15, "It is not the code of a LSOA.", "Lincoln"),
        (16, "It is not a number.", "many"),
    ]
    assert "1 unknown codes: E01999999" in read.remark


def test_two_columns_of_codes_are_not_guessed(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "from,to,n\nE01026122,E01034001,1\n")
    with pytest.raises(SchemaError, match="from and to"):
        read_own(path, NOTE, CODES)
    read = read_own(path, Note(title="t", area_column="to"), CODES)
    assert read.values[0].area_code == "E01034001"


def test_a_coarser_code_beside_a_finer_one_is_its_parent(tmp_path: Path) -> None:
    read = read_own(write(tmp_path / "t.csv", "lad,lsoa,n\nE07000138,E01026122,1\n"), NOTE, CODES)
    assert read.values[0].area_kind == "lsoa"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,n\nLincoln,1\n", "holds no codes"),
        ("E01026122,1\n", "below a header"),
        ("code,name\nE01026122,Lincoln\n", "no column of numbers"),
    ],
)
def test_a_table_that_is_none_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        read_own(write(tmp_path / "t.csv", text), NOTE, CODES)


@pytest.mark.parametrize(("name", "data"), [("t.csv", b""), ("t.xlsx", b"PK no"), ("t.parquet", b"no")])
def test_damaged_files_are_refused_by_name(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceFileError, match=name):
        read_own(tmp_path / name, NOTE, CODES)


def test_without_a_note_a_table_is_a_partners(tmp_path: Path) -> None:
    note = read_note(tmp_path / "clubs.csv")
    assert (note.title, note.source_class) == ("clubs", "partner")


@pytest.mark.parametrize("text", ["source_class = 'secret'", "sauce = 1", "title = "])
def test_a_note_that_cannot_be_understood(tmp_path: Path, text: str) -> None:
    write(tmp_path / "t.toml", text)
    with pytest.raises(SettingsError, match=r"t\.toml"):
        read_note(tmp_path / "t.csv")


class TestFromAddingToTheLake:
    @pytest.fixture
    def sources(self, tmp_path: Path) -> Path:
        root = tmp_path / "sources"
        given = write(tmp_path / "clubs.csv", "lsoa,clubs\nE01026122,3\nE01999999,1\n")
        add_own_table(root, given, title="Youth clubs", owner="City", licence="OGL", period="2025")
        write(root / "lookup.csv", "LSOA11CD,LSOA21CD,CHGIND\nE01026122,E01026122,U\n")
        return root

    def test_it_is_found_read_and_accounted_for(self, sources: Path, tmp_path: Path) -> None:
        found = discover([sources])
        assert [item.source for item in found.files] == ["lookup-lsoa11-lsoa21", "own-table"]
        assert not found.unrecognised
        lake = Lake(tmp_path / "lake")
        build_own(lake, found.files, lambda *_: None)
        assert [row["value"] for row in lake.read("own_value").to_pylist()] == [3.0]
        (entry,) = lake.read("source_file").to_pylist()
        assert (entry["title"], entry["publisher"], entry["vintage"]) == ("Youth clubs", "City", "2025")
        assert (entry["rows_in"], entry["rows_kept"], entry["rows_rejected"]) == (2, 1, 1)
        assert "class partner" in entry["note"]
        assert measures(lake) == {"clubs": 1}

    def test_one_bad_table_does_not_stop_the_others(self, sources: Path, tmp_path: Path) -> None:
        write(sources / "own" / "bad.csv", "nothing,here\n1,2\n")
        lake = Lake(tmp_path / "lake")
        build_own(lake, discover([sources]).files, lambda *_: None)
        assert lake.read("own_value").num_rows == 1
        notes = [row["note"] for row in lake.read("source_file").to_pylist()]
        assert sum(note.startswith("REFUSED: bad.csv holds no codes") for note in notes) == 1
        assert lake.query("SELECT count(*) AS n FROM rejected_row WHERE row_number = 0").to_pylist() == [
            {"n": 1}
        ]

    def test_without_own_tables_there_is_an_empty_one(self, tmp_path: Path) -> None:
        lake = Lake(tmp_path / "lake")
        build_own(lake, (), lambda *_: None)
        assert lake.read("own_value").num_rows == 0

    def test_another_table_of_the_same_name_is_refused(self, sources: Path, tmp_path: Path) -> None:
        other = write(tmp_path / "clubs.csv", "lsoa,clubs\nE01026122,4\n")
        with pytest.raises(InputError, match="already held"):
            add_own_table(sources, other, title="x", owner="x", licence="x")

    def test_a_table_that_cannot_be_used_is_refused_before_it_is_copied(self, tmp_path: Path) -> None:
        bad = write(tmp_path / "bad.csv", "a,b\n1,2\n")
        with pytest.raises(SchemaError):
            add_own_table(tmp_path / "sources", bad, title="x", owner="x", licence="x")
        with pytest.raises(UsageError, match="partner"):
            add_own_table(tmp_path / "s", bad, title="x", owner="x", licence="x", source_class="secret")
        assert not (tmp_path / "sources").exists()


def test_codes_of_an_unknown_kind_are_said_to_be_unchecked(tmp_path: Path) -> None:
    read = read_own(write(tmp_path / "t.csv", "c,n\nE01026122,1\n"), NOTE, Codes())
    assert read.values[0].area_vintage == "unknown"
    assert "codes not checked" in read.remark
