"""The dossier of one place and its twins, from the lake as it is built."""

from __future__ import annotations

from hedgerow.disclosure import MARKINGS, Edition
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.contrast.words import finding
from hedgerow.places.dossier import Dossier, Part
from hedgerow.places.tables import dossier_parts as parts
from hedgerow.places.tables.contrast_views import PEOPLE, as_place, is_lead, title_of_family
from hedgerow.places.tables.dossier_facts import Facts, read_facts
from hedgerow.places.tables.dossier_visit import funded_test, trail, visit
from hedgerow.places.tables.membership import members
from hedgerow.store.lake import Lake, not_built
from hedgerow.vocabulary import terms

DEFAULT_FAMILY = "all_crime"


def dossier_view(lake: Lake, code: str, family: str = "") -> Dossier:
    """Return the dossier of one LSOA.

    Parameters
    ----------
    family
        A crime family; all crime when it is empty.

    Raises
    ------
    NotFoundError
        When there is no such area, or the contrast has not been built.
    UsageError
        When the area is no LSOA, or the family is unknown.
    """
    family = family or DEFAULT_FAMILY
    known = terms("crime_family")
    if family not in known:
        raise UsageError(f"“{family}” is no crime family.", remedy=f"They are: {', '.join(known)}.")
    if not lake.has("contrast"):
        raise not_built("contrast")
    area = members(lake, code)
    if area.kind != "lsoa":
        raise UsageError(
            f"{area.name} is no LSOA, so it has no dossier.",
            cause="A dossier is of one neighbourhood that can be walked.",
            remedy="List neighbourhoods with: hedgerow places shortlist PATH.",
        )
    return _dossier(read_facts(lake, code, family))


def _dossier(facts: Facts) -> Dossier:
    row = facts.row
    said = finding(as_place(row))
    made: tuple[Part, ...] = (
        parts.counted(facts),
        parts.expected(facts),
        parts.questions(facts),
        parts.gates(facts),
        parts.held(facts),
        parts.twins(facts),
        parts.levers(facts),
        parts.otherwise(facts),
        visit(facts),
        funded_test(facts),
        trail(facts),
    )
    return Dossier(
        code=facts.code,
        name=facts.name,
        district=str(row["district"]),
        family=facts.family,
        family_title=title_of_family(facts.family),
        verdict=str(row["verdict"]),
        lead=is_lead(row),
        answer=f"{said[:1].upper()}{said[1:]}",
        twins=tuple(str(twin["twin"]) for twin in facts.twins),
        parts=made,
        marking=MARKINGS[Edition.PUBLIC],
        people=PEOPLE,
    )


def family_of(lake: Lake, code: str) -> str:
    """Return the family in which an LSOA stands out most: a verdict first, then a lead, then all crime."""
    if not lake.has("contrast"):
        raise NotFoundError("The contrast has not been built.", remedy="Run: hedgerow build PATH.")
    rows = lake.query(
        "SELECT family, verdict, own, ratio FROM contrast WHERE lsoa21 = $code ORDER BY ratio NULLS LAST",
        {"code": code},
    ).to_pylist()
    firm = [row["family"] for row in rows if row["verdict"] in ("zero_output", "super_output")]
    leads = [row["family"] for row in rows if is_lead(row)]
    found = [*(f for f in (firm, leads) if DEFAULT_FAMILY in f), *filter(None, (firm, leads))]
    return DEFAULT_FAMILY if not found or DEFAULT_FAMILY in found[0] else str(found[0][0])
