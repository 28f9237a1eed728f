"""What a record has of each thing that a map may be drawn or narrowed by; an empty answer is “not coded”.

The list of publications narrows by these same functions, so that a cell and its list hold the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hedgerow.evidence.gapmap.places import countries
from hedgerow.evidence.gapmap.scales import grades_of
from hedgerow.evidence.joined import groups_of, split
from hedgerow.evidence.shipped import REVIEWS, STUDIES
from hedgerow.vocabulary import terms

Row = Mapping[str, object]
Getter = Callable[[Row], tuple[str, ...]]

STANDS: Mapping[str, str] = MappingProxyType(
    {
        "evidence": "Counts as evidence",
        "claim": "Claim awaiting evaluation",
        "in_progress": "In progress: catalogued, not yet coded",
        "replaced": "Replaced by a newer record",
        "background": "Theory, guidance or map",
    }
)
DESIGNS: Mapping[str, str] = MappingProxyType(
    {
        "review": "Review or meta-analysis",
        "trial": "Randomised trial",
        "controlled": "Controlled study",
        "descriptive": "Other evaluation",
        "background": "Theory, guidance or map",
    }
)
REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "east_midlands": "About the East Midlands",
        "uk": "UK evidence, not about the region",
        "elsewhere": "No UK evidence",
    }
)
PERIODS: Mapping[str, tuple[str, int, int]] = MappingProxyType(
    {
        "to_1999": ("To 1999", 0, 1999),
        "2000_2009": ("2000 to 2009", 2000, 2009),
        "2010_2014": ("2010 to 2014", 2010, 2014),
        "2015_2019": ("2015 to 2019", 2015, 2019),
        "from_2020": ("From 2020", 2020, 9999),
    }
)
_DESIGN_OF = {"rct": "trial", "quasi_experiment": "controlled", "evaluation": "descriptive"}


def stands(record: Row) -> str:
    """Return what a record is to the map: a key of `STANDS`."""
    if record["tier"] in {"C", "X"}:
        return "in_progress"
    if record["claim_awaiting_evaluation"]:
        return "claim"
    if record["superseded_by"]:
        return "replaced"
    return "evidence" if record["kind"] in REVIEWS | STUDIES else "background"


def design(record: Row) -> str | None:
    """Return the design of a record; `None` where it is not yet coded."""
    if record["kind"] in REVIEWS:
        return "review"
    return None if record["kind"] == "not_coded" else _DESIGN_OF.get(str(record["kind"]), "background")


def year_of(record: Row) -> int | None:
    """Return the year of publication; `None` where the source does not print it."""
    return None if record["year"] is None else int(str(record["year"]))


def _region(record: Row) -> tuple[str, ...]:
    if record["uk_evidence"] is None and record["east_midlands"] is None:
        return ()
    if record["east_midlands"]:
        return ("east_midlands",)
    return ("uk",) if record["uk_evidence"] else ("elsewhere",)


def _strands(record: Row) -> tuple[str, ...]:
    groups = terms("intervention_group")
    own = groups_of("intervention", split(record["interventions"]))
    strands = {strand for group in own for strand in groups[group].data["four_p"]}  # type: ignore[union-attr]
    return tuple(strand for strand in terms("four_p") if strand in strands)


def _period(record: Row) -> tuple[str, ...]:
    year = year_of(record)
    if year is None:
        return ()
    return tuple(name for name, (_, first, last) in PERIODS.items() if first <= year <= last)


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def yes_no(value: object) -> tuple[str, ...]:
    """Return ``yes`` or ``no``; nothing where it is not coded."""
    return () if value is None else ("yes",) if value else ("no",)


VALUES: Mapping[str, Getter] = MappingProxyType(
    {
        "approach": lambda row: split(row["approaches"]),
        "intervention": lambda row: split(row["interventions"]),
        "intervention_group": lambda row: groups_of("intervention", split(row["interventions"])),
        "outcome": lambda row: split(row["outcomes"]),
        "outcome_group": lambda row: groups_of("outcome", split(row["outcomes"])),
        "four_p": _strands,
        "kind": lambda row: (str(row["kind"]),),
        "design": lambda row: _one(design(row)),
        "region": _region,
        "country": lambda row: countries(str(row["place_scope"] or "")),
        "place_type": lambda row: split(row.get("place_types")),
        "period": _period,
        "uk": lambda row: yes_no(row["uk_evidence"]),
        "east_midlands": lambda row: yes_no(row["east_midlands"]),
        "grade": grades_of,
        "stands": lambda row: (stands(row),),
    }
)
COLUMNS = (
    "id",
    "title",
    "year",
    "kind",
    "approaches",
    "interventions",
    "outcomes",
    "place_scope",
    "place_types",
    "uk_evidence",
    "east_midlands",
    "grade_scheme",
    "grade_value",
    "verified",
    "tier",
    "superseded_by",
    "claim_awaiting_evaluation",
)
