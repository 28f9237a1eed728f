"""The harm schemes and their weights, as single published figures with edition, status and terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hedgerow.errors import UsageError
from hedgerow.vocabulary import Term, family_types, police_discovered, term, terms

Array = NDArray[np.float64]
COUNTS = "counts"
ASB = "anti-social-behaviour"
ANY = ""  # every force without a figure of its own
MEDIAN, MEAN = "median", "mean"
# Name of the scheme here: its term of the vocabulary, and which figure of it.
SHIPPED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cchi": ("cchi", MEDIAN),
        "cchi_mean": ("cchi", MEAN),
        "css": ("css", MEDIAN),
        "css_mean": ("css", MEAN),
        "cost": ("cost", MEDIAN),
    }
)
VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        "victim_reported": "Victim-reported: without the crimes that police mostly discover",
        "with_discovered": "Including the crimes that police mostly discover",
    }
)


@dataclass(frozen=True)
class Weight:
    """What one record of a category weighs; `weight` is None where no weight is known.

    Attributes
    ----------
    crime_type, force
        Category of police.uk; the force whose mix of offences it is, or empty for every other force.
    lowest, highest
        The least and the greatest weight of one of its offences, where known.
    borrowed
        Whether the figure is other forces'.
    """

    crime_type: str
    force: str
    weight: float | None
    unit: str
    edition: str
    status: str
    source: str
    licence: str
    lowest: float | None = None
    highest: float | None = None
    note: str = ""

    @property
    def borrowed(self) -> bool:
        """Whether it is the figure of other forces, taken for one that has none."""
        return self.note.startswith("Borrowed")


@dataclass(frozen=True)
class WeightSet:
    """The weights of one scheme, and what must be read beside them."""

    name: str
    title: str
    unit: str
    short: str
    edition: str
    status: str
    source: str
    licence: str
    price_year: str
    cautions: tuple[str, ...]
    weights: tuple[Weight, ...]

    def held(self, crime_type: str, force: str) -> Weight | None:
        """Return the weight of a category in a force: its own figure, else the one for every force."""
        found = _held(self)
        return found.get((crime_type, force), found.get((crime_type, ANY)))

    def matrix(self, forces: Sequence[str], types: Sequence[str]) -> Array:
        """Return the weights, shape (forces, types); NaN where there is none."""
        return np.array([[_number(self.held(kind, force)) for kind in types] for force in forces]).reshape(
            len(forces), len(types)
        )

    def borrowed(self, forces: Sequence[str], types: Sequence[str]) -> NDArray[np.bool_]:
        """Return which weights are other forces' figures, shape (forces, types)."""
        found = [[self.held(kind, force) for kind in types] for force in forces]
        return np.array([[bool(one and one.borrowed) for one in row] for row in found]).reshape(
            len(forces), len(types)
        )


@cache
def _held(weights: WeightSet) -> dict[tuple[str, str], Weight]:
    return {(one.crime_type, one.force): one for one in weights.weights}


def _number(weight: Weight | None) -> float:
    return np.nan if weight is None or weight.weight is None else weight.weight


def types_of(version: str) -> tuple[str, ...]:
    """Return the crime types that a version counts; anti-social behaviour is no crime and in neither.

    Raises
    ------
    UsageError
        When there is no such version.
    """
    if version not in VERSIONS:
        raise UsageError(f"“{version}” is not a version.", remedy=f"Give one of: {', '.join(VERSIONS)}.")
    found = family_types("all_crime")
    left_out = police_discovered() if version == "victim_reported" else ()
    return tuple(kind for kind in found if kind not in left_out)


@cache
def shipped(name: str) -> WeightSet:
    """Return the weights that are shipped for one scheme.

    Raises
    ------
    UsageError
        When there is no such scheme.
    """
    if name not in SHIPPED:
        raise UsageError(
            f"“{name}” is not a harm scheme.", remedy=f"Give one of: {', '.join((COUNTS, *SHIPPED))}."
        )
    scheme, figure = SHIPPED[name]
    head = term("harm_scheme", scheme)
    said = {key: str(head.data.get(key, "")) for key in ("unit", "short", "edition", "licence")}
    cautions = head.data["cautions"]
    assert isinstance(cautions, tuple)
    held = [one for one in terms("category_weight").values() if one.parent == scheme]
    return WeightSet(
        name,
        head.title + (", means" if figure == MEAN else ""),
        said["unit"],
        said["short"],
        said["edition"],
        str(head.data["figure_status"]),
        f"{head.data['publisher']}. {head.data['origin']}",
        said["licence"],
        str(head.data.get("price_year", "")),
        cautions,
        tuple(_weight(one, head, figure) for one in held),
    )


def median_and_mean(
    weights: WeightSet, crime_type: str, forces: Sequence[str]
) -> tuple[float | None, float | None]:
    """Return what a category weighs by median and by mean in a shipped scheme; the middle of the forces.

    A median hides groups of two kinds, so neither is shown without the other. None where it is not known.
    """
    base = weights.name.removesuffix("_mean")
    if f"{base}_mean" not in SHIPPED or weights.status == "given":
        return (None, None)
    median, mean = (_middle(shipped(one), crime_type, forces) for one in (base, f"{base}_mean"))
    return (median, mean)


def _middle(weights: WeightSet, crime_type: str, forces: Sequence[str]) -> float | None:
    held = [weights.held(crime_type, force) for force in forces]
    numbers = [one.weight for one in held if one and one.weight is not None]
    return float(np.median(numbers)) if numbers else None


def _weight(one: Term, head: Term, figure: str) -> Weight:
    def number(key: str) -> float | None:
        value = one.data.get(key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    note = one.about
    if figure == MEAN and number(MEDIAN) is not None and number(MEAN) is None:
        note = "The mean is not known."
    return Weight(
        str(one.data["crime_type"]),
        str(one.data.get("force", ANY)),
        number(figure),
        str(head.data["unit"]),
        str(head.data["edition"]),
        str(one.data.get("figure_status", head.data["figure_status"])),
        str(head.data["publisher"]),
        str(head.data["licence"]),
        number("lowest"),
        number("highest"),
        note,
    )
