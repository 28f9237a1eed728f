"""Lints of a profile: actions held against SMART, sentences against plain English and banned claims."""

from __future__ import annotations

import re

from hedgerow.commissioning.facts import Action

WORDS_MOST = 40
# Words that a parish council would have to look up, or that say more than can be known.
_JARGON = {
    "leverage": "use",
    "utilise": "use",
    "stakeholder": "partner",
    "going forward": "from now on",
    "impactful": "useful",
    "robust": "sound",
    "holistic": "whole",
    "deliverable": "result",
    "actionable": "usable",
    "cascade": "pass on",
    "synergy": "working together",
    "commence": "start",
    "facilitate": "help",
    "prioritise": "put first",
}
_BANNED = {
    "find out more about": "asks for tasking of the public",
    "known criminals": "speaks of persons",
    "proved to work": "claims more than a study can",
    "crime-free": "no place is known to be",
    "proven": "claims more than a study can",
}


def smart_faults(action: Action) -> tuple[str, ...]:
    """Return what an action lacks to be specific, measurable, owned and dated."""
    faults = []
    if len(action.name.split()) < 2 and not action.activity:
        faults.append("not specific")
    if not action.outcome:
        faults.append("no measure")
    elif not re.search(r"\d", action.outcome):
        faults.append("no baseline or target")
    if not action.lead:
        faults.append("no owner")
    if not action.ends:
        faults.append("no end date")
    if not action.approach:
        faults.append("no approach")
    return tuple(faults)


def plain_english_faults(sentences: list[str]) -> tuple[str, ...]:
    """Return what a plain reader would stumble over: long sentences, jargon, banned claims."""
    faults = []
    for text in sentences:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if len(sentence.split()) > WORDS_MOST:
                faults.append(f"{len(sentence.split())} words: “{sentence[:60]}…”")
        low = text.lower()
        faults += [f"“{word}”: say “{better}”" for word, better in _JARGON.items() if word in low]
        faults += [f"“{word}” {why}" for word, why in _BANNED.items() if word in low]
    return tuple(dict.fromkeys(faults))
