"""The library's public names: about a dozen, each found, each imported only when it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import hedgerow

NAMES = [
    "Edition",
    "HedgerowError",
    "Released",
    "__version__",
    "build",
    "build_profile",
    "create_workspace",
    "doctor",
    "find_areas",
    "map_plan",
    "open_workspace",
    "show_area",
    "terms",
    "trace",
]


def test_the_public_names_are_these() -> None:
    assert hedgerow.__all__ == NAMES
    assert sorted(dir(hedgerow)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(hedgerow, name) is not None


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no public name"):
        hedgerow.nonsense  # noqa: B018 - the access is the test


def test_importing_the_library_and_the_command_line_is_light() -> None:
    code = (
        "import sys, hedgerow, hedgerow.cli.app\n"
        "heavy = {'duckdb', 'pyarrow', 'numpy', 'scipy', 'pandas', 'sqlalchemy', 'fastapi', 'shapely'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
