"""EPPI-Reviewer's JSON: code sets and references with their codes, as EPPI-Mapper opens it.

A code that came from EPPI-Reviewer goes back under its own number. Any other gets a negative number that
depends on its tree and id alone, so that a second export agrees with the first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from hedgerow.evidence.coding.tree import Code, CodeTree
from hedgerow.evidence.imported import AppliedCode
from hedgerow.evidence.writers.kinds import eppi_type
from hedgerow.evidence.writers.outgoing import Outgoing

TYPES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "heading": (1, "Not selectable (no checkbox)"),
        "tick": (2, "Selectable (show checkbox)"),
        "text": (2, "Selectable (show checkbox)"),
        "choice": (3, "Radio button"),
        "outcome": (4, "Outcome"),
        "intervention": (5, "Intervention"),
        "comparison": (6, "Comparison"),
        "number": (7, "Numeric"),
        "include": (10, "Include"),
        "exclude": (11, "Exclude"),
    }
)
_SETS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {"standard": (3, "Standard"), "screening": (5, "Screening"), "administrative": (6, "Administrative")}
)
_LARGEST = 1 << 53  # whole numbers that every reader of JSON keeps exactly


def write_eppi_json(records: Sequence[Outgoing], trees: Sequence[CodeTree] = ()) -> str:
    """Return `CodeSets` and `References`; codes of trees that are not among `trees` are left out."""
    numbers = {code.id: attribute_id(tree, code) for tree in trees for code in tree.codes}
    whole = {
        "CodeSets": [_code_set(tree, numbers) for tree in trees],
        "References": [_reference(record, numbers) for record in records],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def attribute_id(tree: CodeTree, code: Code) -> int:
    """Return the number of a code in EPPI-Reviewer's files."""
    own = code.eppi_attribute_id
    return int(own) if own.lstrip("-").isdigit() else -_number(f"{tree.id}/{code.id}")


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % (_LARGEST - 1) + 1


def _code_set(tree: CodeTree, numbers: Mapping[str, int]) -> dict[str, Any]:
    set_id = int(tree.id) if tree.id.lstrip("-").isdigit() else _number(tree.id) % (1 << 31)
    type_id, type_name = _SETS.get(tree.kind, _SETS["standard"])
    return _said(
        {
            "SetName": tree.name,
            "SetId": set_id,
            "ReviewSetId": set_id,
            "SetDescription": tree.description,
            "SetType": {"SetTypeId": type_id, "SetTypeName": type_name, "SetTypeDescription": type_name},
            "Attributes": {"AttributesList": _below(tree, "", numbers, set_id)},
        }
    )


def _below(tree: CodeTree, parent: str, numbers: Mapping[str, int], set_id: int) -> list[dict[str, Any]]:
    return [_attribute(tree, code, numbers, set_id) for code in tree.children(parent)]


def _attribute(tree: CodeTree, code: Code, numbers: Mapping[str, int], set_id: int) -> dict[str, Any]:
    type_id, name = TYPES.get(code.kind, TYPES["tick"])
    number = numbers[code.id]
    below = _below(tree, code.id, numbers, set_id)
    return _said(
        {
            "AttributeId": number,
            "AttributeSetId": number,
            "AttributeName": code.name,
            "AttributeType": name,
            "AttributeTypeId": type_id,
            "AttributeDescription": code.description,
            "AttributeSetDescription": code.description,
            "OriginalAttributeID": number,
            "Attributes": {"AttributesList": below} if below else None,
        }
    )


def _reference(record: Outgoing, numbers: Mapping[str, int]) -> dict[str, Any]:
    said = record.said
    short = f"{record.authors[0].partition(',')[0]} ({said.year or 'no date'})" if record.authors else ""
    fields = {
        "ItemId": _number(record.id) % (1 << 31),
        "Title": record.title,
        "ParentTitle": said.journal,
        "ShortTitle": short,
        "Year": str(said.year or ""),
        "StandardNumber": said.standard_number,
        "City": said.place,
        "Publisher": said.publisher,
        "Volume": said.volume,
        "Issue": said.issue,
        "Pages": said.pages,
        "URL": said.link,
        "OldItemId": said.accession or record.id,
        "Abstract": said.abstract,
        "TypeName": eppi_type(said.kind),
        "Authors": "; ".join(_spaced(name) for name in record.authors),
        "DOI": said.doi,
        "Keywords": "\r\n".join(said.keywords),
        "ItemStatus": {"include": "I", "exclude": "E"}.get(record.decision),
    }
    codes = [_applied(code, numbers[code.code]) for code in said.codes if code.code in numbers]
    return _said(fields) | {"Codes": codes, "Outcomes": []}


def _spaced(name: str) -> str:
    """Return “Last First”, as EPPI-Reviewer prints names."""
    return " ".join(name.replace(",", " ").split())


def _applied(code: AppliedCode, number: int) -> dict[str, Any]:
    details = [{"Text": quote, "ItemArm": "", "IsFromPDF": False} for quote in code.quotes]
    return _said(
        {
            "AttributeId": number,
            "AdditionalText": code.note,
            "ArmId": None if code.arm is None else _number(code.arm) % (1 << 31),
            "ArmTitle": code.arm,
            "ItemAttributeFullTextDetails": details,
        }
    )


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that are not empty: EPPI-Reviewer leaves the others out."""
    return {name: value for name, value in values.items() if value or value == 0}
