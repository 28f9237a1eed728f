"""What every test may ask for: the real public data, where they are."""

from __future__ import annotations

import os
import time
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


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration workspace, generated and built once for all processes of a test run; read only."""
    base = tmp_path_factory.getbasetemp()
    shared_base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, ready = shared_base / "demonstration", shared_base / "demonstration.ready"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(ready)
        return folder
    from hedgerow.demo import make_workspace
    from hedgerow.workspace.build import build

    make_workspace(folder)
    build(folder)
    ready.touch()
    return folder


def _wait_for(ready: Path) -> None:
    for _ in range(1200):
        if ready.exists():
            return
        time.sleep(0.1)
    pytest.fail("another process of this run did not finish the demonstration workspace")
