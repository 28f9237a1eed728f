"""What a running app knows: the workspace, the lake held open, the templates and the built files."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request

from hedgerow.settings import Region
from hedgerow.store.open_lake import OpenLake, stamp
from hedgerow.web.signing_key import kept_key
from hedgerow.web.vendor import addresses
from hedgerow.workspace import Workspace

if TYPE_CHECKING:
    from hedgerow.store.database import Database


@dataclass
class Site:
    """One app over one workspace."""

    workspace: Workspace
    files: dict[str, str] = field(default_factory=addresses)
    secret: bytes = b""
    version: str = field(default_factory=lambda: version("hedgerow"))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: tuple[object, OpenLake] | None = None

    def __post_init__(self) -> None:
        """Take the workspace's own key, so that names and open forms outlast a restart."""
        self.secret = self.secret or kept_key(self.workspace.state)

    @property
    def region(self) -> Region:
        """The region of the workspace."""
        return self.workspace.settings.region

    @property
    def database(self) -> Database:
        """The authored records."""
        return self.workspace.database

    def stamp(self) -> object:
        """Return what changes when the lake is built again."""
        return stamp(self.workspace.lake.root)

    def authored(self) -> tuple[tuple[int, int], ...] | None:
        """Return what changes with every authored record; `None` where that cannot be told cheaply."""
        url = self.workspace.settings.database_url
        if not url.startswith("sqlite:///"):
            return None
        plain = Path(url.removeprefix("sqlite:///"))
        files = [path for path in (plain, plain.with_name(f"{plain.name}-wal")) if path.exists()]
        return tuple((state.st_mtime_ns, state.st_size) for state in (file.stat() for file in files))

    def lake(self) -> OpenLake:
        """Return the lake, held open until it is built again."""
        now = self.stamp()
        with self._lock:
            if self._held is None or self._held[0] != now:
                self._held = (now, OpenLake(self.workspace.lake.root))
            return self._held[1]

    def data_date(self) -> str:
        """Return the last month that the lake holds, as YYYY-MM; empty where nothing is built."""
        lake = self.lake()
        if not lake.has("panel_coverage"):
            return ""
        table = lake.read("panel_coverage", ["month", "state"])
        known = [
            m
            for m, s in zip(*(table[n].to_pylist() for n in ("month", "state")), strict=True)
            if s != "missing"
        ]
        return max(known, default="")


def site(request: Request) -> Site:
    """Return the site that serves a request."""
    found: Site = request.app.state.site
    return found
