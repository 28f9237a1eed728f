"""Fetching from a publisher, against a small server of our own on loopback."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from hedgerow.errors import MachineError, NotFoundError, SourceFileError, UsageError
from hedgerow.places.sources.download import USER_AGENT, Manners, address, get
from hedgerow.places.sources.registry import source

CONTENT = bytes(range(256)) * 9000
SHA = hashlib.sha256(CONTENT).hexdigest()
QUICK = Manners(delay=0, tries=3, timeout=5)


class Publisher(BaseHTTPRequestHandler):
    """Serves CONTENT with ranges; cuts the first answers short, or is busy, when told to."""

    cuts: ClassVar[int] = 0
    busy: ClassVar[int] = 0
    ranges: ClassVar[bool] = True
    etag: ClassVar[str] = '"one"'
    seen: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        kind = type(self)
        kind.seen.append(dict(self.headers))
        if self.path == "/none":
            self.send_error(404)
            return
        if kind.busy:
            kind.busy -= 1
            self.send_error(503)
            return
        start = 0
        wanted = self.headers.get("Range")
        if wanted and kind.ranges and self.headers.get("If-Range") == kind.etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start >= len(CONTENT):
            self.send_error(416)
            return
        body = CONTENT[start:]
        self.send_response(206 if start else 200)
        self.send_header("ETag", kind.etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind.cuts:
            kind.cuts -= 1
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[tuple[str, type[Publisher]]]:
    kind = type("One", (Publisher,), {"seen": [], "cuts": 0, "busy": 0})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", kind
    server.shutdown()
    thread.join()
    server.server_close()


Server = tuple[str, type[Publisher]]


def test_a_whole_file_comes_with_progress_and_says_who_asks(publisher: Server, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    target = get(
        f"{publisher[0]}/a.zip",
        tmp_path / "in" / "a.zip",
        sha256=SHA,
        manners=QUICK,
        progress=lambda *x: told.append(x),
    )
    assert target.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT), "a.zip")
    assert publisher[1].seen[0]["User-Agent"] == USER_AGENT
    assert [path.name for path in target.parent.iterdir()] == ["a.zip"]


def test_a_cut_is_carried_on_from_where_it_was(publisher: Server, tmp_path: Path) -> None:
    publisher[1].cuts = 2
    target = get(f"{publisher[0]}/a.zip", tmp_path / "a.zip", sha256=SHA, manners=QUICK)
    assert target.read_bytes() == CONTENT
    ranges = [headers.get("Range") for headers in publisher[1].seen]
    half = len(CONTENT) // 2
    assert ranges == [None, f"bytes={half}-", f"bytes={half + half // 2}-"]


def test_a_cut_that_goes_on_is_carried_on_in_the_next_call(publisher: Server, tmp_path: Path) -> None:
    publisher[1].cuts = 3
    with pytest.raises(MachineError, match="cannot be reached") as caught:
        get(f"{publisher[0]}/a.zip", tmp_path / "a.zip", manners=QUICK)
    assert "source add" in caught.value.remedy
    assert not (tmp_path / "a.zip").exists()
    kept = (tmp_path / "a.zip.part").stat().st_size
    assert kept > len(CONTENT) // 2
    get(f"{publisher[0]}/a.zip", tmp_path / "a.zip", sha256=SHA, manners=QUICK)
    assert publisher[1].seen[-1]["Range"] == f"bytes={kept}-"
    assert (tmp_path / "a.zip").read_bytes() == CONTENT


def test_another_edition_begins_again(publisher: Server, tmp_path: Path) -> None:
    (tmp_path / "a.zip.part").write_bytes(b"of an older edition")
    (tmp_path / "a.zip.part.etag").write_text('"zero"')
    assert get(f"{publisher[0]}/a.zip", tmp_path / "a.zip", sha256=SHA, manners=QUICK).read_bytes() == CONTENT


def test_a_part_of_unknown_edition_is_not_trusted(publisher: Server, tmp_path: Path) -> None:
    (tmp_path / "a.zip.part").write_bytes(b"from somewhere")
    assert get(f"{publisher[0]}/a.zip", tmp_path / "a.zip", sha256=SHA, manners=QUICK).read_bytes() == CONTENT


def test_what_is_already_whole_is_only_put_in_place(publisher: Server, tmp_path: Path) -> None:
    (tmp_path / "a.zip.part").write_bytes(CONTENT)
    (tmp_path / "a.zip.part.etag").write_text('"one"')
    assert get(f"{publisher[0]}/a.zip", tmp_path / "a.zip", sha256=SHA, manners=QUICK).read_bytes() == CONTENT


def test_a_busy_server_is_asked_again(publisher: Server, tmp_path: Path) -> None:
    publisher[1].busy = 2
    assert get(f"{publisher[0]}/a.zip", tmp_path / "a.zip", manners=QUICK).exists()
    publisher[1].busy = 3
    with pytest.raises(MachineError, match="503"):
        get(f"{publisher[0]}/b.zip", tmp_path / "b.zip", manners=QUICK)


def test_a_wrong_checksum_leaves_nothing(publisher: Server, tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=SHA):
        get(f"{publisher[0]}/a.zip", tmp_path / "a.zip", sha256="0" * 64, manners=QUICK)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_the_publisher_has_not(publisher: Server, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="404"):
        get(f"{publisher[0]}/none", tmp_path / "a.zip", manners=QUICK)
    assert len(publisher[1].seen) == 1


def test_without_a_network_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="cannot be reached") as caught:
        get("http://127.0.0.1:9/a.zip", tmp_path / "a.zip", manners=Manners(delay=0, tries=1, timeout=1))
    assert caught.value.exit_status == 8
    assert "hedgerow source add FILE" in caught.value.remedy


def test_only_the_web_is_fetched_from(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        get("file:///etc/hostname", tmp_path / "a")


def test_addresses_come_from_the_publishers_template() -> None:
    street = source("police-street")
    assert address(street, {"month": "2025-06"}) == "https://data.police.uk/data/archive/2025-06.zip"
    for wrong in ({}, {"month": "2025-13"}, {"month": "../x"}):
        with pytest.raises(UsageError):
            address(street, wrong)
    with pytest.raises(NotFoundError, match="source add"):
        address(source("cni2023"), {})
