"""What every test may ask for: the real public data, where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the shared reference material; the test is skipped, visibly, where it is absent."""
    folder = Path(os.environ.get("HEDGEROW_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the shared data are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def real_places(shared: Path) -> Path:
    """Folder of the real public data about places."""
    folder = shared / "data" / "places"
    if not folder.is_dir():
        pytest.skip(f"the real public data are not at {folder}")
    return folder
