"""The checklist of a place: which signs are measured, which must be looked at, with weight and source.

Definitions are data (`checklist.toml`). What names a person, or a characteristic that the Equality Act 2010
protects, is refused by name: it is not a risk factor of a place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hedgerow.errors import SchemaError, UsageError
from hedgerow.places.signals.protected import refused_word
from hedgerow.vocabulary.scheme import Scheme, Term, parse_scheme

AUDIENCES = ("police", "council", "schools", "health", "housing", "residents")
NOT_A_SCORE = (
    "Weights say how well a sign is supported, not how likely anything is. This is not a score of people, "
    "and no sign here describes or points to anybody."
)
SAFELY = (
    "Do not confront, follow or photograph anyone. In danger call 999; otherwise 101, or Crimestoppers "
    "without giving a name, 0800 555 111."
)
WEIGHTS = {"trial": 3.0, "study": 2.0, "guidance": 1.0, "none": 0.0}
_MEASURE = re.compile(r"(indicator|signal|contrast):[\w-]+")


@cache
def checklist_signs() -> Scheme:
    """Return the shipped signs.

    Raises
    ------
    SchemaError
        When a definition breaks its schema or a rule.
    """
    text = (files("hedgerow.places.signals") / "checklist.toml").read_text("utf-8")
    return parse_checklist(text, "checklist.toml")


def parse_checklist(text: str, origin: str) -> Scheme:
    """Read a checklist.

    Raises
    ------
    SchemaError
        When it breaks its schema, names a person or a protected characteristic, weighs a sign that has no
        source, or does not say how a measured sign is measured.
    """
    scheme = parse_scheme(text, origin)
    for sign in scheme.terms.values():
        _refuse_people(sign, origin)
        _check_source(sign, origin)
        measured = str(sign.data["kind"]) == "measured"
        if measured != bool(_MEASURE.fullmatch(str(sign.data.get("measure", "")))):
            raise SchemaError(f"{origin}: {sign.id} is {sign.data['kind']} but its measure does not fit.")
    return scheme


def for_audience(audience: str) -> tuple[Term, ...]:
    """Return the signs for one audience; raise `UsageError` for an unknown one."""
    if audience not in AUDIENCES:
        raise UsageError(f"“{audience}” is no audience.", remedy=f"They are: {', '.join(AUDIENCES)}.")
    return tuple(sign for sign in checklist_signs().terms.values() if audience in _list(sign))


@dataclass(frozen=True)
class SignRead:
    """What is known of one sign in one place.

    Attributes
    ----------
    state
        present, absent, cannot_tell, not_known, or look: somebody has to look.
    note
        What was found, in words.
    """

    sign: Term
    state: str
    note: str

    @property
    def weight(self) -> float:
        """The printed weight; missing where it has no source."""
        return float(str(self.sign.data["weight"]))

    @property
    def source(self) -> str:
        """One source, or that none is known."""
        return str(self.sign.data.get("source", "no source known: no weight"))


def weigh(signs: tuple[SignRead, ...]) -> tuple[float, float, float]:
    """Return the weight of signs present, of all that could be measured, and of those that are not known."""
    present = sum(one.weight for one in signs if one.state == "present")
    measured = sum(one.weight for one in signs if one.state in ("present", "absent"))
    return present, measured, sum(one.weight for one in signs) - measured


def _list(sign: Term) -> tuple[str, ...]:
    audience = sign.data["audience"]
    return audience if isinstance(audience, tuple) else (str(audience),)


def _refuse_people(sign: Term, origin: str) -> None:
    text = f"{sign.id} {sign.title} {sign.about} {sign.data.get('measure', '')}"
    refused = refused_word(text)
    if refused:
        what, found = refused
        why = "describes a person" if what == "a person" else f"is about {what}, a protected characteristic"
        raise SchemaError(
            f"{origin}: the sign {sign.id} {why} (“{found}”).",
            remedy="A checklist describes places: leave the sign out or word it for the place.",
        )


def _check_source(sign: Term, origin: str) -> None:
    kind, weight = str(sign.data["source_kind"]), float(str(sign.data["weight"]))
    if ("source" in sign.data) == (kind == "none"):
        raise SchemaError(f"{origin}: {sign.id} has the source kind “{kind}”, which does not fit its source.")
    if not 0 <= weight <= WEIGHTS[kind]:
        raise SchemaError(
            f"{origin}: {sign.id} weighs {weight:g}; with “{kind}” it may weigh at most {WEIGHTS[kind]:g}.",
            remedy="Give a better source, or less weight.",
        )
