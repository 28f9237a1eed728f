"""One area of any kind: recorded crime, need and strength apart, super and zero output, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.commissioning.tables.shock_practice import practice_in_shock
from hedgerow.places.shocks import COVID
from hedgerow.places.tables.contrast_views import ContrastView, contrast_view
from hedgerow.places.tables.index_views import IndexView, index_view
from hedgerow.places.tables.views import (
    AreaCrime,
    AreaHeader,
    area_children,
    area_crime,
    area_header,
    indicators_view,
)
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.web.blocks import (
    Block,
    Fact,
    FactsBlock,
    Link,
    LinksBlock,
    SourcesBlock,
    TableBlock,
    TextBlock,
    fact,
)
from hedgerow.web.charts.lines import month_name
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages import area_charts as charts
from hedgerow.web.pages.area_blocks import demand_section, not_built, signals_section
from hedgerow.web.pages.area_words import gathered, standing_out
from hedgerow.web.pages.harm_switch import area_section, chosen
from hedgerow.web.pages.places import PLACES
from hedgerow.web.pages.shocks import area_shock, shock_section
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
CHILDREN = ("name", "house_name", "population", "crimes", "rate", "rate_lower", "rate_upper")
INDICATORS = ("title", "value", "unit", "middle", "below", "index", "vintage")
CONTRAST = ("family", "observed", "expected", "ratio", "ratio_lower", "ratio_upper", "verdict")
STANDING_OUT = ("name", "house_name", "family", "ratio", "ratio_lower", "ratio_upper", "verdict")
MANY = 15
WEIGHED = "cchi"
WEIGHED_BY = "Weighed by harm"
TWINS = ("name", "house_name", "district", "family", "observed", "expected", "ratio")


@router.get("/places/{code}")
def area(request: Request, code: str) -> Response:
    """Show one area."""
    lake = needs(site(request).lake(), "area", "area_lookup")
    scheme, _ = chosen(request, lake, usual=WEIGHED)
    return respond(request, page_of(lake, code, scheme, database=site(request).database))


def page_of(lake: Lake, code: str, scheme: str = WEIGHED, *, database: Database | None = None) -> Page:
    """Return the page of an area, its crime weighed by one scheme; practice on record needs the database."""
    header, crime = area_header(lake, code), area_crime(lake, code)
    if not header.in_region:
        return outside(lake, header)
    index, contrast = index_view(lake, header.code), contrast_view(lake, header.code)
    sections = [Section((FactsBlock(_facts(header, crime, index)),))]
    sections += _map(lake, header)
    sections += _index(index)
    sections += _crime(crime)
    sections += area_section(lake, header.code, scheme) or [not_built("harm_score", WEIGHED_BY, "harm")]
    sections += _contrast(contrast)
    sections.append(signals_section(lake, header))
    sections += _shock(lake, header, database)
    sections.append(demand_section(lake, header))
    sections += _around(lake, header)
    sections.append(Section((_works(header),), heading="What to do with this", id="next"))
    sections.append(_care(crime, index))
    sections.insert(1, _contents(sections))
    return Page(
        header.title,
        f"What is known about {header.title}?",
        header.summary,
        tuple(sections),
        (PLACES, *(Crumb(parent.name, f"/places/{parent.code}") for parent in header.parents)),
        area="places",
        eyebrow=header.kind_title[:1].upper() + header.kind_title[1:],
        kept=True,
        authored=database is not None,
    )


def outside(lake: Lake, header: AreaHeader) -> Page:
    """Return the page of an area that this workspace knows by name but does not count."""
    said = TextBlock(
        (
            "This workspace counts one region. Crime, need and strength are not worked out beyond it; that "
            "they are not shown says nothing about the place.",
        ),
        tone="empty",
        heading="It lies outside the region",
        links=(Link("Find a place in the region", "/places"), Link("See the region’s map", "/map")),
    )
    residents = next(
        i for i, row in enumerate(header.facts.records()) if str(row["fact"]).startswith("Resid")
    )
    facts = FactsBlock((fact(header.facts, residents, "value", "Residents", "Census 2021"),))
    sections = (Section((facts, said)), *_around(lake, header, counted=False))
    crumbs = (PLACES, *(Crumb(parent.name, f"/places/{parent.code}") for parent in header.parents))
    kind = header.kind_title[:1].upper() + header.kind_title[1:]
    question = f"What is known about {header.title}?"
    return Page(header.title, question, header.summary, sections, crumbs, "places", kind, kept=True)


def _contents(sections: list[Section]) -> Section:
    """Return the way to each part of the page, for it is a long one."""
    links = tuple(Link(part.heading, f"#{part.id}") for part in sections if part.heading and part.id)
    return Section((LinksBlock(links, "contents"),))


def _facts(header: AreaHeader, crime: AreaCrime, index: IndexView) -> tuple[Fact, ...]:
    rows = list(header.facts.records())
    residents = next(i for i, row in enumerate(rows) if str(row["fact"]).startswith("Residents"))
    found = [fact(header.facts, residents, "value", "Residents", "Census 2021")]
    families = [row["family"] for row in crime.by_family.records()]
    if "all_crime" in families:
        at = families.index("all_crime")
        span = f"{month_name(crime.first or '')} to {month_name(crime.last or '')}"
        found.append(fact(crime.by_family, at, "n", "Recorded crimes", span))
        found.append(fact(crime.by_family, at, "rate", "Per 1,000 residents a year", _beside(crime, at)))
    if header.kind == "lsoa":
        for number, row in enumerate(index.scores.records()):
            title = f"{str(row['index']).capitalize()}, rank in the region"
            between = _among(row)
            found.append(fact(index.scores, number, "rank", title, between))
    else:
        for number, row in enumerate(index.summary.records()):
            title = f"LSOAs in the region’s tenth with most {row['index']}"
            found.append(fact(index.summary, number, "top", title, f"of {row['scored']} with a score"))
    return tuple(found)


def _among(row: Mapping[str, object]) -> str:
    """Say how far a rank moves when the index is made in other reasonable ways."""
    if row["rank_lower"] is None or row["rank_upper"] is None:
        return "1 is the most"
    low, high = int(str(row["rank_lower"])), int(str(row["rank_upper"]))
    return f"1 is the most; between {low:,} and {high:,} by other reasonable methods"


def _beside(crime: AreaCrime, row: int) -> str:
    record = list(crime.by_family.records())[row]
    if record["region_rate"] is None or record["beside"] is None:
        return ""
    return f"region {float(str(record['region_rate'])):,.1f}: {record['beside']}"


def _map(lake: Lake, header: AreaHeader) -> list[Section]:
    drawn = charts.outline(lake, header)
    return [Section((drawn,), heading="Where it is", id="map")] if drawn else []


def _crime(crime: AreaCrime) -> list[Section]:
    if crime.first is None:
        empty = TextBlock((crime.summary,), tone="empty", heading="Recorded crime is not known here")
        return [Section((empty,), heading="Recorded crime", id="crime")]
    if not any(row["n"] is not None for row in (*crime.by_type.records(), *crime.by_month.records())):
        unknown = TextBlock(
            (crime.summary, "The reason is at the foot of this page and in the gap register."),
            tone="care",
            heading="Recorded crime is not known here",
            links=(Link("The gap register", "/data/gaps"),),
        )
        return [Section((unknown,), heading="Recorded crime", id="crime")]
    blocks = (charts.by_type(crime), charts.by_month(crime), SourcesBlock((crime.by_type, crime.by_month)))
    return [Section(blocks, heading="Recorded crime", id="crime", intro=crime.summary)]


def _index(view: IndexView) -> list[Section]:
    said = TextBlock(view.sentences)
    blocks: list[Block] = [said]
    if view.built and view.kind == "lsoa":
        blocks += [
            charts.scores(view),
            TableBlock(view.parts, folded=True, opener="View what each indicator adds"),
        ]
    elif view.built:
        links = {(i, "name"): f"/places/{row['lsoa21']}" for i, row in enumerate(view.scores.records())}
        blocks += [TableBlock(view.summary), TableBlock(view.scores, links, SCORES, stop=10, caption=TEN)]
    blocks.append(SourcesBlock((view.scores,)))
    methods = TextBlock((), links=(Link("How need and strength are made", "/methods/need"),))
    return [Section((*blocks, methods), heading="Need and strength, apart", id="need")]


SCORES = (
    "name",
    "house_name",
    "index",
    "score",
    "score_lower",
    "score_upper",
    "rank",
    "rank_lower",
    "rank_upper",
)
TEN = "The ten with the most need"
READING = (
    "For each kind of crime: how many LSOAs surely record less than half (zero output) or more than double "
    "(super output) of what places in the same context do, and how many cannot be told apart from chance."
)
NUMBERS = "View the numbers behind this"


def _contrast(view: ContrastView) -> list[Section]:
    blocks: list[Block] = []
    if not view.built:
        blocks.append(TextBlock(view.sentences, tone="empty"))
    elif view.kind == "lsoa":
        blocks.append(TextBlock(gathered(view.sentences), tone="verdict", heading="Recorded beside expected"))
        blocks.append(TableBlock(view.places, columns=CONTRAST, folded=True, opener=NUMBERS))
        if len(view.twins):
            links = {(i, "name"): f"/places/{row['twin']}" for i, row in enumerate(view.twins.records())}
            blocks.append(
                TableBlock(view.twins, links, TWINS, folded=True, opener="View the places most like it")
            )
    else:
        blocks += [TextBlock((READING,)), TableBlock(view.counts)]
        links = {(i, "name"): f"/places/{row['lsoa21']}" for i, row in enumerate(view.places.records())}
        blocks.append(
            TableBlock(
                view.places, links, STANDING_OUT, stop=8, caption="LSOAs that stand out, the firm ones first"
            )
        )
    blocks.append(SourcesBlock((view.places,)))
    ways = [Link("How the contrast is made", "/methods/contrast")]
    if view.built and view.kind == "lsoa":
        ways.insert(0, Link("Its dossier, with a site-visit protocol", f"/places/{view.code}/dossier"))
    elif view.built:
        ways.insert(0, Link("Low places in deprived areas", "/shortlist"))
    blocks.append(TextBlock((), links=tuple(ways)))
    return [
        Section(
            tuple(blocks), heading="More or less crime than its context leads one to expect?", id="contrast"
        )
    ]


def _shock(lake: Lake, header: AreaHeader, database: Database | None) -> list[Section]:
    """Return shock and recovery, with the practice that is on record beside it."""
    if not lake.has("shock"):
        return [not_built("shock", "Shock and recovery", "shock")]
    if database is None or header.kind not in {"lsoa", "msoa", "lad", "pfa"}:
        return []
    return shock_section(area_shock(lake, header.code), practice_in_shock(lake, database, COVID, header.code))


def _around(lake: Lake, header: AreaHeader, *, counted: bool = True) -> list[Section]:
    found: list[Section] = []
    indicators = indicators_view(lake, header.code).indicators
    if len(indicators):
        said = TextBlock(standing_out(indicators, small=header.kind == "lsoa"))
        table = TableBlock(indicators, columns=INDICATORS, folded=True, opener=f"View all {len(indicators)}")
        blocks: tuple[Block, ...] = (said, table, SourcesBlock((indicators,)))
        found.append(Section(blocks, heading="Indicators", id="indicators"))
    children = area_children(lake, header.code)
    if len(children):
        links = {(i, "name"): f"/places/{row['code']}" for i, row in enumerate(children.records())}
        many = len(children) > MANY
        columns = CHILDREN if counted else CHILDREN[:3]
        listed = TableBlock(children, links, columns, folded=many, opener=f"View all {len(children)} areas")
        blocks = (listed, SourcesBlock((children,)))
        found.append(Section(blocks, heading="Areas within it", id="within"))
    if header.neighbours:
        links_on = LinksBlock(tuple(Link(n.name, f"/places/{n.code}") for n in header.neighbours))
        found.append(Section((links_on,), heading="Its neighbours", id="neighbours"))
    return found


def _works(header: AreaHeader) -> LinksBlock:
    links = [
        Link(
            "Evidence that changed crime",
            "/evidence?outcome_group=crime&tier=A",
            "What was studied, and how surely.",
        ),
        Link(
            "Evidence on community strength",
            "/evidence?outcome_group=resilience",
            "Trust, ties and joining in.",
        ),
        Link("See it on the map", f"/map?area={header.code}", "Beside the rest of the region."),
        Link(
            "Would a finding hold here?",
            f"/evidence/transfer?area={header.code}",
            "Choose a publication; its conditions are held against this place.",
        ),
    ]
    if header.kind in {"lad", "csp", "bcu", "pfa", "region"}:
        links.insert(
            0, Link("Write its local profile", f"/profile?area={header.code}", "Cover and thirteen sections.")
        )
    return LinksBlock(tuple(links), "cards")


def _care(crime: AreaCrime, index: IndexView) -> Section:
    said = TextBlock(
        (
            "Recorded crime shows what was reported and recorded. A low number can mean safety, or silence.",
            index.people,
        ),
        tone="care",
    )
    blocks: tuple[Block, ...] = (said,)
    if len(crime.gaps):
        blocks = (said, TableBlock(crime.gaps, narrow=True))
    return Section(blocks, heading="Read with care", id="care")
