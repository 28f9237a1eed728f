"""Evidence: the list of publications, with its search, its facets, and how the search was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request

from hedgerow.evidence.tables import EvidenceListView, EvidenceQuery
from hedgerow.evidence.tables.facets import CARRIED
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Entry, Select, turn, whole_number
from hedgerow.web.page import Page, Section

FACETS = {
    "approach": "Approach",
    "intervention_group": "What was done",
    "outcome_group": "What it was to change",
    "kind": "Kind of study",
    "uk": "UK evidence",
    "tier": "Read how far",
}
MORE = {
    "intervention": "Intervention",
    "outcome": "Outcome",
    "four_p": "Strand of the four Ps",
    "design": "Design",
    "place_type": "Type of place",
    "country": "Country",
    "east_midlands": "About the East Midlands",
    "stands": "What it counts as",
    "verified": "Source check",
    "with_number": "Gives a number",
    "origin": "Where it came from",
}
TYPED = {"year_from": "From year", "year_to": "To year"}
SORTS = (
    ("best", "Best first"),
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("title", "By title"),
)
MODES = {
    "any": "No record holds every word; these hold some of them.",
    "nothing": "There is no word to look for.",
}
WAYS_TO_ASK = (
    ("street lighting", "both words, in any of their forms and in British or American spelling"),
    ('"hot spots"', "the words together"),
    ("police NEAR/5 school", "at most five words between them, in either order"),
    ("gang* organi?ation", "any ending; none or one letter"),
    ("title:cctv", "in one text: title, authors, finding, caveats, words, place or abstract"),
    ("year:2015-2020 kind:rct", "by a fact: also approach, intervention, outcome, uk, tier, origin"),
    ("(gang* OR clan*) AND prevent*", "brackets, AND, OR, NOT in capitals; OR is read before AND"),
    ("crime -media", "without a word"),
)
WAYS = LinksBlock(
    (
        Link("The evidence and gap map", "/evidence/gap-map", "What is held, and where nobody has looked."),
        Link(
            "Where publications disagree", "/evidence/disagreements", "The sides together, with their reach."
        ),
        Link("Claims awaiting evaluation", "/evidence/claims", "Figures that nobody has tested yet."),
        Link("Reviews", "/reviews", "Bring references in, settle duplicates, screen, code, pool."),
        Link("Pool effects", "/pool", "What several studies say together, from a table of their numbers."),
    ),
    "cards",
)
TABLE = ("title", "year", "kind", "place", "approaches", "uk", "standing", "verified", "numbers")


def asked_of(request: Request) -> EvidenceQuery:
    """Return what an address asks of the list."""
    asked = request.query_params
    query = EvidenceQuery(
        text=asked.get("q", "")[:2000],
        sort=asked.get("sort", "best") or "best",
        page=whole_number(request, "page", 1),
    )
    names = dict.fromkeys((*FACETS, *MORE, *CARRIED, "meaning", "similar_to"))
    return replace(query, **{name: asked.get(name, "").strip() for name in names})  # type: ignore[arg-type]


def list_page(request: Request, view: EvidenceListView) -> Page:
    """Return the page of a list."""
    start = (view.query.page - 1) * view.query.size
    before, after = turn(request, view.query.page, view.pages)
    shown = f"{view.total:,} publications match" if view.total != 1 else "1 publication matches"
    place = f"; {start + 1:,} to {start + len(view.results):,} are below" if view.pages > 1 else ""
    blocks: list[Block] = [_form(view), *_reading(view)]
    if not view.total:
        blocks.append(_none())
    blocks.append(LinksBlock(tuple(_link(view, row) for row in view.results.records()), "records"))
    if view.total:
        blocks.append(
            OwnBlock(
                "pager", {"before": before, "after": after, "page": view.query.page, "pages": view.pages}
            )
        )
        blocks.append(TableBlock(view.results, folded=True, columns=TABLE))
    blocks.append(SourcesBlock((view.results,)))
    sections = (Section(tuple(blocks)), Section((WAYS,), heading="Other ways to read the evidence"))
    return Page(
        "Evidence",
        "What is known to work, and what is not?",
        f"{shown}{place}. A publication that is held says what was studied; absence says only "
        f"that none is held.",
        sections,
        area="evidence",
        kept=True,
    )


def _reading(view: EvidenceListView) -> list[Block]:
    """Say how the search was read, and what of it was not read as it stood."""
    found: list[Block] = []
    if view.query.similar_to:
        whole = f"/evidence/{view.query.similar_to}"
        links = (Link("The record itself", whole), Link("All publications", "/evidence"))
        found.append(TextBlock(("These are like one record.", *view.notes), tone="note", links=links))
        return found
    if not view.query.text.strip():
        return found
    said = tuple(filter(None, (MODES.get(view.mode, ""), *view.notes)))
    if said:
        found.append(TextBlock(said, tone="care" if view.mode != "meaning" else "note"))
    if view.reading and view.reading != view.query.text.strip():
        found.append(TextBlock((f"Read as: {view.reading}",)))
    return found


def _none() -> TextBlock:
    return TextBlock(
        (
            "Try fewer words or fewer filters. A topic without a record is a gap in what is held, "
            "not a finding that nothing works.",
        ),
        tone="empty",
        heading="No publication matches",
        links=(Link("Clear every filter", "/evidence"), Link("See the named gaps", "/evidence/gap-map#gaps")),
    )


def _form(view: EvidenceListView) -> OwnBlock:
    query = view.query
    held: dict[str, list[Choice]] = {}
    for row in view.facets.records():
        choices = held.setdefault(str(row["facet"]), [Choice("", "Any")])
        choices.append(Choice(str(row["value"]), f"{row['title']} ({row['records']:,})"))
    meaning = (Choice("", "Words only"), Choice("yes", "Words, and what is near in meaning"))
    fields: list[Select | Entry] = [Entry("q", "Words", query.text), *_selects(FACETS, held, query)]
    fields.append(Select("sort", "Order", tuple(Choice(*pair) for pair in SORTS), query.sort))
    typed = [Entry(name, label, getattr(query, name), "numeric") for name, label in TYPED.items()]
    more: list[Select | Entry] = [
        Select("meaning", "Find by", meaning, query.meaning),
        *typed,
        *_selects(MORE, held, query),
    ]
    if query.grade:
        more.append(Entry("grade", "Grade", query.grade))
    said = {one.name: one.chosen if isinstance(one, Select) else one.value for one in (*fields, *more)}
    values = {
        "fields": fields,
        "more": more,
        "open": any(said[one.name] for one in more),
        "ways": WAYS_TO_ASK,
        "similar_to": query.similar_to,
    }
    return OwnBlock("search_form", values, said={"chosen": said, "reading": view.reading, "mode": view.mode})


def _selects(
    names: Mapping[str, str], held: Mapping[str, list[Choice]], query: EvidenceQuery
) -> list[Select]:
    """Return the facets that leave a choice; one that is asked stays, so that it can be taken back."""
    found = []
    for name, label in names.items():
        choices, chosen = list(held.get(name, ())), getattr(query, name)
        if chosen and all(choice.value != chosen for choice in choices):
            choices = [*(choices or [Choice("", "Any")]), Choice(chosen, f"{chosen.replace('_', ' ')} (0)")]
        if len(choices) > 1:
            found.append(Select(name, label, tuple(choices), chosen))
    return found


def tone(standing: str) -> str:
    """Return the look of a record's standing."""
    if standing.startswith("coded"):
        return "good"
    return "care" if standing.startswith(("claim", "replaced")) else "none"


def _link(view: EvidenceListView, row: Mapping[str, object]) -> Link:
    name, standing = str(row["id"]), str(row["standing"])
    year = f"{row['year']}" if row["year"] else "year not known"
    tags = [("", f"{row['kind']}, {year}"), (tone(standing), standing)]
    if row["uk"]:
        tags.append(("", "UK evidence"))
    snippet = tuple((part.text, part.marked) for part in view.snippets.get(name, ()))
    finding = str(row["finding"] or "No finding has been read yet.")
    return Link(str(row["title"]), f"/evidence/{name}", finding, tuple(tags), snippet)
