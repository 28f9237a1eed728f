"""Section 2: the area and its people."""

from __future__ import annotations

from hedgerow.commissioning.facts import Fact
from hedgerow.commissioning.profile.drafts import indicators_draft
from hedgerow.commissioning.profile.writer import Writer

CENSUS = "Census 2021, Office for National Statistics"


def write(pen: Writer) -> None:
    """Describe the area: residents, deprivation, housing; and what is not known of those who come by day."""
    facts = pen.facts
    area = facts.area
    population = Fact(area.population, f"area/code={area.code}/population", CENSUS, "2021")
    lsoas = Fact(
        len(area.lsoas), f"area/code={area.code}/lsoa_count", "Office for National Statistics", "2021"
    )
    pen.want("residents", area.population is not None)
    pen.para(
        "{area} is a {kind} with {population} usual residents in {lsoas} LSOAs (small census "
        "areas). It lies in {force}.",
        tag="known",
        source=CENSUS,
        area=area.name,
        kind=area.kind_title,
        population=population,
        lsoas=lsoas,
        force=" and ".join(f"the police force area of {name}" for name in area.forces.values())
        or "no known force area",
    )
    if len(area.districts) > 1:
        pen.para("Its districts are {names}.", names=", ".join(area.districts.values()), tag="known")
    rows = [row for row in facts.indicators if row.index in {"need", "context", "none"}]
    pen.want("deprivation and housing", bool(rows))
    if rows:
        pen.table(indicators_draft("people", "The area beside the region", rows))
    else:
        pen.gap(
            "Deprivation and housing",
            "no indicator is built.",
            "Run the build with the Census and IMD files.",
            "Office for National Statistics; MHCLG",
        )
    dated = all(row.vintage for row in rows)
    pen.check(
        "a period for every figure", dated, "every indicator has one" if dated else "an indicator has none"
    )
    _absent(pen)


def _absent(pen: Writer) -> None:
    pen.want("workday and visitor population", False)
    pen.gap(
        "Workday and visitor population",
        "not loaded; a rate by residents overstates crime where many people work, shop or go out.",
        "Load the Census workday population; ask for footfall counts of the centre.",
        "Office for National Statistics; local authority",
    )
    pen.want("rail, road and ports", False)
    pen.gap(
        "Rail, road and ports",
        "not loaded.",
        "Load stations, coach stops, motorway junctions and ports of the area from open registers.",
        "Department for Transport; local authority",
    )
