"""The fold of codes: blind until both have finished, settled where they differ, the same in any order."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from coding_story import Story, Told
from hedgerow.evidence.coding import coding_state


def two_coders() -> Story:
    told = Story()
    told.say("ann", "coded", "s1", code="design.rct", quote="allocated at random", page="3")
    told.say("ann", "coded", "s1", code="outcome.burglary")
    told.say("ben", "coded", "s1", code="design.rct", note="stated in the title")
    told.say("ann", "coding_finished", "s1")
    return told


def test_nobody_sees_another_coding_before_finishing() -> None:
    told = two_coders()
    state = coding_state(told.events)
    assert set(state.visible_to("s1", "ben")) == {"ben"}
    assert set(state.visible_to("s1", "ann")) == {"ann"}
    told.say("ben", "coding_finished", "s1")
    assert set(coding_state(told.events).visible_to("s1", "ben")) == {"ann", "ben"}


def test_a_code_that_only_one_applied_is_open_until_it_is_settled() -> None:
    told = two_coders()
    told.say("ben", "coding_finished", "s1")
    state = coding_state(told.events)
    (open_,) = state.open_differences("s1")
    assert (open_.code, open_.applied_by, open_.not_by) == ("outcome.burglary", ("ann",), ("ben",))
    assert [one.code for one in state.final("s1")] == ["design.rct"]
    assert state.status("s1") == "to_agree"
    told.say("cat", "coding_agreed", "s1", code="outcome.burglary", decision="applied", note="see table 2")
    state = coding_state(told.events)
    assert state.status("s1") == "agreed"
    assert [one.code for one in state.final("s1")] == ["design.rct", "outcome.burglary"]
    rct = state.final("s1")[0]
    assert rct.actors == ("ann", "ben") and rct.quotes[0].page == "3" and rct.note == "stated in the title"


def test_a_difference_settled_against_leaves_no_code() -> None:
    told = two_coders()
    told.say("ben", "coding_finished", "s1")
    told.say("cat", "coding_agreed", "s1", code="outcome.burglary", decision="not_applied")
    assert [one.code for one in coding_state(told.events).final("s1")] == ["design.rct"]


def test_nothing_is_final_before_a_coder_has_finished() -> None:
    told = Story()
    told.say("ann", "coded", "s1", code="design.rct")
    state = coding_state(told.events)
    assert state.final("s1") == () and state.status("s1") == "in_progress"
    told.say("ann", "coding_finished", "s1")
    assert coding_state(told.events).status("s1") == "single"


def test_what_is_said_after_finishing_does_not_change_the_blind_coding() -> None:
    told = two_coders()
    told.say("ann", "uncoded", "s1", code="outcome.burglary")
    assert [one.code for one in coding_state(told.events).by("s1", "ann")] == [
        "design.rct",
        "outcome.burglary",
    ]


def test_codes_of_reports_come_together_in_their_study() -> None:
    told = Story()
    told.say("ann", "coded", "r1", code="design.rct")
    told.say("ann", "coded", "r2", code="outcome.burglary")
    told.say("ann", "study_formed", "r1", "r2", study="trial-a", name="The Peoria trial")
    told.say("ann", "coding_finished", "trial-a")
    state = coding_state(told.events)
    assert {one.code for one in state.final("trial-a")} == {"design.rct", "outcome.burglary"}
    assert state.studies.reports_of("trial-a") == ("r1", "r2")


def test_taking_a_code_off_removes_its_quotes_and_arms_are_apart() -> None:
    told = Story()
    told.say("ann", "coded", "s1", code="x", quote="first")
    told.say("ann", "coded", "s1", code="x", arm="two officers", quote="in the second arm")
    told.say("ann", "uncoded", "s1", code="x")
    (left,) = coding_state(told.events).by("s1", "ann")
    assert left.arm == "two officers" and left.quotes[0].text == "in the second arm"


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ann", "ben"]),
        st.sampled_from(["coded", "uncoded", "coding_finished", "coding_agreed"]),
        st.sampled_from(["s1", "s2"]),
        st.sampled_from(["a", "b", "c"]),
    ),
    max_size=30,
)


@given(ACTS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_arrive_does_not_matter(
    acts: list[tuple[str, str, str, str]], shuffle: random.Random
) -> None:
    events = [
        Told(f"e{n:02}", f"t{n // 3:02}", actor, kind, (study,), {"code": code, "decision": "applied"})
        for n, (actor, kind, study, code) in enumerate(acts)
    ]
    mixed = list(events)
    shuffle.shuffle(mixed)
    assert coding_state(mixed) == coding_state(events)


@given(ACTS)
def test_a_final_code_was_said_by_a_finisher_or_settled(acts: list[tuple[str, str, str, str]]) -> None:
    events = [
        Told(f"e{n:02}", f"t{n:02}", actor, kind, (study,), {"code": code, "decision": "applied"})
        for n, (actor, kind, study, code) in enumerate(acts)
    ]
    state = coding_state(events)
    for study in state.coded_studies():
        said = {one.code for name in state.finishers(study) for one in state.by(study, name)}
        settled = {code for code, _ in state.agreed.get(study, {})}
        assert {one.code for one in state.final(study)} <= said | settled
