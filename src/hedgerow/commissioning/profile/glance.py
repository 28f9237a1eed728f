"""The cover's few lines: what a board member should take away, each with its address and tag."""

from __future__ import annotations

from collections.abc import Sequence

from hedgerow.commissioning.facts import CountRow, CrimeFacts, Fact, ProfileFacts
from hedgerow.commissioning.profile.model import Para, Section, say
from hedgerow.commissioning.rates import yearly_rate

STREET = "police.uk street-level crime"


def lines(facts: ProfileFacts, sections: Sequence[Section]) -> tuple[Para, ...]:
    """Return the lines; what is not held is said to be a gap."""
    found = [*_crime(facts.crime), *_places(facts)]
    gaps = sum(len(section.gaps) for section in sections if 2 <= section.number <= 9)
    found.append(
        Para(
            say(
                "{gaps} things are not known; section {place} lists each with who usually holds it.",
                gaps=Fact(gaps, None, "this document", facts.today),
                place="11",
            ),
            "known",
        )
    )
    if not facts.plans:
        found.append(Para(say("No plan is held, so nothing here can be tied to a promise."), "gap"))
    if not facts.actions:
        found.append(Para(say("No action is on record for this area."), "gap"))
    return tuple(found)


def _crime(crime: CrimeFacts | None) -> list[Para]:
    if crime is None or not crime.known:
        return [Para(say("Recorded crime of the last twelve months is not known."), "gap")]
    rows = {row.key: row for row in crime.families}
    named = (
        ("all_crime", "All crime"),
        ("soc_related", "Crime of types that organised crime often shows in"),
    )
    return [
        line for key, title in named if key in rows and (line := _rate(rows[key], title, crime)) is not None
    ]


def _rate(row: CountRow, title: str, crime: CrimeFacts) -> Para | None:
    if row.now is None or not row.population or row.region_now is None or not row.region_population:
        return None
    months, last = len(crime.known), crime.months[-1]
    rate, low, high = yearly_rate(row.now, row.population, months)
    region = yearly_rate(row.region_now, row.region_population, months)[0]
    parts = [Fact(value, row.figure, STREET, last, decimals=1) for value in (rate, low, high, region)]
    return Para(
        say(
            "{title}: {n} recorded, a rate of {rate} ({low} to {high}) for each {base} residents in a year; "
            "the region’s is {region}.",
            title=title,
            n=Fact(row.now, row.figure, STREET, last),
            rate=parts[0],
            low=parts[1],
            high=parts[2],
            region=parts[3],
            base="1,000",
        ),
        "known",
        STREET,
    )


def _places(facts: ProfileFacts) -> list[Para]:
    places, found = facts.places, []
    model = "Hedgerow’s index and contrast models"
    if places.top_need is not None:
        text = "{n} of {all} LSOAs are in the region’s tenth with the most need."
        held = len(facts.area.lsoas)
        parts = {
            "n": Fact(places.top_need, None, model, facts.data_cut),
            "all": Fact(held, None, model, "2021"),
        }
        found.append(Para(say(text, **parts), "assessed", model))
    if places.contrast is not None and not places.told:
        words = "Whether any LSOA records far less or far more crime than its context gives is not known."
        found.append(Para(say(words), "gap"))
    elif places.contrast is not None:
        text = (
            "{low} LSOAs record far less crime than their context leads one to expect, and {high} far more."
        )
        low, high = (
            Fact(places.verdicts.get(verdict, 0), None, model, facts.data_cut)
            for verdict in ("zero_output", "super_output")
        )
        found.append(Para(say(text, low=low, high=high), "assessed", model))
    return found
