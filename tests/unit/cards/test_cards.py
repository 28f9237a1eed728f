"""Method cards say all that they must, and no statement attributes crime to a group."""

from __future__ import annotations

from datetime import date

import pytest

from hedgerow.errors import NotFoundError, SchemaError
from hedgerow.places.cards import card, card_table, cards, parse

GROUPS = ("ethnic", "immigrant", "asian", "black", "muslim", "roma", "traveller", "foreign")


def test_the_first_four_cards_stand() -> None:
    assert set(cards()) >= {"crime_rate", "need", "strength", "contrast"}


@pytest.mark.parametrize("name", sorted(cards()))
def test_each_card_names_its_limits_and_its_owner(name: str) -> None:
    one = card(name)
    assert "not people" in one.people
    assert any("person" in said or "residents" in said for said in one.statements["forbidden"])
    assert one.review > one.written
    table = card_table(name, one.written)
    assert len(table) == 14
    assert table.notes == (one.people,)
    assert one.overdue(date(2099, 1, 1))
    assert "was to be reviewed" in card_table(name, date(2099, 1, 1)).notes[0]


@pytest.mark.parametrize("name", sorted(cards()))
def test_no_statement_names_a_group_of_people(name: str) -> None:
    said = " ".join(text for texts in card(name).statements.values() for text in texts).lower()
    said = said.replace("ethnicity, religion and every other protected characteristic", "")
    assert not [word for word in GROUPS if word in said]


def test_a_card_with_a_gap_or_a_typing_error_fails() -> None:
    with pytest.raises(SchemaError, match="what"):
        parse('title = "x"', name="broken")
    with pytest.raises(SchemaError, match="not TOML"):
        parse("title =", name="broken")
    with pytest.raises(NotFoundError, match="crime_rate"):
        card("witchcraft")
