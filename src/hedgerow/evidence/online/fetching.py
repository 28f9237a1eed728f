"""Ask page by page, write each page before the next is asked for, and go on where it was broken off."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hedgerow.errors import NotFoundError, SourceFileError, UsageError
from hedgerow.evidence.online.crossref import ask_crossref
from hedgerow.evidence.online.hits import Ask, Hits
from hedgerow.evidence.online.openalex import ask_openalex
from hedgerow.evidence.online.zotero import ask_zotero

SERVICES: Mapping[str, Ask] = MappingProxyType(
    {"openalex": ask_openalex, "crossref": ask_crossref, "zotero": ask_zotero}
)
PAUSE = 1.0  # seconds between two pages: far below what the services allow
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Fetched:
    """What was written: a CSL-JSON file, and what was asked of whom and when."""

    service: str
    query: str
    date: str
    hits: int
    records: int
    file: Path
    resumed: bool


@dataclass
class _State:
    """What is kept between two pages, as lines of JSON: the question, then a line a page."""

    path: Path
    asked: dict[str, str]
    items: list[dict[str, Any]] = field(default_factory=list)
    cursor: str | None = ""
    hits: int = 0
    resumed: bool = False

    def keep(self, page: Hits) -> None:
        line = {"items": page.items, "cursor": page.cursor, "hits": page.hits}
        with self.path.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.take(line)

    def take(self, line: Mapping[str, Any]) -> None:
        self.items += line["items"]
        self.cursor, self.hits = line["cursor"], int(line["hits"])


def fetch(
    service: str,
    query: str,
    out: Path,
    *,
    contact: str = "",
    limit: int = 10_000,
    ask: Ask | None = None,
    pause: float = PAUSE,
    progress: Progress = lambda _done, _total, _message: None,
) -> Fetched:
    """Ask a service and write what it answers to `out` as CSL-JSON.

    Parameters
    ----------
    service, query
        One of `SERVICES`, and what is asked, in its own syntax; for Zotero ``groups/ID`` or ``users/ID``.
    out
        File to write. Until all is there, pages are kept beside it in ``OUT.part``; the same question asked
        again goes on from there.
    contact
        An address that the service may write to when something goes wrong; it is sent with every request.
    limit
        Greatest number of records.
    ask
        Stands in for the service in tests.

    Raises
    ------
    NotFoundError
        When no service has that name.
    SourceFileError
        When the service cannot be reached or answers nothing; the pages so far are kept.
    """
    if service not in SERVICES:
        raise NotFoundError(f"“{service}” is no service.", remedy=f"There are: {', '.join(SERVICES)}.")
    if not query.strip() or limit < 1:
        raise UsageError("Nothing is asked for.", remedy="Give a query, and a limit of 1 or more.")
    state = _opened(out.with_name(f"{out.name}.part"), {"service": service, "query": query})
    step = ask or SERVICES[service]
    while state.cursor is not None and len(state.items) < limit:
        if state.items:
            time.sleep(pause)
        state.keep(_asked(step, service, query, state, contact))
        progress(len(state.items), min(limit, state.hits), service)
    return _written(state, out, limit)


def _asked(step: Ask, service: str, query: str, state: _State, contact: str) -> Hits:
    try:
        return step(query, state.cursor or "", contact)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError) as error:
        kept = f"{len(state.items):,} records are kept; run the same command again to go on."
        raise SourceFileError(
            f"{service} did not answer as it should.",
            cause=f"{type(error).__name__}: {str(error)[:200]}.",
            remedy=f"Check the connection and the query. {kept}",
        ) from error


def _opened(path: Path, asked: dict[str, str]) -> _State:
    """Return what was kept of the same question, or a new beginning."""
    state = _State(path, asked)
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    if lines and _json(lines[0]) == asked:
        good = [line for text in lines[1:] if (line := _json(text)) is not None]
        for line in good:
            state.take(line)
        state.resumed = bool(good)
        lines = [json.dumps(line, ensure_ascii=False) for line in (asked, *good)]
    else:
        lines = [json.dumps(asked, ensure_ascii=False)]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")  # a torn last line is gone
    return state


def _json(text: str) -> Any:
    with suppress(ValueError):
        return json.loads(text)
    return None


def _written(state: _State, out: Path, limit: int) -> Fetched:
    items = state.items[:limit]
    if not items:
        state.path.unlink()
        raise SourceFileError(
            f"{state.asked['service']} has no record for “{state.asked['query']}”.",
            remedy="Widen the query; nothing was written.",
        )
    waiting = out.with_name(f".{out.name}.new")
    waiting.write_text(json.dumps(items, ensure_ascii=False, indent=1) + "\n", "utf-8")
    waiting.replace(out)
    state.path.unlink()
    date = datetime.now(UTC).date().isoformat()
    service, query = state.asked["service"], state.asked["query"]
    return Fetched(service, query, date, state.hits, len(items), out, state.resumed)
