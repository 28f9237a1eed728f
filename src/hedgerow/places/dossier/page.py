"""A dossier as one HTML file that stands alone: no script, nothing fetched, fit to print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from hedgerow.disclosure import Released, missing_notes, shown
from hedgerow.places.dossier.document import Dossier, Part

STYLE = """
body{font:1rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}
body{max-width:60rem;margin:0 auto;padding:1rem}
h1,h2,h3{line-height:1.2}
table{border-collapse:collapse;font-size:.9rem}caption{text-align:left;font-weight:bold}
th,td{border-bottom:1px solid #767676;padding:.25rem .5rem;text-align:left;vertical-align:top}
.scroll{overflow-x:auto}.answer{border-left:.4rem solid #1d5a3a;padding-left:.75rem;font-weight:bold}
.small{font-size:.85rem;color:#4a4a4a}
@media print{body{max-width:none;padding:0}h2{break-after:avoid}tr{break-inside:avoid}}
"""


def to_html(dossier: Dossier) -> str:
    """Return the dossier as HTML: headings in order, a caption and scopes in each table."""
    body = "\n".join(line for part in dossier.parts for line in _part(part, 2))
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(dossier.title)}</title><style>{STYLE}</style></head><body><main>\n"
        f'<p class="small">{escape(dossier.marking)}</p>\n<h1>{escape(dossier.title)}</h1>\n'
        f'<p class="answer">{escape(dossier.answer)}</p>\n<p>{escape(dossier.people)}</p>\n'
        f"{body}\n</main></body></html>\n"
    )


def _part(part: Part, level: int) -> Iterator[str]:
    yield f'<h{level} id="{escape(part.id)}">{escape(part.heading)}</h{level}>'
    yield from (f"<p>{escape(paragraph)}</p>" for paragraph in part.paragraphs)
    if part.bullets:
        yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in part.bullets) + "</ul>"
    for table in part.tables:
        yield from _table(table)
    for below in part.within:
        yield from _part(below, level + 1)


def _table(table: Released) -> Iterator[str]:
    if not len(table):
        yield f"<p>{escape(table.title)}: none.</p>"
        return
    heads = [f"{c.label} ({c.unit})" if c.unit else c.label for c in table.columns]
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.title)}"><table>'
    yield f"<caption>{escape(table.title)}</caption><thead><tr>"
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads) + "</tr></thead><tbody>"
    for row in range(len(table)):
        cells = [escape(shown(table, row, column)) for column in table.columns]
        first, rest = cells[0], "".join(f"<td>{cell}</td>" for cell in cells[1:])
        yield f'<tr><th scope="row">{first}</th>{rest}</tr>'
    yield "</tbody></table></div>"
    for note in (*missing_notes(table), table.marking):
        yield f'<p class="small">{escape(note)}</p>'
