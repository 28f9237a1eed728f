"""An app over a workspace with one review in it, and people who have said who they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hedgerow.web import create_app
from hedgerow.web.vendor import VENDOR
from hedgerow.workspace import Workspace, create_workspace
from screening_reviews import protocol, review_with
from screening_web_person import Person


@pytest.fixture(autouse=True, scope="session")
def built_assets() -> None:
    if not (VENDOR / "manifest.json").is_file():
        pytest.skip("the browser libraries are not built: make assets")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create_workspace(tmp_path / "region", region="east-midlands")
    yield made
    made.database.close()


@pytest.fixture
def people(workspace: Workspace, tmp_path: Path) -> Iterator[Callable[[str], Person]]:
    """Make people over one review of twelve records, two without an abstract, everything read twice."""
    review_with(workspace.database, tmp_path, 12, protocol("double"), without=2)
    app = create_app(workspace, hosts=("testserver",))
    yield lambda name: Person(app).named(name)
    for desk in getattr(app.state, "desks", {}).values():
        desk.order.wait()
