"""A real headless Chromium over the demonstration workspace, served on a free port of this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from hedgerow.web import create_app
from hedgerow.workspace import open_workspace
from hedgerow.workspace.jobs import Worker

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def demo(demo_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demonstration that a test may write in."""
    copy = tmp_path_factory.mktemp("browser") / "demo"
    shutil.copytree(demo_workspace, copy)
    return copy


@pytest.fixture(scope="session")
def address(demo: Path) -> Iterator[str]:
    """Where the demonstration is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    workspace = open_workspace(demo)
    config = uvicorn.Config(create_app(workspace), port=port, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    with Worker(workspace):
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.05)
        assert server.started
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(timeout=10)
    workspace.database.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("HEDGEROW_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium: install it, or name it in HEDGEROW_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Window:
    """A page with a memory of what went wrong on it."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the site and wait until nothing more is loaded."""
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def introduce(self, name: str) -> None:
        """Say who is reading, without a look at the page that asks."""
        asked = self.page.context.request
        form = asked.get(f"{self.address}/reviews/who").text()
        token = re.search(r'name="csrf" value="([^"]+)"', form)
        assert token
        sent = {"csrf": token[1], "name": name, "back": "/evidence"}
        headers = {"Origin": self.address}
        reply = asked.post(f"{self.address}/reviews/who", form=sent, headers=headers, max_redirects=0)
        assert reply.status == 303

    def watch(self) -> None:
        """Remember console errors, faults of scripts and requests to any other host."""
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._ask(request.url))

    def _ask(self, url: str) -> None:
        parts = urlsplit(url)
        if (
            parts.scheme in {"http", "https", "ws", "wss"}
            and f"{parts.scheme}://{parts.netloc}" != self.address
        ):
            self.foreign.append(url)


def _window(chromium: Browser, address: str, width: int, height: int) -> Iterator[Window]:
    context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    window = Window(context.new_page(), address)
    window.page.set_default_timeout(15_000)
    window.watch()
    yield window
    context.close()
    assert not window.faults, window.faults
    assert not window.foreign, window.foreign


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[Window]:
    """A window of 1280 by 900; the test fails on a console error or a request to another host."""
    yield from _window(chromium, address, 1280, 900)


@pytest.fixture
def narrow(chromium: Browser, address: str) -> Iterator[Window]:
    """A window as narrow as a small telephone."""
    yield from _window(chromium, address, 360, 780)
