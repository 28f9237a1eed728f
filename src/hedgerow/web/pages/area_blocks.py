"""Parts of an area's page: warning signs and demand; and how a part says that it is not built."""

from __future__ import annotations

from hedgerow.errors import NotFoundError
from hedgerow.places.tables.demand_views import KINDS, demand_view
from hedgerow.places.tables.membership import members
from hedgerow.places.tables.signals_views import signals_view
from hedgerow.places.tables.views import AreaHeader
from hedgerow.store.lake import Lake
from hedgerow.web.blocks import Block, Link, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.charts.lines import month_name
from hedgerow.web.page import Section

MOST_SIGNS = 12
SIGNS_OF_ONE = ("crime_type", "state", "observed", "expected", "lower", "upper", "q", "shift", "note")
DEMAND = ("from_month", "to_month", "mean", "lower95", "upper95", "last_year")
SIGNS = "Does the latest month stand out from its own past?"
COMING = "What is to be expected in the coming years?"
REMEDY = (
    "This part rests on the table {table}, which this workspace does not hold yet. Run: hedgerow build PATH; "
    "hedgerow doctor PATH says what is missing. Nothing is shown because nothing is known: that is no nought."
)


def not_built(table: str, heading: str, at: str) -> Section:
    """Return a part that holds nothing yet, in plain words."""
    said = TextBlock((REMEDY.format(table=table),), tone="empty", heading="Not built")
    return Section((said,), heading=heading, id=at)


def signals_section(lake: Lake, header: AreaHeader) -> Section:
    """Return the warning signs of an area, with the way to the method and to the checklist."""
    if not lake.has("signal"):
        return not_built("signal", SIGNS, "signals")
    view = signals_view(lake, code=header.code, kind=header.kind, lsoas=members(lake, header.code).lsoas)
    blocks: list[Block] = [TextBlock(view.sentences, tone="verdict" if header.kind == "lsoa" else "plain")]
    if len(view.alarms):
        many = len(view.alarms) > MOST_SIGNS or header.kind == "lsoa"
        columns = SIGNS_OF_ONE if header.kind == "lsoa" else ("name", "house_name", *SIGNS_OF_ONE)
        opener = f"View all {len(view.alarms)} rows"
        blocks.append(TableBlock(view.alarms, columns=columns, folded=many, opener=opener))
    if header.kind != "lsoa" and len(view.counts):
        blocks.append(TableBlock(view.counts, folded=True, opener="View how many could be told at all"))
    links = (
        Link("All warning signs", f"/signals?area={header.code}"),
        Link("The checklist of what to look for here", f"/places/{header.code}/checklist"),
        Link("How warning signs are made", "/methods/signal"),
        Link("See them on the map", f"/map?layer=signal:all&area={header.code}"),
    )
    blocks += [SourcesBlock((view.alarms,)), TextBlock((), links=links)]
    intro = f"{month_name(view.month)}. A sign is a reason to look, not a finding." if view.month else ""
    return Section(tuple(blocks), heading=SIGNS, id="signals", intro=intro)


def demand_section(lake: Lake, header: AreaHeader) -> Section:
    """Return the years to come of an area that is forecast; a small area has its district's."""
    if not lake.has("demand_year") or not lake.has("demand"):
        return not_built("demand_year", COMING, "demand")
    at, name = header.code, header.name
    kind = header.kind
    if kind not in dict(KINDS):
        parent = next((one for one in header.parents if one.kind == "lad"), None)
        if parent is None:
            said = TextBlock(("Demand is forecast by district and above.",))
            return Section((said,), heading=COMING, id="demand")
        at, kind, name = parent.code, "lad", parent.name
    try:
        view = demand_view(lake, kind, at)
    except NotFoundError:
        said = TextBlock(
            ("No forecast is held for this area.",), links=(Link("Demand of others", "/demand"),)
        )
        return Section((said,), heading=COMING, id="demand")
    words = list(view.sentences)
    if at != header.code:
        words.insert(0, f"No small area is forecast. These are the years of {name}, the district around it.")
    blocks: list[Block] = [TextBlock(tuple(words))]
    if len(view.years):
        blocks.append(TableBlock(view.years, columns=DEMAND, narrow=True))
    links = (
        Link(
            f"Months, kinds of crime and how the forecast has done: {name}",
            f"/demand?kind={kind}&area={view.code}",
        ),
        Link("How demand is forecast", "/methods/demand"),
    )
    blocks += [SourcesBlock((view.years,)), TextBlock((), links=links)]
    return Section(tuple(blocks), heading=COMING, id="demand")
