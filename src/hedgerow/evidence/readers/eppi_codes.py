"""Code sets of EPPI-Reviewer: a tree of attributes, in which whatever is empty is left out of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from hedgerow.evidence.coding.tree import Code, CodeTree
from hedgerow.evidence.readers.text import clean

# Numbers 10 and 11 are not documented by EPPI-Reviewer; the name of the type, where there is one, decides.
_KIND_OF_NUMBER = MappingProxyType(
    {
        1: "heading",
        2: "tick",
        3: "choice",
        4: "outcome",
        5: "intervention",
        6: "comparison",
        7: "number",
        9: "outcome",
        10: "include",
        11: "exclude",
    }
)
_KIND_OF_NAME = (
    ("not selectable", "heading"),
    ("selectable", "tick"),
    ("radio", "choice"),
    ("outcome", "outcome"),
    ("intervention", "intervention"),
    ("comparison", "comparison"),
    ("numeric", "number"),
    ("include", "include"),
    ("exclude", "exclude"),
)
_KIND_OF_SET = (("screen", "screening"), ("admin", "administrative"))


def code_tree(code_set: Mapping[str, Any], source: str) -> CodeTree:
    """Return one code set as a tree; codes keep EPPI-Reviewer's own number as their id."""
    set_type = code_set.get("SetType")
    named = str(set_type.get("SetTypeName", "")).lower() if isinstance(set_type, dict) else ""
    codes: dict[str, Code] = {}
    for code in _attributes(code_set.get("Attributes")):
        codes.setdefault(code.id, code)
    return CodeTree(
        id=identifier(code_set.get("SetId")) or "unnumbered",
        name=clean(str(code_set.get("SetName") or "")) or "[code set without a name]",
        description=clean(str(code_set.get("SetDescription") or "")) or "",
        kind=next((kind for word, kind in _KIND_OF_SET if word in named), "standard"),
        codes=tuple(codes.values()),
        source=source,
    )


def identifier(value: object) -> str:
    """Return a number of EPPI-Reviewer as text: it is an opaque 64-bit integer, below zero in some files."""
    return "" if value is None or isinstance(value, bool | dict | list) else str(value).strip()


def kind_of(attribute: Mapping[str, Any]) -> str:
    """Return what a code is for, by the name of its type, else by its number."""
    name = str(attribute.get("AttributeType") or "").lower()
    number = attribute.get("AttributeTypeId")
    known = _KIND_OF_NUMBER.get(number, "tick") if isinstance(number, int) else "tick"
    return next((kind for word, kind in _KIND_OF_NAME if word in name), known)


def _attributes(top: Any) -> Iterator[Code]:
    """Yield every attribute, each before those below it, without recursion: a file may nest without end."""
    waiting = [("", place, attribute) for place, attribute in enumerate(_list(top))]
    waiting.reverse()
    while waiting:
        parent, place, attribute = waiting.pop()
        code = _code(attribute, parent, place)
        if code is None:
            continue
        yield code
        below = [(code.id, at, child) for at, child in enumerate(_list(attribute.get("Attributes")))]
        waiting.extend(reversed(below))


def _code(attribute: Any, parent: str, place: int) -> Code | None:
    number = identifier(attribute.get("AttributeId")) if isinstance(attribute, dict) else ""
    if not number:
        return None
    description = attribute.get("AttributeSetDescription") or attribute.get("AttributeDescription")
    return Code(
        id=number,
        name=clean(str(attribute.get("AttributeName") or "")) or "[code without a name]",
        parent=parent,
        kind=kind_of(attribute),
        description=clean(str(description or "")) or "",
        order=place,
        eppi_attribute_id=number,
    )


def _list(attributes: Any) -> Iterable[Any]:
    found = attributes.get("AttributesList") if isinstance(attributes, dict) else None
    return found if isinstance(found, list) else ()
