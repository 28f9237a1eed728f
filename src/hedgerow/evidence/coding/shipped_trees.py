"""The shipped code trees: TOML files that take their words from the vocabulary where it has them."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from hedgerow.errors import SchemaError
from hedgerow.evidence.coding.tree import Code, CodeTree
from hedgerow.evidence.coding.well_formed import check_tree
from hedgerow.evidence.wording import KINDS
from hedgerow.vocabulary import Term, scheme, term, terms

OWNER = "Hedgerow: evidence"
VERSION = "2026-11"
Body = dict[str, Any]
_TREE = {"id", "name", "description", "order", "source"}
_PARTS: Mapping[str, set[str]] = MappingProxyType(
    {
        "code": {"id", "name", "parent", "kind", "description"},
        "words": {"scheme", "grouped", "heading"},
        "values": {"scheme", "parent"},
        "kinds": {"parent"},
        "schemes": {"except"},
    }
)


@cache
def shipped_trees() -> Mapping[str, CodeTree]:
    """Return every shipped tree by id, in the order in which they are shown.

    Raises
    ------
    SchemaError
        When a file breaks its schema or names a word that the vocabulary does not have.
    """
    folder = files("hedgerow.evidence.coding") / "trees"
    read = [parse_tree(entry.read_text("utf-8"), entry.name) for entry in folder.iterdir() if _is(entry.name)]
    read.sort(key=lambda found: found[0])
    return MappingProxyType({tree.id: tree for _, tree in read})


def parse_tree(text: str, origin: str) -> tuple[int, CodeTree]:
    """Read one tree from TOML; return its place among the others, and the tree."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"The code tree {origin} is not TOML.", cause=f"{error}.") from error
    head = data.get("tree", {})
    strange = (set(data) - {"tree", *_PARTS}) | (set(head) ^ _TREE)
    for part, allowed in _PARTS.items():
        strange |= {key for body in data.get(part, ()) for key in set(body) - allowed}
    if strange:
        raise SchemaError(
            f"The code tree {origin} does not have the keys of its schema.",
            cause=f"Unknown or missing: {', '.join(sorted(strange))}.",
        )
    codes = [code for part in _PARTS for body in data.get(part, ()) for code in _MAKERS[part](body, head)]
    numbered = tuple(_finished(code, head["id"], place) for place, code in enumerate(codes))
    tree = CodeTree(
        head["id"],
        head["name"],
        head["description"],
        codes=numbered,
        owner=OWNER,
        version=VERSION,
        source=head["source"],
    )
    return int(head["order"]), check_tree(tree, origin)


def eppi_number(code: str) -> str:
    """Return a number for EPPI-Reviewer's formats that stays the same for a code: below zero, within 2^52."""
    return str(-int(hashlib.sha256(code.encode()).hexdigest()[:13], 16))


def _is(name: str) -> bool:
    return name.endswith(".toml")


def _finished(code: Code, tree: str, place: int) -> Code:
    name = f"{tree}.{code.id}"
    parent = f"{tree}.{code.parent}" if code.parent else ""
    return replace(code, id=name, parent=parent, order=place, eppi_attribute_id=eppi_number(name))


def _own(body: Body, _: Body) -> Iterator[Code]:
    yield Code(
        body["id"],
        body["name"],
        body.get("parent", ""),
        body.get("kind", "tick"),
        body.get("description", ""),
    )


def _words(body: Body, _: Body) -> Iterator[Code]:
    """Yield the words of a scheme: flat, under a heading, or under the groups of its parent scheme."""
    name = body["scheme"]
    groups = scheme(name).parent if body.get("grouped") else None
    if heading := body.get("heading", ""):
        yield Code(name, heading, kind="heading")
    for group in terms(groups).values() if groups else ():
        yield Code(f"group.{group.id}", group.title, kind="heading", description=group.about)
    if groups:
        yield Code("group.none", "Without a group", kind="heading")
    for word in terms(name).values():
        parent = f"group.{word.parent or 'none'}" if groups else (name if heading else "")
        yield Code(word.id, word.title, parent, description=word.about, term=f"{name}:{word.id}")


def _values(body: Body, _: Body) -> Iterator[Code]:
    yield from _grades(term("grading_scheme", body["scheme"]), body["parent"])


def _kinds(body: Body, _: Body) -> Iterator[Code]:
    for kind, title in KINDS.items():
        if kind != "not_coded":
            yield Code(kind, title, body["parent"], "choice", term=f"kind:{kind}")


def _schemes(body: Body, _: Body) -> Iterator[Code]:
    for one in terms("grading_scheme").values():
        if one.id not in body["except"]:
            yield Code(one.id, one.title, kind="heading", description=one.about)
            yield from _grades(one, one.id)


def _grades(grading: Term, parent: str) -> Iterator[Code]:
    """Yield the values of a grading scheme as choices, or one field to type the grade into."""
    named = f"grading_scheme:{grading.id}"
    values = grading.data.get("values", ())
    if not isinstance(values, tuple) or not values:
        yield Code(f"{parent}.grade", "Grade as published", parent, "text", term=named)
        return
    for number, value in enumerate(values):
        slug = "".join(letter if letter.isalnum() else "_" for letter in value.lower())
        words = value.replace("_", " ")
        yield Code(f"{parent}.{slug}", words, parent, "choice", grading.about * (number == 0), term=named)


_MAKERS: Mapping[str, Callable[[Body, Body], Iterator[Code]]] = MappingProxyType(
    {"code": _own, "words": _words, "values": _values, "kinds": _kinds, "schemes": _schemes}
)
