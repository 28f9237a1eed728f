"""The artefact gate on facts that are written out, and the words that follow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hedgerow.places.contrast import GateFacts, artefact_reasons
from hedgerow.places.contrast.artefact import district_cluster
from hedgerow.places.contrast.specification import is_signal, shaped, variables
from hedgerow.places.contrast.words import Place, finding, twin_sentence
from hedgerow.places.indicators import definitions

QUIET = GateFacts(*(np.array([value]) for value in (300.0, 320.0, 1500.0, 1.0, 0.02, 0.1, 0.0, 0.0)))


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("records", 0.0, "nothing at all recorded"),
        ("records", 17.0, "almost nothing recorded"),
        ("residents", 120.0, "too few residents"),
        ("months_share", 0.5, "months of the force are missing"),
        ("unplaced", 0.4, "has no place"),
        ("top_point", 0.8, "one point"),
        ("station_point", 0.4, "police station"),
        ("old_codes", 0.4, "split or redrawn"),
    ],
)
def test_each_reason_closes_the_gate(fact: str, value: float, words: str) -> None:
    assert artefact_reasons(QUIET) == (None,)
    reasons = artefact_reasons(replace(QUIET, **{fact: np.array([value])}))
    assert words in str(reasons[0])


def test_what_could_not_be_looked_at_closes_nothing() -> None:
    unknown = replace(QUIET, unplaced=np.array([np.nan]), top_point=np.array([np.nan]))
    assert artefact_reasons(unknown) == (None,)


def test_a_zero_where_little_was_expected_is_no_artefact() -> None:
    facts = replace(QUIET, records=np.array([0.0]), district_expected=np.array([3.0]))
    assert artefact_reasons(facts) == (None,)


def test_low_places_in_one_district_are_one_effect() -> None:
    district = np.repeat(["a", "b", "c", "d"], 25)
    low = np.zeros(100, dtype=bool)
    low[[1, 2, 3, 4, 30]] = True
    assert np.flatnonzero(district_cluster(low, district)).tolist() == [1, 2, 3, 4]
    spread = np.zeros(100, dtype=bool)
    spread[[1, 30, 60, 80]] = True
    assert not district_cluster(spread, district).any()


def test_context_holds_no_strength_and_every_name_is_known_or_awaited() -> None:
    known = definitions()
    for variable in variables():
        assert variable.name in known or variable.name == "workday_ratio"
        assert variable.name not in known or known[variable.name].index != "strength"
        assert "crime" not in variable.name


def test_signals_are_known_by_their_names() -> None:
    assert is_signal("ambulance_assault_callouts")
    assert is_signal("Deliberate fires 2024")
    assert not is_signal("library visits")


def test_a_curve_is_the_value_and_its_square() -> None:
    curve = next(variable for variable in variables() if variable.shape == "curve")
    (_, first), (name, second) = shaped(np.array([1.0, 2.0, 3.0]), curve)
    assert first.tolist() == [1, 2, 3]
    assert second == pytest.approx([1.5, 0, 1.5])
    assert name.endswith("(curve)")


PLACE = Place("cannot_tell", "low", None, "not_testable", True, 33, True)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (PLACE, "that is firm; but places like it differ"),
        (PLACE, "Silence is not testable here"),
        (replace(PLACE, own="cannot_tell"), "too little was expected"),
        (replace(PLACE, verdict="zero_output"), "visit before concluding"),
        (replace(PLACE, verdict="super_output", own="high"), "bring people in, that alone can explain it"),
        (replace(PLACE, own="high"), "bring people in, that alone can explain it"),
        (replace(PLACE, verdict="as_expected", own="neither"), "nothing firm says"),
        (replace(PLACE, silence="possible"), "Possible suppressed reporting"),
        (replace(PLACE, verdict="artefact", artefact="one point"), "artefact of recording: one point"),
        (replace(PLACE, verdict="not_known", own="not_known", months=0), "figures are missing"),
    ],
)
def test_findings_in_plain_words(place: Place, words: str) -> None:
    assert words in finding(place)


def test_the_grey_answer_is_never_called_low() -> None:
    assert "low" not in finding(replace(PLACE, own="cannot_tell")).lower().replace("allow", "")


def test_twins_in_words_are_scaled_to_the_place() -> None:
    place = {"observed": 12.0, "population": 1000, "months": 12}
    twins = [{"observed": 2.0 * n, "population": 2000, "months": 12} for n in (24, 41, 63)]
    assert twin_sentence(place, twins).startswith("12 recorded here, 41 in 3 twins (26–61)")
