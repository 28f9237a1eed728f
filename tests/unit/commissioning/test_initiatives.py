"""Initiatives: read, refused with a reason, and kept in the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hedgerow.commissioning.initiatives import Initiative, read_csv
from hedgerow.commissioning.tables import (
    add_initiative,
    import_initiatives,
    initiatives_view,
    list_initiatives,
    partners_view,
)  # fmt: skip
from hedgerow.errors import RecordError
from hedgerow.store.database import Database

GOOD = "name,approach,places,cost,price_year,starts,ends,status\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hedgerow.db'}") as opened:
        yield opened


def test_rows_in_are_rows_kept_and_rows_rejected_with_a_reason() -> None:
    rows = (
        'Youth club,early_intervention,E07000138|E01026122,"£12,500",2025,2025-04,2026-03,running\n'
        "No approach of that name,magic,,,,,,\n"
        "Backwards,section17,,,,2026,2025,\n"
        ",section17,,,,,,\n"
        "Costly,section17,,lots,,,,\n"
    )
    found = read_csv((GOOD + rows).encode())
    assert found.rows_in == len(found.kept) + len(found.rejected) == 5
    assert found.kept[0].cost == 12_500
    assert found.kept[0].places == ("E07000138", "E01026122")
    assert [row for row, _ in found.rejected] == [2, 3, 4, 5]
    assert "“magic” is not an approach" in found.rejected[0][1]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00x", b"", b"title,cost\na,1\n", b"name,colour\na,red\n"])
def test_a_file_that_is_no_list_of_initiatives_is_refused(data: bytes) -> None:
    with pytest.raises(RecordError):
        read_csv(data, name="x.csv")


@pytest.mark.parametrize("date", ["2025-13", "2025-02-30", "March", "25"])
def test_a_date_that_is_none_is_refused(date: str) -> None:
    with pytest.raises(RecordError, match="is not a date"):
        Initiative("A", starts=date)


def test_an_unknown_cost_stays_unknown(database: Database) -> None:
    add_initiative(database, Initiative("Lighting", approach="place_based_evaluation", price_year=2025))
    ((_, entry),) = list_initiatives(database)
    assert entry == Initiative("Lighting", approach="place_based_evaluation", price_year=2025)
    view = initiatives_view(database)
    assert view.table.reasons[0, "cost"] == "missing"
    assert next(view.table.records())["price_year"] == "2025"


def test_an_import_is_one_transaction_with_its_receipt(database: Database) -> None:
    found = import_initiatives(database, (GOOD + "A b,section17,,,,,,\n,x,,,,,,\n").encode(), name="list.csv")
    assert (found.rows_in, len(found.kept)) == (2, 1)
    (receipt,) = database.current("import_record")
    assert (receipt["rows_in"], receipt["rows_kept"], receipt["rows_rejected"]) == (2, 1, 1)


def test_no_initiative_is_said_in_words(database: Database) -> None:
    assert initiatives_view(database).note.startswith("No initiative is recorded yet")


def test_partners_say_whether_their_duty_was_verified() -> None:
    rows = list(partners_view().table.records())
    assert {row["duty"] for row in rows} == {"bound by law", "invited"}
    assert {row["status"] for row in rows} <= {"verified", "unverified"}
