"""What may be said of a place, in plain English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

TITLES = {
    "zero_output": "Zero output",
    "super_output": "Super output",
    "as_expected": "As expected",
    "cannot_tell": "Cannot tell",
    "artefact": "Possible artefact of recording",
    "not_known": "Not known",
}
RESIDENTS = (
    "Expected crime is counted for residents: where shops, night life, a station or a hospital bring people "
    "in, that alone can explain it."
)


@dataclass(frozen=True)
class Place:
    """What the chain found of one place."""

    verdict: str
    own: str
    artefact: str | None
    silence: str
    resolvable: bool
    months: int
    persistent: bool | None
    apart: str | None = None


def title_of(verdict: str) -> str:
    """Return a verdict as a heading."""
    return TITLES[verdict]


def finding(place: Place) -> str:
    """Return what may be said, in one or two sentences."""
    return _said(place) + _silence(place) + (f" {_sentence(place.apart)}" if place.apart else "")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _said(place: Place) -> str:
    if place.verdict == "not_known":
        return (
            "not known, because the force’s figures are missing for these months."
            if place.months == 0
            else "not known, because its context or too many months are missing."
        )
    if place.verdict == "artefact":
        return f"the figure may be an artefact of recording: {place.artefact}."
    if place.verdict == "cannot_tell":
        return _cannot(place)
    return {
        "zero_output": "far less is recorded than its context leads one to expect, and that is unusual "
        "among places like it. A place to learn from; visit before concluding.",
        "super_output": "far more is recorded than its context leads one to expect, and that is unusual "
        "among places like it. " + RESIDENTS,
        "as_expected": "nothing firm says that less than half, or more than double, of what its context "
        "gives is recorded.",
    }[place.verdict]


def _cannot(place: Place) -> str:
    if place.silence == "possible":
        return "little is recorded, but another source says otherwise."
    if place.own in ("low", "high"):
        amount = "less than half" if place.own == "low" else "more than double"
        said = (
            f"{amount} of what its context gives is recorded, and that is firm; but places like it differ so "
            "much that this alone does not set it apart. A lead to look into, not a finding."
        )
        return f"{said} {RESIDENTS}" if place.own == "high" else said
    return "cannot tell: too little was expected here for any count to show a difference."


def _silence(place: Place) -> str:
    if place.own != "low" or place.verdict in ("artefact", "not_known"):
        return ""
    if place.silence == "possible":
        return " Possible suppressed reporting: off the list of places to learn from."
    return " Silence is not testable here." if place.silence == "not_testable" else ""


def silence_words(place: Place) -> str:
    """Return what the silence gate says."""
    return {
        "possible": "possible: another source contradicts low crime",
        "none": "tested, not contradicted",
        "not_testable": "not testable here",
    }[place.silence]


def twin_sentence(place: Mapping[str, object], twins: Sequence[Mapping[str, object]]) -> str:
    """Return, for example: 12 recorded here, 41 in 20 twins (24–63), scaled to its residents and months."""
    here = _number(place["population"]) * _number(place["months"])
    scaled = [
        _number(twin["observed"]) / (_number(twin["population"]) * _number(twin["months"])) * here
        for twin in twins
        if _number(twin["population"]) and _number(twin["months"])
    ]
    low, middle, high = np.quantile(scaled, [0.05, 0.5, 0.95]) if scaled else (np.nan,) * 3
    return (
        f"{_number(place['observed']):.0f} recorded here, {middle:.0f} in {len(twins)} twins "
        f"({low:.0f}–{high:.0f}), for the same residents and months."
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
