"""The eleven rules that the shipped library's coders set, each held."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hedgerow.evidence import cells, shipped
from hedgerow.evidence.gapmap import split
from hedgerow.evidence.reading import fixed_readings
from hedgerow.evidence.tables.disagreements import topics
from hedgerow.vocabulary import term, terms

RECORDS = shipped.record_rows()
EFFECTS = shipped.effect_rows()
RAW = {row["id"]: row for row in shipped.shipped("evidence").rows}


def test_sizes() -> None:
    assert (len(RECORDS), len(EFFECTS)) == (181, 212)
    assert Counter(row["tier"] for row in RECORDS) == {"A": 111, "B": 53, "C": 17}
    assert Counter(row["verified"] for row in RECORDS) == {"abstract": 101, "page": 68, "secondary": 12}
    assert Counter(row["bounds_type"] for row in EFFECTS) == {None: 181, "ci95": 17, "range": 12, "iqr": 2}
    assert sum(bool(row["numeric"]) for row in EFFECTS) == 105
    assert sum(row["sign_convention"] is None for row in EFFECTS) == 140


def test_rule_1_uncoded_and_replaced_records_fill_no_cell() -> None:
    counted = {name for cell in cells(RECORDS) for name in cell.ids}
    by_id = {row["id"]: row for row in RECORDS}
    assert {by_id[name]["tier"] for name in counted} == {"A", "B"}
    assert not any(by_id[name]["superseded_by"] for name in counted)


def test_rules_2_3_4_only_a_checked_95_interval_with_a_clear_sign_may_be_pooled() -> None:
    poolable = [row for row in EFFECTS if row["poolable"]]
    assert poolable
    for row in poolable:
        assert row["bounds_type"] == "ci95" and row["sign_convention"] and row["estimate"] is not None
        assert row["verified"] in {"abstract", "page", "full_text"}
    for blocked in ("iqr", "range", None):
        assert not any(row["poolable"] for row in EFFECTS if row["bounds_type"] == blocked)


@pytest.mark.parametrize(
    "change", [{"bounds_type": "range"}, {"sign_convention": ""}, {"verified": "secondary"}, {"estimate": ""}]
)
def test_each_condition_alone_blocks_pooling(change: dict[str, str]) -> None:
    good = {"estimate": "1.5", "bounds_type": "ci95", "sign_convention": "x", "verified": "abstract"}
    assert shipped.poolable(good)
    assert not shipped.poolable({**good, **change})


def test_an_interval_that_holds_no_difference_is_never_read_as_a_change() -> None:
    for row in EFFECTS:
        if row["bounds_type"] != "ci95":
            continue
        null = 1.0 if row["sign_convention"] == "above_1_is_more_of_outcome" else 0.0
        low, high = row["ci_low"], row["ci_high"]
        assert isinstance(low, float) and isinstance(high, float)
        assert (row["direction"] == "none") == (low <= null <= high), row["effect_id"]


def test_rule_5_every_named_outcome_has_a_good_direction_or_says_that_it_has_none() -> None:
    for row in EFFECTS:
        name = str(row["outcome"])
        found = terms("effect_outcome").get(name) or term("outcome", name)
        assert found.data["good_when"] in {"less", "more", "neither"}


def test_rule_6_an_empty_estimate_stays_missing() -> None:
    raw = {row["effect_id"]: row for row in shipped.shipped("effects").rows}
    for row in EFFECTS:
        assert (row["estimate"] is None) == (raw[str(row["effect_id"])]["estimate"] == "")


def test_rule_8_an_invisible_grade_is_not_rated() -> None:
    graded = [row for row in RECORDS if row["grade_value"]]
    assert len(graded) == 11
    assert not [row for row in graded if "not visible" in str(row["grade_value"])]


def test_rule_9_missing_numbers_are_not_zero() -> None:
    assert any(row["n_studies"] is None for row in RECORDS)
    for row in RECORDS:
        if RAW[str(row["id"])]["n_studies"] == "":
            assert row["n_studies"] is None


def test_rule_10_a_rehosted_address_is_never_shown() -> None:
    rehosted = [row for row in RECORDS if "rehost" in RAW[str(row["id"])]["source_type"]]
    assert len(rehosted) == 43
    for row in rehosted:
        assert row["source_seen"] is None
    for row in RECORDS:
        raw = RAW[str(row["id"])]
        if raw["link_ok"] == "0":
            assert row["link"] is None or row["link"] == f"https://doi.org/{raw['doi']}"


def test_rule_11_blank_authors_and_years_stay_blank() -> None:
    assert sum(row["year"] is None for row in RECORDS) == 34
    assert sum(row["authors"] is None for row in RECORDS) == 25


def test_claims_are_the_seven_and_in_no_cell_as_evidence() -> None:
    claimed = {row["id"] for row in RECORDS if row["claim_awaiting_evaluation"]}
    assert claimed == shipped.CLAIMS
    found = cells(RECORDS)
    assert not any(claimed & set(cell.ids) for cell in found)
    assert sum(cell.claims for cell in found) > 0


def test_every_word_of_the_library_is_in_the_vocabulary() -> None:
    for row in RECORDS:
        for scheme, column in (
            ("approach", "approaches"),
            ("intervention", "interventions"),
            ("outcome", "outcomes"),
        ):
            for word in split(row[column]):
                term(scheme, word)
        if row["grade_scheme"]:
            assert row["grade_scheme"] in {entry.title for entry in terms("grading_scheme").values()}


def test_factors_rest_on_records_that_are_held() -> None:
    held = {str(row["id"]) for row in RECORDS}
    for name in ("risk_factor", "protective_factor"):
        for factor in terms(name).values():
            sources = factor.data["source_record"]
            assert isinstance(sources, tuple) and set(sources) <= held


def test_disagreements_and_readings_name_effects_that_exist() -> None:
    held = {row["effect_id"] for row in EFFECTS}
    assert len(topics()) == 7
    assert {name for topic in topics() for name in topic.effects} <= held
    assert set(fixed_readings()) <= held


def test_the_three_states_of_a_cell_are_apart() -> None:
    found = cells(RECORDS)
    assert len(found) == 135
    for cell in found:
        looked = any(term("evidence_gap", gap).data["state"] == "empty_after_search" for gap in cell.gaps)
        empty = "empty_after_search" if looked else "not_searched"
        assert cell.state == ("held" if cell.ids else empty)
        assert cell.reviews + cell.studies == len(cell.ids) >= cell.uk
    assert {cell.state for cell in found} == {"held", "empty_after_search", "not_searched"}


@pytest.mark.real_data
def test_the_shipped_files_are_the_starter_library(shared: Path) -> None:
    for name in ("evidence", "effects"):
        data = (shared / "library" / f"{name}.csv").read_bytes()
        assert len(data) == shipped.shipped(name).size


def test_what_replaces_a_record_is_held_and_is_not_itself_replaced_in_a_circle() -> None:
    newer = {row["id"]: row["superseded_by"] for row in RECORDS}
    for name in newer:
        seen = {name}
        step = newer[name]
        while step:
            assert step in newer and step not in seen
            seen.add(step)
            step = newer[step]
