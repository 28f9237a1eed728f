"""A person's word: recorded with date and actor, versioned, undoable, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hedgerow.commissioning.tables.transfer_judgements import (
    About,
    Said,
    judgement_history,
    read_judgements,
    undo_judgement,
    write_judgement,
)
from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.store.database import Database

ABOUT = About("braga-2019-hot-spots", "E07000001", "problem_here:all_crime")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hedgerow.db'}") as opened:
        yield opened


def write(database: Database, state: str, why: str, actor: str = "DM", based_on: int | None = None) -> int:
    return write_judgement(database, ABOUT, Said(state, why, actor, based_on), suggested="cannot_tell")


def stands(database: Database) -> tuple[str, str] | None:
    found = read_judgements(database, ABOUT.record, ABOUT.area).get(ABOUT.factor)
    return (found.state, found.why) if found else None


def test_a_judgement_is_read_back_with_actor_and_date(database: Database) -> None:
    assert write(database, "holds", "  Ambulance data \n agree. ") == 1
    found = read_judgements(database, ABOUT.record, ABOUT.area)[ABOUT.factor]
    assert (found.state, found.why, found.actor, found.suggested) == (
        "holds",
        "Ambulance data agree.",
        "DM",
        "cannot_tell",
    )
    assert found.at[:2] == "20" and found.version == 1
    assert read_judgements(database, ABOUT.record, "E07000002") == {}


def test_undo_goes_back_one_step_at_a_time_to_none(database: Database) -> None:
    write(database, "holds", "First.")
    write(database, "partly", "Second.")
    write(database, "does_not_hold", "Third.")
    for expected in (("partly", "Second."), ("holds", "First."), None):
        undo_judgement(database, ABOUT, actor="DM")
        assert stands(database) == expected
    with pytest.raises(NotFoundError, match="Nobody has judged"):
        undo_judgement(database, ABOUT)
    assert len(judgement_history(database, ABOUT)) == 6  # nothing is overwritten


def test_judged_again_after_it_was_taken_back(database: Database) -> None:
    write(database, "holds", "First.")
    undo_judgement(database, ABOUT)
    write(database, "partly", "Again.")
    assert stands(database) == ("partly", "Again.")
    undo_judgement(database, ABOUT)
    assert stands(database) is None
    write(database, "holds", "Once more.")
    write(database, "does_not_hold", "And more.")
    undo_judgement(database, ABOUT)
    assert stands(database) == ("holds", "Once more.")


def test_two_people_do_not_overwrite_each_other(database: Database) -> None:
    write(database, "holds", "First.", based_on=0)
    with pytest.raises(ConflictError, match="judged by somebody else"):
        write(database, "partly", "Did not see the first.", actor="RK", based_on=0)
    write(database, "partly", "Saw it.", actor="RK", based_on=1)
    assert stands(database) == ("partly", "Saw it.")


def test_after_an_undo_the_form_that_saw_none_may_judge(database: Database) -> None:
    write(database, "holds", "First.", based_on=0)
    undo_judgement(database, ABOUT)
    write(database, "partly", "From a fresh page.", based_on=0)
    assert stands(database) == ("partly", "From a fresh page.")


@pytest.mark.parametrize(
    ("state", "why"), [("maybe", "x"), ("holds", ""), ("holds", " \n "), ("holds", "x" * 2001)]
)
def test_no_state_of_its_own_making_and_never_without_a_reason(
    database: Database, state: str, why: str
) -> None:
    with pytest.raises(UsageError):
        write(database, state, why)
    assert judgement_history(database, ABOUT) == []


def test_the_chain_of_the_audit_holds(database: Database) -> None:
    write(database, "holds", "First.")
    undo_judgement(database, ABOUT)
    assert database.verify().passed
