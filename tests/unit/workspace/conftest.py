"""A workspace with one toy source file, found without opening any real one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from hedgerow.places import sources
from hedgerow.places.sources import FoundFile
from hedgerow.workspace import Workspace, create_workspace


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    def discover(folders: list[Path]) -> SimpleNamespace:
        found = sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*.txt"))
        files = tuple(FoundFile(path, None, "police-street") for path in found)
        return SimpleNamespace(files=files, unrecognised=())

    monkeypatch.setattr(sources, "discover", discover)
    workspace = create_workspace(tmp_path / "toy", region="east-midlands")
    (workspace.root / "sources" / "a.txt").write_text("AA BB CC")
    return workspace
