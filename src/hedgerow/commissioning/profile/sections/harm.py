"""Part of section 4: harm beside counts, by every scheme, with what must be read beside it."""

from __future__ import annotations

from collections.abc import Mapping

from hedgerow.commissioning.facts import CrimeFacts, HarmRow
from hedgerow.commissioning.profile.drafts import Column
from hedgerow.commissioning.profile.writer import Writer
from hedgerow.disclosure import Draft

COLUMNS = (
    Column("title", "Crime type"),
    Column("now", "Recorded"),
    Column("weight", "Weight", decimals=1, missing="not_applicable"),
    Column("mean", "Weight by mean", decimals=1, missing="not_applicable"),
    Column("harm", "Harm", decimals=0, missing="not_applicable"),
    Column("count_rank", "Rank by count", missing="not_applicable"),
    Column("harm_rank", "Rank by harm", missing="not_applicable"),
    Column("change", "Places up by harm", missing="not_applicable"),
    Column("severity_rank", "Rank by severity", missing="not_applicable"),
    Column("cost_rank", "Rank by unit cost", missing="not_applicable"),
    Column("scheme", "Scheme"),
    Column("status", "Status"),
)
NOTES = (
    "A category’s weight is a mix of offences; schemes give different results, so never "
    "rank places on one. Never rank places of organised crime on category medians alone.",
    "A median hides groups of two kinds: where the weight by mean is far from it, believe neither alone.",
    "Drugs and possession of weapons are mostly discovered by police: their counts follow what police "
    "look for. Anti-social behaviour has no weight in any scheme.",
    "Each rank is among the types that have a weight in its scheme; most have no unit cost that is known.",
)


def write(pen: Writer) -> None:
    """Show harm beside counts, or say what is missing."""
    weights = {row.crime_type: row for row in pen.facts.harm}
    crime = pen.facts.crime
    pen.want("harm-weighted crime", bool(weights and crime))
    if not weights or crime is None:
        pen.gap(
            "Harm-weighted crime",
            "no harm weights with clear terms are held; counts alone treat all crimes alike.",
            "Add a weight scheme with its edition and licence to the vocabulary.",
            "analyst; owner of the scheme",
        )
        return
    pen.heading("Harm beside counts")
    pen.table(_draft(weights, crime))


def _draft(weights: Mapping[str, HarmRow], crime: CrimeFacts) -> Draft:
    rows = [row for row in crime.types if row.now is not None]
    counts = {row.key: row.now for row in rows if row.now is not None}
    harm = _times(counts, {key: one.weight for key, one in weights.items()})
    by_count, by_harm = _places({key: counts[key] for key in harm}), _places(harm)
    severity, cost = (
        _places(_times(counts, {key: one.others.get(name) for key, one in weights.items()}))
        for name in ("css", "cost")
    )
    body = []
    for row in rows:
        one = weights.get(row.key)
        body.append(
            (
                row.title,
                row.now,
                one.weight if one else None,
                one.mean if one else None,
                harm.get(row.key),
                by_count.get(row.key),
                by_harm.get(row.key),
                by_count[row.key] - by_harm[row.key] if row.key in harm else None,
                severity.get(row.key),
                cost.get(row.key),
                f"{one.scheme}, {one.edition}" if one else "no weight",
                one.status if one else "nothing is invented",
            )
        )
    beside = next(iter(weights.values())).beside
    return Draft("harm", "Counts and harm", COLUMNS, tuple(body), notes=(*NOTES, *beside))


def _times(counts: Mapping[str, float], weights: Mapping[str, float | None]) -> dict[str, float]:
    """Return counts times weights of the types that have a weight."""
    return {key: n * weight for key, n in counts.items() if (weight := weights.get(key)) is not None}


def _places(values: Mapping[str, float]) -> dict[str, int]:
    """Return the place of each by its value, 1 the greatest."""
    return {key: place for place, key in enumerate(sorted(values, key=lambda key: -values[key]), 1)}
