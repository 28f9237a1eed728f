"""Shock and recovery: which places bent, how deep, for how long, and who differs from places alike."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.commissioning.tables.shock_practice import PracticeInShock, practice_in_shock
from hedgerow.disclosure import Released, shown
from hedgerow.places.shocks import COVID, FAMILIES
from hedgerow.places.shocks.specification import APART, title_of
from hedgerow.places.tables.shocks_views import AreaShock, ShocksView, area_shock, shocks_view
from hedgerow.web.blocks import Block, ChartBlock, Link, LinksBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.charts import bars, lines
from hedgerow.web.charts.bars import Columns
from hedgerow.web.charts.lines import Point, month_name
from hedgerow.web.filters import Choice, Select, filters
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.method_card import card_block
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
MOST_LISTED = 40
MOST_DRAWN = 60
LEVELS = (
    ("pfa", "Police force areas"),
    ("lad", "Districts and cities"),
    ("msoa", "Neighbourhoods (MSOA)"),
    ("lsoa", "Small neighbourhoods (LSOA)"),
)
PLACE = (
    "name",
    "within",
    "state_words",
    "path_words",
    "depth",
    "depth_lower",
    "depth_upper",
    "depth_month",
    "depth_rank",
)
RETURN = ("name", "loss_months", "loss_lower", "loss_upper", "back_month", "months_to_band", "rebound")
LEVEL = ("name", "level", "level_lower", "level_upper", "level_months", "year_before", "year_after", "note")
WINDOW = ("name", "window", "state_words", "recorded", "expected", "ratio", "ratio_lower", "ratio_upper")
DIFFERS = (
    "name",
    "within",
    "window",
    "ratio",
    "twin_ratio",
    "beside",
    "beside_lower",
    "beside_upper",
    "q_diverges",
    "diverges_words",
)
RELATION = ("window", "index", "areas", "rho", "rho_lower", "rho_upper", "most", "least")
PUBLISHED = (
    "In England and Wales from March to August 2020 most recorded crime fell sharply and came back step by "
    "step; anti-social behaviour and drugs did not fall (Langton and others 2021, doi "
    "10.1186/s40163-021-00142-z).",
    "Four years on, recorded crime was still below what had been expected: theft from the person by 22 %, "
    "burglary 20 %, vehicle crime 29 %, violence 27 %, robbery 16 % and public order 21 %; shoplifting was "
    "20 % above it by August 2023 (Seyidoglu and others 2024, doi 10.1186/s40163-024-00201-1).",
    "These are published context for the country, not figures of this workspace.",
)
NOBODY = "No place differs from places alike beyond chance in these windows."


@router.get("/shocks")
def show(request: Request) -> Response:
    """Show shock and recovery of one family at one kind of area."""
    here = site(request)
    lake = needs(here.lake(), "shock", "shock_window", "shock_path", "shock_index", "area")
    family = request.query_params.get("family") or FAMILIES[0]
    level = request.query_params.get("level") or "lad"
    view = shocks_view(lake, COVID, family, level)
    return respond(request, page_of(view, practice_in_shock(lake, here.database, COVID)))


def page_of(view: ShocksView, practice: PracticeInShock) -> Page:
    """Return the page."""
    families = tuple(Choice(name, title_of(name)) for name in (*FAMILIES, *APART))
    form = filters(
        (
            Select("family", "Kind of crime", families, view.family),
            Select("level", "Kind of area", tuple(Choice(*pair) for pair in LEVELS), view.level),
        )
    )
    said = TextBlock((view.about, view.apart), tone="care")
    sections = [
        Section((form, said)),
        Section(_depth(view), heading="How deep, and where?", id="depth"),
        Section(_back(view), heading="How long, and back to which level?", id="back"),
    ]
    if view.level == "lsoa":
        sections.append(Section(_differs(view), heading="Who differs from places alike?", id="alike"))
        sections.append(
            Section(
                (TableBlock(view.relation, columns=RELATION),),
                heading="Beside need and strength",
                id="index",
                intro=INDEX,
            )
        )
    else:
        sections.append(Section((_windows(view),), heading="Lockdown by lockdown", id="windows"))
    sections += [
        Section(practice_blocks(practice), heading="Which practice ran then?", id="practice"),
        Section((TextBlock(PUBLISHED),), heading="What is published of the country", id="published"),
        Section((card_block("shock"), ONWARD, SourcesBlock((view.places,)))),
    ]
    return Page(
        f"Shock and recovery: {title_of(view.family)}",
        "Which communities bent in 2020 to 2022, and recovered?",
        view.summary,
        tuple(sections),
        area="places",
        kept=True,
        authored=True,
    )


INDEX = (
    "A rank correlation above nought: places with a higher score recorded more of what was expected. It is a "
    "pattern among places of one region, not a cause."
)


def practice_blocks(practice: PracticeInShock) -> tuple[Block, ...]:
    """Return what ran, or that none is on record and how to add it."""
    if not len(practice.table):
        return (TextBlock((practice.sentence, practice.how), tone="empty", heading="None is on record"),)
    return (TextBlock((practice.sentence, practice.how)), TableBlock(practice.table))


def shock_section(found: AreaShock, practice: PracticeInShock) -> list[Section]:
    """Return the part of an area's page; nothing where it was not built."""
    if not found.built or not len(found.places):
        return []
    blocks: list[Block] = []
    if len(found.path):
        blocks.append(_path(found))
    blocks.append(TextBlock(found.sentences))
    if len(found.windows):
        blocks.append(
            TableBlock(
                found.windows,
                columns=("family_title", *WINDOW[1:], "diverges_words"),
                folded=True,
                opener="View each lockdown",
            )
        )
    if len(practice.table):
        blocks += practice_blocks(practice)
    else:
        blocks.append(TextBlock((practice.sentence, practice.how)))
    onward = Link("Shock and recovery across the region", "/shocks")
    blocks.append(LinksBlock((onward,)))
    return [Section(tuple(blocks), heading="Shock and recovery, 2020 to 2022", id="shock")]


