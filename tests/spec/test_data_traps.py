"""The traps of published data, one small file each: what Hedgerow does when it meets them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from hedgerow.errors import SchemaError, SourceFileError
from hedgerow.places.sources import FoundFile, discover, read_table
from hedgerow.places.sources.headers import canonical
from hedgerow.places.tables.street import build_street, editions
from hedgerow.store.lake import Lake

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
NAME = "2023-05-lincolnshire-street.csv"


def crime_id(number: int) -> str:
    return f"{number:064x}"


def row(**changes: str) -> str:
    cells = {
        "id": crime_id(1),
        "month": "2023-05",
        "by": "Lincolnshire Police",
        "within": "Lincolnshire Police",
        "x": "-0.54",
        "y": "53.23",
        "where": "On or near High Street",
        "lsoa": "E01026122",
        "name": "Lincoln 004A",
        "type": "Burglary",
        "outcome": "Under investigation",
        "context": "",
    }
    return ",".join((cells | changes).values())


ASB = {"id": "", "type": "Anti-social behaviour", "outcome": ""}
Build = Callable[..., Lake]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Write files, read them and return the lake."""

    def run(content: str | bytes | Sequence[str], name: str = NAME, **more: str | bytes) -> Lake:
        folder = tmp_path / "sources"
        folder.mkdir(exist_ok=True)
        if not isinstance(content, str | bytes):
            content = "\n".join([HEADER, *content]) + "\n"
        for file_name, data in {name: content, **more}.items():
            (folder / file_name).write_bytes(data.encode() if isinstance(data, str) else data)
        lake = Lake(tmp_path / "lake")
        build_street(lake, discover([folder]).files, lambda *_: None)
        return lake

    return run


def account(lake: Lake) -> tuple[int, int, int]:
    entry = lake.query(
        "SELECT sum(rows_in), sum(rows_kept), sum(rows_rejected) FROM source_file"
    ).to_pylist()[0]
    return tuple(int(value) for value in entry.values())  # type: ignore[return-value]


def reasons(lake: Lake) -> list[tuple[int, str]]:
    table = lake.query("SELECT row_number, reason FROM rejected_row ORDER BY row_number")
    return [(r["row_number"], r["reason"]) for r in table.to_pylist()]


def column(lake: Lake, name: str) -> list[object]:
    return lake.read("street", [name]).column(name).to_pylist()  # type: ignore[no-any-return]


