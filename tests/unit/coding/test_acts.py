"""What a coder does, through the log: each act an event, refused by name where it may not be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.evidence.coding import CodeTree, shipped_trees
from hedgerow.evidence.coding.tree_events import with_code
from hedgerow.evidence.tables.review import ReviewLog, standing, take_in_file
from hedgerow.evidence.tables.review.coding import (
    Decision,
    Ticks,
    Words,
    add_tree,
    agree,
    amend_tree,
    apply_code,
    coding_of,
    finish_coding,
    form_study,
    remove_code,
    reopen_coding,
    set_codes,
)
from hedgerow.evidence.tables.review.extraction import extract_effect, extracted_of, take_effect_back

STUDY = "a" * 40
RCT, QUASI = "design.rct", "design.quasi_experiment"


def test_a_choice_takes_the_other_answer_of_the_question_off(log: ReviewLog) -> None:
    apply_code(log, STUDY, RCT, actor="Ann")
    apply_code(log, STUDY, QUASI, actor="Ann", words=Words(quote="matched areas", page="4"))
    (held,) = coding_of(log).state.by(STUDY, "Ann")
    assert held.code == QUASI and held.quotes[0].page == "4"


def test_an_undo_brings_the_code_back(log: ReviewLog) -> None:
    apply_code(log, STUDY, RCT, actor="Ann")
    taken = remove_code(log, STUDY, RCT, actor="Ann")
    assert coding_of(log).state.by(STUDY, "Ann") == ()
    log.undo([taken], actor="Ann")
    assert [one.code for one in coding_of(log).state.by(STUDY, "Ann")] == [RCT]


def test_a_heading_an_unknown_code_and_a_number_without_one_are_refused(log: ReviewLog) -> None:
    with pytest.raises(UsageError, match="heading"):
        apply_code(log, STUDY, "design.kind", actor="Ann")
    with pytest.raises(NotFoundError, match="no_such"):
        apply_code(log, STUDY, "no_such", actor="Ann")
    for value in ("", "many", "nan"):
        with pytest.raises(UsageError):
            apply_code(log, STUDY, "population.size", actor="Ann", words=Words(value=value))
    assert log.events() == ()


def test_the_ticks_of_a_form_become_what_was_sent_and_codes_that_it_did_not_show_stay(log: ReviewLog) -> None:
    four = [code.id for code in shipped_trees()["four_p"].codes]
    apply_code(log, STUDY, RCT, actor="Ann")
    set_codes(log, STUDY, Ticks(four, ["four_p.prevent", "four_p.protect"]), actor="Ann")
    assert set_codes(log, STUDY, Ticks(four, ["four_p.prevent", "four_p.protect"]), actor="Ann") == []
    set_codes(log, STUDY, Ticks(four, ["four_p.pursue", "four_p.prevent"]), actor="Ann")
    held = {one.code for one in coding_of(log).state.by(STUDY, "Ann")}
    assert held == {RCT, "four_p.pursue", "four_p.prevent"}
    with pytest.raises(UsageError, match="answers to one question"):
        set_codes(log, STUDY, Ticks([RCT, QUASI], [RCT, QUASI]), actor="Ann")
    with pytest.raises(UsageError, match="not among"):
        set_codes(log, STUDY, Ticks(four, [RCT]), actor="Ann")


def test_a_value_that_changes_is_said_again_and_an_emptied_one_is_taken_off(log: ReviewLog) -> None:
    size = "population.size"
    set_codes(log, STUDY, Ticks([size], values={size: "120"}), actor="Ann")
    set_codes(log, STUDY, Ticks([size], values={size: "1,250"}), actor="Ann")
    (held,) = coding_of(log).state.by(STUDY, "Ann")
    assert held.value == "1,250"
    set_codes(log, STUDY, Ticks([size], values={size: " "}), actor="Ann")
    assert coding_of(log).state.by(STUDY, "Ann") == ()


def test_a_finished_coding_stands_and_can_be_reopened_only_while_nobody_else_has_finished(
    log: ReviewLog,
) -> None:
    with pytest.raises(UsageError, match="Nothing is coded"):
        finish_coding(log, STUDY, actor="Ann")
    apply_code(log, STUDY, RCT, actor="Ann")
    finish_coding(log, STUDY, actor="Ann")
    with pytest.raises(ConflictError, match="finished"):
        apply_code(log, STUDY, "four_p.pursue", actor="Ann")
    reopen_coding(log, STUDY, actor="Ann")
    apply_code(log, STUDY, "four_p.pursue", actor="Ann")
    finish_coding(log, STUDY, actor="Ann")
    apply_code(log, STUDY, QUASI, actor="Ben")
    finish_coding(log, STUDY, actor="Ben")
    with pytest.raises(ConflictError, match="Another coder"):
        reopen_coding(log, STUDY, actor="Ann")


def test_a_difference_is_settled_only_after_two_have_finished(log: ReviewLog) -> None:
    apply_code(log, STUDY, RCT, actor="Ann")
    finish_coding(log, STUDY, actor="Ann")
    with pytest.raises(UsageError, match="Fewer than two"):
        agree(log, STUDY, RCT, Decision(True), actor="Cat")
    apply_code(log, STUDY, QUASI, actor="Ben")
    finish_coding(log, STUDY, actor="Ben")
    agree(log, STUDY, RCT, Decision(True, note="allocated by computer"), actor="Cat")
    agree(log, STUDY, QUASI, Decision(False), actor="Cat")
    state = coding_of(log).state
    assert [one.code for one in state.final(STUDY)] == [RCT] and state.status(STUDY) == "agreed"


def test_own_trees_are_added_and_amended_as_events(log: ReviewLog) -> None:
    add_tree(log, with_code(CodeTree("own", "Local questions"), "Uses volunteers"), actor="Ann")
    tree = coding_of(log).shelf.trees["own"]
    amend_tree(log, with_code(tree, "Paid coordinator"), reason="asked by the board", actor="Ann")
    shelf = coding_of(log).shelf
    assert [code.name for code in shelf.trees["own"].codes] == ["Uses volunteers", "Paid coordinator"]
    assert set(shipped_trees()) < set(shelf.trees)


def test_reports_of_one_study_are_coded_as_one(log: ReviewLog) -> None:
    study = form_study(log, ["r1", "r2"], name="Peoria", actor="Ann")
    apply_code(log, "r2", RCT, actor="Ann")
    state = coding_of(log).state
    assert [one.code for one in state.by(study, "Ann")] == [RCT]
    assert state.studies.names[study] == "Peoria"


def test_the_trees_of_an_imported_file_can_be_coded_with(log: ReviewLog, tmp_path: Path) -> None:
    path = tmp_path / "eppi.json"
    attribute = {"AttributeId": 987654321012, "AttributeName": "Uses volunteers", "AttributeTypeId": 2}
    sets = [{"SetName": "Ours", "SetId": 5, "Attributes": {"AttributesList": [attribute]}}]
    reference = {"ItemId": 1, "Title": "A study", "Codes": [{"AttributeId": 987654321012}]}
    path.write_text(json.dumps({"CodeSets": sets, "References": [reference]}), encoding="utf-8")
    take_in_file(log, path, source="EPPI", actor="Ann")
    shelf = coding_of(log).shelf
    assert shelf.code("987654321012").name == "Uses volunteers" and shelf.trees["5"].name == "Ours"
    (found,) = standing(log).file_of
    apply_code(log, found, "987654321012", actor="Ann")
    assert coding_of(log).state.by(found, "Ann")[0].code == "987654321012"


def test_an_effect_can_be_taken_back_with_its_corrections(log: ReviewLog) -> None:
    said = {"outcome": "x", "kind": "percent", "percent": "-5", "positive_means": "unclear"}
    made = extract_effect(log, STUDY, said, actor="Ann")
    extract_effect(log, STUDY, {**said, "percent": "-6"}, actor="Ann", effect=made.effect.id)
    assert [one.effect.values["percent"] for one in extracted_of(log).effects] == ["-6"]
    undo = take_effect_back(log, made.effect.id, actor="Ann")
    assert extracted_of(log).effects == ()
    log.undo([undo], actor="Ann")
    assert len(extracted_of(log).effects) == 1
