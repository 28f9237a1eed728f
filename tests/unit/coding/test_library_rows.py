"""A coded study in the library: only when finished and settled, with who coded it; claims stay claims."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from hedgerow.evidence.gapmap.filters import Filters
from hedgerow.evidence.state import state_of
from hedgerow.evidence.tables import evidence_record
from hedgerow.evidence.tables.build import build_evidence
from hedgerow.evidence.tables.gap_map import gap_map
from hedgerow.evidence.tables.gap_map_query import GapMapQuery
from hedgerow.evidence.tables.review import ReviewLog, standing, take_in_file
from hedgerow.evidence.tables.review.coding import Decision, Words, agree, apply_code, finish_coding
from hedgerow.evidence.tables.review.extraction import extract_effect, fill_form
from hedgerow.evidence.tables.review.library_rows import coded_columns, coded_effects
from hedgerow.store.lake import Lake

RIS = "TY  - JOUR\nTI  - A trial of something rare\nAU  - Finckenauer, J\nPY  - 1982\nER  - \n"
CODES = ("design.rct", "intervention.scared_straight", "outcome.reoffending", "setting.north_america")
EFFECT = {
    "outcome": "Reoffending",
    "word": "reoffending",
    "kind": "totals",
    "positive_means": "more_of_outcome",
    "ai": "43",
    "n1i": "53",
    "ci": "20",
    "n2i": "55",
}


@pytest.fixture
def study(log: ReviewLog, tmp_path: Path) -> str:
    path = tmp_path / "one.ris"
    path.write_text(RIS, encoding="utf-8")
    take_in_file(log, path, source="Test", actor="Ann")
    (found,) = standing(log).file_of
    return found


def coded(log: ReviewLog, study: str, actor: str, codes: tuple[str, ...] = CODES) -> None:
    for code in codes:
        apply_code(log, study, code, actor=actor)
    finish_coding(log, study, actor=actor)


def test_a_study_that_nobody_finished_or_that_has_open_differences_is_not_taken(
    log: ReviewLog, study: str
) -> None:
    apply_code(log, study, "design.rct", actor="Ann")
    assert coded_columns(log, standing(log)) == {}
    finish_coding(log, study, actor="Ann")
    row = coded_columns(log, standing(log))[study]
    assert (row["kind"], row["tier"], row["source_type"]) == ("rct", "B", "coded_here_once")
    coded(log, study, "Ben")
    assert coded_columns(log, standing(log)) == {}
    for code in CODES[1:]:
        agree(log, study, code, Decision(True), actor="Cat")
    row = coded_columns(log, standing(log))[study]
    assert row["source_type"] == "coded_here_twice" and row["interventions"] == "scared_straight"
    assert row["uk_evidence"] is False and row["source_seen"] == "review “main”, coded by Ann, Ben"


def test_a_study_without_its_kind_stays_imported(log: ReviewLog, study: str) -> None:
    coded(log, study, "Ann", CODES[1:])
    assert coded_columns(log, standing(log)) == {}


def test_an_effect_is_given_with_its_direction_by_the_interval(log: ReviewLog, study: str) -> None:
    coded(log, study, "Ann")
    extract_effect(log, study, EFFECT, actor="Ann")
    extract_effect(log, study, {**EFFECT, "positive_means": "less_of_outcome"}, actor="Ann")
    extract_effect(log, study, {**EFFECT, "ai": "21"}, actor="Ann")
    extract_effect(log, study, {**EFFECT, "word": ""}, actor="Ann")
    rows = coded_effects(log.database)
    assert [row["direction"] for row in rows] == ["increase", "reduce", "none"]
    assert rows[0]["estimate"] == pytest.approx((43 / 10) / (20 / 35))
    assert rows[1]["estimate"] == pytest.approx((20 / 35) / (43 / 10))
    assert {row["sign_convention"] for row in rows} == {"above_1_is_more_of_outcome"}
    assert math.log(float(str(rows[0]["ci_low"]))) < math.log(float(str(rows[0]["estimate"])))


def test_a_build_takes_it_over_and_the_state_of_the_evidence_counts_it(
    log: ReviewLog, study: str, tmp_path: Path
) -> None:
    coded(log, study, "Ann")
    fill_form(log, study, "summary", {"finding": "More reoffended."}, actor="Ann")
    extract_effect(log, study, EFFECT, actor="Ann")
    lake = Lake(tmp_path / "lake")
    build_evidence(lake, [], lambda *_: None, log.database)
    view = evidence_record(lake, f"ref-{study}")
    assert view.standing == "coded in this workspace by one person" and view.counted
    (effect,) = view.effects.records()
    assert effect["estimate"] == pytest.approx(7.525, abs=1e-3)
    records, effects = lake.read("evidence_record"), lake.read("evidence_effect")
    found = state_of(records, effects, interventions=("scared_straight",))
    assert f"ref-{study}" in {one.id for one in (*found.readings, *found.also)}


def test_a_claim_is_catalogued_as_a_claim(log: ReviewLog, study: str) -> None:
    coded(log, study, "Ann", (*CODES, "design.claim"))
    assert coded_columns(log, standing(log))[study]["claim_awaiting_evaluation"] is True


def test_the_place_and_the_level_of_the_maryland_scale_are_taken_over(log: ReviewLog, study: str) -> None:
    apply_code(log, study, "setting.place_name", actor="Ann", words=Words(value="Rahway, New Jersey"))
    coded(log, study, "Ann", (*CODES, "maryland.level.5", "design.source_check.full_text"))
    row = coded_columns(log, standing(log))[study]
    assert row["place_scope"] == "Rahway, New Jersey" and row["verified"] == "full_text"
    assert (row["grade_scheme"], row["grade_value"]) == ("Maryland Scientific Methods Scale", "5")


def test_country_and_type_of_place_come_from_the_setting_and_the_map_narrows_by_them(
    log: ReviewLog, study: str, tmp_path: Path
) -> None:
    coded(log, study, "Ann", (*CODES[:3], "setting.uk", "setting.outer_estate"))
    fill_form(log, study, "summary", {"finding": "More reoffended."}, actor="Ann")
    row = coded_columns(log, standing(log))[study]
    assert (row["place_types"], row["place_scope"]) == ("outer_estate", "United Kingdom")
    lake = Lake(tmp_path / "lake")
    build_evidence(lake, [], lambda *_: None, log.database)
    found = gap_map(lake, GapMapQuery(filters=Filters(place_type="outer_estate")))
    assert found.held == 1
