"""References from public databases on the network: optional, off until asked for, polite and resumable.

Nouns: `Hits` (one page of an answer), `Fetched` (what was written). Verb: `fetch`.
OpenAlex through pyalex and Crossref through habanero (the extra ``online``), Zotero through its web API.
Every answer becomes CSL-JSON in a file, which is imported as any other file is.
"""

from __future__ import annotations

from hedgerow.evidence.online.fetching import PAUSE, SERVICES, Fetched, fetch
from hedgerow.evidence.online.hits import Hits

__all__ = ["PAUSE", "SERVICES", "Fetched", "Hits", "fetch"]
