"""The state of screening is a fold: outcomes, conflicts, merges, stops, and sums that add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.evidence.review import Event, holding
from hedgerow.evidence.screening.acts import Word, resolve, screen
from hedgerow.evidence.screening.counts import screening_counts
from hedgerow.evidence.screening.reading import OUTCOMES
from hedgerow.evidence.screening.state import Fold, in_sample, screening_state
from screening_events import alone, event, protocol, read

ABC = alone("a", "b", "c")


def outcome(
    events: list[Event], policy: str = "single", unit: str = "a", stage: str = "title_abstract"
) -> str:
    state = screening_state(events, ABC, protocol(policy, policy))
    return state.stage(stage).unit(unit).outcome


@pytest.mark.parametrize(
    ("policy", "said", "expected"),
    [
        ("single", [], "unread"),
        ("single", ["include"], "included"),
        ("single", ["maybe"], "included"),
        ("single", ["exclude"], "excluded"),
        ("double", ["exclude"], "undecided"),
        ("double", ["exclude", "exclude"], "excluded"),
        ("double", ["include", "maybe"], "included"),
        ("double", ["include", "exclude"], "conflict"),
        ("single", ["include", "exclude"], "conflict"),
        ("liberal", ["include"], "included"),
        ("liberal", ["exclude"], "undecided"),
        ("liberal", ["exclude", "exclude"], "excluded"),
        ("liberal", ["exclude", "include"], "conflict"),
    ],
)
def test_what_comes_of_decisions(policy: str, said: list[str], expected: str) -> None:
    events = [
        read(n, "a", decision, actor) for n, (decision, actor) in enumerate(zip(said, "AB", strict=False))
    ]
    assert outcome(events, policy) == expected


def test_maybe_goes_on_and_is_its_own_category() -> None:
    state = screening_state([read(1, "a", "maybe"), read(2, "b", "include")], ABC, protocol())
    counts = screening_counts(state)
    assert (counts.title.included, counts.title.maybe, counts.full.units) == (2, 1, 2)


def test_maybe_at_full_text_leaves_a_record_open() -> None:
    events = [read(1, "a", "include"), read(2, "a", "maybe", stage="full_text")]
    assert outcome(events, stage="full_text") == "undecided"


def test_two_reasons_at_full_text_are_a_conflict_but_not_two_spellings() -> None:
    begin = [read(1, "a", "include", "A"), read(2, "a", "include", "B")]
    first = read(3, "a", "exclude", "A", stage="full_text", reason="Wrong outcome")
    other = read(4, "a", "exclude", "B", stage="full_text", reason="No comparison group")
    same = read(4, "a", "exclude", "B", stage="full_text", reason="wrong  outcome")
    assert outcome([*begin, first, other], "double", stage="full_text") == "conflict"
    assert outcome([*begin, first, same], "double", stage="full_text") == "excluded"


def test_to_decide_again_replaces_ones_own_decision() -> None:
    state = screening_state([read(1, "a", "exclude"), read(2, "a", "include")], ABC, protocol())
    assert state.title.unit("a").outcome == "included"
    assert len(state.title.unit("a").readings) == 1


def conflict() -> list[Event]:
    return [read(1, "a", "include", "A"), read(2, "a", "exclude", "B")]


def resolved(number: int, events: list[Event], decision: str) -> Event:
    settles = [one.id for one in events]
    return event(
        number, "conflict_resolved", ("a",), "C", stage="title_abstract", decision=decision, settles=settles
    )


def test_a_third_person_resolves_and_every_decision_stays() -> None:
    events = [*conflict(), resolved(3, conflict(), "exclude")]
    unit = screening_state(events, ABC, protocol("double")).title.unit("a")
    assert (unit.outcome, len(unit.readings)) == ("excluded", 2)
    assert unit.resolution is not None
    assert unit.resolution.resolver == "C"


def test_a_decision_changed_after_the_resolution_opens_the_conflict_again() -> None:
    events = [*conflict(), resolved(3, conflict(), "exclude")]
    agreeing = [*events, read(4, "a", "exclude", "A")]
    assert outcome(agreeing, "double") == "excluded"
    assert outcome([*agreeing, read(5, "a", "include", "B")], "double") == "conflict"


def test_merged_references_are_one_record_with_all_that_was_said_of_them() -> None:
    events = [read(1, "a", "include", "A"), read(2, "b", "exclude", "B")]
    state = screening_state(events, {"a": "a", "b": "a", "c": "c"}, protocol("double"))
    assert state.title.population == ("a", "c")
    assert state.title.unit("a").outcome == "conflict"


def test_one_reader_who_differs_on_two_references_that_become_one_is_in_conflict() -> None:
    """Not the newer decision in silence: a record that was taken on would be lost by a merge."""
    units = {"a": "a", "b": "a", "c": "c"}
    events = [read(1, "a", "include", "A"), read(2, "b", "exclude", "A")]
    state = screening_state(events, units, protocol("single"))
    both = state.title.unit("a")
    assert (both.outcome, len(both.readings), len(both.said)) == ("conflict", 1, 2)
    assert screening_counts(state).title.conflict == 1
    alike = [read(1, "a", "exclude", "A"), read(2, "b", "exclude", "A")]
    assert screening_state(alike, units, protocol("double")).title.unit("a").outcome == "undecided"


def test_that_reader_may_decide_again_or_have_it_settled() -> None:
    units = {"a": "a", "b": "a"}
    events = [read(1, "a", "include", "A"), read(2, "b", "exclude", "A")]
    state = screening_state(events, units, protocol("single"))
    again = screen(state, "title_abstract", "a", Word("exclude"), reviewer="A", how="search")
    assert again is not None
    later = event(3, again.type, again.targets, "A", **again.payload)
    assert screening_state([*events, later], units, protocol("single")).title.unit("a").outcome == "excluded"
    end = resolve(state, "title_abstract", "a", Word("include"), resolver="B")
    held = event(3, end.type, end.targets, "B", **end.payload)
    assert screening_state([*events, held], units, protocol("single")).title.unit("a").outcome == "included"


def test_decisions_on_references_that_are_not_held_are_counted_not_used() -> None:
    state = screening_state([read(1, "elsewhere", "include")], ABC, protocol())
    assert state.unknown == 1
    assert screening_counts(state).title.unread == 3


def test_full_texts_that_cannot_be_had() -> None:
    events = [
        *(read(n, name, "include") for n, name in enumerate("abc")),
        event(5, "fulltext_sought", ("a", "b")),
        event(6, "fulltext_not_obtained", ("a",), reason="library closed"),
        event(7, "fulltext_obtained", ("b",)),
        read(8, "c", "exclude", stage="full_text", reason="Not an evaluation"),
    ]
    counts = screening_counts(screening_state(events, ABC, protocol()))
    assert (counts.sought, counts.obtained) == (3, 2)
    assert (counts.full.not_obtained, counts.full.unread, counts.full.excluded) == (1, 1, 1)
    assert counts.full.reasons == (("Not an evaluation", 1),)


def test_a_text_that_was_read_after_all_is_not_missing() -> None:
    events = [
        read(1, "a", "include"),
        event(2, "fulltext_not_obtained", ("a",), reason="no answer"),
        read(3, "a", "include", stage="full_text"),
    ]
    assert outcome(events, stage="full_text") == "included"


def test_what_is_left_when_reading_stops_is_left_by_the_rule_until_it_is_read() -> None:
    stop = event(2, "stopped", ("b", "c"), stage="title_abstract", rule="audit")
    stopped = screening_counts(screening_state([read(1, "a", "include"), stop], ABC, protocol())).title
    assert (stopped.automatic, stopped.unread, stopped.stopped_by) == (2, 2, "audit")
    more = [read(1, "a", "include"), stop, read(3, "b", "exclude")]
    assert screening_counts(screening_state(more, ABC, protocol())).title.automatic == 1
    again = event(4, "resumed", (), stage="title_abstract")
    assert screening_counts(screening_state([*more, again], ABC, protocol())).title.automatic == 0


def test_references_that_come_after_the_stop_are_not_left_by_it() -> None:
    stop = event(1, "stopped", ("a", "b", "c"), stage="title_abstract", rule="audit")
    counts = screening_counts(screening_state([stop], alone(*"abcd"), protocol())).title
    assert (counts.unread, counts.automatic) == (4, 3)


def test_the_sample_is_a_tenth_and_the_same_every_time() -> None:
    names = [f"reference-{n}" for n in range(5000)]
    drawn = [name for name in names if in_sample(7, "title_abstract", name)]
    assert 420 < len(drawn) < 580
    assert drawn == [name for name in names if in_sample(7, "title_abstract", name)]
    assert drawn != [name for name in names if in_sample(8, "title_abstract", name)]


UNITS = alone(*"abcdef")
said = st.builds(
    lambda unit, decision, actor, stage, reason: (unit, decision, actor, stage, reason),
    st.sampled_from("abcdef"),
    st.sampled_from(("include", "exclude", "maybe")),
    st.sampled_from("ABC"),
    st.sampled_from(("title_abstract", "full_text")),
    st.sampled_from(("x", "y")),
)
logs = st.lists(said, max_size=30).map(
    lambda listed: [
        read(n, unit, decision, actor, stage, reason=reason)
        for n, (unit, decision, actor, stage, reason) in enumerate(listed)
    ]
)
policies = st.sampled_from(("single", "sample", "double", "liberal"))


@given(logs, policies)
@settings(max_examples=60, deadline=None)
def test_every_unit_has_one_outcome_and_the_sums_add_up(events: list[Event], policy: str) -> None:
    counts = screening_counts(screening_state(events, UNITS, protocol(policy, policy)))
    for stage in (counts.title, counts.full):
        assert stage.units == sum(getattr(stage, outcome) for outcome in OUTCOMES)
        assert sum(n for _, n in stage.reasons) == stage.excluded
        assert stage.maybe <= stage.included
    assert counts.title.units == len(UNITS)
    assert counts.full.units == counts.title.included == counts.sought


@given(logs, policies, st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_arrival_does_not_matter(events: list[Event], policy: str, chance: object) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert screening_state(shuffled, UNITS, protocol(policy, policy)) == screening_state(
        events, UNITS, protocol(policy, policy)
    )


@given(logs, policies)
@settings(max_examples=60, deadline=None)
def test_two_people_commute(events: list[Event], policy: str) -> None:
    """What A and B decided apart gives one state, whoever's log comes first in time."""
    ours = [replace(one, actor="A") for one in events[::2]]
    theirs = [replace(one, actor="B") for one in events[1::2]]
    later = [replace(one, at=one.at.replace("2026-03", "2026-04")) for one in theirs]
    outcomes = [
        {
            unit.id: (unit.outcome, unit.needed)
            for unit in screening_state(log, UNITS, protocol(policy)).title.units()
        }
        for log in ([*ours, *theirs], [*ours, *later])
    ]
    assert outcomes[0] == outcomes[1]


@given(logs, policies)
@settings(max_examples=60, deadline=None)
def test_undo_restores_what_was(events: list[Event], policy: str) -> None:
    if not events:
        return
    undo = event(9999, "undone", (events[-1].id,), "A")
    before, after = (
        screening_state(holding(log), UNITS, protocol(policy)) for log in (events[:-1], [*events, undo])
    )
    assert before == after


@given(logs, policies)
@settings(max_examples=40, deadline=None)
def test_step_by_step_is_the_same_as_at_once(events: list[Event], policy: str) -> None:
    fold = Fold(UNITS, protocol(policy, policy))
    for one in events:
        fold.take([one])
        fold.state()
    assert fold.state() == screening_state(events, UNITS, protocol(policy, policy))
