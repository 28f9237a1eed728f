"""The kinds of numbers that publications print, the fields of each, and the measures made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hedgerow.errors import UsageError


@dataclass(frozen=True)
class Kind:
    """One kind of numbers.

    Attributes
    ----------
    needs, also
        Fields that must be filled, and those that may be.
    measures
        Codes of the measures that can be computed, the usual one first.
    """

    id: str
    title: str
    hint: str
    needs: tuple[str, ...]
    measures: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, in the order of the form."""
        return (*self.needs, *self.also)


INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "ai": "Treated: with the event",
        "bi": "Treated: without the event",
        "ci": "Control: with the event",
        "di": "Control: without the event",
        "n1i": "Treated: number in all",
        "n2i": "Control: number in all",
        "m1i": "Treated: mean",
        "sd1i": "Treated: standard deviation",
        "m2i": "Control: mean",
        "sd2i": "Control: standard deviation",
        "ri": "Correlation",
        "ni": "Number of units",
        "before1": "Treated places: count before",
        "after1": "Treated places: count after",
        "before2": "Control places: count before",
        "after2": "Control places: count after",
        "dispersion": "Over-dispersion (1 where not known)",
        "x1i": "Treated: events",
        "t1i": "Treated: time at risk",
        "x2i": "Control: events",
        "t2i": "Control: time at risk",
        "ti": "t statistic",
        "estimate": "Estimate, as printed",
        "lower": "Lower bound",
        "upper": "Upper bound",
        "level": "Level of the interval, per cent (95 where not said)",
        "p": "Exact two-sided p",
        "se": "Standard error (of the logarithm for a ratio)",
        "sign": "Direction of the effect: 1 or -1",
        "percent": "Change in per cent, below 0 for a fall",
    }
)
REPORTED = ("OR", "RR", "IRR", "RIRR", "SMD", "MD", "RD", "IRD", "ZCOR")
_ALL = (
    Kind("tables", "A table of two by two", "Counts with and without the event.", ("ai", "bi", "ci", "di"),
         ("OR", "RR", "RD")),
    Kind("totals", "Events and totals", "Counts with the event, and the number in each arm.",
         ("ai", "n1i", "ci", "n2i"), ("OR", "RR", "RD")),
    Kind("means", "Means of two groups", "Means, standard deviations and numbers.",
         ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"), ("SMD", "MD")),
    Kind("places", "Counts in places, before and after",
         "Counts of the outcome in treated and control places. Equal periods before and after.",
         ("before1", "after1", "before2", "after2"), ("RIRR",), ("dispersion",)),
    Kind("rates", "Events and time at risk", "For example incidents and area-months.",
         ("x1i", "t1i", "x2i", "t2i"), ("IRR", "IRD")),
    Kind("correlations", "A correlation", "Pearson’s r and the number of units.", ("ri", "ni"), ("ZCOR",)),
    Kind("t_tests", "A t statistic", "Of two independent groups.", ("ti", "n1i", "n2i"), ("SMD",)),
    Kind("p_values", "An exact p of a t test", "“p < .05” gives no variance and cannot be used.",
         ("p", "n1i", "n2i", "sign"), ("SMD",)),
    Kind("reported", "An estimate as reported",
         "With its confidence interval, its standard error or its exact p; without any of them it is kept "
         "and not pooled.", ("estimate",), REPORTED, ("lower", "upper", "level", "se", "p")),
    Kind("percent", "A change in per cent", "Kept as printed: it has no variance and is never pooled.",
         ("percent",), ("RR",)),
)  # fmt: skip
KINDS: Mapping[str, Kind] = MappingProxyType({kind.id: kind for kind in _ALL})


def kind_named(name: str) -> Kind:
    """Return a kind; raise `UsageError` for one that does not exist."""
    if name not in KINDS:
        raise UsageError(
            f"“{name}” is no kind of numbers." if name else "The kind of numbers is missing.",
            remedy=f"There are: {', '.join(KINDS)}.",
        )
    return KINDS[name]
