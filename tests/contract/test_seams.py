"""Who may touch storage: only tables modules, the workspace and the shells."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "hedgerow"
MAY = {"store", "workspace", "web", "cli", "demo"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def test_only_tables_modules_touch_the_store() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).parts
        if parts[0] in MAY or "tables" in parts or path.stem == "tables":
            continue
        if any(name.startswith("hedgerow.store") for name in imports(path)):
            wrong.append(str(path.relative_to(SOURCE)))
    assert not wrong, wrong


def test_shells_write_no_sql() -> None:
    wrong = [
        str(path.relative_to(SOURCE))
        for shell in ("web", "cli")
        for path in (SOURCE / shell).rglob("*.py")
        if any(word in path.read_text("utf-8") for word in ("SELECT ", "INSERT INTO", "duckdb", "sqlalchemy"))
    ]
    assert not wrong, wrong
