"""Every file is recognised by its columns and its name, or listed with the reason."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from hedgerow.errors import InputError, NotFoundError
from hedgerow.places.sources import SOURCES, add_files, discover, open_bytes
from hedgerow.places.sources.registry import KINDS, source

STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\n"
)


def test_every_source_says_whose_it_is_and_under_which_terms() -> None:
    assert len(SOURCES) > 70
    for name, one in SOURCES.items():
        assert re.fullmatch(r"[a-z0-9-]+", name)
        assert one.title
        assert one.publisher
        assert one.licence
        assert one.kind in KINDS
        assert one.columns or one.kind == "own"


def test_the_terms_of_the_community_needs_index_are_to_be_checked() -> None:
    assert SOURCES["cni2023"].licence == "check: OCSI/Local Trust"


def test_an_unknown_source_is_answered_with_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="police-street"):
        source("polis")


def test_folders_zips_and_members(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "2023-05-kent-street.csv").write_text(STREET)
    with zipfile.ZipFile(tmp_path / "2023-06.zip", "w") as archive:
        archive.writestr("2023-06/2023-06-kent-street.csv", STREET)
        archive.writestr("2023-06/readme.txt", "hello")
        archive.writestr("__MACOSX/2023-06-kent-street.csv", "x")
    (tmp_path / ".hidden.csv").write_text(STREET)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    found = discover([tmp_path, tmp_path, tmp_path / "not there"])
    assert [item.label for item in found.files] == [
        "2023-06.zip!2023-06/2023-06-kent-street.csv",
        "2023-05-kent-street.csv",
    ]
    assert {item.source for item in found.files} == {"police-street"}
    assert [(item.path.name, item.member) for item in found.unrecognised] == [
        ("2023-06.zip", "2023-06/readme.txt"),
        ("photo.jpg", None),
    ]
    assert all(item.reason.endswith(".") for item in found.unrecognised)
    assert open_bytes(found.files[0]) == STREET.encode()


def test_a_police_file_with_wrong_columns_is_still_one_so_that_it_is_refused_aloud(tmp_path: Path) -> None:
    (tmp_path / "2023-05-kent-street.csv").write_text("a,b\n1,2\n")
    (tmp_path / "2023-06-kent-street.csv").write_text("")
    assert [item.source for item in discover([tmp_path]).files] == ["police-street"] * 2


def test_an_unknown_table_is_listed_with_its_columns(tmp_path: Path) -> None:
    (tmp_path / "pets.csv").write_text("name,legs\nRex,4\n")
    assert discover([tmp_path]).unrecognised[0].reason == "No source has its columns: legs, name."


def test_a_zip_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("no")
    assert "damaged" in discover([tmp_path]).unrecognised[0].reason


class TestAdding:
    def test_a_file_is_copied_under_its_content_and_recognised(self, tmp_path: Path) -> None:
        given = tmp_path / "2023-05-kent-street.csv"
        given.write_text(STREET)
        (added,) = add_files(tmp_path / "sources", [given])
        assert added.source == "police-street"
        assert added.path == tmp_path / "sources" / added.sha256[:16] / given.name
        assert not added.already
        note = (added.path.parent / "added.toml").read_text()
        assert added.sha256 in note
        (again,) = add_files(tmp_path / "sources", [given])
        assert again.already
        assert len(discover([tmp_path / "sources"]).files) == 1
        assert not discover([tmp_path / "sources"]).unrecognised

    def test_one_that_nobody_recognises_is_added_with_the_reason(self, tmp_path: Path) -> None:
        given = tmp_path / "pets.csv"
        given.write_text("name,legs\nRex,4\n")
        (added,) = add_files(tmp_path / "sources", [given])
        assert (added.source, added.reason) == ("", "No source has its columns: legs, name.")

    def test_nothing_is_copied_when_one_is_missing_or_empty(self, tmp_path: Path) -> None:
        given = tmp_path / "a.csv"
        given.write_text("x\n")
        (tmp_path / "b.csv").write_text("")
        for wrong in ("b.csv", "c.csv"):
            with pytest.raises(InputError, match=wrong):
                add_files(tmp_path / "sources", [given, tmp_path / wrong])
        assert not (tmp_path / "sources").exists()
