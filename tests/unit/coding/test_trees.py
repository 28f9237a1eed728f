"""Code trees: shipped ones take their words from the vocabulary; ids survive renaming, moving, amending."""

from __future__ import annotations

import pytest

from coding_story import Story
from hedgerow.errors import SchemaError, UsageError
from hedgerow.evidence.coding import Code, CodeTree, shelf_of, shipped_trees, tree_values
from hedgerow.evidence.coding.shipped_trees import eppi_number, parse_tree
from hedgerow.evidence.coding.tree_events import added, amended, renamed, tree_from, with_code
from hedgerow.evidence.coding.well_formed import check_tree
from hedgerow.vocabulary import terms

WANTED = "approach intervention outcome mechanism moderator setting population four_p emmie maryland"


def test_every_tree_of_the_brief_ships_and_every_id_is_used_once() -> None:
    trees = shipped_trees()
    assert {*WANTED.split(), "practice_stage", "design", "grading", "transferability"} <= set(trees)
    ids = [code.id for tree in trees.values() for code in tree.codes]
    numbers = [code.eppi_attribute_id for tree in trees.values() for code in tree.codes]
    assert len(ids) == len(set(ids)) == len(set(numbers))


@pytest.mark.parametrize("scheme", ["approach", "intervention", "outcome", "four_p", "threat"])
def test_a_tree_of_a_vocabulary_has_each_of_its_words_and_no_other(scheme: str) -> None:
    codes = {code.term for code in shipped_trees()[scheme].codes if code.term}
    assert codes == {f"{scheme}:{word}" for word in terms(scheme)}


def test_the_numbers_for_eppi_reviewer_are_whole_and_safe_for_every_reader() -> None:
    for tree in shipped_trees().values():
        for code in tree.codes:
            assert -(2**52) < int(code.eppi_attribute_id) < 0
    codes = {code.id: code for code in shipped_trees()["design"].codes}
    assert codes["design.rct"].eppi_attribute_id == eppi_number("design.rct") == "-394067783171216"


def test_emmie_has_what_the_evidence_says_and_its_quality_for_each_of_five() -> None:
    tree = shipped_trees()["emmie"]
    for name in ("effect", "mechanism", "moderator", "implementation", "economics"):
        assert [code.kind for code in tree.children(f"emmie.{name}")] == ["text", "heading"]
        assert [code.name for code in tree.children(f"emmie.{name}_q")] == ["Q0", "Q1", "Q2", "Q3", "Q4"]


def test_an_unknown_key_or_a_code_under_nothing_fails_by_name() -> None:
    head = '[tree]\nid="t"\nname="T"\ndescription=""\norder=1\nsource=""\n'
    with pytest.raises(SchemaError, match="colour"):
        parse_tree(f'{head}[[code]]\nid="a"\nname="A"\ncolour="red"\n', "t.toml")
    with pytest.raises(SchemaError, match=r"t\.b"):
        parse_tree(f'{head}[[code]]\nid="a"\nname="A"\nparent="b"\n', "t.toml")


def test_a_code_under_itself_is_refused() -> None:
    loop = CodeTree("t", "T", codes=(Code("a", "A", parent="b"), Code("b", "B", parent="a")))
    with pytest.raises(SchemaError, match="under itself"):
        check_tree(loop)


def test_a_renamed_and_moved_code_keeps_its_id_and_what_was_coded_with_it() -> None:
    told = Story()
    tree = CodeTree("own", "Our own", codes=(Code("own.a", "First"), Code("own.b", "Second")), version="1")
    told.say("ann", "tree_added", tree=tree_values(tree))
    told.say("ann", "coded", "s1", code="own.b")
    shelf = shelf_of(told.events)
    changed = amended(
        shelf, renamed(shelf.trees["own"], "own.b", name="Renamed", parent="own.a"), "clearer word"
    )
    told.say("ann", "tree_amended", tree=tree_values(changed), reason="clearer word")
    shelf = shelf_of(told.events)
    assert shelf.name("own.b") == "First: Renamed"
    assert shelf.trees["own"].version == "1+1"


def test_an_amendment_needs_its_reason_and_loses_no_code() -> None:
    shelf = shelf_of([])
    design = shelf.trees["design"]
    with pytest.raises(UsageError, match="reason"):
        amended(shelf, with_code(design, "Natural experiment", parent="design.kind", kind="choice"), " ")
    lost = CodeTree("design", "Design", codes=design.codes[:-1])
    with pytest.raises(UsageError, match="would be lost"):
        amended(shelf, lost, "too long")


def test_a_tree_whose_codes_belong_to_another_is_not_added() -> None:
    with pytest.raises(UsageError, match="cannot be added"):
        added(shelf_of([]), CodeTree("mine", "Mine", codes=(Code("design.rct", "Trial"),)))


def test_two_codes_of_one_name_get_ids_of_their_own_and_a_tree_survives_json() -> None:
    tree = CodeTree("own", "Our own")
    twice = with_code(with_code(tree, "On foot"), "On foot")
    assert [code.id for code in twice.codes] == ["own.on_foot", "own.on_foot_1"]
    assert tree_from(tree_values(twice)) == twice


def test_a_deep_tree_is_walked_and_each_code_comes_before_those_below_it() -> None:
    codes = tuple(Code(f"c{n}", f"C{n}", parent=f"c{n - 1}" if n else "") for n in range(5000))
    walked = list(CodeTree("deep", "Deep", codes=codes[::-1]).walk())
    assert [depth for depth, _ in walked] == list(range(5000))


def test_the_children_of_a_code_come_in_their_order() -> None:
    codes = (
        Code("b", "B", order=2),
        Code("a", "A", order=1),
        Code("a2", "A2", "a", order=5),
        Code("a1", "A1", "a"),
    )
    assert [code.id for _, code in CodeTree("t", "T", codes=codes).walk()] == ["a", "a1", "a2", "b"]


def test_a_tree_that_two_files_carry_keeps_the_codes_of_both() -> None:
    told = Story()
    first = CodeTree("7", "From EPPI", codes=(Code("1", "One"), Code("2", "Two")))
    second = CodeTree("7", "From EPPI", codes=(Code("2", "Two, renamed"), Code("3", "Three")))
    told.say("ann", "tree_added", tree=tree_values(first))
    told.say("ben", "tree_added", tree=tree_values(second))
    shelf = shelf_of(told.events)
    assert {code.id for code in shelf.trees["7"].codes} == {"1", "2", "3"}
    assert shelf.name("2") == "Two, renamed"
