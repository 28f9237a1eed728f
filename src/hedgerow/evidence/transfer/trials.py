"""Programmes made elsewhere and tried in the United Kingdom: what the trials found, beside every record."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

VERDICTS = {"none": "no clear effect", "better": "better", "worse": "worse", "mixed": "mixed"}


@dataclass(frozen=True)
class UkTrial:
    """One trial in the United Kingdom of a programme made elsewhere.

    Attributes
    ----------
    programme, made_in
        Its name, and where it was made.
    cite, doi, place
        Which publication, and where it was tried.
    verdict, says
        none, better, worse or mixed; and what was found, in our own words.
    read
        Where that was read: abstract, page or secondary.
    """

    programme: str
    made_in: str
    cite: str
    doi: str
    place: str
    verdict: str
    says: str
    read: str


@cache
def _programmes() -> tuple[tuple[re.Pattern[str], tuple[UkTrial, ...]], ...]:
    text = (files("hedgerow.evidence") / "library" / "uk_trials.toml").read_text("utf-8")
    found = []
    for entry in tomllib.loads(text)["programme"]:
        words = "|".join(re.escape(name) for name in entry["names"])
        trials = (
            UkTrial(programme=entry["title"], made_in=entry["made_in"], **trial) for trial in entry["trial"]
        )
        found.append((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), tuple(trials)))
    return tuple(found)


def uk_trials(row: Mapping[str, object]) -> tuple[UkTrial, ...]:
    """Return the trials of every programme that a record's title names, those without benefit first."""
    title = str(row["title"] or "")
    named = [trial for pattern, trials in _programmes() if pattern.search(title) for trial in trials]
    return tuple(sorted(named, key=lambda trial: trial.verdict == "better"))
