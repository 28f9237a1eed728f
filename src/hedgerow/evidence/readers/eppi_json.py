"""EPPI-Reviewer's JSON: a code set by itself, or code sets and references together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers.account import account
from hedgerow.evidence.readers.eppi_codes import code_tree
from hedgerow.evidence.readers.eppi_reference import reference
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.json_items import DECODER, items_of

_REFERENCES = re.compile(r"(?<!\\)\"References\"\s{0,99}:\s{0,99}(?=\[)")
_CODE_SETS = re.compile(r"(?<!\\)\"CodeSets\"\s{0,99}:\s{0,99}(?=\[)")
_SIGNS = ('"CodeSets"', '"References"', '"SetName"', '"AttributesList"')
SOURCE = "EPPI-Reviewer"


def looks_eppi_json(given: Given) -> bool:
    """Whether the text is a JSON object with code sets or references."""
    return given.text.lstrip().startswith("{") and any(sign in given.text for sign in _SIGNS)


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
    entries = list(items_of(text, begin.end())) if begin else []
    found = account("eppi-json", given.encoding, entries, lambda item, number: reference(item, number, kinds))
    codes = sum(len(tree.codes) for tree in trees)
    return replace(found, trees=trees, source=SOURCE, note=f"{len(trees)} code sets with {codes} codes")


def _code_sets(given: Given) -> list[Mapping[str, Any]]:
    """Return the code sets; a file without references and sets is one set by itself."""
    begin = _CODE_SETS.search(given.text)
    if begin:
        return [entry.what for entry in items_of(given.text, begin.end()) if not entry.fault]
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
