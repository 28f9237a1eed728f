"""What a title says besides its words: notes of databases, the kind of report, the numbers in it."""

from __future__ import annotations

import re

_LANGUAGES = (
    "chinese|german|french|spanish|russian|japanese|italian|polish|portuguese|turkish|korean|czech|dutch|hungarian"
    "|danish|swedish|norwegian|hebrew|english|bulgarian|serbian|croatian|romanian|ukrainian|persian|slovak|greek"
    "|finnish"
)
# What databases add to a title: its language, the number of its references, what appeared elsewhere about it.
_SAYS = (
    rf"(?:(?:article )?(?:in )?(?:{_LANGUAGES})\b|review\b|\d+ refs?\b|(?:see )?comments?\b|errat|correct"
    r"|summary for|republished|reprint|original report|update (?:in|of)|provisional abstract|abstract only"
    r"|structured abstract)"
)
_NOTE = re.compile(
    rf"\[\s*{_SAYS}[^\]]{{0,200}}(?:\]|$)|\(\s*{_SAYS}[^)]{{0,200}}(?:\)|$)|<\s*{_SAYS}[^>]{{0,200}}(?:>|$)",
    re.IGNORECASE,
)
_SECOND_LANGUAGE = re.compile(rf"\.\s*(?:{_LANGUAGES})\s*(?:\n.*)?$", re.IGNORECASE | re.DOTALL)
_SEE_COMMENT = re.compile(r"(?:\.\.\.|;)\s*\[?(?:see )?comment.*$", re.IGNORECASE | re.DOTALL)
_MARK_UP = re.compile(r"</?[a-z]{1,6}>|&[a-z]{2,6};", re.IGNORECASE)

_KINDS = (
    (
        "erratum",
        r"^(?:published |publisher |author )?(?:erratum|errata|corrigend\w+|corrections?)\b(?! of | in the )",
    ),
    ("retraction", r"^(?:retraction|retracted|withdrawn)\b"),
    ("reply", r"^(?:(?:authors?|the authors?) (?:s )?)?(?:reply|response|rebuttal|rejoinder)(?: to\b|$)"),
    ("comment", r"^(?:comments?|commentary|letter to the editor|letter|re)(?: on\b| to\b|$)"),
    ("protocol", r"\b(?:study|trial|review) protocol\b|\bprotocol (?:for|of) an?\b"),
)
_KIND = tuple((name, re.compile(pattern)) for name, pattern in _KINDS)
_HINT = re.compile(
    r"errat|corrig|correct|retract|withdrawn|reply|response|rebuttal|rejoin|comment|letter|^re |protocol"
)
_HEADING = re.compile(
    r"^(?:guest |special issue )?(?:editorial|introduction|preface|foreword|erratum|corrigendum|correction"
    r"|reply|letters?|book reviews?|response|comments?|commentary|in this issue|abstracts?|contents|index"
    r"|news|discussion|conclusions?|editors? notes?|authors? s? ?reply|untitled)\b"
)
_PART = re.compile(
    r"\b(?:part|phase|study|type|paper|chapter|volume|vol|wave|stage|section|episode|experiment)s? "
    r"(i|v|x|one|two|three|four|five|first|second|third)\b|\b(i|v|x)$"
)
_DIGITS = re.compile(r"\d+")
_VALUES = {
    **{
        roman: str(place)
        for place, roman in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), 1)
    },
    **{word: str(place) for place, word in enumerate(("one", "two", "three", "four", "five"), 1)},
    **{word: str(place) for place, word in enumerate(("first", "second", "third"), 1)},
}
_SPELT = frozenset(_VALUES)
_ROMAN = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix"))


def without_notes(title: str) -> str:
    """Return a title without mark-up and without what databases add to it."""
    if "<" in title or "&" in title:
        title = _MARK_UP.sub("", title)
    if "[" in title or "(" in title:
        shorter = _NOTE.sub(" ", title)
        title = shorter if shorter.strip(" .[]()") else title
    if "\n" in title or title[-12:].lower().endswith(tuple(_LANGUAGES.split("|"))):
        title = _SECOND_LANGUAGE.sub("", title)
    return _SEE_COMMENT.sub("", title) if "omment" in title else title


def kind_of(title: str) -> str:
    """Return the kind of report that a normalised title names; empty for an ordinary one."""
    if not _HINT.search(title):
        return ""
    return next((name for name, pattern in _KIND if pattern.search(title)), "")


_PREFIX = re.compile(
    r"^(?:(?:published |publisher |author )?(?:erratum|errata|corrigend\w+|corrections?|retraction|retracted"
    r"|withdrawn)|(?:the )?(?:authors? )?(?:s )?(?:reply|response|rebuttal|rejoinder)|comments?|commentary"
    r"|letter to the editor|letter|re)(?: article| notice)?(?: on| to| for| in| of)? "
)
_SUFFIX = re.compile(
    r" (?:a |the )?(?:study|trial|review)? ?protocol(?: (?:for|of) .*)?$| reply$| erratum$| correction$"
)


def bare(title: str, kind: str) -> str:
    """Return the normalised title of the work that an erratum, a reply or a protocol is about.

    Examples
    --------
    >>> bare("erratum gangs in prison", "erratum")
    'gangs in prison'
    """
    return _SUFFIX.sub("", _PREFIX.sub("", title)) if kind else title


def is_heading(title: str) -> bool:
    """Whether the normalised title is a heading that journals use again and again."""
    return _HEADING.match(title) is not None or "editor s comment" in title or "editor s note" in title


def numerals(title: str) -> str:
    """Return the numbers of a normalised title , Roman and spelt ones after the others, as digits.

    Examples
    --------
    >>> numerals("gangs in prison part ii 2014 2017")
    '2014 2017 2'
    """
    found = _DIGITS.findall(title)
    words = title.split()
    if not _SPELT.isdisjoint(words):
        found += [_VALUES[word] for word in words if word in _ROMAN]
        found += [_VALUES[one or other] for one, other in _PART.findall(title)]
    return " ".join(found)


def numerals_differ(one: str, other: str) -> bool:
    """Whether the numbers of two titles contradict each other: each has one that the other has not.

    They do not when they are the same digits parted otherwise (17beta, 17 beta).
    """
    if one.replace(" ", "") == other.replace(" ", ""):
        return False
    left, right = set(one.split()), set(other.split())
    return not (left <= right or right <= left)


def numerals_lack(one: str, other: str) -> bool:
    """Whether one title has numbers that the other has not."""
    return one.replace(" ", "") != other.replace(" ", "") and set(one.split()) != set(other.split())
