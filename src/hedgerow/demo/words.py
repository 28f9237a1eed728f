"""Invented names: three force areas of three districts each, their neighbourhoods and streets."""

from __future__ import annotations

from dataclasses import dataclass

REGION = "Three Vales (fictional)"
REGION_SLUG = "three-vales"


@dataclass(frozen=True)
class District:
    """A fictional district: its name, whether it is a town, and where its centre lies (km)."""

    name: str
    urban: bool
    centre: tuple[float, float]


@dataclass(frozen=True)
class ForceArea:
    """A fictional police force area."""

    slug: str
    force: str
    name: str
    districts: tuple[District, ...]


FORCES = (
    ForceArea(
        "amberdale",
        "Amberdale Police",
        "Amberdale",
        (
            District("Ferrybridge Cross", True, (12, 62)),
            District("Upper Amber", False, (12, 40)),
            District("Millhope", True, (14, 16)),
        ),
    ),
    ForceArea(
        "brackenshire",
        "Brackenshire Police",
        "Brackenshire",
        (
            District("Brackenport", True, (40, 58)),
            District("Larkmoor", False, (38, 38)),
            District("Stonewick", True, (40, 18)),
        ),
    ),
    ForceArea(
        "caldermoor",
        "Caldermoor Constabulary",
        "Caldermoor",
        (
            District("Calderstead", True, (68, 60)),
            District("Eastern Fens", False, (66, 40)),
            District("Rushholme Vale", True, (66, 16)),
        ),
    ),
)

# First and second halves of invented neighbourhood names.
FIRST = (
    "Alder",
    "Birch",
    "Copper",
    "Dove",
    "Elm",
    "Fox",
    "Grange",
    "Hazel",
    "Ivy",
    "Juniper",
    "Kestrel",
    "Linden",
)
SECOND = (
    "field",
    "wick",
    "bank",
    "holme",
    "gate",
    "croft",
    "meadows",
    "side",
    "thorpe",
    "common",
    "rise",
    "brook",
)
STREETS = (
    "Mill Lane",
    "Church Walk",
    "Station Road",
    "Orchard Close",
    "Quarry Street",
    "Hedge Row",
    "Park/Open Space",
)


def neighbourhood(number: int) -> str:
    """Return the invented name of the neighbourhood (MSOA) with this number, never the same twice."""
    first = FIRST[number % len(FIRST)]
    second = SECOND[(number // len(FIRST) + number) % len(SECOND)]
    return f"{first}{second}"
