"""The checklist: one source a sign, no weight without one, no person and no protected characteristic."""

from __future__ import annotations

from importlib.resources import files

import pytest

from hedgerow.errors import SchemaError, UsageError
from hedgerow.places.indicators import definitions
from hedgerow.places.signals.checklist import (
    AUDIENCES,
    SignRead,
    checklist_signs,
    for_audience,
    parse_checklist,
    weigh,
)
from hedgerow.places.signals.protected import PROTECTED
from hedgerow.vocabulary import terms

TEXT = (files("hedgerow.places.signals") / "checklist.toml").read_text("utf-8")
HEAD = TEXT.split("[[term]]")[0]


def sign(**changes: str) -> str:
    said = {
        "id": '"a_sign"',
        "title": '"Litter outside"',
        "kind": '"by_eye"',
        "theme": '"community"',
        "audience": '["council"]',
        "source": '"a page"',
        "source_kind": '"guidance"',
        "weight": "1",
    }
    lines = [f"{name} = {value}" for name, value in (said | changes).items() if value]
    return HEAD + "[[term]]\n" + "\n".join(lines)


def test_every_sign_has_a_source_or_no_weight_and_its_words_exist() -> None:
    records = (files("hedgerow.evidence") / "library" / "evidence.csv").read_text("utf-8")
    for one in checklist_signs().terms.values():
        source = str(one.data.get("source", ""))
        assert source or one.data["weight"] == 0
        if source.startswith("record:"):
            assert f"\n{source.removeprefix('record:')}," in records
        if "warning_sign" in one.data:
            assert one.data["warning_sign"] in terms("warning_sign")
        kind, _, name = str(one.data.get("measure", "")).partition(":")
        assert kind != "indicator" or name in definitions()
        assert kind != "signal" or name in terms("crime_type")
        assert one.data["theme"] in {"community", *terms("warning_theme")}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_audience_has_signs_of_both_kinds(audience: str) -> None:
    assert {str(one.data["kind"]) for one in for_audience(audience)} == {"measured", "by_eye"}


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(UsageError, match="residents"):
        for_audience("press")


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("Many older people live here", "age"),
        ("A high share of disabled residents", "disability"),
        ("Nationalities that are new here", "race"),
        ("Ethnic mix", "race"),
        ("A large faith community", "religion or belief"),
        ("More women than men", "sex"),
        ("Pregnancies", "pregnancy and maternity"),
        ("Gay venues", "sexual orientation"),
        ("Transgender residents", "gender reassignment"),
        ("Married households", "marriage and civil partnership"),
        ("A known offender lives here", "describes a person"),
        ("Gang members meet here", "describes a person"),
        ("Many asylum seekers", "race"),
        ("Gypsy or Traveller site", "race"),
        ("Albanian community", "race"),
        ("Black residents", "race"),
        ("English as a second language", "race"),
        ("A mosque nearby", "religion or belief"),
        ("Single mothers", "sex"),
        ("Widows alone", "marriage and civil partnership"),
        ("Under-25s hanging about", "age"),
        ("Mental illness", "disability"),
    ],
)
def test_people_are_refused_by_name(title: str, what: str) -> None:
    assert what in PROTECTED or what == "describes a person"
    with pytest.raises(SchemaError, match=what):
        parse_checklist(sign(title=f'"{title}"'), "own.toml")


def test_a_measure_of_a_protected_characteristic_is_refused() -> None:
    with pytest.raises(SchemaError, match="age"):
        parse_checklist(sign(kind='"measured"', measure='"indicator:age_65_plus"'), "own.toml")


def test_a_weight_without_a_source_is_refused() -> None:
    assert parse_checklist(sign(), "own.toml").terms["a_sign"].data["weight"] == 1
    with pytest.raises(SchemaError, match="source"):
        parse_checklist(sign(source=""), "own.toml")
    with pytest.raises(SchemaError, match="at most 0"):
        parse_checklist(sign(source="", source_kind='"none"'), "own.toml")
    with pytest.raises(SchemaError, match="at most 1"):
        parse_checklist(sign(weight="3"), "own.toml")


def test_a_measured_sign_says_how() -> None:
    with pytest.raises(SchemaError, match="measure"):
        parse_checklist(sign(kind='"measured"'), "own.toml")


def test_weights_add_up_apart() -> None:
    signs = list(checklist_signs().terms.values())[:4]
    states = ("present", "absent", "not_known", "look")
    read = tuple(SignRead(one, state, "") for one, state in zip(signs, states, strict=True))
    assert weigh(read) == (2.0, 4.0, 4.0)
