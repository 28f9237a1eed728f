"""The program as an input: a step must run again when the code or the definitions that it uses change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from hedgerow.provenance import sha256_file, sha256_value

PACKAGE = Path(__file__).parents[1]
_DEFINITIONS = {".toml", ".sql", ".csv", ".json", ".txt"}
_IMPORT = re.compile(r"^[ \t]*from[ \t]+(hedgerow[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)", re.MULTILINE)


@cache
def sha256_code(modules: tuple[str, ...]) -> str:
    """Return one hash over the modules, all of Hedgerow that they import, and the definitions beside them."""
    files = {path.relative_to(PACKAGE).as_posix(): sha256_file(path) for path in closure(modules)}
    return sha256_value(files)


def closure(modules: Iterable[str]) -> list[Path]:
    """Return the files of the modules, of what they import from Hedgerow, and the definitions beside them."""
    waiting = [path for module in modules for path in _files(module)]
    seen: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += _imported(path)
    folders = {path.parent for path in seen} - {PACKAGE}
    beside = {path for folder in folders for path in folder.iterdir() if path.suffix in _DEFINITIONS}
    return sorted(seen | beside | {path for folder in folders for path in _data(folder)})


def _data(folder: Path) -> Iterator[Path]:
    """Yield the definitions in the folder's plain subfolders, which hold data and no program."""
    for child in folder.iterdir():
        if child.is_dir() and not any(child.glob("*.py")):
            yield from (path for path in child.rglob("*") if path.suffix in _DEFINITIONS)


@cache
def _imported(path: Path) -> tuple[Path, ...]:
    text = path.read_text("utf-8")
    found: list[Path] = []
    for module, names in _IMPORT.findall(text):
        found += _files(module)
        for name in re.findall(r"\w+", re.sub(r"\bas\s+\w+", "", names)):
            found += _files(f"{module}.{name}")
    return tuple(found)


def _files(module: str) -> list[Path]:
    """Return the file of a module, or the first file of a package; nothing for a name that is neither."""
    place = PACKAGE.joinpath(*module.split(".")[1:])
    if place == PACKAGE:
        return []
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return [path for path in candidates if path.is_file()]
