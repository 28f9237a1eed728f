"""What is known of a place, as the rules need it; made by `commissioning.tables.transfer_facts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spot:
    """One LSOA in which a condition is met: code, name, the number that says so, and its address."""

    lsoa: str
    name: str
    value: float
    figure: str | None = None


@dataclass(frozen=True)
class Spread:
    """How the LSOAs of an area stand to a condition.

    Attributes
    ----------
    strong, middle, weak, unknown
        How many meet it, meet it in part, do not, and of how many that is not known.
    what
        What `strong` means, in words, for example “in the region’s top tenth for burglary”.
    spots, spots_unit
        Those that meet it, the clearest first, and the unit of their numbers.
    value, unit, figure
        For one LSOA: its number, in which unit, and its address.
    reason
        Why nothing is known, where it is not: a sentence.
    """

    strong: int
    middle: int
    weak: int
    unknown: int
    what: str
    spots: tuple[Spot, ...] = ()
    spots_unit: str = ""
    value: float | None = None
    unit: str = ""
    figure: str | None = None
    reason: str = ""

    @property
    def known(self) -> int:
        """LSOAs of which it is known."""
        return self.strong + self.middle + self.weak

    @property
    def total(self) -> int:
        """LSOAs in all."""
        return self.known + self.unknown


@dataclass(frozen=True)
class Rate:
    """Recorded crime of one kind in an area beside its region, over the months that are known.

    `rate` and `region` are per 1,000 residents a year; `expected` is what the region's rate would give here;
    `lower` and `upper` are the 95 % limits of `crimes` as a Poisson count.
    """

    title: str
    crimes: float | None
    rate: float | None
    region: float | None
    expected: float | None
    months: float
    lower: float = 0.0
    upper: float = 0.0
    first: str = ""
    last: str = ""
    figure: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class Place:
    """A place and what is known of it.

    Attributes
    ----------
    code, name, kind, lsoas
        Which area, and how many LSOAs it is made of.
    in_region
        Whether the workspace counts it; if not, nothing is worked out.
    silence
        ``possible``, ``none`` or ``not_testable``: whether low recorded crime here can mean silence.
    rates, spreads
        By crime family or type; by the name of a rule and, after a colon, the crime.
    initiatives
        Initiatives on record here that use the same intervention: name, status, partners.
    promises
        Plans on file with a commitment that names the same intervention; `None` where no plan is on file.
    """

    code: str
    name: str
    kind: str
    lsoas: int
    in_region: bool
    silence: str = "not_testable"
    rates: Mapping[str, Rate] = field(default_factory=dict)
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    initiatives: tuple[tuple[str, str, str], ...] = ()
    promises: tuple[str, ...] | None = None