class TestRowsThatAreKept:
    def test_a_blank_crime_id_is_a_row_like_any_other(self, build: Build) -> None:
        lake = build([row(**ASB), row()])
        assert account(lake) == (2, 2, 0)
        assert column(lake, "crime_id") == [None, crime_id(1)]

    def test_identical_rows_without_an_id_count_as_often_as_they_stand(self, build: Build) -> None:
        lake = build([row(**ASB)] * 3)
        assert account(lake) == (3, 3, 0)
        assert column(lake, "duplicate") == [False, False, False]
        assert column(lake, "row_number") == [1, 2, 3]

    def test_an_exact_duplicate_with_an_id_is_flagged_and_kept(self, build: Build) -> None:
        lake = build([row(), row(id=crime_id(2)), row()])
        assert account(lake) == (3, 3, 0)
        assert column(lake, "duplicate") == [False, False, True]

    def test_an_id_that_comes_twice_with_different_types_is_no_duplicate(self, build: Build) -> None:
        lake = build([row(), row(type="Robbery")])
        assert column(lake, "duplicate") == [False, False]

    def test_no_location_has_no_place_and_is_not_lost(self, build: Build) -> None:
        lake = build([row(x="", y="", where="No Location", lsoa="", name="")])
        assert account(lake) == (1, 1, 0)
        assert column(lake, "location") == [None]
        assert column(lake, "longitude") == [None]
        assert column(lake, "lsoa_published") == [None]

    @pytest.mark.parametrize("where", ["On or near ", "On or near", "No Location", ""])
    def test_a_description_that_says_nothing_is_missing(self, build: Build, where: str) -> None:
        assert column(build([row(where=where)]), "location") == [None]

    def test_coordinates_without_an_lsoa_are_kept(self, build: Build) -> None:
        name = "2023-05-northern-ireland-street.csv"
        by = "Police Service of Northern Ireland"
        lake = build([row(x="-5.93", y="54.6", lsoa="", name="", by=by, within=by)], name=name)
        assert account(lake) == (1, 1, 0)

    def test_transport_police_are_their_own_force(self, build: Build) -> None:
        by = "British Transport Police"
        lake = build([row(id="", by=by, within=by)], name="2023-05-btp-street.csv")
        assert column(lake, "force") == ["btp"]

    def test_a_force_that_nobody_knows_yet_is_read_by_its_one_name(self, build: Build) -> None:
        lake = build([row(by="Fenland Police")] * 2 + [row()], name="2023-05-fenland-street.csv")
        assert account(lake) == (3, 2, 1)

    def test_carriage_returns_and_a_byte_order_mark_change_nothing(self, build: Build) -> None:
        text = "\ufeff" + "\r\n".join([HEADER, row(), row(**ASB)]) + "\r\n"
        lake = build(text)
        assert account(lake) == (2, 2, 0)
        assert column(lake, "last_outcome") == ["Under investigation", None]

    def test_a_comma_in_quotes_is_part_of_the_name(self, build: Build) -> None:
        lake = build([row(name='"Bournemouth, Christchurch 001A"', where='"On or near Quay, The"')])
        assert column(lake, "location") == ["On or near Quay, The"]

    def test_columns_in_another_order_and_under_other_capitals_are_the_same_file(self, build: Build) -> None:
        heads, cells = HEADER.split(","), row().split(",")
        text = ",".join(h.upper() for h in reversed(heads)) + "\n" + ",".join(reversed(cells)) + "\n"
        lake = build(text)
        assert account(lake) == (1, 1, 0)
        assert column(lake, "lsoa_published") == ["E01026122"]

    def test_a_new_column_is_noted_and_not_kept(self, build: Build) -> None:
        lake = build(f"{HEADER},Shape\n{row()},7\n")
        assert account(lake) == (1, 1, 0)
        assert "shape" in lake.read("source_file").column("note").to_pylist()[0]


