"""What a person chooses before pooling: state in the address, with the reasons beside each choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hedgerow.evidence.synthesis import MEASURES, EffectsTable, PoolOptions
from hedgerow.evidence.synthesis.columns import recognised
from hedgerow.evidence.synthesis.counts import COUNT_METHODS
from hedgerow.evidence.synthesis.measures import KINDS
from hedgerow.web.blocks import OwnBlock
from hedgerow.web.filters import Choice

SIGNS = {
    "more_bad": "more {} (harm)",
    "less_bad": "less {} (good)",
    "more_good": "more {} (good)",
    "less_good": "less {} (harm)",
}
_SIGN_CHOICES = (
    Choice("more_bad", "More of something unwanted, such as reoffending: harm"),
    Choice("less_bad", "Less of something unwanted: good"),
    Choice("more_good", "More of something wanted, such as staying in school: good"),
    Choice("less_good", "Less of something wanted: harm"),
)
_METHODS = (
    Choice("REML", "Random effects, REML: programmes differ from study to study (usual)"),
    Choice("MH", "Mantel-Haenszel, from counts: one common effect, good with rare events"),
    Choice("PETO", "Peto, from counts: very rare events, arms of like size"),
    Choice("EE", "One common effect, inverse variance"),
    Choice("DL", "Random effects, DerSimonian and Laird (older reviews)"),
    Choice("PM", "Random effects, Paule and Mandel"),
    Choice("ML", "Random effects, maximum likelihood"),
    Choice("HE", "Random effects, Hedges"),
    Choice("HS", "Random effects, Hunter and Schmidt"),
    Choice("SJ", "Random effects, Sidik and Jonkman"),
    Choice("EB", "Random effects, empirical Bayes"),
)
_TESTS = (
    Choice("knha", "Knapp and Hartung: allows for few studies (usual)"),
    Choice("adhoc", "Knapp and Hartung, never narrower than the normal"),
    Choice("z", "Normal distribution"),
    Choice("t", "t distribution"),
)
_KINDS = {
    "variance": ("Effects with variances", ("yi", "vi")),
    "error": ("Effects with standard errors", ("yi", "se")),
    "interval": ("Estimates with 95 % bounds", ("estimate", "low", "high")),
    "totals": ("Events and totals of two groups", ("ai", "n1i", "ci", "n2i")),
    "tables": ("Events and non-events of two groups", KINDS["tables"]),
    "means": ("Means, standard deviations and sizes of two groups", KINDS["means"]),
    "correlations": ("Correlations and sizes", KINDS["correlations"]),
    "rates": ("Events and person-time of two groups", KINDS["rates"]),
    "places": ("Counts before and after, treated and control places", KINDS["places"]),
    "proportions": ("Cases and totals of one group", KINDS["proportions"]),
}
ROLES = {
    "yi": "Effect", "vi": "Variance", "se": "Standard error", "estimate": "Estimate", "low": "Lower bound",
    "high": "Upper bound", "ai": "Treated: events", "bi": "Treated: no event", "ci": "Control: events",
    "di": "Control: no event", "n1i": "Treated: people", "n2i": "Control: people", "m1i": "Treated: mean",
    "sd1i": "Treated: standard deviation", "m2i": "Control: mean", "sd2i": "Control: standard deviation",
    "ri": "Correlation", "ni": "People", "x1i": "Treated: events", "t1i": "Treated: person-time",
    "x2i": "Control: events", "t2i": "Control: person-time", "before1": "Treated, before",
    "after1": "Treated, after", "before2": "Control, before", "after2": "Control, after", "xi": "Cases",
}  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """The address read: what was chosen, and what the table offers."""

    given: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return one choice."""
        return self.given.get(name, "").strip()[:200] or default

    @property
    def columns(self) -> dict[str, str]:
        """Role to column, where a person named them."""
        roles = _KINDS[self.text("kind")][1] if self.text("kind") in _KINDS else ()
        named = {role: self.text(f"c_{role}") for role in roles}
        return named if all(named.values()) else {}

    @property
    def sign(self) -> str:
        """What a positive effect means, in words; empty while it is not stated."""
        form = SIGNS.get(self.text("sign"), "")
        unwanted = self.text("sign").endswith("bad")
        outcome = self.text("outcome", "of the unwanted outcome" if unwanted else "of the wanted outcome")
        return form.format(outcome) if form else ""

    def options(self, signed: bool) -> PoolOptions:
        """Return the choices as options; `signed` says that the table states its sign itself."""
        return PoolOptions(
            measure=self.text("measure"),
            method=self.text("method", "REML"),
            test=self.text("test", "knha"),
            columns=self.columns,
            mods=(self.text("mods"),) if self.text("mods") else (),
            cluster=self.text("cluster"),
            positive_means="" if signed else self.sign,
            inverse={"yes": True, "no": False}.get(self.text("inverse")),
        )


def states_its_sign(table: EffectsTable) -> bool:
    """Whether a column says what positive means."""
    return bool({"positive_means", "sign_convention"} & set(table.heads))


def choices_form(table: EffectsTable, chosen: Choices, action: str) -> OwnBlock:
    """Return the form of every choice."""
    ways = recognised(table.heads)
    kinds = {way.kind for way in ways}
    counts = "tables" in kinds or chosen.text("kind") in ("tables", "totals")
    fitting = [one for one in MEASURES.values() if one.kind in kinds]
    offered = fitting if fitting and not chosen.text("kind") else list(MEASURES.values())
    named = [Choice("", "What the columns give"), *(Choice(one.code, _named(one.title)) for one in offered)]
    values = {
        "action": action,
        "chosen": chosen,
        "measures": named,
        "methods": [one for one in _METHODS if counts or one.value not in COUNT_METHODS],
        "tests": _TESTS,
        "signs": () if states_its_sign(table) else _SIGN_CHOICES,
        "heads": table.heads,
        "kinds": [
            Choice("", "Found by their names"),
            *(Choice(key, one) for key, (one, _) in _KINDS.items()),
        ],
        "roles": _roles(table, chosen),
        "unread": not ways,
    }
    return OwnBlock("pool_choices", values, said={"chosen": dict(chosen.given)})


def _named(title: str) -> str:
    return title[0].upper() + title[1:]


def _roles(table: EffectsTable, chosen: Choices) -> list[tuple[str, str, str]]:
    """Return each role of the kind that was chosen, with its words and the column that it has."""
    kind = chosen.text("kind")
    if kind not in _KINDS:
        return []
    known = {role: head for way in reversed(recognised(table.heads)) for role, head in way.columns.items()}
    return [(role, ROLES[role], chosen.text(f"c_{role}", known.get(role, ""))) for role in _KINDS[kind][1]]
