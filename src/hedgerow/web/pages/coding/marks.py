"""The codes of a tree as a form: groups of ticks, choices and values, with what one has applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hedgerow.evidence.coding import Application, Code, CodeTree, Shelf
from hedgerow.evidence.tables.review.coding import Ticks
from hedgerow.web.forms import Sent

VALUED = ("number", "text")


@dataclass(frozen=True)
class Mark:
    """One code in the form."""

    id: str
    name: str
    about: str
    kind: str
    applied: bool = False
    value: str = ""


@dataclass(frozen=True)
class MarkGroup:
    """Codes under one heading; `choice` when one of them answers a question."""

    legend: str
    about: str
    marks: tuple[Mark, ...]
    id: str = ""
    choice: bool = False


def groups_of_tree(tree: CodeTree, mine: Mapping[str, Application]) -> tuple[MarkGroup, ...]:
    """Return the codes of a tree in groups, in its order."""
    found = []
    heads = [Code("", tree.name), *(code for _, code in tree.walk() if tree.children(code.id))]
    for head in heads:
        below = [code for code in tree.children(head.id) if code.kind != "heading"]
        for choice in (False, True):
            chosen = [code for code in below if (code.kind == "choice") == choice]
            if chosen:
                found.append(_group(tree, head, chosen, mine, choice=choice))
    return tuple(found)


def groups_found(shelf: Shelf, asked: str, mine: Mapping[str, Application]) -> tuple[MarkGroup, ...]:
    """Return the codes of all trees that a search finds, in groups by tree; choices are ticked one by one."""
    words = asked.casefold().split()
    found = []
    for tree in shelf.trees.values():
        codes = [
            code
            for _, code in tree.walk()
            if code.kind not in ("heading", *VALUED) and _hits(tree, code, words)
        ]
        if codes:
            marks = tuple(_mark(code, mine, shelf.name(code.id)) for code in codes)
            found.append(MarkGroup(tree.name, tree.description, marks, tree.id))
    return tuple(found)


def ticks_of(given: Sent) -> Ticks:
    """Return what a form of codes says."""
    among = tuple(name for name in given.text("among").split("|") if name)
    chosen = list(given.lists.get("code", ()))
    chosen += [
        value
        for name, values in given.lists.items()
        if name.startswith("choice:")
        for value in values
        if value
    ]
    values = {
        name.removeprefix("value:"): text for name, text in given.values.items() if name.startswith("value:")
    }
    return Ticks(among, tuple(dict.fromkeys(chosen)), values)


def all_ids(groups: Iterable[MarkGroup]) -> str:
    """Return the ids of every code that is shown, joined."""
    return "|".join(mark.id for group in groups for mark in group.marks)


def _group(
    tree: CodeTree, head: Code, codes: list[Code], mine: Mapping[str, Application], *, choice: bool
) -> MarkGroup:
    above = next((code.name for code in tree.codes if code.id == head.parent), "")
    legend = f"{above}: {head.name}" if above and choice else head.name
    about = head.description or (tree.description if not head.id else "")
    return MarkGroup(
        legend, about, tuple(_mark(code, mine, code.name) for code in codes), head.id or tree.id, choice
    )


def _mark(code: Code, mine: Mapping[str, Application], name: str) -> Mark:
    held = mine.get(code.id)
    return Mark(code.id, name, code.description, code.kind, held is not None, held.value if held else "")


def _hits(tree: CodeTree, code: Code, words: list[str]) -> bool:
    text = f"{code.name} {code.description} {tree.name}".casefold()
    return all(word in text for word in words)
