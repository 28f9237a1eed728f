"""A published map over ours: suggested by words, confirmed by a person, never added to our counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from eppi_page import eppi_page
from hedgerow.errors import NotFoundError, RecordError, UsageError
from hedgerow.evidence.tables import (
    Ownership,
    add_layer,
    confirm_layer,
    laid_layers,
    layer_view,
    remove_layer,
)
from hedgerow.evidence.tables.gap_map_layers import read_crosswalk
from hedgerow.store.database import Database

WHOSE = Ownership("", "for reading only, with the owner named", "2026-04")
CONFIRMED = {
    "11": "crime",
    "12": "resilience",
    "13": "",
    "21": "early_intervention",
    "22": "enforcement_disruption",
    "23": "situational_cpted",
}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'hedgerow.db'}").migrate()


def test_words_suggest_and_nothing_is_drawn_before_a_person_confirms(database: Database) -> None:
    layer = add_layer(database, "map.html", eppi_page(), WHOSE)
    view = layer_view(database, layer)
    said = {row["code"]: row["suggested"] for row in view.crosswalk.records()}
    assert said == {**CONFIRMED, "13": None}
    assert view.status == "suggested" and laid_layers(database) == ()
    assert "not yet confirmed" in view.summary


def test_a_confirmed_layer_counts_each_reference_once_a_cell(database: Database) -> None:
    layer = add_layer(database, "map.html", eppi_page(), WHOSE)
    confirm_layer(database, layer, CONFIRMED, actor="Ann")
    (laid,) = laid_layers(database)
    assert laid.cells == {
        ("early_intervention", "crime"): 2,
        ("early_intervention", "resilience"): 1,
        ("enforcement_disruption", "crime"): 2,
        ("enforcement_disruption", "resilience"): 1,
        ("situational_cpted", "crime"): 1,
    }
    assert (laid.references, laid.placed) == (5, 4)
    assert (laid.owner, laid.terms, laid.made) == ("The Owners", WHOSE.terms, "2026-04")


def test_two_codes_that_are_one_of_ours_count_a_reference_once(database: Database) -> None:
    layer = add_layer(database, "map.html", eppi_page(), WHOSE)
    confirm_layer(database, layer, {**CONFIRMED, "22": "early_intervention"})
    (laid,) = laid_layers(database)
    assert laid.cells["early_intervention", "crime"] == 3


def test_what_is_no_crosswalk_is_refused_by_name(database: Database) -> None:
    layer = add_layer(database, "map.html", eppi_page(), WHOSE)
    with pytest.raises(UsageError, match="“99”"):
        confirm_layer(database, layer, {"99": "crime"})
    with pytest.raises(UsageError, match="“early_intervention” is no value of groups of outcomes"):
        confirm_layer(database, layer, {"11": "early_intervention"})
    with pytest.raises(UsageError, match="No code"):
        confirm_layer(database, layer, dict.fromkeys(CONFIRMED, ""))
    assert layer_view(database, layer).status == "suggested"


def test_a_map_without_terms_or_owner_and_a_page_that_is_none_are_refused(database: Database) -> None:
    with pytest.raises(UsageError, match="owner and terms"):
        add_layer(database, "map.html", eppi_page(), Ownership("", ""))
    with pytest.raises(UsageError, match="owner and terms"):
        add_layer(database, "map.html", eppi_page(owner=""), Ownership("", "as published"))
    with pytest.raises(RecordError, match="not a whole map"):
        add_layer(database, "page.html", b"<html><body>Hello</body></html>", WHOSE)
    with pytest.raises(RecordError, match="not UTF-8"):
        add_layer(database, "page.html", b"\xff\xfe\x00", WHOSE)
    assert database.current("map_layer") == []


def test_the_same_page_is_one_layer_and_can_be_taken_away(database: Database) -> None:
    layer = add_layer(database, "map.html", eppi_page(), WHOSE)
    assert add_layer(database, "again.html", eppi_page(), WHOSE) == layer
    confirm_layer(database, layer, CONFIRMED)
    remove_layer(database, layer)
    assert laid_layers(database) == ()
    with pytest.raises(NotFoundError, match="removed"):
        layer_view(database, layer)


def test_a_crosswalk_file_has_its_two_columns() -> None:
    assert read_crosswalk(b"code,value\r\n11, crime \r\n12,\r\n", "c.csv") == {"11": "crime", "12": ""}
    with pytest.raises(RecordError, match="no column value"):
        read_crosswalk(b"code\n11\n", "c.csv")
