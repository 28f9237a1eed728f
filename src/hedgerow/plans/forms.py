"""Forms in which a plan promises without naming one of the known agents: the deed says it.

“Adult Social Care will lead a panel”, “schools are to be offered a play”, “you will have one person to call”,
“a team joins in June”. A forecast, a hope, a saying of somebody else and a clause that hangs on another do
not promise. The words are data, in ``rules/commitments.toml``.
"""

from __future__ import annotations

import re
from functools import cache

from hedgerow.plans.rulebook import rulebook

SUBORDINATE = re.compile(
    r"\b(?:if|which|who|whether|what|how|why|whom|whose|when|than)\s+[^,;:]*$", re.IGNORECASE
)
_DATE = (
    r"(?:(?:this|next|the|early|late|mid-?)\s*)*(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|spring|summer|autumn|winter|Easter|Christmas|year|month|20\d\d)\b"
)
_FROM_DATE = re.compile(rf"(?:From|Starting|Beginning)\s+{_DATE}")
_PAST = re.compile(r"\b(?:was|were|had|has been|have been)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)+[.)]?|\d+[.)]|\([a-z\d]{1,3}\)|[a-z]\))\s+(?=\S)", re.IGNORECASE)


def numbered(text: str) -> int:
    """Return how long the number is that stands before a paragraph: “4.1 ”, “2) ”, “(a) ”."""
    match = _NUMBER.match(text)
    return match.end() if match else 0


def deed(quote: str) -> int | None:
    """Return where the deed begins in a sentence that promises by its deed, or `None`."""
    for pattern in (_active(), _passive(), _granted()):
        for match in pattern.finditer(quote):
            if _stands(quote[: match.start()]):
                return match.start("deed")
    dated = _scheduled().search(quote)
    if dated and _stands(quote[: dated.start()]):
        return dated.start("deed")
    begun = _FROM_DATE.match(quote)
    return begun.end() if begun and not _PAST.search(quote) else None


def begins_with_a_deed(text: str, verbs: frozenset[str]) -> bool:
    """Whether a bullet begins with a verb of doing, or with its -ing form: “supporting schools to …”."""
    word = re.match(r"[A-Za-z-]+", text)
    return word is not None and word.group().lower() in verbs | _doing(verbs)


def is_measure(text: str) -> bool:
    """Whether a bullet names a measure or a figure rather than a deed."""
    return bool(re.match(rf"(?:{_any('measures')})\b|[\d%£]", text, re.IGNORECASE))


def _stands(before: str) -> bool:
    """Whether what stands before the modal is a subject of its own, of which something is promised."""
    if SUBORDINATE.search(before) or _any_word("forecasts").search(before):
        return False
    words = re.findall(r"[\w’'-]+", before)
    return bool(words) and words[-1].lower() not in _data("not_subjects")


@cache
def _active() -> re.Pattern[str]:
    verbs = sorted(set(rulebook("commitments").data["bullet"]["verbs"]) - set(_data("vague")))
    return _after_modal(r"(?:will|shall)", "|".join(verbs))


@cache
def _passive() -> re.Pattern[str]:
    verbs = set(rulebook("commitments").data["bullet"]["verbs"]) - set(_data("vague"))
    done = sorted({_done(verb) for verb in verbs} | set(_data("participles")))
    return _after_modal(r"(?:will be|shall be|(?:is|are) (?:going )?to be)", "|".join(done))


@cache
def _granted() -> re.Pattern[str]:
    """What the reader, or everyone of a group, is to have: “you will have one person to call”."""
    return re.compile(r"(?<=\s)(?<=you\s)(?:will|shall)\s+(?P<deed>have|get)\b", re.IGNORECASE)


@cache
def _scheduled() -> re.Pattern[str]:
    """Something that starts on a date to come, in the present tense."""
    return re.compile(
        rf"(?<=\w\s)(?P<deed>{_any('scheduled')})\b[^.;]*?\b(?:in|from|on|by|this|next)\s+{_DATE}"
    )


def _after_modal(modal: str, deeds: str) -> re.Pattern[str]:
    fillers = "|".join(
        sorted(map(re.escape, rulebook("commitments").data["promise"]["fillers"]), key=len, reverse=True)
    )
    return re.compile(rf"(?<=\s){modal}\s+(?:(?:{fillers}|[a-z]+ly),?\s+)*(?P<deed>{deeds})\b", re.IGNORECASE)


def _done(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{verb}ed"


@cache
def _doing(verbs: frozenset[str]) -> frozenset[str]:
    """The -ing forms of verbs: drop a final e, double a final consonant where either is written."""
    forms = set()
    for verb in verbs:
        forms.add(f"{verb}ing")
        if verb.endswith("e") and not verb.endswith("ee"):
            forms.add(f"{verb[:-1]}ing")
        if re.search(r"[^aeiou][aeiou][^aeiouwxy]$", verb):
            forms.add(f"{verb}{verb[-1]}ing")
    return frozenset(forms)


def _data(key: str) -> tuple[str, ...]:
    return tuple(rulebook("commitments").data["deed"][key])


def _any(key: str) -> str:
    return "|".join(sorted(map(re.escape, _data(key)), key=len, reverse=True))


@cache
def _any_word(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(key)})\b", re.IGNORECASE)
