"""The released tables of a dossier."""

from __future__ import annotations

from typing import Any

from hedgerow.disclosure import Released, ReleasedColumn
from hedgerow.places.contrast.words import title_of
from hedgerow.places.indicators import definitions
from hedgerow.places.tables.contrast_views import release_modelled, title_of_family
from hedgerow.places.tables.dossier_facts import Facts, Row, context_names
from hedgerow.provenance import Figure

FAMILIES = (
    ReleasedColumn("family_title", "Crime"),
    ReleasedColumn("months", "Complete months"),
    ReleasedColumn("observed", "Recorded", "crimes", 0),
    ReleasedColumn("expected", "Expected from context", "crimes", 0),
    ReleasedColumn("ratio", "Recorded to expected", "ratio", 2),
    ReleasedColumn("ratio_lower", "Lower", "ratio", 2),
    ReleasedColumn("ratio_upper", "Upper", "ratio", 2),
    ReleasedColumn("verdict_title", "What may be said"),
)
CONTEXT = (
    ReleasedColumn("title", "Context"),
    ReleasedColumn("unit", "Unit"),
    ReleasedColumn("here", "Here", "", 1),
    ReleasedColumn("middle", "Middle of the region", "", 1),
    ReleasedColumn("times", "Expected crime for one standard deviation more", "times", 2, "not_applicable"),
)
TWINS = (
    ReleasedColumn("order", "Nearest first"),
    ReleasedColumn("twin", "Twin"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("district", "District"),
    ReleasedColumn("observed", "Recorded", "crimes", 0),
    ReleasedColumn("expected", "Expected from context", "crimes", 0),
    ReleasedColumn("ratio", "Recorded to expected", "ratio", 2),
    ReleasedColumn("distance", "Distance of context", "standard deviations", 2),
)
BALANCE = (
    ReleasedColumn("title", "Context"),
    ReleasedColumn("smd_before", "Difference before matching", "standard deviations", 2),
    ReleasedColumn("smd_after", "Difference after matching", "standard deviations", 2, "not_applicable"),
)
LEVERS = (
    ReleasedColumn("title", "Lever"),
    ReleasedColumn("here", "Here", "", 1),
    ReleasedColumn("twins", "Middle of its twins", "", 1, "not_applicable"),
    ReleasedColumn("estimate", "Ratio that goes with one standard deviation more", "times", 2),
    ReleasedColumn("lower", "Lower", "times", 2),
    ReleasedColumn("upper", "Upper", "times", 2),
    ReleasedColumn("q_value", "q-value", "", 3),
    ReleasedColumn("selection_share", "Chosen in this share of halves", "", 2),
    ReleasedColumn("e_value", "E-value", "ratio", 2),
    ReleasedColumn("control_estimate", "The same for the negative control", "times", 2),
    ReleasedColumn("words", "What may be said"),
)


def families_table(facts: Facts) -> Released:
    """Return the place in every crime family, the asked one first."""
    rows = [
        row
        | {
            "family_title": title_of_family(str(row["family"])),
            "verdict_title": title_of(str(row["verdict"])),
        }
        for row in (dict(facts.row), *map(dict, facts.others))
    ]
    figures = {
        (number, column): str(Figure.of("contrast", column, {"family": row["family"], "lsoa21": facts.code}))
        for number, row in enumerate(rows)
        for column in ("observed", "expected", "ratio", "ratio_lower", "ratio_upper")
    }
    reasons = {
        (number, column): "gap" if row["months"] == 0 else "missing"
        for number, row in enumerate(rows)
        for column in ("observed", "expected", "ratio", "ratio_lower", "ratio_upper")
        if row[column] is None
    }
    return release_modelled(
        "contrast", f"Recorded and expected: {facts.name}", FAMILIES, rows, reasons=reasons, figures=figures
    )


def context_table(facts: Facts) -> Released:
    """Return the context that the expected count is made from, here and in the middle of the region."""
    from math import exp

    rows = []
    for name in context_names(facts):
        held, term = facts.values.get(name), facts.model.get(name)
        slope = term["value"] if term and term["standard_error"] is not None else None
        rows.append(
            {
                "title": definitions()[name].title,
                "unit": definitions()[name].unit,
                "here": held["here"] if held else None,
                "middle": held["middle"] if held else None,
                "times": None if slope is None else exp(slope),
            }
        )
    notes = (
        "A curve is given by its slope in the middle. These describe what goes together in the model; none "
        "of them is a cause.",
    )
    return release_modelled("context", f"Context of {facts.name}", CONTEXT, rows, notes=notes)


def twins_table(facts: Facts) -> Released:
    """Return the twins, nearest first."""
    figures = {
        (number, "observed"): str(
            Figure.of("contrast", "observed", {"family": facts.family, "lsoa21": twin["twin"]})
        )
        for number, twin in enumerate(facts.twins)
    }
    return release_modelled(
        "contrast_twin", f"Twins of {facts.name}", TWINS, list(facts.twins), figures=figures, notes=()
    )


def twin_of_table(facts: Facts) -> Released:
    """Return the low places that this place is a twin of."""
    columns = (
        ReleasedColumn("lsoa21", "Low place"),
        ReleasedColumn("order", "Nearest first"),
        ReleasedColumn("distance", "Distance of context", "standard deviations", 2),
    )
    return release_modelled("twin_of", f"Low places that have {facts.name} as a twin", columns, facts.twin_of)


def balance_table(facts: Facts) -> Released:
    """Return how alike the low places and their twins are, one row a context variable."""
    rows = [dict(row) | {"title": _title(str(row["covariate"]))} for row in facts.balance]
    notes = (
        "Of all matched low places of this family together. Below 0.1 in either direction is balanced; what "
        "is not may explain a difference.",
    )
    return release_modelled(
        "contrast_balance", "How alike low places and twins are", BALANCE, rows, notes=notes
    )


def levers_table(facts: Facts) -> Released:
    """Return the levers with their values here and in the twins."""
    rows = [dict(row) | _values(facts, row) for row in facts.levers]
    notes = (
        "“Associated with”, never “caused by”: each is a hypothesis to visit. Estimates hold the context; "
        "intervals are 95 % with standard errors by district; q-values count all levers and families.",
    )
    return release_modelled("contrast_lever", "Levers of strength", LEVERS, rows, notes=notes)


def _values(facts: Facts, row: Row) -> dict[str, Any]:
    held = facts.values.get(str(row["lever"]))
    return {name: held[name] if held else None for name in ("here", "twins")}


def _title(covariate: str) -> str:
    name, _, curve = covariate.partition(" (")
    known = definitions()
    return f"{known[name].title if name in known else name.replace('_', ' ')}{' (' + curve if curve else ''}"
