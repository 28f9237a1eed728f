"""One browser with a name, for tests of the pages of screening."""

from __future__ import annotations

import re

import httpx

from asgi_client import Asking


class Person(Asking):
    """One browser with a name."""

    def send(self, path: str, **data: str) -> httpx.Response:
        """Send a form of ours."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/reviews/who").text)
        assert found
        return self.post(path, data={"csrf": found[1], **data})

    def named(self, name: str) -> Person:
        """Say who reads."""
        assert self.send("/reviews/who", name=name, back="/evidence").status_code == 303
        return self

    def unit(self, path: str = "/reviews/main/screen") -> str:
        """Return the record that lies before this person."""
        found = re.search(r'name="unit" value="([0-9a-f]{40})"', self.get(path).text)
        assert found, self.get(path).text[:3000]
        return found[1]
