"""EPPI-Reviewer's JSON: a code set by itself, or code sets and references together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers.account import Entry, account
from hedgerow.evidence.readers.eppi_codes import code_tree
from hedgerow.evidence.readers.eppi_reference import reference
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.json_items import DECODER, items_of

_REFERENCES = re.compile(r"(?<!\\)\"References\"\s{0,99}:\s{0,99}(?=\[)")
_CODE_SETS = re.compile(r"(?<!\\)\"CodeSets\"\s{0,99}:\s{0,99}(?=\[)")
_SIGNS = ('"CodeSets"', '"References"', '"SetName"', '"AttributesList"')
_BARE = re.compile(r"\"(?:SetName|AttributesList|ItemId|ParentTitle|TypeName|QuickCitation)\"\s{0,9}:")
_HEAD = 20_000
SOURCE = "EPPI-Reviewer"


def looks_eppi_json(given: Given) -> bool:
    """Whether the text is a JSON object with code sets or references."""
    start = given.text[:_HEAD].lstrip()[:1]
    if start == "[":
        return _BARE.search(given.text, 0, _HEAD) is not None
    return start == "{" and any(sign in given.text for sign in _SIGNS)


def read_eppi_json(given: Given) -> ReadFile:
    """Read the references with their codes, and the code sets; a file may have either alone.

    Raises
    ------
    RecordError
        When the file has neither, or is broken before the first of them.
    """
    text = given.text
    trees = tuple(code_tree(one, SOURCE) for one in _code_sets(given) if isinstance(one, dict))
    kinds = {code.id: (code.kind, code.name) for tree in trees for code in tree.codes}
    begin = _REFERENCES.search(text)
    entries = list(items_of(text, begin.end())) if begin else _bare(given, "Title")
    found = account("eppi-json", given.encoding, entries, lambda item, number: reference(item, number, kinds))
    codes = sum(len(tree.codes) for tree in trees)
    return replace(found, trees=trees, source=SOURCE, note=f"{len(trees)} code sets with {codes} codes")


def _bare(given: Given, sign: str) -> list[Entry[Any]]:
    """Return the items of a list that stands by itself, where they are of the kind that has such a key."""
    if not given.text.lstrip().startswith("["):
        return []
    entries = list(items_of(given.text, given.text.index("[")))
    kind = next((one.what for one in entries if isinstance(one.what, dict)), {})
    is_sets = "SetName" in kind or "AttributesList" in kind
    return entries if is_sets is (sign == "SetName") else []


def _code_sets(given: Given) -> list[Mapping[str, Any]]:
    """Return the code sets; a file without references and sets is one set by itself."""
    begin = _CODE_SETS.search(given.text)
    if begin:
        return [entry.what for entry in items_of(given.text, begin.end()) if not entry.fault]
    if given.text.lstrip().startswith("["):
        return [entry.what for entry in _bare(given, "SetName")]
    if _REFERENCES.search(given.text):
        return []
    try:
        found, _ = DECODER.raw_decode(given.text.lstrip())
    except (ValueError, RecursionError) as error:
        raise RecordError(
            f"{given.name} cannot be parsed as JSON.",
            cause=f"{str(error)[:120] or 'It is nested too deep'}.",
            remedy="Export the code set from EPPI-Reviewer again.",
        ) from error
    return [found]
