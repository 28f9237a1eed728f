"""The written rules that suggest whether a stated condition holds in a place.

Each rule is named in the vocabulary `moderator`, which holds it in words; a test keeps the two together. A
rule suggests; a person judges. What is not known is never suggested to fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hedgerow.commissioning.transfer.country import same_country
from hedgerow.commissioning.transfer.factor import Comparison
from hedgerow.commissioning.transfer.place import Place, Rate, Spread
from hedgerow.evidence.transfer import StatedFactor
from hedgerow.vocabulary import Term, terms

# At least so much of the region's rate, to hold and to hold in part.
HOLDS, PARTLY = 0.75, 0.25
OUTSIDE = "It lies outside this workspace’s region, so nothing is worked out for it."
NOT_STATED = "The record does not state it, as far as it was read."
NO_RULE = "No data held can tell; a person must."
SILENT = "Low numbers here can mean silence: another source contradicts them."
UNTESTED = "Whether low numbers mean silence cannot be tested here."
ACTIVITY = "Such crime is mostly found by the police, so low numbers can mean little police activity."


def compare(term: Term, stated: StatedFactor | None, place: Place) -> Comparison:
    """Return what the rule of a condition suggests for a place."""
    test = str(term.data.get("test", ""))
    if test in PLACE_ALONE:
        return PLACE_ALONE[test](place)
    if stated is None:
        return Comparison("cannot_tell", NOT_STATED)
    if test == "same_country":
        return same_country(stated.quote, place)
    if not test:
        return Comparison("cannot_tell", NO_RULE)
    if not place.in_region:
        return Comparison("cannot_tell", OUTSIDE)
    if test == "problem_recorded":
        return _problem(place, stated.crime)
    return _spread(place, test, stated.crime)


def _problem(place: Place, crime: str) -> Comparison:
    rate = place.rates.get(crime)
    if rate is None or rate.crimes is None or not rate.expected:
        why = (rate.reason if rate else "") or "Recorded crime of this kind is not known here."
        return Comparison("cannot_tell", why)
    shown = (_rate_words(rate), rate.crimes, f"{rate.title}, recorded", rate.figure)
    state = _beside_region(
        rate.crimes / rate.expected, rate.lower / rate.expected, rate.upper / rate.expected
    )
    why = f"{_SHARES[state]} the region’s rate of {rate.title}."
    if state == "cannot_tell":
        why = "Too few are recorded to tell it from chance."
    elif doubt := _doubt_of(state, place, crime):
        state, why = "cannot_tell", f"Recorded less than in the region. {doubt}"
    return Comparison(state, why, *shown)


def _doubt_of(state: str, place: Place, crime: str) -> str:
    """Return why a share below the region's may not mean less of the problem; empty where nothing says so."""
    if state == "holds":
        return ""
    untested = place.silence == "not_testable" and state == "does_not_hold"
    return _doubt(place, crime) or (UNTESTED if untested else "")


_SHARES = MappingProxyType(
    {
        "holds": "At least three quarters of",
        "partly": "Between a quarter and three quarters of",
        "does_not_hold": "Less than a quarter of",
        "cannot_tell": "",
    }
)


def _beside_region(share: float, lower: float, upper: float) -> str:
    """Return the state of a share of the region's rate, with its limits.

    A share that could as well be one of another state, two steps away, cannot be told from chance.
    """
    if share >= HOLDS:
        return "holds" if lower >= PARTLY else "cannot_tell"
    if share >= PARTLY:
        return "cannot_tell" if lower < PARTLY and upper >= HOLDS else "partly"
    return "does_not_hold" if upper < HOLDS else "cannot_tell"


def _rate_words(rate: Rate) -> str:
    """Say what is recorded, with its limits, over which months, beside the region."""
    assert rate.rate is not None and rate.region is not None and rate.crimes is not None
    months = f"{rate.months:.0f}" if float(rate.months).is_integer() else f"{rate.months:.1f}"
    scale = rate.region / rate.expected if rate.expected else 0.0
    limits = f"{rate.lower * scale:,.1f} to {rate.upper * scale:,.1f}"
    return (
        f"{rate.rate:,.1f} recorded for each 1,000 residents a year (95 % limits {limits}; {rate.title}, "
        f"{rate.first} to {rate.last}, {months} months known); the region {rate.region:,.1f}."
    )


