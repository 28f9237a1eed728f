"""The written rules, case by case: what is not known is never suggested to fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hedgerow.commissioning.rates import poisson_interval
from hedgerow.commissioning.transfer import Place, Rate, Spread, compare
from hedgerow.commissioning.transfer.compare import RULES
from hedgerow.evidence.transfer import StatedFactor
from hedgerow.vocabulary import term, terms

PLACE = Place("E01000001", "Thorn 001A", "lsoa", 1, in_region=True, silence="none")


def stated(moderator: str, crime: str = "", quote: str = "x") -> StatedFactor:
    return StatedFactor("r", moderator, "condition", "It says so.", "finding", quote, crime=crime)


def rate(here: float, region: float = 10.0, *, expected: float = 400.0) -> Rate:
    """A rate here beside the region's; `expected` says how many crimes, so how sure."""
    crimes = expected * here / region
    lower, upper = poisson_interval(crimes)
    return Rate("burglary", crimes, here, region, expected, 12, lower, upper, "2025-01", "2025-12")


def problem(place: Place, crime: str = "burglary") -> str:
    return compare(term("moderator", "problem_here"), stated("problem_here", crime), place).state


def spread(strong: int, middle: int, weak: int, unknown: int = 0) -> Spread:
    return Spread(strong, middle, weak, unknown, "in the region’s top tenth for burglary")


def hot(found: Spread, *, crime: str = "burglary", silence: str = "none") -> str:
    place = replace(PLACE, silence=silence, spreads={f"most_crime:{crime}": found})
    return compare(term("moderator", "most_crime"), stated("most_crime", crime), place).state


def test_every_rule_of_the_vocabulary_is_written_and_every_written_rule_is_used() -> None:
    named = {str(one.data["test"]) for one in terms("moderator").values() if "test" in one.data}
    assert named == RULES
    assert all(one.data.get("rule") for one in terms("moderator").values() if "test" in one.data)


@pytest.mark.parametrize(
    ("here", "state"),
    [(20, "holds"), (7.5, "holds"), (7.4, "partly"), (2.5, "partly"), (2.4, "does_not_hold")],
)
def test_the_problem_is_here_by_its_rate_beside_the_regions(here: float, state: str) -> None:
    assert problem(replace(PLACE, rates={"burglary": rate(here)})) == state


def test_a_low_number_that_can_mean_silence_cannot_be_told() -> None:
    low = {"burglary": rate(1)}
    assert problem(replace(PLACE, rates=low, silence="possible")) == "cannot_tell"
    assert problem(replace(PLACE, rates=low, silence="not_testable")) == "cannot_tell"
    assert problem(replace(PLACE, rates=low, silence="none")) == "does_not_hold"


def test_a_low_number_of_crime_that_the_police_find_cannot_be_told() -> None:
    for here, state in ((1, "cannot_tell"), (5, "cannot_tell"), (8, "holds")):
        drugs = replace(rate(here), title="drugs")
        assert problem(replace(PLACE, rates={"drugs": drugs}), "drugs") == state


@pytest.mark.parametrize(
    ("here", "expected", "state"),
    [
        (0, 4.9, "cannot_tell"),  # the upper limit of none is 3.7
        (0, 5.0, "does_not_hold"),
        (10, 2.0, "cannot_tell"),  # two where two were to be expected could be a fourth of it
        (10, 8.0, "holds"),
        (5, 6.0, "cannot_tell"),
        (5, 60.0, "partly"),
    ],
)
def test_too_few_to_tell_from_chance_cannot_be_told(here: float, expected: float, state: str) -> None:
    assert problem(replace(PLACE, rates={"burglary": rate(here, expected=expected)})) == state


def test_months_that_are_missing_cannot_be_told() -> None:
    gap = Rate("burglary", None, None, None, None, 0, reason="The force’s data are missing.")
    found = compare(
        term("moderator", "problem_here"),
        stated("problem_here", "burglary"),
        replace(PLACE, rates={"burglary": gap}),
    )
    assert (found.state, found.why, found.value) == ("cannot_tell", "The force’s data are missing.", None)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (spread(1, 0, 0), "holds"),
        (spread(0, 1, 0), "partly"),
        (spread(0, 0, 1), "does_not_hold"),
        (spread(0, 0, 0, 1), "cannot_tell"),
        (spread(5, 3, 2), "holds"),
        (spread(1, 0, 9), "partly"),
        (spread(0, 5, 5), "does_not_hold"),
        (spread(0, 0, 4, 6), "cannot_tell"),
        (spread(3, 0, 1, 6), "cannot_tell"),
    ],
)
def test_small_places_with_most_crime(found: Spread, state: str) -> None:
    assert hot(found) == state


def test_silence_and_police_activity_cover_the_hot_places_too() -> None:
    assert hot(spread(0, 0, 1), silence="possible") == "cannot_tell"
    assert hot(spread(0, 0, 1), crime="drugs") == "cannot_tell"
    assert hot(spread(1, 0, 0), silence="possible") == "holds"


@pytest.mark.parametrize(
    ("scope", "state"),
    [
        ("Southend-on-Sea, England", "holds"),
        ("Los Angeles, USA; Kent, England", "holds"),
        ("Greater Manchester, West Midlands, London", "holds"),
        ("Glasgow, Scotland", "partly"),
        ("Cardiff, Wales (14 comparison cities)", "partly"),
        ("USA; UK; Brazil; South Korea", "partly"),
        ("Great Britain (railways)", "partly"),
        ("Argentina (4 cities)", "does_not_hold"),
        ("High Point, North Carolina, USA", "does_not_hold"),
        ("International", "cannot_tell"),
        ("Mostly USA", "cannot_tell"),
        ("8 cities", "cannot_tell"),
        ("USA; Australia and others", "cannot_tell"),
    ],
)
def test_the_country_by_the_words_of_the_record(scope: str, state: str) -> None:
    found = compare(term("moderator", "same_country"), stated("same_country", quote=scope), PLACE)
    assert found.state == state


def test_a_finding_from_wales_holds_in_wales() -> None:
    cardiff = replace(PLACE, code="W06000015")
    found = compare(
        term("moderator", "same_country"), stated("same_country", quote="Cardiff, Wales"), cardiff
    )
    assert found.state == "holds"


def test_what_is_not_stated_cannot_be_told() -> None:
    for one in terms("moderator").values():
        found = compare(one, None, replace(PLACE, promises=()))
        assert found.state == "cannot_tell", one.id


def test_a_condition_without_a_rule_waits_for_a_person() -> None:
    found = compare(term("moderator", "consent"), stated("consent"), PLACE)
    assert (found.state, found.why) == ("cannot_tell", "No data held can tell; a person must.")


def test_a_place_outside_the_region_is_not_known() -> None:
    away = replace(PLACE, in_region=False, rates={"burglary": rate(0)})
    assert problem(away) == "cannot_tell"


def test_what_is_on_record_here_is_told_and_what_is_not_may_be_a_gap() -> None:
    word = term("moderator", "deliverer")
    ran = replace(PLACE, initiatives=(("Night patrols", "running", "Police"),))
    planned = replace(PLACE, initiatives=(("Night patrols", "planned", ""),))
    assert compare(word, None, ran).state == "holds"
    assert compare(word, None, planned).state == "cannot_tell"
    assert compare(term("moderator", "partnership"), None, ran).state == "holds"
    assert compare(term("moderator", "partnership"), None, planned).state == "cannot_tell"
