"""CSL-JSON, as Zotero, Pandoc and citation processors read it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hedgerow.evidence.writers.kinds import csl_type
from hedgerow.evidence.writers.outgoing import Outgoing


def write_csl_json(records: Sequence[Outgoing]) -> str:
    """Return a JSON list, one item a record; what is not known is left out."""
    return json.dumps([_item(record) for record in records], ensure_ascii=False, indent=1) + "\n"


def _item(record: Outgoing) -> dict[str, Any]:
    said = record.said
    values: dict[str, Any] = {
        "id": record.id,
        "type": csl_type(said.kind),
        "title": record.title,
        "author": [_person(name) for name in record.authors],
        "issued": {"date-parts": [[said.year]]} if said.year else None,
        "container-title": said.journal,
        "volume": said.volume,
        "issue": said.issue,
        "page": said.pages,
        "DOI": said.doi,
        "URL": said.link,
        "abstract": said.abstract,
        "keyword": ", ".join(said.keywords),
        "publisher": said.publisher,
        "publisher-place": said.place,
        "language": said.language,
        "ISSN": said.standard_number,
    }
    return {name: value for name, value in values.items() if value}


def _person(name: str) -> dict[str, str]:
    """Return family and given name of “Last, First”; a name without a comma stays whole."""
    family, comma, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": name}
