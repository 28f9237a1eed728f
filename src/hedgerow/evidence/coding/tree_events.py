"""The trees of a review: those that ship, those added, and how they were amended, by their events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence.coding.said import Said, in_order
from hedgerow.evidence.coding.shipped_trees import shipped_trees
from hedgerow.evidence.coding.tree import Code, CodeTree
from hedgerow.evidence.coding.well_formed import check_amended, check_tree

TYPES = ("tree_added", "tree_amended")


@dataclass(frozen=True)
class Shelf:
    """The trees of a review by id, and the tree of each code."""

    trees: Mapping[str, CodeTree]
    home: Mapping[str, str]

    def code(self, name: str) -> Code:
        """Return a code of any tree.

        Raises
        ------
        NotFoundError
            When no tree has it.
        """
        tree = self.trees.get(self.home.get(name, ""))
        found = next((code for code in tree.codes if code.id == name), None) if tree else None
        if found is None:
            raise NotFoundError(
                f"No code tree of this review has the code “{name}”.",
                remedy="List the codes with: hedgerow evidence code trees.",
            )
        return found

    def siblings(self, name: str) -> tuple[str, ...]:
        """Return the other choices beside a choice: only one of them may be applied."""
        code = self.code(name)
        if code.kind != "choice":
            return ()
        beside = self.trees[self.home[name]].children(code.parent)
        return tuple(one.id for one in beside if one.kind == "choice" and one.id != name)

    def name(self, code: str) -> str:
        """Return what a code is called, with the heading above it; its id where no tree has it."""
        if code not in self.home:
            return code
        found = self.code(code)
        above = self.code(found.parent).name if found.parent in self.home else ""
        return f"{above}: {found.name}" if above else found.name


def shelf_of(events: Iterable[Said]) -> Shelf:
    """Return the trees as they stand; a tree that cannot be read is left out, its event stays."""
    trees = dict(shipped_trees())
    for event in in_order(events):
        if event.type in TYPES:
            tree = tree_from(event.payload["tree"])
            known = trees.get(tree.id)
            trees[tree.id] = _both(known, tree) if known and event.type == "tree_added" else tree
    home = {code.id: tree.id for tree in trees.values() for code in tree.codes}
    return Shelf(MappingProxyType(trees), MappingProxyType(home))


def _both(held: CodeTree, more: CodeTree) -> CodeTree:
    """Return a tree that was added twice, such as by two files: the newer, with every code of the older."""
    ids = {code.id for code in more.codes}
    return replace(more, codes=(*more.codes, *(code for code in held.codes if code.id not in ids)))


def tree_values(tree: CodeTree) -> dict[str, Any]:
    """Return a tree as JSON-ready values: the payload of `tree_added`."""
    return {**asdict(tree), "codes": [asdict(code) for code in tree.codes]}


def tree_from(values: Mapping[str, Any]) -> CodeTree:
    """Read what `tree_values` wrote."""
    codes = tuple(Code(**code) for code in values["codes"])
    return CodeTree(**{**values, "codes": codes})


def added(shelf: Shelf, tree: CodeTree) -> CodeTree:
    """Return a tree that may be added: it is sound, and none of its ids is another tree's.

    Raises
    ------
    UsageError
        When a tree of that id is there, or one of its codes belongs to another tree.
    """
    check_tree(tree)
    taken = next((code.id for code in tree.codes if code.id in shelf.home), None)
    if tree.id in shelf.trees or taken:
        what = f"the code “{taken}”" if taken else "that id"
        raise UsageError(
            f"The tree “{tree.name}” cannot be added: a tree of this review has {what}.",
            remedy="Amend the tree that is there, or give the new one ids of its own.",
        )
    return tree


def amended(shelf: Shelf, tree: CodeTree, reason: str) -> CodeTree:
    """Return a tree as it may be amended, with its version one higher.

    Raises
    ------
    UsageError
        When no reason is given, no such tree is there, or a code would be lost.
    """
    old = shelf.trees.get(tree.id)
    if old is None:
        raise UsageError(f"There is no tree “{tree.id}” to amend.", remedy="Add it instead.")
    if not reason.strip():
        raise UsageError("An amendment needs its reason.", remedy="Say why the tree changes.")
    base, _, number = old.version.partition("+")
    return replace(check_amended(old, tree), version=f"{base}+{int(number or 0) + 1}")


def with_code(
    tree: CodeTree, name: str, *, parent: str = "", kind: str = "tick", about: str = ""
) -> CodeTree:
    """Return a tree with one more code; its id is made from its name and stays when it is renamed."""
    if not name.strip():
        raise UsageError("A code needs a name.", remedy="Say in a few words what it means.")
    slug = "".join(letter if letter.isalnum() else "_" for letter in name.lower()).strip("_")[:60]
    ids = {code.id for code in tree.codes}
    made = next(
        candidate
        for candidate in (f"{tree.id}.{slug}{f'_{n}' if n else ''}" for n in range(len(ids) + 1))
        if candidate not in ids
    )
    place = 1 + max((code.order for code in tree.codes), default=0)
    return replace(tree, codes=(*tree.codes, Code(made, name.strip(), parent, kind, about, place)))


def renamed(tree: CodeTree, code: str, *, name: str | None = None, parent: str | None = None) -> CodeTree:
    """Return a tree in which one code is renamed or moved; its id stays."""
    if code not in {one.id for one in tree.codes}:
        raise NotFoundError(f"The tree “{tree.name}” has no code “{code}”.")

    def changed(one: Code) -> Code:
        if one.id != code:
            return one
        return replace(
            one,
            name=one.name if name is None else name,
            parent=one.parent if parent is None else parent,
        )

    return replace(tree, codes=tuple(changed(one) for one in tree.codes))
