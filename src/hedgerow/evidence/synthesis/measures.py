"""Measures of effect: what each is made from, on which scale it is pooled, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from hedgerow.stats.meta import Effects, association, conversions, effect_sizes, one_group, spread

KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tables": ("ai", "bi", "ci", "di"),
        "means": ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"),
        "change": ("m1i", "m2i", "sd1i", "sd2i", "ni", "ri"),
        "rates": ("x1i", "t1i", "x2i", "t2i"),
        "places": ("before1", "after1", "before2", "after2"),
        "correlations": ("ri", "ni"),
        "t_tests": ("ti", "n1i", "n2i"),
        "proportions": ("xi", "ni"),
        "one_rate": ("xi", "ti"),
        "one_mean": ("mi", "sdi", "ni"),
    }
)


@dataclass(frozen=True)
class Measure:
    """A measure of effect.

    Attributes
    ----------
    kind
        Which inputs it is made from: a key of `KINDS`; empty where it is only read as printed.
    log
        Whether it is a ratio, pooled on the log scale and shown as a ratio too.
    null
        The value that means no difference, as it is shown.
    more
        What a value above that means, as the formula has it.
    """

    code: str
    title: str
    kind: str
    log: bool
    formula: str
    more: str
    make: Callable[..., Effects] | None = None

    @property
    def null(self) -> float:
        """The value that means no difference, as it is shown."""
        return 1.0 if self.log else 0.0


_EVENTS = "more of the counted event among the treated"
_HIGHER = "a higher mean among the treated"
_RATE = "a higher rate among the treated"
_TOGETHER = "more of the one goes with more of the other"
_tables, _means, _spread = effect_sizes.two_by_two, effect_sizes.means, spread.unequal

_ALL = (
    Measure("OR", "odds ratio", "tables", True, "ln(ad / bc)", _EVENTS, partial(_tables, measure="OR")),
    Measure("RR", "risk ratio", "tables", True, "ln(a/n1) - ln(c/n2)", _EVENTS, partial(_tables,
            measure="RR")),
    Measure("RD", "risk difference", "tables", False, "a/n1 - c/n2", _EVENTS, partial(_tables, measure="RD")),
    Measure("PETO", "Peto odds ratio", "tables", True, "(O - E) / V", _EVENTS, partial(_tables,
            measure="PETO")),
    Measure("AS", "arcsine difference", "tables", False, "asin(sqrt(a/n1)) - asin(sqrt(c/n2))", _EVENTS,
            partial(_tables, measure="AS")),
    Measure("PHI", "phi", "tables", False, "(ad - bc) / sqrt of the product of margins", _EVENTS,
            partial(association.of_tables, measure="PHI")),
    Measure("YUQ", "Yule's Q", "tables", False, "(ad - bc) / (ad + bc)", _EVENTS,
            partial(association.of_tables, measure="YUQ")),
    Measure("YUY", "Yule's Y", "tables", False, "as Q, of the roots", _EVENTS,
            partial(association.of_tables, measure="YUY")),
    Measure("RTET", "tetrachoric correlation", "tables", False, "of two normals cut at the margins", _EVENTS,
            partial(association.of_tables, measure="RTET")),
    Measure("MD", "mean difference", "means", False, "m1 - m2", _HIGHER, partial(_means, measure="MD")),
    Measure("SMD", "standardised mean difference (Hedges's g)", "means", False,
            "J (m1 - m2) / pooled sd", _HIGHER,
            partial(_means, measure="SMD")),
    Measure("SMDH", "standardised mean difference, unequal variances", "means", False,
            "J (m1 - m2) / sqrt of the mean variance", _HIGHER, partial(_spread, measure="SMDH")),
    Measure("ROM", "ratio of means", "means", True, "ln(m1 / m2)", _HIGHER, partial(_means, measure="ROM")),
    Measure("VR", "ratio of standard deviations", "means", True, "ln(sd1 / sd2), corrected",
            "more spread among the treated", partial(_spread, measure="VR")),
    Measure("CVR", "ratio of coefficients of variation", "means", True, "ln(cv1 / cv2), corrected",
            "more relative spread among the treated", partial(_spread, measure="CVR")),
    Measure("RPB", "point-biserial correlation", "means", False, "d / sqrt(d^2 + h)", _HIGHER,
            partial(association.of_means, measure="RPB")),
    Measure("RBIS", "biserial correlation", "means", False, "from the point-biserial", _HIGHER,
            partial(association.of_means, measure="RBIS")),
    Measure("SMCC", "standardised change (of the change)", "change", False, "J (m1 - m2) / sd of the change",
            "a rise", partial(one_group.before_after, measure="SMCC")),
    Measure("SMCR", "standardised change (of the start)", "change", False, "J (m1 - m2) / sd before",
            "a rise", partial(one_group.before_after, measure="SMCR")),
    Measure("MC", "mean change", "change", False, "m1 - m2", "a rise", partial(one_group.before_after,
            measure="MC")),
    Measure("IRR", "incidence rate ratio", "rates", True, "ln((x1/t1) / (x2/t2))", _RATE,
            partial(effect_sizes.rates, measure="IRR")),
    Measure("IRD", "incidence rate difference", "rates", False, "x1/t1 - x2/t2", _RATE,
            partial(effect_sizes.rates, measure="IRD")),
    Measure("RIRR", "relative incidence rate ratio", "places", True,
            "ln((treated after/before) / (control after/before))", "the treated fell less than the control",
            conversions.relative_incidence),
    Measure("ZCOR", "correlation (Fisher's z)", "correlations", False, "atanh(r)", _TOGETHER,
            partial(effect_sizes.correlations, measure="ZCOR")),
    Measure("COR", "correlation", "correlations", False, "r", _TOGETHER,
            partial(effect_sizes.correlations, measure="COR")),
    Measure("D_T", "standardised difference from t", "t_tests", False, "t sqrt(1/n1 + 1/n2)", _HIGHER,
            conversions.t_to_d),
    Measure("PLO", "proportion (logit)", "proportions", False, "ln(p / (1 - p))", "a higher share",
            partial(effect_sizes.proportions, measure="PLO")),
    Measure("PR", "proportion", "proportions", False, "x / n", "a higher share",
            partial(effect_sizes.proportions, measure="PR")),
    Measure("PAS", "proportion (arcsine)", "proportions", False, "asin(sqrt(p))", "a higher share",
            partial(effect_sizes.proportions, measure="PAS")),
    Measure("PFT", "proportion (double arcsine)", "proportions", False, "Freeman and Tukey", "a higher share",
            partial(effect_sizes.proportions, measure="PFT")),
    Measure("IRLN", "rate (log)", "one_rate", True, "ln(x / t)", "a higher rate",
            partial(one_group.single_rates, measure="IRLN")),
    Measure("IR", "rate", "one_rate", False, "x / t", "a higher rate",
            partial(one_group.single_rates, measure="IR")),
    Measure("MN", "mean", "one_mean", False, "m", "a higher mean", one_group.means),
)  # fmt: skip
MEASURES: Mapping[str, Measure] = MappingProxyType({measure.code: measure for measure in _ALL})
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {kind: next(measure.code for measure in _ALL if measure.kind == kind) for kind in KINDS}
    | {"means": "SMD"}
)
_NAMES = {
    "odds_ratio": "OR", "log_odds_ratio": "OR", "lor": "OR", "risk_ratio": "RR", "relative_risk": "RR",
    "log_risk_ratio": "RR", "risk_difference": "RD", "mean_difference": "MD", "hedges_g": "SMD", "g": "SMD",
    "standardised_mean_difference": "SMD", "standardized_mean_difference": "SMD", "cohens_d": "SMD",
    "d": "SMD",
    "incidence_rate_ratio": "IRR", "rate_ratio": "IRR", "log_incidence_rate_ratio": "IRR",
    "incidence_rate_difference": "IRD", "relative_incidence_rate_ratio": "RIRR", "ratio_of_means": "ROM",
    "fisher_z": "ZCOR", "z": "ZCOR", "correlation": "COR", "r": "COR", "proportion": "PR",
    "logit_proportion": "PLO", "smd": "SMD", "irr": "IRR",
}  # fmt: skip


def measure_named(name: str) -> Measure | None:
    """Return a measure by its code or one of its names in words; `None` for one that is not known."""
    plain = name.strip()
    return MEASURES.get(plain.upper()) or MEASURES.get(_NAMES.get(_worded(plain), ""))


def printed_as_ratio(name: str) -> bool:
    """Whether a printed estimate under this name is a ratio, not yet its logarithm."""
    found = measure_named(name)
    return bool(found and found.log and not _worded(name).startswith(("log_", "lor")))


def _worded(name: str) -> str:
    return "_".join(name.strip().lower().replace("-", " ").replace("’", "").replace("'", "").split())
