"""The form of the map: what is drawn, which records, and what is in force."""

from __future__ import annotations

from collections.abc import Iterable

from hedgerow.evidence.gapmap.axes import SEGMENTS, axes
from hedgerow.evidence.gapmap.filters import allowed
from hedgerow.evidence.gapmap.scales import scales
from hedgerow.evidence.tables import GapMapView
from hedgerow.evidence.tables.gap_map import level_title
from hedgerow.vocabulary import terms
from hedgerow.web.blocks import OwnBlock
from hedgerow.web.filters import Choice, Entry, Select
from hedgerow.web.gapmap.address import map_address, narrowing

_LABELS = {
    "q": "Words",
    "approach": "Approach",
    "intervention_group": "Group of interventions",
    "intervention": "Intervention",
    "outcome_group": "Group of outcomes",
    "outcome": "Outcome",
    "four_p": "Strand (four Ps)",
    "kind": "Kind of publication",
    "design": "Design",
    "country": "Country",
    "place_type": "Type of place",
    "uk": "UK evidence",
    "east_midlands": "About the East Midlands",
    "grade": "Grade",
    "year_from": "Year from",
    "year_to": "Year to",
}
_SCHEMES = ("approach", "intervention_group", "intervention", "outcome_group", "outcome", "four_p")
_HIDDEN = ("intervention", "outcome", "country", "place_type", "grade")


def map_form(view: GapMapView) -> OwnBlock:
    """Return the form, with what it now says."""
    query = view.query
    drawn = (
        _select("rows", "Rows", ((one.id, one.title) for one in axes().values()), query.rows),
        _select("columns", "Columns", ((one.id, one.title) for one in axes().values()), query.columns),
        _select(
            "segments",
            "Split each cell by",
            [("", "Nothing"), *((name, axes()[name].title) for name in SEGMENTS)],
            query.segments,
        ),
        _select("scale", "Colour by", ((one.id, one.title) for one in scales().values()), query.scale),
        _select("draw", "Draw as", [("heat", "Shaded cells"), ("bubbles", "Bubbles")], query.draw),
    )
    narrow = tuple(_field(view, name) for name in _LABELS if name not in _HIDDEN or _asked(view, name))
    values = {"axes": drawn, "narrow": narrow, "chips": chips(view)}
    return OwnBlock("gapmap_form", values, said={"chosen": narrowing(query.filters)})


def chips(view: GapMapView) -> tuple[tuple[str, str], ...]:
    """Return every filter in force in words, with the address of the map without it."""
    found = []
    for name, value in narrowing(view.query.filters).items():
        words = dict(choices_of(name)).get(value, value)
        found.append((f"{_LABELS.get(name, name)}: {words}", map_address(view.query, page="", **{name: ""})))
    return tuple(found)


def _asked(view: GapMapView, name: str) -> bool:
    return name in narrowing(view.query.filters)


def _field(view: GapMapView, name: str) -> Select | Entry:
    value = narrowing(view.query.filters).get(name, "")
    if name in {"q", "year_from", "year_to"}:
        return Entry(name, _LABELS[name], value)
    return _select(name, _LABELS[name], [("", "Any"), *choices_of(name)], value)


def _select(name: str, label: str, pairs: Iterable[tuple[str, str]], chosen: str) -> Select:
    return Select(name, label, tuple(Choice(value, text) for value, text in pairs), chosen)


def labels() -> dict[str, str]:
    """Return what each filter is called."""
    return dict(_LABELS)


def choices_of(name: str) -> list[tuple[str, str]]:
    """Return the values of a filter with their titles; none where it is typed."""
    if name in {"q", "year_from", "year_to"}:
        return []
    if name in _SCHEMES or name == "place_type":
        return [(term.id, term.title) for term in terms(name).values()]
    if name == "grade":
        return [
            (f"{scale.id}:{level}", f"{scale.title}: {level_title(scale, level)}")
            for scale in scales().values()
            for level in (*scale.levels, "not_rated")
        ]
    return list(allowed(name).items())
