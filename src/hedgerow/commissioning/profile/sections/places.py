"""Section 4: places: where crime is high, where it changed, need, and what context does not explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hedgerow.commissioning.facts import Fact, PlaceFacts, PlaceRow
from hedgerow.commissioning.profile.drafts import places_draft, words_draft
from hedgerow.commissioning.profile.sections import harm
from hedgerow.commissioning.profile.writer import Writer
from hedgerow.disclosure import Draft, Edition

SMALL = 10
MODEL = "Hedgerow’s index and contrast models"
_RANKS = {"rank": "Rank", "rank_lower": "Rank, best", "rank_upper": "Rank, worst"}
_VERDICTS = {
    "zero_output": "far less than context leads one to expect, and passed the checks for recording faults",
    "super_output": "far more than context leads one to expect of its residents; visitors may explain it",
    "as_expected": "nothing firm says less than half or more than double of it",
    "cannot_tell": "too little was expected for an answer, or places like it differ as much",
    "artefact": "the figure may be an artefact of recording",
    "not_known": "the force’s data are missing",
}
_VERDICT_WORDS = {
    "zero_output": "zero output",
    "super_output": "super output",
    "as_expected": "as expected",
    "cannot_tell": "cannot tell",
    "artefact": "possible artefact",
    "not_known": "not known",
}


def write(pen: Writer) -> None:
    """List places with an interval on every rank; never a list of people, never a cause."""
    pen.para(
        "Places, not people: nothing here is a reason for a stop, a search or a decision about any person. "
        "A rank without its interval means little: areas whose intervals overlap may not differ.",
        tag="assessed",
    )
    places = pen.facts.places
    _hot(pen, places)
    _changed(pen, places)
    _index(pen, places)
    _contrast(pen, places)
    harm.write(pen)
    ranked = [
        row for row in (*places.hot, *(places.need or ()), *(places.strength or ())) if row.rank is not None
    ]
    bare = [row.code for row in ranked if row.rank_lower is None or row.rank_upper is None]
    pen.check(
        "an interval on every rank",
        not bare,
        f"none on {', '.join(bare[:5])}" if bare else "every rank has one",
    )


def _hot(pen: Writer, places: PlaceFacts) -> None:
    public = pen.edition is Edition.PUBLIC
    rows = [row for row in places.hot if not public or (row.now is not None and row.now >= SMALL)]
    pen.want("places with most recorded crime", bool(rows))
    if not rows:
        return
    pen.heading("Most recorded crime for its residents")
    labels = {
        "name": "LSOA",
        "code": "Code",
        "now": "Recorded",
        "value": "Rate for 1,000",
        "lower": "Low",
        "upper": "High",
        **_RANKS,
    }
    notes = (
        "Types that organised crime often shows in. A centre where many people work or go out "
        "has few residents, so "
        "its rate is high. A published point is not the place of the crime.",
    )
    pen.table(places_draft("hot_places", "Highest rates", rows, labels, source_class="open", notes=notes))


def _changed(pen: Writer, places: PlaceFacts) -> None:
    pen.want("places that changed", bool(places.tested_for_change))
    if not places.tested_for_change:
        return
    pen.heading("Changed since the year before")
    tested = Fact(places.tested_for_change, None, "police.uk street-level crime", pen.facts.data_cut)
    found = Fact(len(places.changed), None, "police.uk street-level crime", pen.facts.data_cut)
    pen.para(
        "Of {tested} LSOAs tested, {found} changed by more than chance explains (false "
        "discovery rate five in a hundred; how much crime varies from month to month is allowed for).",
        tag="assessed",
        tested=tested,
        found=found,
    )
    labels = {
        "name": "LSOA",
        "code": "Code",
        "before": "Before",
        "now": "Now",
        "value": "Change, %",
        "lower": "Low",
        "upper": "High",
        "q": "q-value",
    }
    pen.table(places_draft("changed_places", "Largest changes", places.changed, labels, source_class="open"))


def _index(pen: Writer, places: PlaceFacts) -> None:
    pen.want("need by LSOA", places.need is not None)
    if places.need is None:
        pen.gap(
            "Need of each LSOA",
            "the index is not built.",
            "Run the build with IMD and Census files.",
            "analyst",
        )
        return
    pen.heading("Need")
    if places.top_need is not None:
        pen.para(
            "{n} of its LSOAs are in the region’s tenth with the most need.",
            tag="assessed",
            source=MODEL,
            n=Fact(
                places.top_need,
                f"index_score/{_key(pen)},index=need,decile=1/lsoa21",
                MODEL,
                pen.facts.data_cut,
            ),
        )
    pen.table(_ranked("need_places", "Most need", places.need))


def _contrast(pen: Writer, places: PlaceFacts) -> None:
    pen.want("super and zero output", places.contrast is not None)
    if places.contrast is None:
        pen.gap(
            "Super and zero output",
            "the contrast is not built.",
            "Run the build with crime and context.",
            "analyst",
        )
        return
    pen.heading("Super output and zero output")
    pen.para(
        "Zero output is not a count of nought: it is far less recorded crime than context leads "
        "one to expect. It is "
        "a reason to visit and ask, never a cause, and never praise until silence has been ruled out.",
        tag="assessed",
        source=MODEL,
    )
    # Where nothing is known, a count of nought would be one of places that were looked at.
    shown_verdicts = set(_VERDICTS) if places.told else {"not_known"}
    rows = [
        (_VERDICT_WORDS[key], places.verdicts.get(key, 0) if key in shown_verdicts else None, _VERDICTS[key])
        for key in _VERDICTS
    ]
    columns = {"verdict": "Verdict", "areas": "LSOAs", "meaning": "What it means"}
    pen.table(words_draft("verdicts", "Verdicts, all crime", columns, rows))
    labels = {
        "name": "LSOA",
        "code": "Code",
        "now": "Recorded",
        "before": "Expected",
        "value": "Ratio",
        "lower": "Low",
        "upper": "High",
        "verdict": "Verdict",
        "silence": "Silence",
    }
    shown = [_worded(row) for row in places.contrast]
    notes = ("Ratio: shrunken ratio of recorded to expected crime, 90 % interval.",)
    pen.table(places_draft("contrast_places", "Areas to visit and ask", shown, labels, notes=notes))


def _ranked(name: str, title: str, rows: Sequence[PlaceRow]) -> Draft:
    labels = {
        "name": "LSOA",
        "code": "Code",
        "value": "Score, 0 to 100",
        "lower": "Low",
        "upper": "High",
        **_RANKS,
    }
    notes = ("Rank 1 is the most in the region; intervals are 90 % over reasonable choices of method.",)
    return places_draft(name, title, rows, labels, notes=notes)


def _worded(row: PlaceRow) -> PlaceRow:
    silence = {"possible": "possible", "none": "not contradicted", "not_testable": "not testable here"}
    return replace(
        row, verdict=_VERDICT_WORDS.get(row.verdict, row.verdict), silence=silence.get(row.silence, "")
    )


def _key(pen: Writer) -> str:
    return f"{pen.facts.area.column}={pen.facts.area.code}"
