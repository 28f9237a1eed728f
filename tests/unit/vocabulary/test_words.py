"""What the shipped vocabularies promise."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hedgerow.errors import NotFoundError
from hedgerow.vocabulary import children, crime_type_of, family_types, scheme, schemes, term, terms

CURRENT = {
    "anti-social-behaviour",
    "bicycle-theft",
    "burglary",
    "criminal-damage-arson",
    "drugs",
    "other-theft",
    "possession-of-weapons",
    "public-order",
    "robbery",
    "shoplifting",
    "theft-from-the-person",
    "vehicle-crime",
    "violent-crime",
    "other-crime",
}


def test_every_scheme_has_an_owner_a_version_and_a_status() -> None:
    for found in schemes().values():
        assert found.owner.startswith("Hedgerow: ")
        assert re.fullmatch(r"\d{4}-\d{2}", found.version)
        assert found.status in {"own design", "verified", "unverified"}
        assert found.source


def test_the_report_has_twelve_approaches_with_activity_and_asset() -> None:
    approaches = terms("approach")
    assert len(approaches) == 12
    assert [entry.data["capability"] for entry in approaches.values()] == [f"A{n}" for n in range(1, 13)]


def test_the_map_has_fifteen_rows_and_nine_columns() -> None:
    assert (len(terms("intervention_group")), len(terms("outcome_group"))) == (15, 9)
    assert all(children("intervention", group) for group in terms("intervention_group"))
    assert all(children("outcome", group) for group in terms("outcome_group"))


def test_sizes_of_the_librarys_own_words() -> None:
    assert (len(terms("intervention")), len(terms("outcome"))) == (114, 123)


def test_an_unknown_word_is_refused_with_its_neighbours() -> None:
    with pytest.raises(NotFoundError, match="section17"):
        term("approach", "section_17")
    with pytest.raises(NotFoundError, match="approach"):
        scheme("aproach")


def test_crime_types_in_use_now() -> None:
    assert {name for name, entry in terms("crime_type").items() if entry.valid_to is None} == CURRENT


@pytest.mark.parametrize(
    ("text", "month", "slug"),
    [
        ("Violence and sexual offences", "2024-01", "violent-crime"),
        ("violent-crime", "2024-01", "violent-crime"),
        ("Violent crime", "2012-01", "violent-crime-to-2013"),
        ("  burglary ", "2010-12", "burglary"),
        ("Public disorder and weapons", "2012-01", "public-disorder-weapons"),
    ],
)
def test_a_published_name_finds_its_type(text: str, month: str, slug: str) -> None:
    assert crime_type_of(text, month).id == slug


def test_a_name_out_of_its_time_is_refused() -> None:
    with pytest.raises(NotFoundError, match="2011-09 to 2013-04"):
        crime_type_of("Public disorder and weapons", "2024-01")
    with pytest.raises(NotFoundError, match="not a crime type"):
        crime_type_of("Piracy", "2024-01")


def test_all_crime_is_every_type_but_antisocial_behaviour() -> None:
    assert set(family_types("all_crime")) == CURRENT - {"anti-social-behaviour"}
    assert family_types("antisocial") == ("anti-social-behaviour",)
    for family in terms("crime_family"):
        assert set(family_types(family)) <= CURRENT


def test_antisocial_behaviour_has_no_harm_weight_in_any_scheme() -> None:
    weights = terms("harm_weight").values()
    for name in ("CCHI", "CSS", "Unit cost"):
        without = [w for w in weights if w.data["harm_scheme"] == name and w.data.get("no_weight")]
        assert [w.title for w in without] == ["Anti-social behaviour"]
        assert "value" not in without[0].data


def test_every_harm_weight_carries_edition_status_and_licence() -> None:
    for weight in terms("harm_weight").values():
        assert weight.data["edition"] and weight.data["licence"] and weight.data["figure_status"]
        if weight.data["harm_scheme"] == "CCHI":
            assert "ask" in str(weight.data["licence"]) or weight.data.get("no_weight")


def test_warning_signs_name_no_protected_characteristic() -> None:
    signs = terms("warning_sign")
    assert len(signs) == 68
    forbidden = re.compile(
        r"\b(?:nationalit|romanian|albanian|vietnamese|chinese|polish|asian|african|black|muslim|foreign|"
        r"accent|religio|ethnic|gay|disab|pregnan)\w*",
        re.IGNORECASE,
    )
    for sign in signs.values():
        assert not forbidden.search(sign.title), sign.title
    assert all(theme.data["source_level"] == "theme" for theme in terms("warning_theme").values())


def test_duty_bound_and_invited_partners_are_apart() -> None:
    partners = terms("partner")
    assert partners["police"].data["standing"] == "duty_bound"
    assert partners["voluntary_sector"].data["standing"] == "invited"
    assert partners["business"].data["in_report"] is True


def test_no_factor_is_a_protected_characteristic() -> None:
    for name in ("risk_factor", "protective_factor"):
        for factor in terms(name).values():
            assert not re.search(
                r"\b(male|female|sex|age|ethnic|faith|national)", factor.title, re.IGNORECASE
            )


@pytest.mark.real_data
def test_signs_are_those_of_the_reference_list(shared: Path) -> None:
    data = json.loads((shared / "reference" / "domain" / "warning_signs.json").read_text("utf-8"))
    listed = {
        sign["id"]
        for name, theme in data.items()
        if not name.startswith("_")
        for sign in [*theme["signs"], *theme.get("landlord_signs", [])]
    }
    assert listed == set(terms("warning_sign"))
