"""The harm switch of a page: which scheme and version, as a plain form, and the tables that it changes."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from hedgerow.disclosure import Released
from hedgerow.errors import UsageError
from hedgerow.places.harm import COUNTS, VERSIONS
from hedgerow.places.tables.harm import scheme_names
from hedgerow.places.tables.harm_area import area_harm, can_weigh
from hedgerow.places.tables.harm_views import harm_table
from hedgerow.store.lake import Lake
from hedgerow.web.blocks import Block, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Select, filters
from hedgerow.web.months import in_words
from hedgerow.web.page import Section
from hedgerow.web.pages.method_card import card_block

TITLES = {
    COUNTS: "Counts: each crime the same",
    "cchi": "Cambridge Crime Harm Index, medians",
    "cchi_mean": "Cambridge Crime Harm Index, means",
    "css": "Crime severity weights, medians",
    "css_mean": "Crime severity weights, means",
    "cost": "Unit cost, 2015/16 prices",
    "own": "This workspace’s weights",
    "own_mean": "This workspace’s weights, means",
}
WORDS = {
    "victim_reported": "Victim-reported",
    "with_discovered": "With crimes that police discover",
}
LISTED = (
    "name",
    "parent_name",
    "records",
    "unweighted_records",
    "value",
    "rate",
    "count_rank",
    "rank",
    "rank_change",
)
TYPES = ("title", "records", "weight", "median", "mean", "lowest", "highest", "value", "share", "status")
BESIDE = (
    "title",
    "records",
    "unweighted_share",
    "value",
    "rate",
    "region_rate",
    "count_rank",
    "rank",
    "rank_change",
    "ranked",
)
ABOUT = (
    "Counts treat a shop theft and a wounding alike. A harm scheme weighs each crime; schemes differ, so "
    "look at more than one. A category without a weight adds nothing and is not harmless."
)


def chosen(request: Request, lake: Lake, usual: str = COUNTS) -> tuple[str, str]:
    """Return scheme and version of the address; the usual scheme where none is asked for.

    Raises
    ------
    UsageError
        When the address names one that there is not.
    """
    scheme = request.query_params.get("harm", "") or usual
    version = request.query_params.get("version", "") or "victim_reported"
    for word, what, allowed in ((scheme, "harm", scheme_names(lake)), (version, "version", tuple(VERSIONS))):
        if word not in allowed:
            raise UsageError(f"“{word}” is no {what}.", remedy=f"Give one of: {', '.join(allowed)}.")
    return scheme, version


def switch(lake: Lake, scheme: str, version: str = "", keep: Mapping[str, str] | None = None) -> OwnBlock:
    """Return the form that chooses a scheme, and a version where one is shown at a time."""
    fields = [
        Select("harm", "Weigh crime by", tuple(Choice(n, TITLES[n]) for n in scheme_names(lake)), scheme)
    ]
    if version:
        fields.append(Select("version", "Count", tuple(Choice(*pair) for pair in WORDS.items()), version))
    return filters(fields, button="Weigh", label="Weigh crime by harm", anchor="harm", keep=keep)


def area_section(lake: Lake, code: str, scheme: str) -> list[Section]:
    """Return the part of an area's page that weighs its crime."""
    if not can_weigh(lake):
        return []
    view = area_harm(lake, code, scheme)
    blocks: list[Block] = [switch(lake, scheme)]
    blocks.append(TextBlock(view.sentences, tone="plain" if view.known else "care"))
    if view.known:
        blocks.append(TableBlock(view.versions, columns=BESIDE, caption=in_words(view.versions.title)))
        blocks.append(TableBlock(view.types, columns=TYPES, folded=True, opener="View what each type weighs"))
        blocks.append(TextBlock(view.cautions, tone="note", heading="Read beside it"))
        blocks += [card_block("harm"), SourcesBlock((view.versions,))]
    return [Section(tuple(blocks), heading="Weighed by harm", id="harm", intro=ABOUT)]


def list_section(
    lake: Lake, request: Request, level: str, heading: str, *, keep: Mapping[str, str] | None = None
) -> list[Section]:
    """Return every area of a kind, by count and by harm; the form alone while counts are chosen."""
    if not can_weigh(lake):
        return []
    scheme, version = chosen(request, lake)
    blocks: list[Block] = [switch(lake, scheme, version, keep)]
    if scheme != COUNTS:
        blocks += _listed(harm_table(lake, level, scheme, version))
    return [Section(tuple(blocks), heading=heading, id="harm", intro=ABOUT)]


def _listed(table: Released) -> list[Block]:
    links = {(i, "name"): f"/places/{row['area_code']}" for i, row in enumerate(table.records())}
    beside = TextBlock(table.notes, tone="note", heading="Read beside it")
    listed = TableBlock(table, links, LISTED, caption=in_words(table.title))
    return [listed, beside, card_block("harm"), SourcesBlock((table,))]
