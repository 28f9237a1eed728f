"""The budgets of the house, read from the syntax tree: small functions, short files, few branches."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "hedgerow"
FILES = sorted(SOURCE.rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions() -> tuple[tuple[Path, Function], ...]:
    return tuple(
        (path, node)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def length(node: Function) -> int:
    """Lines of a function without its docstring."""
    first = node.body[0]
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def names_of_long(limit: int) -> list[str]:
    return [
        f"{path.relative_to(SOURCE)}:{node.name} {length(node)}"
        for path, node in functions()
        if length(node) > limit
    ]


def test_nine_functions_in_ten_fit_in_25_lines() -> None:
    count = len(functions())
    long = names_of_long(25)
    assert len(long) <= 0.10 * count, f"{len(long)} of {count}: {sorted(long)}"


def test_99_functions_in_100_fit_in_60_lines() -> None:
    count = len(functions())
    long = names_of_long(60)
    assert len(long) <= 0.01 * count, f"{len(long)} of {count}: {long}"


def test_four_files_in_five_fit_in_200_lines_and_none_passes_600() -> None:
    lengths = {path.relative_to(SOURCE): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert max(lengths.values()) <= 600, max(lengths, key=lambda path: lengths[path])
    long = [f"{path} {lines}" for path, lines in lengths.items() if lines > 200]
    assert len(long) <= 0.20 * len(lengths), sorted(long)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_at_most_eight_arguments_and_a_docstring_per_module(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{path} says nothing of itself"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = node.args
            total = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
            own = bool(arguments.args) and arguments.args[0].arg in {"self", "cls"}
            # Commands and the door take one argument for each option that a person may give.
            limit = 16 if path.parent.name in {"cli", "commands", "disclosure"} else 8
            assert total - own <= limit, f"{path}:{node.name} takes {total - own}"


def test_no_vague_file_names() -> None:
    vague = {"utils", "util", "helpers", "manager", "core", "common", "misc"}
    assert not [path for path in FILES if path.stem in vague]
