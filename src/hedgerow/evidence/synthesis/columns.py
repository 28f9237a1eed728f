"""Which column is what: the names that effects, counts, means and arms go by in real tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence.synthesis.measures import KINDS

_WORDS = {
    "arm1": "t trt treat treated treatment e exp experimental int intervention prog program programme 1",
    "arm2": "c ctrl control con cont comparison comp untreated placebo 0 2",
    "event": "event events ev pos yes rec recid recidivists recidivated reoff reoffended cases r",
    "nonevent": "nonevent nonevents neg no non nonrec survived none",
    "total": "n total totals size sample nobs",
    "mean": "mean m avg average",
    "sd": "sd std stdev",
    "before": "before pre baseline",
    "after": "after post during",
}
_SETS = {name: frozenset(words.split()) for name, words in _WORDS.items()}
_ARM1, _ARM2 = _SETS["arm1"], _SETS["arm2"]
_EXACT = {
    role: tuple(names.split())
    for role, names in {
        "yi": "yi y es effect effect_size effectsize d g smd lor logor diff te",
        "vi": "vi v var variance sampling_variance",
        "se": "se sei std_err stderr standard_error sete",
        "estimate": "estimate est or rr hr irr odds_ratio risk_ratio mean yi effect",
        "low": "ci_low ci_lower ci95_low ci95_lower lower low ci_lb lcl lb ll lower_ci",
        "high": "ci_high ci_upper ci95_high ci95_upper upper high ci_ub ucl ub ul upper_ci",
        "p": "p pval p_value pvalue",
        "ri": "ri r cor correlation",
        "ni": "ni n total sample_size",
        "ti": "ti t t_value tval",
        "xi": "xi x cases events event",
        "mi": "mi mean m",
        "sdi": "sdi sd",
    }.items()
}
_EVERY = {role: role for roles in KINDS.values() for role in roles}


@dataclass(frozen=True)
class Recognised:
    """Columns that make effects: `kind` of `KINDS`, or variance, error, interval or p as printed."""

    kind: str
    columns: Mapping[str, str]


def recognised(heads: Sequence[str]) -> tuple[Recognised, ...]:
    """Return every way in which the columns make effects, the plainest first."""
    plain = {_plain(head): head for head in reversed(heads)}
    found = [*_printed(plain), *_counted(heads, plain)]
    return tuple(found)


def _plain(head: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", head.strip().lower()).strip("_")


def _first(plain: Mapping[str, str], role: str) -> str:
    return next((plain[name] for name in _EXACT[role] if name in plain), "")


def _printed(plain: Mapping[str, str]) -> list[Recognised]:
    y, v, se = (_first(plain, role) for role in ("yi", "vi", "se"))
    estimate, low, high, p = (_first(plain, role) for role in ("estimate", "low", "high", "p"))
    found = []
    if y and v:
        found.append(Recognised("variance", {"yi": y, "vi": v}))
    if (y or estimate) and se:
        found.append(Recognised("error", {"yi": y or estimate, "se": se}))
    if estimate and low and high:
        found.append(Recognised("interval", {"estimate": estimate, "low": low, "high": high}))
    if y and p and not found:
        found.append(Recognised("p", {"yi": y, "p": p}))
    return found


def _counted(heads: Sequence[str], plain: Mapping[str, str]) -> list[Recognised]:
    arms = _by_arm(heads)
    roles: dict[str, str] = {}
    for role, head in arms.items():
        roles.setdefault(role, head)
    for role in _EVERY:
        if role in plain:
            roles[role] = plain[role]
        elif role in _EXACT and role not in roles and (head := _first(plain, role)):
            roles[role] = head
    if all(letter in plain for letter in "abcd"):
        roles |= {f"{letter}i": plain[letter] for letter in "abcd"}
    if "ci" in roles and "ci" in plain and not {"ai"} & roles.keys():
        del roles["ci"]
    return [made for kind in _ORDER if (made := _made(kind, roles)) is not None]


_ORDER = (
    "tables",
    "places",
    "change",
    "means",
    "rates",
    "t_tests",
    "correlations",
    "one_mean",
    "proportions",
    "one_rate",
)


def _made(kind: str, roles: Mapping[str, str]) -> Recognised | None:
    needed = KINDS[kind]
    if all(role in roles for role in needed):
        return Recognised(kind, {role: roles[role] for role in needed})
    totals = ("ai", "n1i", "ci", "n2i")
    if kind == "tables" and all(role in roles for role in totals):
        return Recognised(kind, {role: roles[role] for role in totals})
    return None


def _by_arm(heads: Sequence[str]) -> dict[str, str]:
    """Read names such as event_t, n.ctrl.rec or mean_treated: an arm and what was counted in it."""
    words = {head: _words(head) for head in heads}
    controlled = {head: parts for head, parts in words.items() if parts & _ARM2 and not parts & _ARM1}
    found: dict[str, str] = {}
    for head, parts in controlled.items():
        _add(found, parts - _ARM2, head, 2)
        _add_partner(found, head, parts, words)
    for head, parts in words.items():
        if parts & _ARM1 and not parts & _ARM2:
            _add(found, parts - _ARM1, head, 1)
    return found


def _add_partner(
    found: dict[str, str], head: str, parts: frozenset[str], words: Mapping[str, frozenset[str]]
) -> None:
    """Take the column whose name differs from a control's in the word of the arm alone for the treated."""
    rest = parts - _ARM2
    for other, theirs in words.items():
        extra = theirs - rest
        if other != head and rest and rest < theirs and len(extra) == 1 and not theirs & _ARM2:
            _add(found, rest, other, 1)


def _add(found: dict[str, str], rest: frozenset[str], head: str, arm: int) -> None:
    role = _role(rest, arm)
    if role:
        found.setdefault(role, head)


def _role(rest: frozenset[str], arm: int) -> str:
    kinds = (
        ("before", f"before{arm}"),
        ("after", f"after{arm}"),
        ("nonevent", "bi" if arm == 1 else "di"),
        ("event", "ai" if arm == 1 else "ci"),
        ("mean", f"m{arm}i"),
        ("sd", f"sd{arm}i"),
        ("total", f"n{arm}i"),
    )
    return next((role for name, role in kinds if rest & _SETS[name]), "")


def _words(head: str) -> frozenset[str]:
    text = _plain(head)
    joined = re.fullmatch(r"(t|c)(pos|neg)", text)
    return frozenset(joined.groups() if joined else text.split("_"))
