"""The whole, in words: counts by name, the critical ones named, never one number."""

from __future__ import annotations

from hedgerow.commissioning.transfer import STATES, Judgement, Place, factors_of, profile_of
from hedgerow.commissioning.transfer.profile import CARE, headline
from hedgerow.evidence.transfer import StatedFactor
from hedgerow.vocabulary import terms

PLACE = Place("E07000001", "Thorn", "lad", 20, in_region=True)
STATED = (
    StatedFactor("r", "consent", "condition", "They agreed.", "caveats", "x", critical=True),
    StatedFactor("r", "publicity", "moderator", "It was well known.", "finding", "x"),
    StatedFactor("r", "same_country", "setting", "Tried in: USA.", "place_scope", "USA"),
)


def said(state: str) -> Judgement:
    return Judgement("j", 1, state, "We asked.", "cannot_tell", "CSP lead", "2026-11-22T10:00:00Z")


def test_unknown_is_the_start_of_everything_and_no_failure() -> None:
    profile = profile_of(factors_of(STATED[:2], PLACE, {}), "Thorn")
    assert (profile.holds, profile.does_not_hold, profile.cannot_tell) == (0, 0, 2)
    assert profile.failing == () and profile.adapt == ()
    assert profile.headline == "Of 2 conditions, 2 are not known in Thorn."


def test_stated_and_read_are_told_apart() -> None:
    profile = profile_of(factors_of(STATED, PLACE, {"consent": said("holds")}), "Thorn")
    assert (profile.stated, profile.read) == (2, 1)
    assert profile.headline == (
        "Of 3 conditions, 1 is known to hold, 1 is known not to hold and 1 is not known in Thorn."
    )
    assert profile.sentences[0] == (
        "2 are stated in words, 1 read from where it was tried and what it measured."
    )
    alone = profile_of(factors_of(STATED[2:], PLACE, {}), "Thorn")
    assert alone.sentences[0] == (
        "The one read from where it was tried and what it measured is known not to hold in Thorn."
    )


def test_a_record_that_states_nothing_says_so() -> None:
    profile = profile_of(factors_of((), PLACE, {}), "Thorn")
    assert profile.headline == "The record states no condition of its effect, as far as it was read."
    assert any("silence, not a sign" in sentence for sentence in profile.sentences)
    assert profile.questions == sum(bool(one.data.get("core")) for one in terms("moderator").values())


def test_a_critical_condition_that_fails_is_named_with_what_to_adapt() -> None:
    profile = profile_of(factors_of(STATED, PLACE, {"consent": said("does_not_hold")}), "Thorn")
    assert profile.failing == ("Those who take part agree to it",)
    assert profile.adapt[0][0] == "consent"
    assert profile.sentences[1].startswith("Critical, and not so here: those who take part agree to it.")


def test_critical_unknowns_come_first_among_what_to_find_out() -> None:
    profile = profile_of(factors_of(STATED, PLACE, {}), "Thorn")
    keys = [key for key, _, _ in profile.find_out]
    assert keys[:3] == ["consent", "problem_here", "usual_services"]  # stated before asked of all
    assert keys.index("publicity") < keys.index("people")


def test_what_holds_promises_nothing() -> None:
    judged = {one.key: said("holds") for one in factors_of(STATED, PLACE, {})}
    profile = profile_of(factors_of(STATED, PLACE, judged), "Thorn")
    assert profile.sentences[1:] == (CARE,)
    assert profile.find_out == () == profile.adapt


def test_a_persons_word_stands_above_the_rules() -> None:
    country = next(
        f for f in factors_of(STATED, PLACE, {"same_country": said("partly")}) if f.key == "same_country"
    )
    assert (country.suggested.state, country.state) == ("does_not_hold", "partly")
    assert country.moved_on  # the rule suggested something else when the person judged


def test_every_state_has_words_of_its_own_in_the_headline() -> None:
    words = [headline(1, 0, {state: int(state == one) for state in STATES}, "Thorn") for one in STATES]
    assert len(set(words)) == len(STATES)


def test_factors_stand_in_the_order_of_the_domains_the_critical_first() -> None:
    factors = factors_of(STATED, PLACE, {})
    order = list(terms("transfer_domain"))
    places = [order.index(str(factor.term.parent)) for factor in factors]
    assert places == sorted(places)
    assert len({factor.key for factor in factors}) == len(factors)
