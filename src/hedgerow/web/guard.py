"""What surrounds every answer: a fixed host, strict headers, forms of an address, remembered pages.

Written against ASGI itself, so that a page that is remembered costs next to nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hedgerow.web.csrf import COOKIE
from hedgerow.web.site import Site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; "
    "worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
FORMS = (".json", ".csv", ".xlsx", ".table")
APART = ("/static/", "/map/files/", "/jobs/files/")


class Guard:
    """Check the host, read the form that an address asks for, and add the headers."""

    def __init__(self, app: ASGIApp, site: Site, hosts: Iterable[str]) -> None:
        self.app = app
        self.site = site
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
        answer: ASGIApp = self.app
        if name not in self.hosts:
            answer = PlainTextResponse("This server does not answer to that host name.", status_code=400)
        elif scope["path"].startswith(("//", "/\\")):
            answer = PlainTextResponse("There is no such address.", status_code=404)
        else:
            _read_form(scope)
        await answer(scope, receive, _guarded(scope, send))


def _read_form(scope: MutableMapping[str, Any]) -> None:
    """Take `.json`, `.csv` or `.xlsx` off the address of a page and remember what it asks for."""
    path: str = scope["path"]
    if path.startswith(APART):
        return
    for ending in FORMS:
        if path.endswith(ending) and not path.endswith("/suggest.json"):
            plain = path.removesuffix(ending)
            scope["path"] = "/" if plain == "/index" else plain
            scope["hedgerow.form"] = ending[1:]
            return
    accept = Headers(scope=scope).get("accept", "")
    if accept.startswith("application/json"):
        scope["hedgerow.form"] = "json"


def _guarded(scope: Scope, send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if cookie := scope.get("hedgerow.cookie"):
                headers.append("Set-Cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Strict")
        await send(message)

    return guarded


class Remembered:
    """Keep the answers of pages without forms, until what they rest on changes."""

    def __init__(self, app: ASGIApp, site: Site, most: int = 512) -> None:
        self.app = app
        self.site = site
        self.most = most
        self.answers: OrderedDict[tuple[object, ...], Response] = OrderedDict()
        self.stamp: object = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory where the same was asked of the same build."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(APART):
            await self.app(scope, receive, send)
            return
        stamp = self.site.stamp()
        if stamp != self.stamp:
            self.answers.clear()
            self.stamp = stamp
        headers = Headers(scope=scope)
        squeezed = "gzip" in headers.get("accept-encoding", "")
        key = (scope["path"], scope["query_string"], scope.get("hedgerow.form", "html"), squeezed)
        authored = (*key, self.site.authored())
        known = self.answers.get(key) or self.answers.get(authored)
        if known is None:
            await self.app(scope, receive, self._keeping({"lake": key, "authored": authored}, send))
            return
        if headers.get("if-none-match") == known.headers["etag"]:
            known = Response(status_code=304, headers={"ETag": known.headers["etag"]})
        await known(scope, receive, send)

    def _keeping(self, keys: dict[str, tuple[object, ...]], send: Send) -> Send:
        """Return a `send` that also keeps an answer which says that it may be kept."""
        start: list[tuple[tuple[object, ...], Message]] = []

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                says = headers.get("x-hedgerow-kept")
                if says:
                    del headers["x-hedgerow-kept"]
                if says and message["status"] == 200 and keys[says][-1] is not None:
                    start.append((keys[says], {**message, "headers": list(message["headers"])}))
            elif start and not message.get("more_body"):
                self._keep(*start[0], message["body"])
            await send(message)

        return keeping

    def _keep(self, key: tuple[object, ...], start: Message, body: bytes) -> None:
        answer = Response(body, status_code=200)
        answer.raw_headers = [pair for pair in start["headers"] if pair[0] != b"set-cookie"]
        self.answers[key] = answer
        while len(self.answers) > self.most:
            self.answers.popitem(last=False)
