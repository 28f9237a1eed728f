"""The words in which a record's standing and an effect's bounds are shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hedgerow.evidence.joined import split
from hedgerow.vocabulary import terms

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "systematic_review": "Systematic review",
        "meta_analysis": "Meta-analysis",
        "rct": "Randomised trial",
        "quasi_experiment": "Controlled study",
        "evaluation": "Evaluation",
        "evidence_map": "Evidence map",
        "theory": "Theory",
        "guidance": "Guidance",
        "not_coded": "Not yet coded",
    }
)
VERIFIED: Mapping[str, str] = MappingProxyType(
    {
        "full_text": "read in the full text",
        "abstract": "read in the abstract",
        "page": "read on its own page",
        "secondary": "read on somebody else’s page: check before use",
        "not_checked": "not checked",
    }
)
BOUNDS: Mapping[str, str] = MappingProxyType(
    {
        "ci95": "95 % confidence interval",
        "range": "range across studies or places, not a confidence interval",
        "iqr": "interquartile range, not a confidence interval",
    }
)
DIRECTIONS: Mapping[str, str] = MappingProxyType(
    {"reduce": "less of it", "increase": "more of it", "none": "no clear effect", "mixed": "mixed"}
)
SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "negative_is_less_of_outcome": "negative is less of it",
        "above_1_is_more_of_outcome": "above 1 is more of it",
        "positive_is_benefit": "positive is a benefit",
    }
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        "held": "held",
        "empty_after_search": "looked for, none found",
        "not_searched": "not searched",
        "held_elsewhere": "held, but not in this selection",
        "no_record": "no record has both",
    }
)


_CODED_HERE: Mapping[str, str] = MappingProxyType(
    {
        "coded_here_once": "coded in this workspace by one person",
        "coded_here_twice": "coded in this workspace by two, agreed",
    }
)


def year_text(value: object) -> str | None:
    """Return a year as it is printed: a name of a time, not a quantity."""
    return None if value is None else str(value)


def standing(record: Mapping[str, object]) -> str:
    """Return what a record counts as: coded, replaced, a claim, or not yet coded."""
    if record["tier"] == "X":
        return "imported, not yet coded"
    if record["tier"] == "C":
        return "catalogued, not yet coded"
    if record["claim_awaiting_evaluation"]:
        return "claim awaiting evaluation"
    if record["superseded_by"]:
        return "replaced by a newer record"
    coded = _CODED_HERE.get(str(record.get("source_type")), "coded")
    return coded if record["tier"] == "A" else f"{coded}, descriptive"


def titles(scheme: str, value: object) -> str | None:
    """Return the titles of the words that a cell joins, or `None` for an empty cell."""
    known = terms(scheme)
    return "; ".join(known[word].title if word in known else word for word in split(value)) or None


def outcome_title(name: str) -> str:
    """Return the title of a named outcome of an effect row."""
    for scheme in ("effect_outcome", "outcome"):
        if name in terms(scheme):
            return terms(scheme)[name].title
    return name.replace("_", " ").capitalize()


def many(number: int, one: str, more: str) -> str:
    """Return a number with its noun, and a verb where one is given with it."""
    return f"{number:,} {one if number == 1 else more}"
