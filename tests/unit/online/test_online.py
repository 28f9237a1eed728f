"""Public databases, with what stands in for them: polite, resumable, and imported as any other file."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hedgerow.errors import NotFoundError, SourceFileError, UsageError
from hedgerow.evidence.online import Hits, fetch
from hedgerow.evidence.online.crossref import ask_crossref
from hedgerow.evidence.online.openalex import ask_openalex
from hedgerow.evidence.online.openalex import work_item as openalex_item
from hedgerow.evidence.online.zotero import ask_zotero
from hedgerow.evidence.readers import read_file

WORK = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/one",
    "display_name": "Mentoring on the coast",
    "publication_year": 2020,
    "type": "article",
    "language": "en",
    "authorships": [
        {"author": {"display_name": "Anna Maria Ivanova"}},
        {"author": {"display_name": "Council"}},
    ],
    "primary_location": {
        "landing_page_url": "https://example.org/1",
        "source": {
            "display_name": "Journal of Places",
            "issn": ["1234-5678"],
            "host_organization_name": "Hedge",
        },
    },
    "biblio": {"volume": "2", "issue": "1", "first_page": "9", "last_page": "19"},
    "abstract_inverted_index": {"works": [1], "Mentoring": [0], "well": [2, 3]},
    "keywords": [{"display_name": "mentoring"}],
}


def pages(count: int, size: int = 3, asked: list[str] | None = None) -> Any:
    """A service of `count` records that gives `size` at once."""

    def ask(_query: str, cursor: str, _contact: str) -> Hits:
        if asked is not None:
            asked.append(cursor)
        start = int(cursor or 0)
        items = [{"type": "report", "title": f"Report {n}"} for n in range(start, min(count, start + size))]
        following = start + size
        return Hits(items, str(following) if following < count else None, count)

    return ask


def test_all_pages_are_written_as_a_file_that_imports(tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    done = fetch("openalex", "county lines", out, ask=pages(8), pause=0)
    assert (done.records, done.hits, done.resumed) == (8, 8, False)
    assert [record.title for record in read_file(out).records] == [f"Report {n}" for n in range(8)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found.json"]


def test_a_broken_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    out, asked = tmp_path / "found.json", []
    good = pages(8, asked=asked)

    def breaks(query: str, cursor: str, contact: str) -> Hits:
        if cursor == "6":
            raise OSError("the line is down")
        return good(query, cursor, contact)  # type: ignore[no-any-return]

    with pytest.raises(SourceFileError, match=r"6 records are kept"):
        fetch("crossref", "hubs", out, ask=breaks, pause=0)
    assert not out.exists()
    part = tmp_path / "found.json.part"
    part.write_text(part.read_text("utf-8") + '{"items": [{"ti', "utf-8")  # killed while it wrote
    done = fetch("crossref", "hubs", out, ask=good, pause=0)
    assert (done.records, done.resumed) == (8, True)
    assert asked == ["", "3", "6"]
    assert len(json.loads(out.read_text("utf-8"))) == 8


def test_another_question_does_not_go_on_from_the_pages_of_the_last(tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    part = tmp_path / "found.json.part"
    part.write_text('{"service": "crossref", "query": "other"}\n{"items": [{}], "cursor": "3", "hits": 8}\n')
    assert fetch("crossref", "hubs", out, ask=pages(2), pause=0).records == 2


def test_a_limit_ends_the_asking(tmp_path: Path) -> None:
    asked: list[str] = []
    done = fetch("openalex", "x", tmp_path / "f.json", ask=pages(100, asked=asked), limit=4, pause=0)
    assert (done.records, done.hits, len(asked)) == (4, 100, 2)


def test_nothing_found_nothing_asked_and_no_such_service_are_told(tmp_path: Path) -> None:
    out = tmp_path / "f.json"
    with pytest.raises(SourceFileError, match="no record"):
        fetch("openalex", "x", out, ask=lambda *_: Hits([], None, 0), pause=0)
    with pytest.raises(UsageError, match="Nothing is asked"):
        fetch("openalex", " ", out)
    with pytest.raises(NotFoundError, match="scopus"):
        fetch("scopus", "x", out)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_client_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyalex", None)
    with pytest.raises(UsageError, match="hedgerow\\[online\\]"):
        ask_openalex("x", "", "")


def test_openalex_works_become_references(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Works:
        def search(self, query: str) -> Works:
            assert query == "county lines"
            return self

        def paginate(self, **options: Any) -> Iterator[Any]:
            assert options["cursor"] == "*"
            page = _Page([WORK])
            page.meta = {"next_cursor": None, "count": 1}
            return iter([page])

    config = SimpleNamespace(email=None, max_retries=0)
    monkeypatch.setitem(sys.modules, "pyalex", SimpleNamespace(Works=Works, config=config))
    out = tmp_path / "f.json"
    fetch("openalex", "county lines", out, contact="me@example.org", pause=0)
    (record,) = read_file(out).records
    assert (record.title, record.year, record.doi) == ("Mentoring on the coast", 2020, "10.1000/one")
    assert record.abstract == "Mentoring works well well"
    assert record.authors == "Ivanova, Anna Maria; Council"
    assert config.email == "me@example.org"


class _Page(list[Any]):
    meta: dict[str, Any]


def test_an_openalex_work_without_anything_is_no_fault() -> None:
    assert openalex_item({"id": None, "primary_location": None, "abstract_inverted_index": None}) == {
        "type": "document"
    }


def test_crossref_works_lose_markup_and_keep_words(monkeypatch: pytest.MonkeyPatch) -> None:
    work = {
        "DOI": "10.1000/two",
        "type": "journal-article",
        "title": ["Hubs &amp; <i>harm</i>"],
        "abstract": "<jats:p>Hubs share data.</jats:p><jats:p>They meet.</jats:p>",
        "author": [{"family": "Bird", "given": "Cal"}, {"name": "County Council"}],
        "issued": {"date-parts": [[2019, 5]]},
        "container-title": ["Journal of Hubs"],
        "ISSN": ["1234-5678"],
    }

    class Crossref:
        def __init__(self, **options: Any) -> None:
            assert options["mailto"] == "me@example.org"

        def works(self, **options: Any) -> dict[str, Any]:
            assert (options["query"], options["cursor"]) == ("hubs", "*")
            return {"message": {"items": [work], "total-results": 1, "next-cursor": "abc"}}

    monkeypatch.setitem(sys.modules, "habanero", SimpleNamespace(Crossref=Crossref))
    page = ask_crossref("hubs", "", "me@example.org")
    (item,) = page.items
    assert page.cursor is None
    assert (item["title"], item["abstract"]) == ("Hubs & harm", "Hubs share data. They meet.")
    assert item["author"] == [{"family": "Bird", "given": "Cal"}, {"literal": "County Council"}]


class _Zotero(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        start = int(self.path.partition("start=")[2].partition("&")[0])
        secret = self.path.startswith("/groups/2/")
        items = [{"type": "report", "title": f"Item {n}"} for n in range(start, min(start + 100, 150))]
        self.send_response(403 if secret else 200)
        self.send_header("Total-Results", "150")
        self.end_headers()
        self.wfile.write(json.dumps({"items": items}).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def zotero() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Zotero)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_zotero_is_asked_page_by_page_and_says_when_a_library_is_private(zotero: str, tmp_path: Path) -> None:
    def ask(query: str, cursor: str, contact: str) -> Hits:
        return ask_zotero(query, cursor, contact, endpoint=zotero)

    out = tmp_path / "f.json"
    assert fetch("zotero", "groups/1", out, ask=ask, pause=0).records == 150
    assert read_file(out).records[149].title == "Item 149"
    with pytest.raises(SourceFileError, match="HEDGEROW_ZOTERO_KEY"):
        fetch("zotero", "groups/2", tmp_path / "g.json", ask=ask, pause=0)
    with pytest.raises(UsageError, match="names no library"):
        ask_zotero("../1", "", "")
