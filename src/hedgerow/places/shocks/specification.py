"""What is measured: the shock, its windows, the families, and every number that was decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hedgerow.errors import UsageError
from hedgerow.places.panel import month_number, month_of
from hedgerow.stats.recovery import Prior
from hedgerow.vocabulary import family_types, terms

LEVELS = ("region", "pfa", "lad", "msoa", "lsoa")
ABOVE = {"lad": "pfa", "msoa": "lad", "lsoa": "lad"}
# Anti-social behaviour jumped with reports of broken lockdown rules: shown apart, and in no other family.
FAMILIES = ("all_crime", "soc_related", "violence", "acquisitive", "drugs_weapons")
APART = ("antisocial",)
EVERY_TYPE = "every_type"
LOCKDOWNS = (("2020-03", "2020-06"), ("2020-11", "2020-11"), ("2021-01", "2021-03"))
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
LONGEST = 120


@dataclass(frozen=True)
class Shock:
    """A shock: its first and last month, as YYYY-MM."""

    first: str
    last: str

    @property
    def id(self) -> str:
        """``first:last``."""
        return f"{self.first}:{self.last}"

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of it."""
        return tuple(month_of(n) for n in range(month_number(self.first), month_number(self.last) + 1))


COVID = Shock("2020-03", "2022-12")


@dataclass(frozen=True)
class ShockOptions:
    """Every number that was decided.

    Attributes
    ----------
    least_before
        Known months before the shock without which a place is not known.
    season_months
        Known months before the shock from which the season can be told.
    most_before
        Months before the shock that are looked at.
    least_expected
        Crimes expected in the first window, below which nothing can be told.
    z_band, z_bent
        Standard deviations of the 80 % band and intervals; of a shortfall that stands out.
    last_year, least_last
        Months of the new level, and how many must be known.
    width
        Months that are taken together for depth and rebound, by kind of area.
    twins
        Places alike, at most.
    q
        Expected share of false ones among places that differ from places alike.
    priors
        By kind of area: standard deviations of level, trend, season, drift and months.
    drift_of
        By how much a family's level drifts more than that of all crime (measured on forces, 2023 to 2026).
    seed
        Of everything drawn.
    """

    least_before: int = 6
    season_months: int = 24
    most_before: int = 60
    least_expected: float = 10.0
    z_band: float = 1.2815515655446004
    z_bent: float = 2.5758293035489004
    last_year: int = 12
    least_last: int = 6
    twins: int = 20
    least_twins: int = 5
    q: float = 0.05
    seed: int = 20200323
    drift_of: Mapping[str, float] = field(
        default_factory=lambda: {
            "violence": 1.25,
            "acquisitive": 1.75,
            "soc_related": 1.5,
            "antisocial": 1.75,
            "one_type": 1.75,
            "drugs_weapons": 3.0,
            "drugs": 3.0,
            "possession-of-weapons": 3.0,
        }
    )
    width: Mapping[str, int] = field(
        default_factory=lambda: {"region": 1, "pfa": 1, "lad": 1, "msoa": 3, "lsoa": 3}
    )
    priors: Mapping[str, Prior] = field(
        default_factory=lambda: {
            "region": Prior(10.0, 0.02, 0.07, 0.03, 0.06, 0.04),
            "pfa": Prior(10.0, 0.02, 0.07, 0.03, 0.06, 0.04),
            "lad": Prior(2.0, 0.02, 0.04, 0.02, 0.05, 0.06),
            "msoa": Prior(1.5, 0.03, 0.04, 0.02, 0.08, 0.10),
            "lsoa": Prior(1.5, 0.03, 0.04, 0.02, 0.12, 0.12),
        }
    )

    def prior(self, kind: str, family: str) -> Prior:
        """Return the prior of a kind of area, its drift as wide as the family's."""
        held = self.priors[kind]
        single = self.drift_of.get("one_type", 1.0) if family in terms("crime_type") else 1.0
        return replace(held, drift=held.drift * self.drift_of.get(family, single))


def shock_of(text: str) -> Shock:
    """Return the shock written as ``YYYY-MM:YYYY-MM``.

    Raises
    ------
    UsageError
        When it is not so written, ends before it begins, or is longer than ten years.
    """
    first, _, last = text.partition(":")
    for month in (first, last):
        if not _MONTH.fullmatch(month):
            raise UsageError(
                f"“{text}” is no shock: “{month}” is not a month.",
                remedy="Write its first and last month as YYYY-MM:YYYY-MM, such as 2020-03:2022-12.",
            )
    length = month_number(last) - month_number(first) + 1
    if not 1 <= length <= LONGEST:
        cause = (
            "It ends before it begins." if length < 1 else f"It has {length} months, not at most {LONGEST}."
        )
        raise UsageError(f"“{text}” is no shock.", cause=cause, remedy="Check the two months.")
    return Shock(first, last)


def windows_of(shock: Shock) -> tuple[tuple[str, str], ...]:
    """Return the windows of a shock: the lockdowns that lie in it, otherwise its first three months."""
    held = tuple(w for w in LOCKDOWNS if shock.first <= w[0] and w[1] <= shock.last)
    if held and shock.first == COVID.first:
        return held
    last = min(month_number(shock.first) + 2, month_number(shock.last))
    return ((shock.first, month_of(last)),)


def types_of(family: str) -> tuple[str, ...]:
    """Return the crime types of a family, of one type, or of every type; raise `UsageError` otherwise."""
    if family == EVERY_TYPE:
        return tuple(terms("crime_type"))
    if family in terms("crime_family"):
        return family_types(family)
    if family in terms("crime_type"):
        return (family,)
    known = ", ".join((*terms("crime_family"), EVERY_TYPE, *terms("crime_type")))
    raise UsageError(f"“{family}” is no crime family or type.", remedy=f"They are: {known}.")


def title_of(family: str) -> str:
    """Return the name of a family or type."""
    if family == EVERY_TYPE:
        return "Every type, anti-social behaviour with it"
    held = terms("crime_family")
    return held[family].title if family in held else terms("crime_type")[family].title
