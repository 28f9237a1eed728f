"""Ask an app without a server: one request at a time, through the same door that a server uses."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

BASE = "http://testserver"


class Asking:
    """A client of one app; cookies are kept as a browser keeps them."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.cookies = httpx.Cookies()

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Ask for one address; a redirect is not followed."""
        return asyncio.run(self._send("GET", path, headers))

    def post(self, path: str, *, headers: Mapping[str, str] | None = None, **sent: Any) -> httpx.Response:
        """Send one form."""
        return asyncio.run(self._send("POST", path, headers, **sent))

    async def _send(
        self, method: str, path: str, headers: Mapping[str, str] | None, **sent: Any
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=BASE, cookies=self.cookies) as client:
            address = path if path.startswith("http") else f"{BASE}{path}"
            reply = await client.request(method, address, headers=dict(headers or {}), **sent)
            self.cookies.update(client.cookies)
            return reply
