"""A page as EPPI-Mapper publishes it, small and made up: two axes, three levels, five references."""

from __future__ import annotations

import json

CELLS = [
    [
        {"id": 1, "title": "Outcomes", "isColumn": True},
        {"id": 11, "title": "Crime and violence", "parentId": 1, "isColumn": True},
        {"id": 12, "title": "Trust and collective efficacy", "parentId": 1, "isColumn": True},
        {"id": 13, "title": "Weather", "parentId": 1, "isColumn": True},
    ],
    [
        {"id": 2, "title": "Interventions", "isColumn": False},
        {"id": 21, "title": "Mentoring", "parentId": 2},
        {"id": 22, "title": "Hot spots policing", "parentId": 2},
        {"id": 23, "title": "Street lighting", "parentId": 2},
    ],
]
_CODED = {
    "One": [21, 11],
    "Two": [21, 22, 11, 12],
    "Three": [23, 11],
    "Four": [13, 21],
    "Five</script><script>alert(1)</script>": [22, 11],
}


def eppi_page(title: str = "A made-up map", owner: str = "The Owners") -> bytes:
    """Return the page."""
    references = [
        {"ItemId": number, "Title": name, "Year": "2020", "Codes": [{"AttributeId": code} for code in codes]}
        for number, (name, codes) in enumerate(_CODED.items(), start=1)
    ]
    listed = json.dumps(references).replace("</", "<\\/")
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title><meta name="author" content="{owner}"></head>'
        f"<script>const csvData = {json.dumps({'rows': CELLS})};\nconst referenceData = {listed};"
        "</script></body></html>"
    ).encode()
