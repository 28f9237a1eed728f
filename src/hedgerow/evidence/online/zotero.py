"""Zotero's web interface, version 3: the items of a group or a user, which it gives as CSL-JSON itself.

pyzotero asks for a bibtexparser below 2, which the BibTeX reader cannot use; of all that it does only this
one request is needed (docs/decisions/0082).
"""

from __future__ import annotations

import json
import os
import re
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from hedgerow.errors import UsageError
from hedgerow.evidence.online.hits import Hits

ENDPOINT = "https://api.zotero.org"
KEY = "HEDGEROW_ZOTERO_KEY"
_AT_ONCE = 100
_LIBRARY = re.compile(r"(groups|users)/\d+(/collections/[A-Z0-9]{8})?")
_LARGEST = 50 << 20


def ask_zotero(query: str, cursor: str, contact: str, *, endpoint: str = ENDPOINT) -> Hits:
    """Return one page of the items of a library or collection.

    Raises
    ------
    UsageError
        When `query` names no library.
    """
    if not _LIBRARY.fullmatch(query):
        raise UsageError(
            f"“{query}” names no library of Zotero.",
            remedy="Give groups/NUMBER, users/NUMBER or groups/NUMBER/collections/KEY.",
        )
    start = int(cursor or 0)
    fields = {"format": "csljson", "limit": _AT_ONCE, "start": start, "sort": "dateAdded", "direction": "asc"}
    headers = {"Zotero-API-Version": "3", "User-Agent": f"hedgerow ({contact or 'no contact given'})"}
    if key := os.environ.get(KEY):
        headers["Zotero-API-Key"] = key
    # The scheme is fixed by `endpoint`, and the path by the pattern above.
    request = Request(f"{endpoint}/{query}/items/top?{urlencode(fields)}", headers=headers)  # noqa: S310
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            total = int(answer.headers.get("Total-Results") or 0)
            body = json.loads(answer.read(_LARGEST))
    except HTTPError as error:
        raise OSError(_refused(error, query)) from error
    items = list(body["items"] if isinstance(body, dict) else body)
    following = start + _AT_ONCE
    return Hits(items, str(following) if following < total else None, total)


def _refused(error: HTTPError, query: str) -> str:
    if error.code in (401, 403):
        return f"{query} is not public; put a key that may read it into {KEY}"
    wait = error.headers.get("Retry-After") or error.headers.get("Backoff")
    return f"status {error.code}" + (f"; it asks to wait {wait} seconds" if wait else "")
