"""What records state: every coded statement stands in the library, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from hedgerow.errors import SchemaError
from hedgerow.evidence.shipped import record_rows, shipped
from hedgerow.evidence.tables import build_evidence
from hedgerow.evidence.tables.transfer import stated_moderators
from hedgerow.evidence.transfer import coded_factors, stated_factors
from hedgerow.evidence.transfer.stated import CONDITIONS, parse_coded
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

RECORDS = {str(row["id"]): row for row in shipped("evidence").rows}
ROWS = {str(row["id"]): row for row in record_rows()}
ONE = """
[[factor]]
record = "braga-2019-hot-spots"
moderator = "most_crime"
kind = "condition"
crime = "all_crime"
field = "finding"
quote = "small high-crime places"
says = "Small places with much crime."
"""


def test_every_quote_stands_in_the_field_that_it_names() -> None:
    for record, factors in coded_factors().factors.items():
        for factor in factors:
            assert factor.quote in RECORDS[record][factor.field]
            assert factor.says.endswith(".")


def test_how_many_records_state_something_is_said_plainly() -> None:
    coded = coded_factors().factors
    conditions = {record for record, listed in coded.items() if any(one.is_condition for one in listed)}
    assert (sum(map(len, coded.values())), len(coded), len(conditions)) == (87, 57, 52)
    assert all(RECORDS[record]["tier"] == "A" for record in coded)
    assert sum(row["tier"] == "A" for row in RECORDS.values()) == 111


def test_country_and_problem_are_read_from_the_fields_of_a_record_that_is_not_coded_for_them() -> None:
    found = {
        factor.key: factor for factor in stated_factors(ROWS["bennett-2008-neighbourhood-watch-campbell"])
    }
    assert found["same_country"].quote == "International" and not found["same_country"].in_words
    assert found["problem_here:burglary"].field == "outcomes"
    assert "problem_here:all_crime" not in found  # another is named, so “all crime” says nothing more


def test_a_coded_problem_replaces_the_one_of_the_outcomes() -> None:
    keys = [factor.key for factor in stated_factors(ROWS["piza-2019-cctv"]) if factor.is_condition]
    assert [key for key in keys if key.startswith("problem_here")] == ["problem_here:vehicle-crime"]


def test_a_record_whose_source_says_no_place_states_none() -> None:
    keys = {factor.moderator for factor in stated_factors(ROWS["sidebottom-2018-alley-gating"])}
    assert "same_country" not in keys


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("braga-2019-hot-spots", "no-such-record", "holds no such record"),
        ("small high-crime places", "words that nobody wrote", "does not stand in its finding"),
        ('"most_crime"', '"most_sun"', "not in the vocabulary"),
        ('"condition"', '"rumour"', "not in the vocabulary"),
        ('"all_crime"', '"all_weather"', "neither a crime family nor a crime type"),
        ('field = "finding"', 'feld = "finding"', "unexpected keyword"),
    ],
)
def test_a_statement_that_does_not_hold_together_fails_on_load(old: str, new: str, says: str) -> None:
    with pytest.raises(SchemaError, match=says):
        parse_coded(ONE.replace(old, new), RECORDS)


def test_the_same_factor_twice_fails_on_load() -> None:
    with pytest.raises(SchemaError, match="twice"):
        parse_coded(ONE + ONE, RECORDS)


def test_kinds_and_conditions_are_of_the_vocabulary() -> None:
    used = {factor.kind for listed in coded_factors().factors.values() for factor in listed}
    assert used == {*CONDITIONS, "variation", "era"}
    assert {term.parent for term in terms("moderator").values()} == set(terms("transfer_domain"))


def test_an_imported_record_that_names_a_programme_gets_its_trials_from_here(tmp_path: Path) -> None:
    file = tmp_path / "own.ris"
    file.write_text("TY  - JOUR\nTI  - Multisystemic Therapy: a meta-analysis\nPY  - 2014\nER  - \n", "utf-8")
    lake = Lake(tmp_path / "lake")
    build_evidence(lake, (file,), lambda _done, _total, _message: None)
    (row,) = [one for one in lake.read("evidence_record").to_pylist() if one["tier"] == "X"]
    found = stated_moderators(lake, str(row["id"]))
    assert (found.counted, found.factors, found.uk_evidence) == (False, (), None)
    assert [trial.verdict for trial in found.trials] == ["none", "none", "better"]