def _path(found: AreaShock) -> ChartBlock:
    rows = list(found.path.records())
    points = [
        Point(
            str(row["month"]),
            None if row["recorded"] is None else float(str(row["recorded"])),
            float(str(row["expected"])),
        )
        for row in rows
    ]
    key = [("line", "recorded"), ("dashed", "expected from the months before")]
    if any(point.value is None for point in points):
        key.append(("gap", "not known"))
    chart = lines(
        points,
        label=f"Line of recorded crime by month in {found.name} beside the path that the months before March "
        "2020 lead one to expect. The table below holds the same values and the 80 % band.",
        key=tuple(key),
    )
    span = f"{month_name(points[0].month)} to {month_name(points[-1].month)}"
    table = TableBlock(found.path, columns=("month", "recorded", "expected", "lower", "upper"), folded=True)
    return ChartBlock(
        chart, table, "Did it bend, and come back?", f"All crime but anti-social behaviour, {span}"
    )


def _depth(view: ShocksView) -> tuple[Block, ...]:
    links = _links(view.places)
    table = TableBlock(view.places, links, PLACE, stop=MOST_LISTED)
    told = [row for row in view.places.records() if row["depth"] is not None]
    if not 1 < len(told) <= MOST_DRAWN or len(view.places) > MOST_DRAWN:
        return (table,)
    chart = bars(
        view.places,
        Columns("name", "depth", "depth_lower", "depth_upper"),
        label="Dots of the largest shortfall by place with 80 % intervals. The table below holds the values.",
        said=_said(view.places, "depth"),
        key=(("dot", "largest shortfall, % of expected"), ("interval", "80 % interval")),
    )
    block = ChartBlock(
        chart, table, "The largest shortfall", "Per cent of what the months before lead one to expect"
    )
    return (block,)


def _back(view: ShocksView) -> tuple[Block, ...]:
    links = _links(view.places)
    title = view.places.title
    back = TableBlock(view.places, links, RETURN, stop=MOST_LISTED, caption=f"{title}: the way back")
    level = TableBlock(
        view.places,
        links,
        LEVEL,
        stop=MOST_LISTED,
        folded=True,
        opener="View the new level",
        caption=f"{title}: the new level",
    )
    return (back, level)


def _differs(view: ShocksView) -> tuple[Block, ...]:
    if not len(view.diverging):
        return (TextBlock((NOBODY,), tone="empty"),)
    return (TableBlock(view.diverging, _links(view.diverging), DIFFERS, stop=MOST_LISTED),)


def _windows(view: ShocksView) -> Block:
    if not len(view.windows):
        return TextBlock(("No place of this kind can be known in these windows.",), tone="empty")
    return TableBlock(view.windows, _links(view.windows), WINDOW, stop=MOST_LISTED)


def _links(table: Released) -> dict[tuple[int, str], str]:
    return {(i, "name"): f"/places/{row['area_code']}" for i, row in enumerate(table.records())}


def _said(table: Released, name: str) -> tuple[str, ...]:
    column = next(column for column in table.columns if column.name == name)
    return tuple(shown(table, row, column) for row in range(len(table)))


ONWARD = LinksBlock(
    (
        Link("The map", "/map", "Every small neighbourhood, one layer at a time."),
        Link("Where crime gathers", "/patterns", "Beyond what chance gives."),
        Link("Months that are not known", "/data/gaps", "The gap register: missing is not nought."),
    ),
    "cards",
)
__all__ = ["area_shock", "practice_blocks", "router", "shock_section"]
