"""Find what a plan promises: a verb in a form that promises, in a sentence quoted word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from hedgerow.plans.documents import Paragraph
from hedgerow.plans.forms import SUBORDINATE, begins_with_a_deed, deed, is_measure, numbered
from hedgerow.plans.parts import Parts, parts_of
from hedgerow.plans.rulebook import rulebook
from hedgerow.plans.sentences import sentences

LONGEST = 1200
_CONDITION = re.compile(r"(?:if|unless|when|whenever|where|because|although|had|were)\b", re.IGNORECASE)
_IF = re.compile(r"(?:if|unless|although|had|were)\b", re.IGNORECASE)
_HOPE = re.compile(r"\b(?:is|are) (?:hoped|expected|thought|likely|assumed|estimated)\b", re.IGNORECASE)
_STATES = re.compile(r"(?:\S+\s+){0,5}(?:has|have|is|are|was|were)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:it|this|these|that|they|he|she) (?:will|shall)\b", re.IGNORECASE)
_GOVERNING = (["of"], ["by"], ["to"], ["from"], ["for"], ["than"], ["with"])
_LEAD = re.compile(r"[:—–-]\s*$")
_WEAK_LEAD = re.compile(
    r"\b(?:objectives?|actions?|commitments?|priorities|aims|steps)\b[^.]*"
    r"\b(?:are|include|as follows|following|below)\b[^.]{0,30}[.:]$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:\s(?:also|therefore|now|then|jointly|both|each|all|further|still))+$")
FEWEST_WORDS = 3  # of a bullet under a lead that promises


@dataclass(frozen=True)
class Commitment:
    """One promise.

    Attributes
    ----------
    number
        Place in the plan, from 1.
    quote
        The sentence or bullet, word for word.
    page, pillar, paragraph
        Where it stands: page (`None` where the format has none), headings above, paragraph number.
    strength
        promise, aim or expectation.
    parts
        Verb, object, population, place, partner, money, measure, date: slices of the quote, or `None`.
    """

    number: int
    quote: str
    paragraph: int
    page: int | None
    pillar: str
    strength: str
    parts: Parts


@dataclass(frozen=True)
class _Hit:
    strength: str
    rest: int  # where, in the quote, what is promised begins


def find_commitments(paragraphs: Iterable[Paragraph]) -> list[Commitment]:
    """Return the promises of a plan, in order."""
    found: list[Commitment] = []
    lead, table = "", False
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            lead, table = "", False
            continue
        table = paragraph.kind == "cell" and (table or _is_table_head(paragraph.text))
        listed = lead if paragraph.kind == "bullet" else "verb" if table else ""
        for offset, quote, hit in _hits(paragraph, listed):
            found.append(
                Commitment(
                    number=len(found) + 1,
                    quote=quote,
                    paragraph=paragraph.number,
                    page=paragraph.page_at(offset),
                    pillar=paragraph.pillar,
                    strength=hit.strength,
                    parts=parts_of(quote, hit.rest),
                )
            )
        if paragraph.kind != "bullet":
            lead = "any" if is_lead(paragraph.text) else "verb" if _is_weak_lead(paragraph.text) else ""
    return found


def _is_weak_lead(text: str) -> bool:
    """Whether a paragraph leads into a list of aims: “The objectives are as follows.”."""
    return bool(_WEAK_LEAD.search(sentences(text)[-1][1] if text.strip() else ""))


def is_lead(text: str) -> bool:
    """Whether a paragraph leads into a list of promises: “Over the next year we will:”."""
    last = sentences(text)[-1][1] if text.strip() else ""
    stripped = _LEAD.sub("", last).strip()
    promises = re.search(
        r"\b(?:will|shall|commit(?:ted)? to|are to|is to|pledge to|plan to)\W*$", stripped, re.I
    )
    return bool(promises) or (last.rstrip().endswith(":") and _matches_lead(stripped))


def _is_table_head(text: str) -> bool:
    return text.lower().strip(" :") in rulebook("commitments").data["bullet"]["table_heads"]


def _hits(paragraph: Paragraph, listed: str) -> Iterator[tuple[int, str, _Hit]]:
    if _under(paragraph.pillar, "not_under"):
        return
    listed = listed or _heading_leads(paragraph.pillar)
    number = numbered(paragraph.text)
    for offset, quote in sentences(paragraph.text[number:]):
        if len(quote) > LONGEST or quote.endswith("?") or (is_lead(quote) and paragraph.kind != "bullet"):
            continue
        hit = _promised(quote)
        if hit is None and listed and paragraph.kind in {"bullet", "cell"} and offset == 0:
            hit = _listed(quote, listed if paragraph.kind == "bullet" else "verb")
        if hit is not None:
            yield offset + number, quote, hit


def _heading_leads(pillar: str) -> str:
    """How the nearest heading leads into its bullets: any of them promises, those with a verb, or none."""
    heading = pillar.split(" > ")[-1].strip()
    rules = rulebook("commitments").data["bullet"]
    if any(_named(heading, words) for words in rules["leads"]):
        return "any"
    return "verb" if any(_named(heading, words) for words in rules["weak_leads"]) else ""


def _promised(quote: str) -> _Hit | None:
    """An agent and a modal, or a passive: “we will …”, “a fund will be set up”."""
    for match in _modal_pattern().finditer(quote):
        after = quote[match.start("modal") :]
        before = quote[: match.start("modal")]
        hanging = _CONDITION.match(quote) and (", " not in before or _IF.match(quote))
        if hanging or _nothing_promised().match(after) or not _may_promise(before):
            continue
        return _Hit(_strengths()[match.group("modal").lower()], match.end())
    told = _expectation_pattern().search(quote)
    if told:
        return _Hit("expectation", told.end())
    pledge = _pledge_pattern().search(quote)
    if pledge and not _CONDITION.match(quote) and not SUBORDINATE.search(quote[: pledge.start()]):
        return _Hit("promise", pledge.start("bound" if pledge.group("bound") else "verb"))
    passive = _passive_pattern().search(quote)
    if passive and not _CONDITION.match(quote) and not _PRONOUN.match(quote):
        return _Hit("promise", passive.start("done" if passive.group("done") else "begun"))
    begins = None if _CONDITION.match(quote) or _PRONOUN.match(quote) else deed(quote)
    return None if begins is None else _Hit("promise", begins)


def _may_promise(before: str) -> bool:
    """Whether the words right before the modal name someone who may promise."""
    if SUBORDINATE.search(before) or _HOPE.search(before):
        return False
    clause = re.split(r"[,;:–—]\s|\b(?:that|because|so)\b", before)[-1].strip()
    words = _BEFORE.sub("", " ".join(clause.lower().split()))
    for agent in _promise("agents"):
        if words == agent or words.endswith(f" {agent}"):
            return words.removesuffix(agent).split()[-1:] not in _GOVERNING
    known = bool(words) and words.split()[-1] in _promise("agent_ends")
    return known and (
        clause[0].isupper() or words.startswith(("the ", "our ", "my ", "each ", "every ", "all "))
    )


def _listed(quote: str, lead: str) -> _Hit | None:
    """A bullet that begins with a verb of doing, “Fund three youth workers”, or whose lead promises."""
    start = re.match(r"(?:to\s+|continue to\s+|jointly\s+)*", quote, re.I)
    rest = start.end() if start else 0
    words = quote[rest:].split()
    if len(words) > 1 and begins_with_a_deed(quote[rest:], _verbs()):
        return _Hit("promise", rest)
    if lead == "any" and len(words) >= FEWEST_WORDS and not is_measure(quote) and not _STATES.match(quote):
        return _Hit("promise", rest)
    return None


def _under(pillar: str, rule: str) -> bool:
    headings = [heading.strip() for heading in pillar.split(" > ") if heading.strip()]
    listed = rulebook("commitments").data["bullet"][rule]
    return any(_named(heading, words) for heading in headings for words in listed)


def _matches_lead(text: str) -> bool:
    return any(_named(text, words) for words in rulebook("commitments").data["bullet"]["leads"])


def _named(heading: str, words: str) -> bool:
    """Whether a heading is these words, begins with them, or ends with them."""
    plain = re.sub(r"^[\d.\s]+", "", heading.lower()).strip(" :.–-")
    return plain == words or plain.startswith(f"{words} ") or plain.endswith(f" {words}")


def _promise(key: str) -> tuple[str, ...]:
    return tuple(rulebook("commitments").data["promise"][key])


@cache
def _verbs() -> frozenset[str]:
    return frozenset(rulebook("commitments").data["bullet"]["verbs"])


@cache
def _strengths() -> dict[str, str]:
    return {modal["words"]: modal["strength"] for modal in rulebook("commitments").data["promise"]["modals"]}


@cache
def _modal_pattern() -> re.Pattern[str]:
    modals = "|".join(re.escape(words) for words in sorted(_strengths(), key=len, reverse=True))
    fillers = "|".join(re.escape(words) for words in sorted(_promise("fillers"), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<=\s)|(?<=\w)(?=['’]))(?P<modal>{modals})\s+(?:(?:{fillers}),?\s+)*", re.IGNORECASE
    )


@cache
def _nothing_promised() -> re.Pattern[str]:
    words = "|".join(re.escape(words) for words in sorted(_promise("not_promises"), key=len, reverse=True))
    return re.compile(rf"(?:{words})\b", re.IGNORECASE)


@cache
def _expectation_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(words) for words in _promise("expectations"))
    return re.compile(rf"\b(?:{words})\b[^.;]{{3,60}}?\bto\s+(?:continue to\s+)?(?=[a-z])", re.IGNORECASE)


@cache
def _passive_pattern() -> re.Pattern[str]:
    done, begun = (
        "|".join(re.escape(words) for words in sorted(_promise(key), key=len, reverse=True))
        for key in ("passive", "starts")
    )
    will = r"\b(?:will|shall|is\s+to|are\s+to)\s+(?:also\s+|then\s+)?"
    return re.compile(rf"{will}(?:be\s+(?P<done>{done})|(?P<begun>{begun}))\b", re.IGNORECASE)


@cache
def _pledge_pattern() -> re.Pattern[str]:
    """Verbs that promise by themselves, and money that is bound already."""
    pledges, bound = ("|".join(re.escape(words) for words in _promise(key)) for key in ("pledges", "bound"))
    held = rf"\b(?:is|are|has been|have been)\s+(?P<bound>{bound})\b"
    return re.compile(rf"(?<=\w\s)(?:{pledges})\s+(?P<verb>[a-z])|{held}", re.IGNORECASE)
