"""What an event says, in a line that a person reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hedgerow.evidence.review import TYPES, Event
from hedgerow.vocabulary import terms

Say = Callable[[Mapping[str, Any]], str]
ANSWERS = {
    "same": "are the same",
    "different": "are not the same",
    "related": "are two reports of one work",
}
RULES: Mapping[str, str] = {
    "identical": "every field is the same",
    "same-doi": "one DOI, and nothing speaks against it",
    "same-pages": "the same pages of the same volume",
    "same-pages-of-a-book": "the same pages of the same book",
    "same-title-and-page": "one title and one page",
    "same-title-and-volume": "one title and one volume",
    "same-title-and-journal": "one title in one journal",
    "same-abstract": "one abstract and the same authors",
    "same-title-and-authors": "one long title and the same authors",
    "settled-by-a-person": "a person said so",
    "related-report": "an erratum, reply, comment or protocol",
    "other-accession-number": "alike, but two entries of one database",
    "numbers-in-titles-differ": "alike, but the numbers in the titles differ",
    "heading": "alike, but the title is one that recurs",
    "years-apart": "alike, but years apart",
    "doi-of-another-title": "one DOI, but two titles",
    "other-issue-and-doi": "alike, but another issue and another DOI",
    "no-author-in-common": "alike, but no author in common",
    "same-work-elsewhere": "one title in another journal",
    "nearly-one-title": "nearly one title, and some of the authors",
    "one-doi": "one DOI",
    "one-abstract": "one abstract",
    "one-place": "the same pages of one volume",
}


def rule_words(rule: str) -> str:
    """Return a rule's name in words."""
    name, mark, rest = rule.partition(", but ")
    words = RULES.get(name, name.replace("-", " "))
    return f"{words}, but {rest}" if mark else words


def sentence(event: Event) -> str:
    """Return what an event says."""
    say = _SAYS.get(event.type)
    kind = TYPES.get(event.type)
    title = kind.title if kind else event.type
    return f"{title}: {say(event.payload)}" if say else title


def _imported(said: Mapping[str, Any]) -> str:
    rejected = int(said.get("rejected", 0))
    lost = f", {rejected:,} rejected" if rejected else ""
    return f"{said['name']}, {int(said['records']):,} records from {said['source']}{lost}"


def _merged(said: Mapping[str, Any]) -> str:
    return f"{said['name']}, {int(said['events']):,} events and {int(said['references']):,} references"


def _found(said: Mapping[str, Any]) -> str:
    merges, asks = int(said.get("merge_links", 0)), int(said.get("ask_links", 0))
    return f"{merges:,} links that merge, {asks:,} to ask about"


def _outside(said: Mapping[str, Any]) -> str:
    came = said["from"]
    kind = TYPES.get(said["event"]["type"])
    return f"{came['workspace']}, {came['actor']}: {kind.title if kind else said['event']['type']}"


def _with_reason(words: str, said: Mapping[str, Any]) -> str:
    return f"{words} ({said['reason']})" if said.get("reason") else words


def _scheme(said: Mapping[str, Any]) -> str:
    known = terms("grading_scheme").get(str(said["scale"]))
    part = str(said.get("part") or "")
    return (known.title if known else str(said["scale"])) + (f", {part}" if part else "")


def _filled(said: Mapping[str, Any]) -> str:
    told = [str(value) for value in said["values"].values() if value]
    return f"{said['form']}, {'; '.join(told)[:80]}" if told else str(said["form"])


_SAYS: Mapping[str, Say] = {
    "file_imported": _imported,
    "library_merged": _merged,
    "duplicates_found": _found,
    "outside_event": _outside,
    "link_settled": lambda said: _with_reason(f"they {ANSWERS.get(said['answer'], said['answer'])}", said),
    "field_corrected": lambda said: f"{said['field']} is “{str(said['value'])[:80]}”",
    "screened": lambda said: f"{said['decision']}, {str(said['stage']).replace('_', ' and ')}",
    "protocol_amended": lambda said: str(said["reason"]),
    "stopped": lambda said: str(said["rule"]),
    "graded": lambda said: f"{_scheme(said)}: {said['value']}",
    "form_filled": _filled,
    "rob_judged": lambda said: f"{said['tool']}, {said['domain']}: {said['judgement']}",
}
