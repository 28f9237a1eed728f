"""Whether a code tree can be used: ids once, every parent there, no loop, no code lost by amending."""

from __future__ import annotations

from hedgerow.errors import SchemaError, UsageError
from hedgerow.evidence.coding.tree import KINDS, CodeTree


def check_tree(tree: CodeTree, origin: str = "") -> CodeTree:
    """Return the tree when it is one.

    Raises
    ------
    SchemaError
        Naming the code that is wrong.
    """
    where = origin or f"The code tree “{tree.name}”"
    ids = [code.id for code in tree.codes]
    twice = {name for name in ids if ids.count(name) > 1} if len(set(ids)) < len(ids) else set()
    if twice:
        raise SchemaError(f"{where}: the code “{min(twice)}” is there twice.")
    if not tree.id.strip() or not tree.name.strip() or any(not code.name.strip() for code in tree.codes):
        raise SchemaError(f"{where}: a tree and each of its codes need an id and a name.")
    known = set(ids)
    for code in tree.codes:
        if code.parent and code.parent not in known:
            raise SchemaError(f"{where}: “{code.id}” lies under “{code.parent}”, which is not in the tree.")
        if code.kind not in KINDS:
            raise SchemaError(
                f"{where}: “{code.id}” is a “{code.kind}”.", cause=f"Allowed are: {', '.join(KINDS)}."
            )
    _no_loop(tree, where)
    return tree


def check_amended(old: CodeTree, new: CodeTree) -> CodeTree:
    """Return the new tree when it holds every code of the old one: studies may carry them.

    Raises
    ------
    UsageError
        Naming a code that would be lost.
    """
    lost = {code.id: code.name for code in old.codes if code.id not in {kept.id for kept in new.codes}}
    if lost:
        raise UsageError(
            f"The code “{next(iter(lost.values()))}” would be lost.",
            cause="A study may carry it, and what was coded is never removed by a change of the tree.",
            remedy="Rename it, or move it under a heading such as “Not used”.",
        )
    return check_tree(new)


def _no_loop(tree: CodeTree, where: str) -> None:
    parents = {code.id: code.parent for code in tree.codes}
    sound: set[str] = {""}
    for name in parents:
        path: list[str] = []
        at = name
        while at not in sound:
            if at in path:
                raise SchemaError(f"{where}: “{at}” lies under itself.")
            path.append(at)
            at = parents[at]
        sound.update(path)
