"""Fetch a file from its publisher: politely, resumable after a cut, and checked before it is in place.

Only the standard library is used. Nothing else in Hedgerow reaches the network.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from hedgerow.errors import MachineError, NotFoundError, SourceFileError, UsageError
from hedgerow.places.sources.registry import Source

Progress = Callable[[int, int, str], None]
USER_AGENT = "hedgerow/0.1 (https://github.com/hedgerow-project/hedgerow)"
_PIECE = 1 << 20
_BUSY = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Manners:
    """How a publisher's server is treated: `delay` seconds before each request, `tries` at most."""

    delay: float = 2.0
    tries: int = 4
    timeout: float = 60.0


def address(source: Source, values: Mapping[str, str]) -> str:
    """Return the address of one file of a source, from the publisher's template.

    Raises
    ------
    NotFoundError
        When the publisher has no steady address.
    UsageError
        When a value of the template is missing or wrong.
    """
    if not source.download:
        wanted_file = source.files or "it"
        raise NotFoundError(
            f"{source.title} has no steady address to fetch from.",
            remedy=f"Download {wanted_file} at {source.homepage} and give it to: hedgerow source add FILE.",
        )
    wanted = re.findall(r"\{(\w+)\}", source.download)
    missing = [name for name in wanted if not values.get(name)]
    if missing:
        raise UsageError(f"The source {source.name} needs: {', '.join(missing)}.")
    for name in wanted:
        pattern = r"\d{4}-(0[1-9]|1[0-2])" if name == "month" else r"[\w.-]+"
        if not re.fullmatch(pattern, values[name]):
            raise UsageError(f"“{values[name]}” is not a {name}.", remedy="A month is written 2025-06.")
    return source.download.format(**{name: values[name] for name in wanted})


def get(
    url: str,
    target: Path,
    *,
    sha256: str | None = None,
    progress: Progress = lambda *_: None,
    manners: Manners | None = None,
) -> Path:
    """Fetch `url` to `target` and return it; what a cut left is carried on from where it stopped.

    The file is written beside `target` and renamed when it is whole and, where `sha256` is given, is the file
    that was meant.

    Raises
    ------
    NotFoundError
        When the publisher has no such file.
    SourceFileError
        When the checksum or the length is another; what was fetched is removed.
    MachineError
        When there is no network, or no space.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(f"{url} is not a web address.")
    rules = manners or Manners()
    waiting = target.with_name(f"{target.name}.part")
    mark = target.with_name(f"{target.name}.part.etag")
    target.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(1, rules.tries + 1):
        time.sleep(rules.delay * attempt)
        try:
            _fetch(url, waiting, mark, rules, progress)
            break
        except HTTPError as error:
            _refused(url, error, last=attempt == rules.tries)
        except (URLError, TimeoutError, ConnectionError, HTTPException) as error:
            if attempt == rules.tries:
                raise _no_network(url, error) from error
        except OSError as error:
            raise MachineError(
                f"{waiting} cannot be written.",
                cause=f"{error.strerror}.",
                remedy="Free space and try again.",
            ) from error
    _check(url, waiting, mark, sha256)
    waiting.replace(target)
    mark.unlink(missing_ok=True)
    return target


def _fetch(url: str, waiting: Path, mark: Path, rules: Manners, progress: Progress) -> None:
    """Fetch what is still wanting; a server that will not carry on begins again."""
    have = waiting.stat().st_size if waiting.exists() and mark.exists() else 0
    request = Request(url, headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"})  # noqa: S310  # http only
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", mark.read_text("utf-8"))
    try:
        with urlopen(request, timeout=rules.timeout) as answer:  # noqa: S310  # http only, checked in get
            carries_on = answer.status == 206
            _remember(answer, mark)
            _copy(answer, waiting, have if carries_on else 0, progress)
    except HTTPError as error:
        if error.code != 416:  # everything is here already
            raise


def _remember(answer: HTTPResponse, mark: Path) -> None:
    tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    if tag and not tag.startswith("W/"):
        mark.write_text(tag, "utf-8")
    else:
        mark.unlink(missing_ok=True)


def _copy(answer: HTTPResponse, waiting: Path, have: int, progress: Progress) -> None:
    left = int(answer.headers.get("Content-Length") or 0)
    total = have + left
    done = have
    with waiting.open("ab" if have else "wb") as handle:
        while piece := answer.read(_PIECE):
            handle.write(piece)
            done += len(piece)
            progress(done, total, waiting.stem)
    if left and done < total:
        raise ConnectionError(f"the connection was cut after {done:,} of {total:,} bytes")


def _refused(url: str, error: HTTPError, *, last: bool) -> None:
    if error.code in (404, 410):
        raise NotFoundError(
            f"The publisher has no file at {url}.",
            cause=f"The answer was {error.code}.",
            remedy="Check the month or edition; the newest is often two months old.",
        ) from error
    if error.code not in _BUSY or last:
        raise MachineError(
            f"The publisher's server refused {url}.",
            cause=f"The answer was {error.code}.",
            remedy="Try again later, or download it in a browser and give it to: hedgerow source add FILE.",
        ) from error


def _no_network(url: str, error: Exception) -> MachineError:
    reason = error.reason if isinstance(error, URLError) else error
    return MachineError(
        f"{urlsplit(url).hostname} cannot be reached.",
        cause=f"{reason}.",
        remedy="Everything else works without a network: download the file elsewhere and give it to: "
        "hedgerow source add FILE. What was fetched so far is kept and carried on from.",
    )


def _check(url: str, waiting: Path, mark: Path, sha256: str | None) -> None:
    if sha256 is None:
        return
    digest = hashlib.sha256()
    with waiting.open("rb") as handle:
        while piece := handle.read(_PIECE):
            digest.update(piece)
    if digest.hexdigest() != sha256.lower():
        for path in (waiting, mark):
            with suppress(OSError):
                path.unlink()
        raise SourceFileError(
            f"What {url} gave is not the file that was meant.",
            cause=f"Its SHA-256 is {digest.hexdigest()}, wanted was {sha256}.",
            remedy="The publisher may have issued a new edition: check, and give its checksum or none.",
        )
