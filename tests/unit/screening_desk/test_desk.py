"""The desk: who is given what, what becomes of a decision, and that nobody sees what another said."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.evidence.intake import enveloped
from hedgerow.evidence.screening.acts import Word, draw_audit, resolve, resume, stop
from hedgerow.evidence.screening.counts import screening_counts
from hedgerow.evidence.screening.order import Trainer, labels_of
from hedgerow.evidence.screening.queue import Corpus
from hedgerow.evidence.screening.state import screening_state
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.evidence.tables.review.screening import unit_of
from hedgerow.evidence.tables.review.units import read_units
from hedgerow.store.database import Database
from screening_events import event
from screening_reviews import protocol, review_with

TITLE = "title_abstract"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    held = Database(f"sqlite:///{tmp_path / 'review.db'}").migrate()
    yield held
    held.close()


def desk(
    database: Database, tmp_path: Path, policy: str = "single", records: int = 20, without: int = 0
) -> Desk:
    log = review_with(database, tmp_path, records, protocol(policy, policy), without=without)
    return Desk(log, tmp_path / "scratch")


def unit(here: Desk, who: str, stage: str = TITLE) -> str:
    found = here.next(stage, who)
    assert found is not None
    return found.unit


def say(here: Desk, who: str, decision: str, name: str | None = None, stage: str = TITLE, **more: str) -> str:
    name = name or unit(here, who, stage)
    here.decide(stage, who, name, Word(decision, **more))
    return name


def test_one_reader_each_gets_records_of_their_own(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    first, second = unit(here, "Ana"), unit(here, "Ben")
    assert first != second
    assert unit(here, "Ana") == first  # asked again, it is still there
    say(here, "Ana", "include", first)
    assert unit(here, "Ana") not in (first, second)


def test_two_readers_get_the_same_records(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path, "double", 6)
    assert unit(here, "Ana") == unit(here, "Ben")
    ours = [say(here, "Ana", "exclude") for _ in range(6)]
    assert here.next(TITLE, "Ana") is None
    theirs = [say(here, "Ben", "exclude") for _ in range(6)]
    assert theirs == ours  # in the order in which they were begun
    assert here.next(TITLE, "Cas") is None
    hows = {
        one.how for held in here.look().state.title.units() for one in held.readings if one.reviewer == "Ben"
    }
    assert hows == {"double"}


def test_many_readers_at_once_never_take_the_same_record(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path, records=40)
    unit(here, "warm")
    faults: list[BaseException] = []

    def read(who: str) -> None:
        try:
            for _ in range(6):
                say(here, who, "exclude")
        except BaseException as error:  # noqa: BLE001 (whatever it is, the test names it)
            faults.append(error)

    threads = [threading.Thread(target=read, args=(who,)) for who in ("Ana", "Ben", "Cas")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    begun = [held for held in here.look().state.title.units() if held.readings]
    assert len(begun) == 18
    assert all(len(held.readings) == 1 for held in begun)


def test_two_desks_over_one_workspace_do_not_give_the_same_record(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    there = Desk(here.screening.log, tmp_path / "scratch")
    assert unit(here, "Ana") != unit(there, "Ben")


def test_the_order_can_be_made_again_from_the_log(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    for decision in ("include", "exclude", "include", "exclude", "maybe", "exclude"):
        say(here, "Ana", decision)
    unit(here, "Ana")
    events = here.screening.log.events()
    ranked = [event for event in events if event.type == "ranked"][-1]
    trained = [event for event in events if event.type == "model_trained"][-1]
    look = here.look()
    with database.reading() as connection:
        held = {one.id: one.said for one in read_units(connection, look.standing)}
    names = list(look.state.title.population)
    corpus = Corpus(
        [f"{held[n].title} {held[n].abstract or ''}".strip() for n in names], look.protocol.passages()
    )
    before = [event for event in events if event.sequence < trained.sequence]
    state = screening_state(before, unit_of(look.standing), look.protocol)
    again = Trainer(corpus, names, seed=look.protocol.seed).rank(labels_of(state.title))
    assert (again.sha256, again.training) == (ranked.payload["order"], trained.payload["training"])


def test_a_new_process_goes_on_with_the_order_in_the_log(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    say(here, "Ana", "include")
    say(here, "Ana", "exclude")
    expected = unit(here, "Ana")
    fresh = Desk(here.screening.log, tmp_path / "other scratch")
    trainings = here.screening.log.events(("ranked",))
    assert unit(fresh, "Ana") == expected
    assert len(here.screening.log.events(("ranked",))) == len(trainings)


def test_records_without_an_abstract_come_too(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path, records=10, without=5)
    assert len({say(here, "Ana", "exclude") for _ in range(10)}) == 10
    assert screening_counts(here.look().state).title.excluded == 10


def test_saying_the_same_twice_is_one_event(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    name = unit(here, "Ana")
    first = here.decide(TITLE, "Ana", name, Word("include"))
    second = here.decide(TITLE, "Ana", name, Word("include"))
    assert first.event
    assert second.event is None
    assert len(here.screening.log.events(("screened",))) == 1


def at_once(act: Callable[[], object], times: int = 6) -> None:
    threads = [threading.Thread(target=act) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_form_that_is_sent_twice_at_once_is_one_event(database: Database, tmp_path: Path) -> None:
    """Otherwise an undo would take back one of two, and the decision would stand."""
    here = desk(database, tmp_path)
    name = unit(here, "Ana")
    at_once(lambda: here.decide(TITLE, "Ana", name, Word("include")))
    assert len(here.screening.log.events(("screened",))) == 1
    here.undo_last(TITLE, "Ana")
    assert here.look().state.title.unit(name).outcome == "unread"


def test_a_late_second_sending_does_not_clear_the_next_record(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    first = say(here, "Ana", "include")
    second = unit(here, "Ana")
    say(here, "Ana", "include", first)
    assert unit(here, "Ben") != second


def test_an_undo_that_is_sent_twice_takes_one_back(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    say(here, "Ana", "include")
    name = say(here, "Ana", "exclude")
    standing = here.look().state.title.unit(name).readings[0].event
    at_once(lambda: here.undo_last(TITLE, "Ana", standing))
    assert len(here.look().state.title.read_in_order) == 1
    assert here.undo_last(TITLE, "Ana", standing) is None


def test_undo_puts_the_record_back(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    name = say(here, "Ana", "exclude")
    assert here.undo_last(TITLE, "Ana") == name
    assert unit(here, "Ana") == name
    assert here.look().state.title.unit(name).outcome == "unread"
    assert here.undo_last(TITLE, "Ben") is None


def test_why_is_told_only_to_who_has_decided(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    say(here, "Ana", "include")
    say(here, "Ana", "exclude")
    name = unit(here, "Ana")
    assert here.why(TITLE, "Ana", name) is None
    say(here, "Ana", "include", name)
    assert here.why(TITLE, "Ana", name)


def test_a_conflict_is_settled_once_and_by_who_saw_it(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path, "double")
    name = say(here, "Ana", "include")
    with pytest.raises(ConflictError, match="no conflict"):
        resolve(here.look().state, TITLE, name, Word("include"), resolver="Cas")
    say(here, "Ben", "exclude", name)
    with pytest.raises(ConflictError, match="changed"):
        resolve(here.look().state, TITLE, name, Word("include"), resolver="Cas", seen=["older"])
    draft = resolve(here.look().state, TITLE, name, Word("include"), resolver="Cas")
    assert draft.payload["how"] == "third"
    here.screening.add("Cas", draft)
    assert here.look().state.title.unit(name).outcome == "included"


def test_an_exclusion_at_full_text_needs_its_reason(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path)
    name = say(here, "Ana", "include")
    assert unit(here, "Ana", "full_text") == name
    with pytest.raises(UsageError, match="reason"):
        say(here, "Ana", "exclude", stage="full_text")
    say(here, "Ana", "exclude", stage="full_text", reason="Not an evaluation")
    assert screening_counts(here.look().state).full.reasons == (("Not an evaluation", 1),)
    with pytest.raises(NotFoundError):
        say(here, "Ana", "include", "0" * 40, stage="full_text")


def test_an_audit_is_read_in_the_same_queue_before_all_else(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path, records=30)
    for _ in range(5):
        say(here, "Ana", "include")
    draft = draw_audit(here.look().state, TITLE, seed=4, target=0.95, confidence=0.95, size=4)
    assert draft == draw_audit(here.look().state, TITLE, seed=4, target=0.95, confidence=0.95, size=4)
    assert draft.payload["error"] == pytest.approx(0.025)
    here.screening.add("Ana", draft)
    with pytest.raises(ConflictError, match="open"):
        draw_audit(here.look().state, TITLE, seed=4, target=0.95, confidence=0.95, size=4)
    assert [say(here, "Ana", "exclude") for _ in range(4)] == list(draft.targets)
    hows = {here.look().state.title.unit(name).readings[0].how for name in draft.targets}
    assert hows == {"audit"}
    second = draw_audit(here.look().state, TITLE, seed=4, target=0.95, confidence=0.95, size=4)
    assert second.payload["error"] == pytest.approx(0.0125)


def test_after_the_stop_nobody_is_given_the_unread(database: Database, tmp_path: Path) -> None:
    here = desk(database, tmp_path, records=8)
    read = say(here, "Ana", "include")
    left = unit(here, "Ana")
    here.screening.add("Ana", stop(here.look().state, TITLE, rule="audit"))
    assert here.next(TITLE, "Ana") is None
    with pytest.raises(ConflictError, match="stopped"):
        say(here, "Ana", "include", left)
    say(here, "Ana", "exclude", read)  # what was begun may be decided again
    assert screening_counts(here.look().state).title.automatic == 7
    here.screening.add("Ana", resume(here.look().state, TITLE))
    assert here.next(TITLE, "Ana") is not None


def test_the_background_makes_the_order_and_the_request_does_not_wait(
    database: Database, tmp_path: Path
) -> None:
    log = review_with(database, tmp_path, 20, protocol("single"))
    here = Desk(log, tmp_path / "scratch", background=True)
    for decision in ("include", "exclude", "include", "exclude"):
        say(here, "Ana", decision)
    here.order.wait()
    assert here.order.ranking is not None
    assert here.order.ranking.labels == 4


def test_what_another_library_decided_is_no_decision_of_this_review(
    database: Database, tmp_path: Path
) -> None:
    here = desk(database, tmp_path, "double", 6)
    name = say(here, "Ana", "include")
    look = here.look()
    theirs = [
        event(1, "review_started", (), "Zoe", protocol=protocol("single").as_dict(), sha256="x"),
        event(2, "screened", (name,), "Zoe", stage=TITLE, decision="exclude"),
        event(3, "stopped", look.state.title.population, "Zoe", stage=TITLE, rule="enough"),
    ]
    later = [replace(one, at=one.at.replace("2026", "2099")) for one in theirs]
    here.screening.add("Ana", *(enveloped(one, "Leicester") for one in later))
    after = here.look()
    assert after.protocol == look.protocol
    assert after.state.title.stopped is None
    assert [one.reviewer for one in after.state.title.unit(name).readings] == ["Ana"]
    say(here, "Ben", "include")  # the log goes on
