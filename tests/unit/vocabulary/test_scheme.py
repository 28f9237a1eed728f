"""A vocabulary file is held against the schema that it declares: a typo fails."""

from __future__ import annotations

import pytest

from hedgerow.errors import SchemaError
from hedgerow.vocabulary.scheme import parse_scheme
from hedgerow.vocabulary.shelf import check_links

GOOD = """
[scheme]
id = "fruit"
title = "Fruit"
about = "What grows."
owner = "a test"
version = "2026-11"
status = "own design"
source = "a garden"

[scheme.fields.colour]
type = "text"
about = "colour"
allowed = ["red", "green"]

[scheme.fields.weight]
type = "number"
about = "grams"
required = false

[[term]]
id = "apple"
title = "Apple"
colour = "red"
valid_from = "2011-09"

[[term]]
id = "pear"
title = "Pear"
colour = "green"
weight = 120.5
"""


def test_a_good_file_gives_its_terms_in_order() -> None:
    scheme = parse_scheme(GOOD, "fruit.toml")
    assert list(scheme.terms) == ["apple", "pear"]
    assert scheme.terms["apple"].valid_from == "2011-09"
    assert scheme.terms["pear"].data == {"colour": "green", "weight": 120.5}


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('colour = "red"', 'color = "red"', "Unknown: color"),
        ('colour = "red"', 'colour = "blue"', "'blue'"),
        ('colour = "red"', "", "has no colour"),
        ('colour = "red"', "colour = 3", "not a text"),
        ("weight = 120.5", "weight = true", "not a number"),
        ('valid_from = "2011-09"', 'valid_from = "2011-13"', "not a month"),
        ('id = "pear"', 'id = "apple"', "used twice"),
        ('id = "pear"', 'id = "a pear"', "an id has"),
        ('owner = "a test"', "", "missing: owner"),
        ('owner = "a test"', 'ownr = "a test"', "Unknown: ownr"),
        ('status = "own design"', 'status = "sure"', "status"),
        ('type = "number"', 'type = "float"', "the field weight"),
        ('title = "Pear"', 'title = "Pear', "not TOML"),
        ("[[term]]", "[[terms]]", "nothing else"),
    ],
)
def test_a_typo_fails_and_is_named(was: str, becomes: str, says: str) -> None:
    assert was in GOOD
    with pytest.raises(SchemaError, match=says):
        parse_scheme(GOOD.replace(was, becomes), "fruit.toml")


def test_a_parent_that_does_not_exist_fails() -> None:
    child = parse_scheme(GOOD.replace('colour = "red"', 'colour = "red"\nparent = "rose"'), "fruit.toml")
    with pytest.raises(SchemaError, match="rose"):
        check_links({"fruit": child})


def test_a_named_term_of_another_scheme_must_exist() -> None:
    linked = GOOD.replace('allowed = ["red", "green"]', 'scheme = "colour"')
    with pytest.raises(SchemaError, match="not in colour"):
        check_links({"fruit": parse_scheme(linked, "fruit.toml")})
