"""Fields are brought to a form in which copies are equal."""

from __future__ import annotations

import pytest

from hedgerow.evidence.dedupe import normalise, titles
from hedgerow.evidence.dedupe.journals import likeness


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("352-9", "352", "359"),
        ("S417-S429", "417", "429"),
        ("06-Oct", "6", ""),
        ("0012--0020", "12", "20"),
        ("Suppl-29", "", ""),
        ("xiii-xv", "xiii", ""),
        ("e43268", "43268", ""),
        ("", "", ""),
    ],
)
def test_pages_of_all_habits(given: str, first: str, last: str) -> None:
    assert normalise.first_page(given) == first
    assert normalise.last_page(given) == last


@pytest.mark.parametrize(
    "given",
    [
        "https://doi.org/10.1016/S0022-2828%2885%2980039-0",
        "doi:10.1016/s0022-2828(85)80039-0.",
        "10.1016/S0022-2828(85)80039-0",
    ],
)
def test_a_doi_has_one_form(given: str) -> None:
    assert normalise.doi(given) == "10.1016/s0022-2828(85)80039-0"


@pytest.mark.parametrize(
    "given",
    [
        "Gangs in prison. [Review] [33 refs]",
        "Gangs in prison [German]",
        "Gangs in prison.[Erratum appears in Crime. 2010 May;202(4):900]",
        "<i>Gangs</i> in prison",
        "Gangs in prison. Russian\nBandy v tyurme",
        "GANGS IN PRISON...[see comment]",
    ],
)
def test_what_databases_add_to_a_title_is_left_out(given: str) -> None:
    assert normalise.title(given) == "gangs in prison"


def test_letters_of_every_alphabet_stay() -> None:
    assert normalise.plain("Платформенная занятость") == "платформенная занятость"
    assert normalise.plain("KÃ¶nig") == normalise.plain("König") == "konig"


def test_numbers_contradict_each_other_only_when_each_title_has_one_of_its_own() -> None:
    one, two = titles.numerals("gangs part i"), titles.numerals("gangs part ii")
    assert titles.numerals_differ(one, two)
    assert not titles.numerals_differ(titles.numerals("17 beta"), titles.numerals("17beta"))
    assert not titles.numerals_differ(titles.numerals("gangs"), titles.numerals("gangs 2014 2017"))
    assert titles.numerals_differ(titles.numerals("survey of 2012"), titles.numerals("survey of 2021"))
    assert titles.numerals_lack(titles.numerals("gangs"), titles.numerals("gangs 2"))
    assert titles.numerals_differ(titles.numerals("wave 3 of 2014"), titles.numerals("wave 4 of 2014"))


@pytest.mark.parametrize(
    ("title", "kind", "about"),
    [
        ("erratum gangs in prison", "erratum", "gangs in prison"),
        ("reply to gangs in prison", "reply", "gangs in prison"),
        ("gangs in prison a study protocol", "protocol", "gangs in prison"),
        ("gangs in prison", "", "gangs in prison"),
        ("correction of offending behaviour", "", "correction of offending behaviour"),
    ],
)
def test_a_related_report_names_the_work_that_it_is_about(title: str, kind: str, about: str) -> None:
    assert titles.kind_of(title) == kind
    assert titles.bare(title, kind) == about


def test_an_abbreviation_is_the_journal() -> None:
    assert likeness("nat rev nephrol", "nature reviews nephrology") == 1
    assert likeness("jpen", "journal parenteral enteral nutrition") == 1
    assert likeness("crime delinquency", "nature") < 0.6