class TestRowsThatAreListed:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"month": "2023-06"}, "The month is not 2023-05"),
            ({"month": "May 2023"}, "The month is not 2023-05"),
            ({"month": ""}, "The month is not 2023-05"),
            ({"id": "12345"}, "neither blank nor 64 hexadecimal digits"),
            ({"id": crime_id(3).replace("0", "G")}, "neither blank nor 64 hexadecimal digits"),
            ({"x": "12.5"}, "not a place"),
            ({"x": "-0.54e"}, "not a place"),
            ({"x": "nan"}, "not a place"),
            ({"y": ""}, "not a place"),
            ({"x": "53.23", "y": "-0.54"}, "not a place"),
            ({"lsoa": "E0102612"}, "The LSOA code is not one"),
            ({"lsoa": "S01006506"}, "The LSOA code is not one"),
            ({"type": "Jaywalking"}, "Jaywalking"),
            ({"type": ""}, "is not a crime type"),
            ({"by": "Derbyshire Constabulary"}, "not reported by lincolnshire"),
            ({"where": "On or near \x07 Bell"}, "control character"),
            ({"context": ",one too many"}, "It has 13 values where the header has 12"),
            ({"where": '"On or near'}, "A quotation mark is opened and not closed"),
            ({"where": "nul \0"}, "control character"),
            ({"where": "stray \r return"}, "control character"),
        ],
    )
    def test_a_wrong_value_rejects_its_row_alone(
        self, build: Build, changes: dict[str, str], reason: str
    ) -> None:
        lake = build([row(), row(**changes), row(id=crime_id(9))])
        assert account(lake) == (3, 2, 1)
        ((number, said),) = reasons(lake)
        assert number == 2
        assert reason in said
        assert column(lake, "row_number") == [1, 3]

    def test_the_reject_names_the_column_and_the_value(self, build: Build) -> None:
        lake = build([row(), row(lsoa="Lincoln")])
        listed = lake.read("rejected_row").to_pylist()[0]
        assert (listed["column"], listed["value"]) == ("lsoa_code", "Lincoln")

    def test_bytes_that_are_not_utf8_reject_their_row_alone(self, build: Build) -> None:
        text = "\n".join([HEADER, row(), row(where="On or near Caf\xe9"), row(**ASB)]) + "\n"
        lake = build(text.encode("latin-1"))
        assert account(lake) == (3, 2, 1)
        assert reasons(lake) == [(2, "It holds bytes that are not UTF-8.")]

    def test_utf8_itself_is_welcome(self, build: Build) -> None:
        assert column(build([row(where="On or near Ffordd Tŷ Gwyn")]), "location") == [
            "On or near Ffordd Tŷ Gwyn"
        ]

    def test_a_file_that_is_cut_short_loses_its_last_line_aloud(self, build: Build) -> None:
        whole = "\n".join([HEADER, row(), row(id=crime_id(2))])
        lake = build(whole[:-60])
        assert account(lake) == (2, 1, 1)
        assert "cut short" in reasons(lake)[0][1]

    def test_a_blank_line_is_a_row_that_is_listed(self, build: Build) -> None:
        lake = build([row(), "", row(**ASB)])
        assert account(lake) == (3, 2, 1)
        assert column(lake, "row_number") == [1, 3]

    @pytest.mark.parametrize("count", [1, 2, 4])
    def test_stray_bytes_never_change_the_number_of_rows_unseen(self, build: Build, count: int) -> None:
        body = "\n".join([row(id=crime_id(n)) for n in range(30)]).encode()
        for seed in range(25):
            at = (seed * 733 + 17) % len(body)
            stray = bytes((seed * 37 + n * 91) % 255 or 1 for n in range(count))
            data = HEADER.encode() + b"\n" + body[:at] + stray + body[at:] + b"\n"
            lines = data.count(b"\n") - 1
            rows_in, kept, rejected = account(build(data))
            assert (rows_in, rows_in) == (lines, kept + rejected)


class TestWholeFiles:
    """One bad file never stops the others, and is never silent."""

    def refused(self, lake: Lake) -> str:
        note = lake.read("source_file").column("note").to_pylist()[0]
        assert note.startswith("REFUSED: ")
        assert reasons(lake)[0][0] == 0
        assert lake.read("street").num_rows == 0
        rows_in, _, rejected = account(lake)
        assert rows_in == rejected
        assert len(reasons(lake)) == rejected + 1
        return str(note)

    def test_an_empty_file(self, build: Build) -> None:
        assert "It is empty" in self.refused(build(""))

    def test_a_header_alone_is_a_month_without_rows(self, build: Build) -> None:
        lake = build(HEADER + "\n")
        assert account(lake) == (0, 0, 0)

    def test_a_column_that_is_gone(self, build: Build) -> None:
        text = HEADER.replace("LSOA code", "Neighbourhood") + "\n" + row() + "\n"
        assert "no column lsoa_code" in self.refused(build(text))

    def test_a_file_renamed_to_another_month(self, build: Build) -> None:
        note = self.refused(build([row()] * 2, name="2023-06-lincolnshire-street.csv"))
        assert "Its name says 2023-06" in note
        assert "2023-05" in note

    def test_a_file_renamed_to_another_force(self, build: Build) -> None:
        note = self.refused(build([row()], name="2023-05-derbyshire-street.csv"))
        assert "Lincolnshire Police" in note

    def test_a_name_that_is_not_the_publishers(self, build: Build) -> None:
        assert "not of the form YYYY-MM-FORCE-street.csv" in self.refused(build([row()], name="may.csv"))

    def test_another_encoding(self, build: Build) -> None:
        text = "\n".join([HEADER, row()]) + "\n"
        assert "UTF-16" in self.refused(build(text.encode("utf-16")))

    def test_the_others_are_read_all_the_same(self, build: Build) -> None:
        good = "\n".join([HEADER, row(month="2023-06")]) + "\n"
        lake = build("", **{"2023-06-lincolnshire-street.csv": good})
        assert account(lake) == (1, 1, 0)

    def test_a_damaged_zip_is_listed_with_the_remedy(self, tmp_path: Path) -> None:
        archive = tmp_path / "2023-05.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
            writer.writestr(f"2023-05/{NAME}", "\n".join([HEADER, *[row()] * 50]))
        archive.write_bytes(archive.read_bytes()[:-40])
        found = discover([tmp_path])
        assert not found.files
        assert "cut short or damaged" in found.unrecognised[0].reason

    def test_a_member_whose_bytes_changed_is_refused(self, tmp_path: Path) -> None:
        archive = tmp_path / "2023-05.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as writer:
            writer.writestr(f"2023-05/{NAME}", "\n".join([HEADER, *[row()] * 50]))
        found = discover([tmp_path]).files
        archive.write_bytes(archive.read_bytes().replace(b"High Street", b"High Strait", 1))
        lake = Lake(tmp_path / "lake")
        build_street(lake, found, lambda *_: None)
        assert "cannot be read" in reasons(lake)[0][1]


