"""An app over a workspace where nothing has been built."""

from __future__ import annotations

from pathlib import Path

import pytest

from asgi_client import Asking
from hedgerow.web import create_app
from hedgerow.web.vendor import VENDOR
from hedgerow.workspace import create_workspace


@pytest.fixture(autouse=True, scope="session")
def built_assets() -> None:
    if not (VENDOR / "manifest.json").is_file():
        pytest.skip("the browser libraries are not built: make assets")


@pytest.fixture
def empty(tmp_path: Path) -> Asking:
    workspace = create_workspace(tmp_path / "empty", region="east-midlands")
    return Asking(create_app(workspace, hosts=("testserver",)))
