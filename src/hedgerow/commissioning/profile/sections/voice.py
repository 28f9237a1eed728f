"""Section 6: community voice and resilience."""

from __future__ import annotations

from hedgerow.commissioning.profile.drafts import indicators_draft, places_draft
from hedgerow.commissioning.profile.sections.places import MODEL
from hedgerow.commissioning.profile.writer import Writer, guide


def write(pen: Writer) -> None:
    """Show strength, never merged with need, and what nobody has asked the community."""
    rows = [row for row in pen.facts.indicators if row.index == "strength"]
    pen.want("indicators of strength", bool(rows))
    if rows:
        pen.para(
            "Strength and need are two scores and are never merged. The indicators below stand "
            "in for what makes a "
            "community able to resist and recover; none of them is a measure of willingness to act.",
            tag="assessed",
            source=MODEL,
        )
        pen.table(indicators_draft("strengths", "Indicators of strength", rows))
    else:
        pen.gap(
            "Indicators of strength",
            "none is built.",
            "Run the build with the Community Needs Index.",
            "owner of the index",
        )
    strength = pen.facts.places.strength
    if strength:
        labels = {
            "name": "LSOA",
            "code": "Code",
            "value": "Score, 0 to 100",
            "lower": "Low",
            "upper": "High",
            "rank": "Rank",
            "rank_lower": "Rank, best",
            "rank_upper": "Rank, worst",
        }
        notes = ("Rank 1 is the most strength in the region. Lowest of this area first. 90 % intervals.",)
        pen.table(places_draft("strength_places", "Least strength", strength, labels, notes=notes))
    for entry in guide()["voice"]:
        pen.want(entry["title"].lower(), False)
        pen.gap(entry["title"], "nothing is held.", entry["close"], entry["holds"])
    pen.check("number asked and margin with every survey figure", True, "no survey figure is printed")