class TestEditions:
    def test_the_same_month_twice_with_other_rows_keeps_both(self, build: Build, tmp_path: Path) -> None:
        (tmp_path / "sources" / "later").mkdir(parents=True)
        later = tmp_path / "sources" / "later" / NAME
        later.write_text("\n".join([HEADER, row(outcome="Offender given a caution")]) + "\n")
        lake = build([row()])
        assert account(lake) == (2, 2, 0)
        assert [edition.rows for edition in editions(lake)] == [1, 1]
        assert all(
            "one of 2 editions" in note for note in lake.read("source_file").column("note").to_pylist()
        )

    def test_the_same_bytes_twice_are_read_once(self, build: Build, tmp_path: Path) -> None:
        text = "\n".join([HEADER, row()]) + "\n"
        with zipfile.ZipFile(tmp_path / "again.zip", "w") as writer:
            writer.writestr(f"2023-05/{NAME}", text)
        (tmp_path / "sources").mkdir()
        (tmp_path / "again.zip").rename(tmp_path / "sources" / "again.zip")
        lake = build(text)
        assert account(lake) == (1, 1, 0)
        assert "the same bytes also at" in lake.read("source_file").column("note").to_pylist()[0]

    def test_the_same_files_give_the_same_bytes(self, build: Build, tmp_path: Path) -> None:
        def contents() -> dict[str, bytes]:
            return {
                str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*.parquet")
            }

        build([row(), row(**ASB)])
        first = contents()
        build([row(), row(**ASB)])
        assert contents() == first

    def test_parts_of_an_earlier_build_are_removed(self, build: Build, tmp_path: Path) -> None:
        build([row()])
        stale = tmp_path / "lake" / "street" / "part-00007.parquet"
        stale.write_bytes((tmp_path / "lake" / "street" / "part-00000.parquet").read_bytes())
        build([row()])
        assert not stale.exists()


class TestVintage:
    def test_it_is_decided_row_by_row(self, build: Build) -> None:
        lookup = (
            "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND\n"
            "E01026122,a,E01026122,a,U\nE01000002,b,E01034000,b1,S\nE01000002,b,E01034001,b2,S\n"
        )
        lake = build(
            [row(), row(lsoa="E01000002"), row(lsoa="E01034001"), row(lsoa="E01099999"), row(lsoa="")],
            **{"lookup.csv": lookup},
        )
        assert column(lake, "lsoa_vintage") == ["both", "2011", "2021", None, None]
        assert "1 LSOA codes in no lookup: E01099999" in str(
            lake.read("source_file").column("note").to_pylist()
        )

    def test_without_a_lookup_none_is_stated(self, build: Build) -> None:
        assert column(build([row()]), "lsoa_vintage") == [None]


