"""The rules as data: read once, with owner, version and review date, and checked for unknown keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from hedgerow.errors import SettingsError
from hedgerow.vocabulary import terms

HEAD = ("id", "title", "owner", "version", "review", "status", "about")
SCHEMES = ("approach", "intervention", "plan_hook")


@dataclass(frozen=True)
class Word:
    """A word or phrase that points to a term, and how strongly (0 to 1)."""

    words: str
    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True)
class Rulebook:
    """One file of rules."""

    id: str
    version: str
    owner: str
    review: str
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """How a record says which rules found it."""
        return f"{self.id} {self.version}"


@cache
def rulebook(name: str) -> Rulebook:
    """Return one file of rules.

    Raises
    ------
    SettingsError
        When its head is not whole.
    """
    data = tomllib.loads((files("hedgerow.plans") / "rules" / f"{name}.toml").read_text("utf-8"))
    head = data.pop("head", {})
    if set(head) != set(HEAD):
        raise SettingsError(f"The rules {name} must say: {', '.join(HEAD)}.")
    return Rulebook(head["id"], head["version"], head["owner"], head["review"], MappingProxyType(data))


def phrase(words: str) -> re.Pattern[str]:
    """Return a pattern for words as written, in any case and with any space; a final * is any ending."""
    parts = [re.escape(word).replace(r"\*", r"[\w’'-]*") for word in words.split()]
    return re.compile(r"(?<![\w-])" + r"[\s-]+".join(parts) + r"(?![\w-])", re.IGNORECASE)


@cache
def words_of(scheme: str) -> Mapping[str, tuple[Word, ...]]:
    """Return the words that point to each term of a scheme (approach, intervention or plan_hook).

    Raises
    ------
    SettingsError
        When a rule names a term that the vocabulary does not have.
    """
    found: dict[str, tuple[Word, ...]] = {}
    for term, words in rulebook(scheme).data["words"].items():
        if term not in terms(scheme):
            raise SettingsError(f"The rules {scheme} name “{term}”, which the vocabulary does not have.")
        found[term] = tuple(Word(word, phrase(word), float(weight)) for word, weight in words.items())
    return MappingProxyType(found)
