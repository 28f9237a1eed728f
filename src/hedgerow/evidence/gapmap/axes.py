"""What may stand in the rows, the columns or the segments of a map, in a fixed order and with titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from hedgerow.errors import UsageError
from hedgerow.evidence.gapmap.places import COUNTRIES
from hedgerow.evidence.gapmap.values import DESIGNS, PERIODS, REGIONS, VALUES, Getter
from hedgerow.evidence.wording import KINDS
from hedgerow.vocabulary import Term, terms

_COUNTED_KINDS = ("systematic_review", "meta_analysis", "rct", "quasi_experiment", "evaluation")
_COUNTED_DESIGNS = ("review", "trial", "controlled", "descriptive")


@dataclass(frozen=True)
class Axis:
    """One thing by which records are told apart.

    Attributes
    ----------
    id, title, noun
        Key, name of the whole, and what one of its values is called in a sentence.
    values
        Ids in order, each with its title.
    of
        The values that a record has.
    frame
        Whether the named gaps can lie along it: only then is an empty cell *not searched*.
    """

    id: str
    title: str
    noun: str
    values: Mapping[str, str]
    of: Getter
    frame: bool = False


@cache
def axes() -> Mapping[str, Axis]:
    """Return every axis by id."""
    found = (
        _scheme("intervention_group", "Groups of interventions", "intervention", frame=True),
        _scheme("intervention", "Interventions", "intervention", frame=True, keep=_has_row),
        _scheme("outcome_group", "Groups of outcomes", "outcome", frame=True),
        _scheme("outcome", "Outcomes", "outcome", keep=_has_row),
        _scheme("approach", "Approaches of the founding report", "approach"),
        _scheme("four_p", "The four Ps", "strand"),
        _plain("kind", "Kinds of publication", "kind", {kind: KINDS[kind] for kind in _COUNTED_KINDS}),
        _plain("design", "Designs", "design", {name: DESIGNS[name] for name in _COUNTED_DESIGNS}),
        _plain("region", "Where the evidence comes from", "region", REGIONS),
        _plain("country", "Countries", "country", COUNTRIES),
        _scheme("place_type", "Types of place", "type of place"),
        _plain("period", "Years of publication", "period", {name: one[0] for name, one in PERIODS.items()}),
    )
    return {axis.id: axis for axis in found}


SEGMENTS = ("four_p", "kind", "design", "place_type", "region", "period")


def axis(name: str) -> Axis:
    """Return an axis; raise `UsageError` for a name that is none."""
    if name not in axes():
        raise UsageError(f"“{name}” is no axis of the map.", remedy=f"Choose one of: {', '.join(axes())}.")
    return axes()[name]


def _has_row(parent: str | None) -> bool:
    return bool(parent)


def _scheme(
    name: str, title: str, noun: str, *, frame: bool = False, keep: Callable[[str | None], bool] | None = None
) -> Axis:
    values = {term.id: term.title for term in _ordered(name) if keep is None or keep(term.parent)}
    return Axis(name, title, noun, values, VALUES[name], frame)


def _ordered(name: str) -> list[Term]:
    """Return the terms of a scheme, those with a group in the order of their groups."""
    groups = {"intervention": "intervention_group", "outcome": "outcome_group"}.get(name)
    order = list(terms(groups)) if groups else []
    return sorted(terms(name).values(), key=lambda t: order.index(t.parent) if t.parent in order else -1)


def _plain(name: str, title: str, noun: str, values: Mapping[str, str]) -> Axis:
    return Axis(name, title, noun, values, VALUES[name])
