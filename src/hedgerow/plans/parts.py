"""The parts of a promise: what, for whom, where, with whom, for how much, by when; slices of its quote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from hedgerow.plans.rulebook import rulebook

_MONEY = re.compile(
    r"£\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:million|billion|thousand|bn|m|k))?\b(?:\s(?:a|per) (?:year|month))?",
    re.I,
)
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"20\d\d(?:[/–-]\d\d(?:\d\d)?)?"
_WHEN = rf"(?:the end of )?(?:\d{{1,2}} )?(?:{_MONTH} )?(?:{_YEAR})"
_NUMBER = r"(?:\d+|one|two|three|four|five|six|nine|ten|twelve|eighteen)"
_SEASON = "(?:spring|summer|autumn|winter)"
_DATES = (
    rf"\b(?:by|before|from|until|in|during|since|of) {_WHEN}\b",
    r"\bby the end of (?:the|this|each) [\w ]{4,20}?(?=[.,;]|$)",
    rf"\bwithin {_NUMBER} (?:days|weeks|months|years)\b",
    rf"\b(?:over|for|in) the next (?:{_NUMBER} )?(?:year|month)s?\b",
    r"\b(?:every|each) (?:year|quarter|month|week|term)\b",
    r"\b(?:annually|quarterly|monthly|twice a year|once a year)\b",
    rf"\b(?:by|before) (?:the end of )?(?:{_MONTH}|{_SEASON})\b",
    r"\b20\d\d[/–-]\d\d(?:\d\d)?\b",
)
_DATE = re.compile("|".join(_DATES), re.IGNORECASE)
_SHARE = r"(?:%|per cent|percentage points?)"
_MEASURES = (
    rf"\b(?:by|to|of) (?:at least |more than |up to |a further )?(?:\d[\d,.]*|{_NUMBER}) ?{_SHARE}",
    r"\bmeasured by [^.;,]+",
    rf"\bfrom \d[\d,.]* ?{_SHARE}? to \d[\d,.]* ?{_SHARE}?",
    r"\bby (?:a )?(?:half|third|quarter|fifth|tenth)\b",
    r"\b(?:fewer|more|less) [\w ]{3,40}? (?:a|per|each) (?:year|month)\b",
    r"\bthe (?:number|share|proportion|rate) of [^.;,]{3,80}",
)
_MEASURE = re.compile("|".join(_MEASURES), re.IGNORECASE)
_STOP = re.compile(
    r"\s(?:by|to|for|in|with|through|across|at|on|within|into|from|so|that|which|who|when|where|while|as|over|under|until"
    r"|before|after|during|using|working|including|whose|against|without|between|among|because|if|towards?)\s|[,;:.(–—]"
)
_NAME = r"(?:[A-Z][\w’'-]+(?:[ -](?:(?:and|of|the|on|upon) )?[A-Z][\w’'-]+)*)"
_PLACE = re.compile(rf"\b(?:in|across|at|around|throughout|within|of|for) (?:the |our )?(?P<name>{_NAME})")
_WITH = re.compile(rf"\b(?:with|alongside|through|from|by|and) (?:the |our )?(?P<name>{_NAME})")
_NOT_PLACE = re.compile(
    rf"^(?:{_MONTH}|Police|Government|Home Office|Act|Plan|Chief|Commissioner|Section|Strategic)\b"
)
_BODY = re.compile(
    r"\b(?:Council|Trust|Police|Service|Services|Board|Partnership|University|College|Association|Crimestoppers"
    r"|Watch|Panel|Agency|Unit|Homes|Housing|Constabulary|Charity|Foundation|Constable|Force|Group|Network|Hub|NHS)\b"
)


@dataclass(frozen=True)
class Parts:
    """The parts of one promise; `None` where the rules found none, which does not say that there is none."""

    verb: str | None = None
    object: str | None = None
    population: str | None = None
    place: str | None = None
    partner: str | None = None
    money: str | None = None
    measure: str | None = None
    date: str | None = None


def parts_of(quote: str, rest: int) -> Parts:
    """Return the parts of a quote in which what is promised begins at `rest`."""
    verb = re.match(r"(?:be )?[A-Za-z][\w-]*", quote[rest:])
    end = rest + verb.end() if verb else rest
    promised = quote[rest:]
    return Parts(
        verb=verb.group() if verb else None,
        object=_object(quote[end:]),
        population=_listed("populations", promised),
        place=_place(promised),
        partner=_partner(promised),
        money=_first(_MONEY, quote),
        measure=_first(_MEASURE, quote),
        date=_first(_DATE, quote),
    )


def _object(after: str) -> str | None:
    text = after.strip()
    stop = _STOP.search(f"{text} ")
    words = text[: stop.start()].strip() if stop else text
    return words or None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group().strip() if match else None


def _place(text: str) -> str | None:
    for match in _PLACE.finditer(text):
        name = match.group("name")
        if not _NOT_PLACE.match(name) and not _BODY.search(name) and len(name) > 3:
            return name
    return _listed("places", text)


def _partner(text: str) -> str | None:
    for match in _WITH.finditer(text):
        if _BODY.search(match.group("name")):
            return match.group("name")
    joined = re.search(r"\b(?:with|alongside|through|between)\b(?P<rest>.*)$", text)
    return _listed("partners", joined.group("rest")) if joined else None


def _listed(kind: str, text: str) -> str | None:
    """Return the first of the listed words that stands in the text, as it is written there."""
    match = _any_of(kind).search(text)
    return match.group() if match else None


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    words = sorted(rulebook("commitments").data["parts"][kind], key=len, reverse=True)
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in words) + r")(?![\w-])", re.IGNORECASE
    )
