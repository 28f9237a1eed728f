"""What the page of a transfer judgement is made of."""

from __future__ import annotations

from itertools import groupby

from hedgerow.commissioning.tables.transfer import TransferView
from hedgerow.commissioning.transfer import STATES
from hedgerow.disclosure import Value
from hedgerow.errors import HedgerowError
from hedgerow.web.blocks import (
    Block,
    Fact,
    FactsBlock,
    OwnBlock,
    SourcesBlock,
    TableBlock,
    TextBlock,
)
from hedgerow.web.forms import Sent
from hedgerow.web.page import Section

Row = dict[str, Value]
Back = tuple[str, Sent, HedgerowError] | None
# A state says itself in words; its look only repeats it. What is not known has a look of its own.
TONES = {"holds": "good", "partly": "care", "does_not_hold": "bad", "cannot_tell": "none"}
UK = ("title", "year", "kind", "place", "verdict", "rows", "shared", "note")
TRIALS = ("programme", "verdict", "says", "place", "cite", "doi", "read")
TABLE = ("domain", "title", "critical", "stated", "here", "suggested", "judged", "why_judged", "judged_by")
ELSEWHERE = "Found in the United Kingdom"


def sections_of(view: TransferView, back: Back = None) -> tuple[Section, ...]:
    """Return the parts of the page: warnings and results from here first."""
    return tuple(
        section
        for section in (
            _wrong(back),
            _whole(view),
            _elsewhere(view),
            _find_out(view),
            _adapt(view),
            _factors(view, back),
            _spots(view),
            _evidence(view),
        )
        if section
    )


def _wrong(back: Back) -> Section | None:
    if back is None:
        return None
    error = back[2]
    words = tuple(part for part in (error.message, error.cause, error.remedy) if part)
    text = TextBlock((*words, "What you typed is kept below."), tone="wrong", heading="That was not recorded")
    return Section((text,))


def _whole(view: TransferView) -> Section:
    """Return the profile: warnings, the counts in words, and what follows; never one number."""
    profile = view.profile
    blocks: list[Block] = []
    if not view.counted:
        words = "It does not count as evidence yet, or no longer: see the record."
        blocks.append(TextBlock((words,), tone="care"))
    if view.warning:
        tone = "wrong" if view.grave else "care"
        blocks.append(TextBlock(view.warning, tone=tone, heading="Read this first"))
    if not view.in_region:
        words = "This place lies outside the workspace’s region: nothing is worked out for it, by any rule."
        blocks.append(TextBlock((words,), tone="empty"))
    blocks.append(TextBlock(profile.sentences, tone="verdict", heading=profile.headline))
    blocks.append(FactsBlock(_facts(view)))
    return Section(tuple(blocks))


def _facts(view: TransferView) -> tuple[Fact, ...]:
    """Return how many conditions stand how: counts of named things, side by side, never added into one."""
    profile = view.profile
    of = f"of {profile.stated + profile.read} conditions"
    return (
        Fact(STATES["holds"], str(profile.holds), of),
        Fact(STATES["partly"], str(profile.partly), of),
        Fact(STATES["does_not_hold"], str(profile.does_not_hold), of),
        Fact("Not known", str(profile.cannot_tell), of),
        Fact("Open questions", str(profile.questions), "asked of every finding"),
    )


def _elsewhere(view: TransferView) -> Section:
    """Return results from the United Kingdom, those without benefit first."""
    blocks: list[Block] = []
    if len(view.trials):
        links = {(i, "doi"): f"https://doi.org/{row['doi']}" for i, row in enumerate(view.trials.records())}
        blocks.append(TableBlock(view.trials, links, TRIALS))
    if len(view.uk):
        links = {(i, "title"): f"/evidence/{row['id']}" for i, row in enumerate(view.uk.records())}
        blocks.append(TableBlock(view.uk, links, UK, stop=6))
    if not blocks:
        words = "No other record with evidence from the United Kingdom on the same intervention is held."
        return Section((TextBlock((words,), tone="empty"),), heading=ELSEWHERE, id="uk")
    blocks.append(SourcesBlock((view.trials, view.uk)))
    intro = "On the same intervention. Those without clear benefit come first."
    return Section(tuple(blocks), heading=ELSEWHERE, intro=intro, id="uk")


def _factors(view: TransferView, back: Back) -> Section:
    rows = list(view.factors.records())
    figures = {row: address for (row, _), address in view.factors.figures.items()}
    cards = [dict(row, number=i, trace=figures.get(i, "")) for i, row in enumerate(rows)]
    domains = [(name, list(listed)) for name, listed in groupby(cards, key=lambda card: card["domain"])]
    drawn = OwnBlock(
        "transfer",
        {
            "record": view.record,
            "area": view.area,
            "domains": domains,
            "tones": TONES,
            "states": STATES,
            "back": back,
        },
        said={"factors": len(rows)},
    )
    table = TableBlock(view.factors, columns=TABLE, folded=True, opener="View all factors as a table")
    intro = (
        "What the finding states, what is known here, what a written rule suggests, and what a person says. "
        "A person’s word stands above the rule’s."
    )
    return Section(
        (drawn, table, SourcesBlock((view.factors,))), heading="Factor by factor", intro=intro, id="factors"
    )


def _find_out(view: TransferView) -> Section | None:
    return _listed(view.profile.find_out, "What to find out before commissioning", "find-out")


def _adapt(view: TransferView) -> Section | None:
    return _listed(view.profile.adapt, "What to adapt", "adapt")


def _listed(wanted: tuple[tuple[str, str, str], ...], heading: str, name: str) -> Section | None:
    if not wanted:
        return None
    values = {"items": [(f"#f-{key}", title, what) for key, title, what in wanted]}
    said = {"items": [list(item) for item in wanted]}
    return Section((OwnBlock("todo", values, said=said),), heading=heading, id=name)


def _spots(view: TransferView) -> Section | None:
    if not len(view.spots):
        return None
    links = {(i, "name"): f"/places/{row['lsoa21']}" for i, row in enumerate(view.spots.records())}
    links |= {
        (i, "value"): f"/trace?figure={row['figure']}"
        for i, row in enumerate(view.spots.records())
        if row["figure"]
    }
    table = TableBlock(view.spots, links, ("title", "name", "value", "unit"))
    heading = "Where in it a condition is met"
    return Section((table, SourcesBlock((view.spots,))), heading=heading, id="where")


def _evidence(view: TransferView) -> Section:
    table = TableBlock(view.bearings, columns=("title", "says"), narrow=True)
    return Section(
        (table, SourcesBlock((view.bearings,))), heading="About the evidence itself", id="evidence"
    )
