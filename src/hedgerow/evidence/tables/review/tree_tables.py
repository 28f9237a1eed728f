"""Code trees as tables."""

from __future__ import annotations

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.coding import CodeTree, Shelf

TAKES = {
    "tick": "A tick",
    "choice": "One answer of several under its heading",
    "heading": "A heading",
    "text": "Words",
    "number": "A number",
}


def trees_table(shelf: Shelf) -> Released:
    """Return the trees of a review."""
    columns = (
        ReleasedColumn("tree", "Tree"),
        ReleasedColumn("name", "Name"),
        ReleasedColumn("codes", "Codes"),
        ReleasedColumn("version", "Version"),
        ReleasedColumn("about", "About", missing="not_applicable"),
    )
    rows = tuple(
        (tree.id, tree.name, len(tree.codes), tree.version, tree.description or None)
        for tree in shelf.trees.values()
    )
    return release(Draft("code_trees", "Code trees", columns, rows))


def codes_table(tree: CodeTree) -> Released:
    """Return the codes of one tree, each below its heading."""
    columns = (
        ReleasedColumn("code", "Code"),
        ReleasedColumn("name", "Name"),
        ReleasedColumn("kind", "Takes"),
        ReleasedColumn("about", "Meaning", missing="not_applicable"),
        ReleasedColumn("eppi", "Number for EPPI-Reviewer", missing="not_applicable"),
    )
    rows = tuple(
        (
            code.id,
            f"{'– ' * depth}{code.name}",
            TAKES.get(code.kind, code.kind),
            code.description or None,
            code.eppi_attribute_id or None,
        )
        for depth, code in tree.walk()
    )
    return release(Draft("code_tree", tree.name, columns, rows))