class TestPeople:
    def test_nothing_about_the_person_who_was_searched_is_kept(self, build: Build) -> None:
        header = (
            "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
            "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,"
            "Outcome linked to object of search,Removal of more than just outer clothing"
        )
        line = (
            "Person search,2023-05-02T10:00:00+00:00,,,51.5,-0.1,Male,25-34,White,White,Act,"
            "Controlled drugs,Arrest,True,False"
        )
        late = line.replace("2023-05-02", "2023-06-09")
        lake = build(f"{header}\n{line}\n{late}\n", name="2023-05-lincolnshire-stop-and-search.csv")
        assert account(lake) == (2, 1, 1)
        kept = lake.read("stop_search")
        assert kept.column_names == [
            "file_id",
            "row_number",
            "month",
            "force",
            "search_type",
            "object_of_search",
            "outcome",
        ]
        assert "The date is not one in 2023-05" in reasons(lake)[0][1]


class TestTables:
    @pytest.mark.parametrize(
        ("published", "name"),
        [
            ("LSOA21CD", "lsoa21_code"),
            ("\ufeffLAD23CD", "lad23_code"),
            ("ltla24_code", "lad24_code"),
            ("LSOA21NMW", "lsoa21_name_welsh"),
            ("WD24NM", "ward24_name"),
            ("msoa21hcln", "msoa21_house_name"),
            ("LSOA code (2011)", "lsoa11_code"),
            ("Local Authority District name (2019)", "lad19_name"),
            ("Crime ID", "crime_id"),
            ("2021 super output area - lower layer", "lsoa21"),
        ],
    )
    def test_renamed_columns_are_one_column(self, published: str, name: str) -> None:
        assert canonical(published) == name

    def test_a_preamble_and_a_comma_in_a_name(self, tmp_path: Path) -> None:
        path = tmp_path / "nomis.csv"
        path.write_text(
            "RM121 - Sex by age,,\nPopulation :,All,\n,,\n"
            "2021 super output area - lower layer,Total,Aged 65 years\n"
            '"E01034969 : Bournemouth, Christchurch and Poole 001A",1500,20\n'
            "E01000001 : City 001A,1400,10\n\n"
        )
        found = discover([tmp_path]).files
        assert [item.source for item in found] == ["census21-sex-age"]
        table = read_table(found[0], ["lsoa21", "total"])
        assert table.column("lsoa21").to_pylist()[0] == "E01034969 : Bournemouth, Christchurch and Poole 001A"
        assert table.column("total").to_pylist()[:2] == ["1500", "1400"]

    def test_a_missing_column_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "lookup.csv"
        path.write_text("LSOA11CD,LSOA21CD,CHGIND\nE01000001,E01000001,U\n")
        with pytest.raises(SchemaError, match="lad22_code"):
            read_table(discover([tmp_path]).files[0], ["lsoa11_code", "lad22_code"])

    def test_a_table_that_is_cut_in_a_row_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "lookup.csv"
        path.write_text("LSOA11CD,LSOA21CD,CHGIND\nE01000001,E01000001,U\nE01000002,E010\n")
        with pytest.raises(SourceFileError, match="another number of columns"):
            read_table(discover([tmp_path]).files[0])

    def test_damaged_parquet_is_unrecognised_and_said_so(self, tmp_path: Path) -> None:
        (tmp_path / "x.parquet").write_bytes(b"PAR1 nothing more")
        found = discover([tmp_path])
        assert not found.files
        assert "damaged" in found.unrecognised[0].reason

    def test_a_file_that_could_be_two_things_is_not_guessed(self, tmp_path: Path) -> None:
        (tmp_path / "odd.csv").write_text("lsoa11_code,lsoa21_code,msoa11_code,msoa21_code\nE01000001,,,\n")
        found = discover([tmp_path])
        assert not found.files
        assert "It could be" in found.unrecognised[0].reason


def test_found_files_name_themselves_without_their_folder() -> None:
    found = FoundFile(Path("/somewhere/2023-05.zip"), f"2023-05/{NAME}", "police-street")
    assert found.label == f"2023-05.zip!2023-05/{NAME}"
    assert found.name == NAME
