"""The written rules of the evidence state, each with a case by hand."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence import EvidenceState, state_of

Row = dict[str, Any]


def record(name: str, **changes: Any) -> Row:
    row = {
        "id": name,
        "kind": "meta_analysis",
        "tier": "A",
        "superseded_by": None,
        "claim_awaiting_evaluation": False,
        "approaches": "local_operations",
        "interventions": "mentoring",
        "uk_evidence": False,
        "verified": "abstract",
    }
    return {**row, **changes}


def effect(name: str, outcome: str, direction: str | None, **changes: Any) -> Row:
    row = {
        "effect_id": f"{name}#{outcome}",
        "id": name,
        "outcome": outcome,
        "direction": direction,
        "measure": "narrative",
        "verified": "abstract",
    }
    return {**row, **changes}


def state(records: list[Row], effects: list[Row], **asked: Any) -> EvidenceState:
    empty_record, empty_effect = record(""), effect("", "all_crime", None)
    tables = (
        pa.Table.from_pylist(records or [{**empty_record, "tier": "C"}]),
        pa.Table.from_pylist(effects or [empty_effect]),
    )
    return state_of(*tables, **(asked or {"interventions": ["mentoring"]}))


@pytest.mark.parametrize(
    ("outcome", "direction", "expected"),
    [
        ("all_crime", "reduce", "supports"),
        ("all_crime", "increase", "harm"),
        ("victim_satisfaction", "increase", "supports"),
        ("victim_satisfaction", "reduce", "harm"),
        ("non_reoffending", "increase", "supports"),
        ("reoffending", "increase", "harm"),
        ("all_crime", "none", "no_effect"),
        ("all_crime", "mixed", "mixed"),
        ("all_crime", None, "inconclusive"),
        ("patrol_hours", "increase", "inconclusive"),
        ("displacement", "none", "inconclusive"),
        ("displacement", "increase", "harm"),
    ],
)
def test_direction_is_read_by_the_outcomes_own_goodness(
    outcome: str, direction: str | None, expected: str
) -> None:
    assert state([record("a")], [effect("a", outcome, direction)]).state == expected


def test_nothing_held_is_not_no_effect() -> None:
    found = state([], [])
    assert found.state == "none_held"
    assert "not the same as" in found.reasons[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"tier": "C"},
        {"tier": "X"},
        {"superseded_by": "b"},
        {"claim_awaiting_evaluation": True},
    ],
)
def test_uncoded_replaced_and_claimed_records_never_count(changes: Row) -> None:
    assert state([record("a", **changes)], [effect("a", "all_crime", "reduce")]).state == "none_held"


@pytest.mark.parametrize("changes", [{"tier": "B"}, {"kind": "theory"}, {"kind": "guidance"}])
def test_descriptive_records_are_held_but_decide_nothing(changes: Row) -> None:
    assert state([record("a", **changes)], [effect("a", "all_crime", "reduce")]).state == "inconclusive"


def test_associations_and_topics_say_nothing_of_what_was_achieved() -> None:
    linked = effect("a", "all_crime", "increase", measure="association")
    assert state([record("a")], [linked]).state == "inconclusive"
    topic = record("a", interventions="mentoring|risk_factors")
    assert state([topic], [effect("a", "all_crime", "increase")]).state == "inconclusive"


def test_reviews_decide_over_trials_and_the_trials_are_still_listed() -> None:
    rows = [record("review"), record("trial", kind="rct")]
    effects = [effect("review", "all_crime", "none"), effect("trial", "all_crime", "reduce")]
    found = state(rows, effects)
    assert (found.state, found.layer, found.ids) == ("no_effect", "reviews", ("review",))
    assert [reading.id for reading in found.also] == ["trial"]


def test_results_that_differ_are_mixed() -> None:
    rows = [record("a"), record("b")]
    effects = [effect("a", "all_crime", "reduce"), effect("b", "all_crime", "none")]
    assert state(rows, effects).state == "mixed"


def test_one_harm_and_no_benefit_is_harm() -> None:
    rows = [record("a"), record("b")]
    effects = [effect("a", "all_crime", "increase"), effect("b", "all_crime", "none")]
    assert state(rows, effects).state == "harm"


def test_a_record_better_on_one_outcome_and_unclear_on_another_is_mixed() -> None:
    effects = [effect("a", "all_crime", "reduce"), effect("a", "community_perceptions", "none")]
    assert state([record("a")], effects).state == "mixed"
    asked = {"interventions": ["mentoring"], "outcome_group": "crime"}
    assert state([record("a")], effects, **asked).state == "supports"


def test_a_broad_record_decides_only_where_no_other_does() -> None:
    broad = record("broad", interventions="mentoring|cctv|pshe|mash")
    effects = [effect("broad", "all_crime", "reduce"), effect("trial", "all_crime", "none")]
    assert state([broad], effects).state == "supports"
    assert state([broad, record("trial", kind="rct")], effects).state == "no_effect"


def test_evidence_read_only_elsewhere_is_flagged() -> None:
    found = state([record("a")], [effect("a", "all_crime", "reduce", verified="secondary")])
    assert found.secondary_only
    assert any("check the publication" in reason for reason in found.reasons)


def test_an_approach_never_evaluated_itself_is_inconclusive_whatever_kindred_work_shows() -> None:
    rows = [record("a", approaches="vulnerability_hubs")]
    found = state(rows, [effect("a", "all_crime", "reduce")], approach="vulnerability_hubs")
    assert found.state == "inconclusive"
    assert [reading.id for reading in found.also] == ["a"]


def test_the_question_must_be_one_question() -> None:
    with pytest.raises(UsageError):
        state([record("a")], [], interventions=["mentoring"], approach="section17")
    with pytest.raises(NotFoundError, match="mentoring"):
        state([record("a")], [], interventions=["mentorin"])
