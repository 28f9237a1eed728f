"""Agreement code by code: only what two people coded blind counts."""

from __future__ import annotations

import pytest

from coding_story import Story
from hedgerow.evidence.coding import coding_state
from hedgerow.evidence.coding.agreement import code_agreement, double_coded, overall_agreement


def told() -> Story:
    """Ten studies: both apply `x` to six, one alone to two; `y` is applied by both to all."""
    story = Story()
    for number in range(10):
        study = f"s{number}"
        story.say("ann", "coded", study, code="y")
        story.say("ben", "coded", study, code="y")
        if number < 6:
            story.say("ann", "coded", study, code="x")
            story.say("ben", "coded", study, code="x")
        elif number < 8:
            story.say("ann", "coded", study, code="x")
        story.say("ann", "coding_finished", study)
        story.say("ben", "coding_finished", study)
    story.say("ann", "coded", "alone", code="x")
    story.say("ann", "coding_finished", "alone")
    return story


def test_agreement_on_each_code_is_that_of_the_table_by_hand() -> None:
    state = coding_state(told().events)
    assert len(double_coded(state)) == 10
    worst, best = code_agreement(state)
    assert (worst.code, worst.studies, worst.applied) == ("x", 10, 8)
    assert worst.measured.observed == pytest.approx(0.8)
    # po .8, pe = .8 x .6 + .2 x .4 = .56
    assert worst.measured.kappa == pytest.approx((0.8 - 0.56) / 0.44)
    # AC1: pi = .7, pe = 2 x .7 x .3 = .42
    assert worst.measured.ac1 == pytest.approx((0.8 - 0.42) / 0.58)
    assert best.measured.observed == 1 and best.measured.kappa is None


def test_all_codes_together_count_each_code_of_each_study_once() -> None:
    whole = overall_agreement(coding_state(told().events))
    assert whole.applied == 18
    assert whole.measured.observed == pytest.approx(16 / 18)


def test_without_a_study_coded_twice_nothing_is_known() -> None:
    whole = overall_agreement(coding_state([]))
    assert whole.measured.observed is None and whole.measured.kappa is None
