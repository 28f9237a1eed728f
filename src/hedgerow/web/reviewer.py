"""Who is at the desk: a name that a person chose, in a signed cookie of their browser.

There are no accounts: whoever can reach this server may take any name. The name puts each decision under the
person who made it, and keeps two people's readings apart.
"""

from __future__ import annotations

import hmac
from unicodedata import category, normalize
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import UsageError
from hedgerow.web.csrf import sign
from hedgerow.web.site import site

COOKIE = "hedgerow-reviewer"
LONGEST = 60
WHO = "/reviews/who"


class UnnamedReviewerError(UsageError):
    """Nobody has said who is reading; a page answers it by asking."""

    code = "HR151"


def reviewer(request: Request) -> str:
    """Return the name of the person at this browser.

    Raises
    ------
    UnnamedReviewerError
        When no name was chosen; the app answers it with the page that asks, and comes back afterwards.
    """
    name = reviewer_or_none(request)
    if name is None:
        raise UnnamedReviewerError("Nobody has said who is reading.", remedy="Choose a name first.")
    return name


def reviewer_or_none(request: Request) -> str | None:
    """Return the name of the person at this browser, or `None` when none was chosen."""
    packed, _, signature = request.cookies.get(COOKIE, "").partition(".")
    if not packed or not hmac.compare_digest(_signature(request, packed).encode(), signature.encode()):
        return None
    try:
        return checked_name(bytes.fromhex(packed).decode())
    except (ValueError, UsageError):
        return None


def checked_name(text: str) -> str:
    """Return a name as it is kept: composed, one space between words.

    Raises
    ------
    UsageError
        When it is empty, too long or holds what cannot be read.
    """
    name = " ".join(normalize("NFC", text).split())
    if not name:
        raise UsageError("No name was given.", remedy="Type the name that your decisions are to carry.")
    if len(name) > LONGEST or any(category(letter).startswith("C") for letter in name):
        raise UsageError(
            f"“{name[:20]}” is no name that can be kept.",
            remedy=f"Use at most {LONGEST} letters, without control characters.",
        )
    return name


def remember(request: Request, response: Response, name: str) -> Response:
    """Return the response with the cookie of a name."""
    packed = checked_name(name).encode().hex()
    value = f"{packed}.{_signature(request, packed)}"
    response.set_cookie(COOKIE, value, httponly=True, samesite="strict", path="/")
    return response


def way_back(text: str) -> str:
    """Return an address of this server to come back to; the evidence for anything else."""
    parts = urlsplit(text)
    ours = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.netloc
    return text if ours and text.isprintable() else "/evidence"


def ask_who(request: Request, error: Exception) -> Response:
    """Answer `UnnamedReviewerError`: ask for a name, then come back to where the person was."""
    assert isinstance(error, UnnamedReviewerError)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "GET":
        here = urlsplit(request.headers.get("referer", "")).path or "/evidence"
    return RedirectResponse(f"{WHO}?back={quote(here, safe='/')}", status_code=303)


def _signature(request: Request, packed: str) -> str:
    return sign(site(request).secret, f"reviewer:{packed}")
