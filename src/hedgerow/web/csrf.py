"""Forms are accepted only from our own pages: a signed token beside a cookie, and the browser's own word.

The cookie holds a random value; the form holds its HMAC. Another site can neither read the cookie nor make
the HMAC, and `Sec-Fetch-Site` and `Origin`, where the browser sends them, must say that the form is ours.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request

from hedgerow.errors import UsageError

COOKIE = "hedgerow-form"


class ForgedFormError(UsageError):
    """A form that did not come from one of our own pages, or is too old."""

    code = "HR150"


def token(secret: bytes, request: Request) -> str:
    """Return the token for a form; the middleware sets the cookie that belongs to it."""
    value = request.cookies.get(COOKIE, "")
    if len(value) != 43:
        value = request.scope.setdefault("hedgerow.cookie", secrets.token_urlsafe(32))
    return sign(secret, value)


def sign(secret: bytes, value: str) -> str:
    """Return the HMAC of a cookie's value."""
    return hmac.new(secret, value.encode(), hashlib.sha256).hexdigest()


def check(secret: bytes, request: Request, given: str) -> None:
    """Refuse a form that is not ours.

    Raises
    ------
    ForgedFormError
        When the token is missing, stale or another's, or the browser says that another site sent it.
    """
    cookie = request.cookies.get(COOKIE, "")
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    ours = origin is None or origin.partition("://")[2] == host
    fetched = request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    if not (cookie and ours and fetched and hmac.compare_digest(sign(secret, cookie), given)):
        raise ForgedFormError(
            "The form was not accepted: it did not come from a page of this server, or is too old.",
            remedy="Open the page again and send the form from there; nothing was changed.",
        )
