"""A command waits only for what it uses: what each loads, told by a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

_LOADED = "import sys; import {module}; print(chr(10).join(sys.modules))"


def _loads(module: str) -> set[str]:
    script = _LOADED.format(module=module)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("hedgerow.evidence.tables", {"sqlalchemy", "scipy", "sklearn", "hedgerow.evidence.readers"}),
        ("hedgerow.evidence.tables.review.flow", {"scipy.stats", "sklearn", "pandas"}),
        ("hedgerow.cli.app", {"sqlalchemy", "duckdb", "pyarrow", "numpy", "hedgerow.evidence.readers"}),
    ],
)
def test_a_look_does_not_load_what_it_does_not_use(module: str, never: set[str]) -> None:
    assert not _loads(module) & never