def _doubt(place: Place, crime: str) -> str:
    """Return why a low number may not mean little crime; empty where nothing speaks for that."""
    if place.silence == "possible":
        return SILENT
    found = terms("crime_family")["drugs_weapons"].data["types"]
    types = terms("crime_family")[crime].data["types"] if crime in terms("crime_family") else (crime,)
    return ACTIVITY if set(types) <= set(found) else ""  # type: ignore[arg-type]


def _spread(place: Place, test: str, crime: str) -> Comparison:
    spread = place.spreads.get(f"{test}:{crime}" if crime else test)
    if spread is None or spread.known * 2 < spread.total or not spread.known:
        why = (spread.reason if spread else "") or "It is not known for most of its LSOAs."
        return Comparison("cannot_tell", why)
    state = _of_one(spread) if spread.total == 1 else _of_many(spread)
    why = _spread_why(spread, state)
    doubt = _doubt(place, crime) if crime and state == "does_not_hold" else ""
    if doubt:
        state, why = "cannot_tell", f"{why} {doubt}"
    return Comparison(state, why, _spread_words(spread), spread.value, spread.unit, spread.figure)


def _of_one(spread: Spread) -> str:
    return "holds" if spread.strong else "partly" if spread.middle else "does_not_hold"


def _of_many(spread: Spread) -> str:
    if spread.strong * 2 >= spread.known:
        return "holds"
    return "partly" if spread.strong else "does_not_hold"


def _spread_words(spread: Spread) -> str:
    if spread.total == 1:
        stands = "It is" if spread.strong else "It is not"
        return f"{stands} {spread.what}."
    unknown = f" Of {spread.unknown} it is not known." if spread.unknown else ""
    are = "is" if spread.strong == 1 else "are"
    return f"{spread.strong:,} of its {spread.known:,} LSOAs {are} {spread.what}.{unknown}"


def _spread_why(spread: Spread, state: str) -> str:
    if spread.total == 1:
        words = {
            "holds": "As stated.",
            "partly": "Near it, not quite.",
            "does_not_hold": "It is far from it.",
        }
        return words[state]
    words = {
        "holds": "At least half of its LSOAs are.",
        "partly": "Some of its LSOAs are: it could be aimed at those.",
        "does_not_hold": "None of its LSOAs is.",
    }
    return words[state]


def _already_here(place: Place) -> Comparison:
    running = [
        f"{name} ({status})" for name, status, _ in place.initiatives if status in {"running", "completed"}
    ]
    if running:
        return Comparison("holds", "It is, or was, delivered here.", f"On record: {'; '.join(running)}.")
    here = "No initiative on record here uses the same intervention."
    return Comparison("cannot_tell", "That can be a gap in the record.", here)


def _used_by_partners(place: Place) -> Comparison:
    named = [f"{name}: {partners}" for name, _, partners in place.initiatives if partners]
    if named:
        return Comparison("holds", "Partners are named in what is on record here.", f"{'; '.join(named)}.")
    here = "No initiative on record here names partners for the same intervention."
    return Comparison("cannot_tell", "That can be a gap in the record.", here)


def _promised(place: Place) -> Comparison:
    if place.promises is None:
        return Comparison("cannot_tell", "No plan is on file.")
    if place.promises:
        return Comparison("holds", "A plan on file names it.", f"Named in: {'; '.join(place.promises)}.")
    return Comparison(
        "cannot_tell", "Not every plan is on file.", "No plan on file names the same intervention."
    )


PLACE_ALONE: Mapping[str, Callable[[Place], Comparison]] = MappingProxyType(
    {"already_here": _already_here, "used_by_partners": _used_by_partners, "promised_here": _promised}
)
RULES = frozenset(
    {*PLACE_ALONE, "same_country", "problem_recorded", "most_crime", "deprived", "urban", "most_private_rent"}
)
