"""The profile as a tagged PDF (PDF/UA-1), set by Typst with its own fonts; same document, same bytes."""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files

import typst

from hedgerow.commissioning.profile.model import (
    Block,
    Bullets,
    ChartBlock,
    Check,
    Document,
    Para,
    Subheading,
    TableBlock,
    plain,
)
from hedgerow.commissioning.profile.render.charts import line_chart
from hedgerow.commissioning.profile.render.grid import Grid, grid, month_grid
from hedgerow.commissioning.profile.render.html import cover_pairs
from hedgerow.errors import BuildError

FONT = "Libertinus Serif"


def render(document: Document) -> bytes:
    """Return the PDF.

    Raises
    ------
    BuildError
        When the typesetter refuses, with its own words.
    """
    template = (files("hedgerow.commissioning.profile.render") / "profile.typ").read_bytes()
    try:
        return bytes(
            typst.compile(
                template,
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"document": json.dumps(as_data(document), ensure_ascii=False)},
                pdf_standards=["ua-1"],
                timestamp=_made(document),
            )
        )
    except typst.TypstError as error:
        raise BuildError(
            f"The PDF of {document.area_name} could not be set.",
            cause=str(error)[:300],
            remedy="Make the HTML or DOCX instead, and report this.",
        ) from error


def picture(svg: str) -> bytes:
    """Return a chart as PNG, for programs that do not draw SVG."""
    source = (
        b"#set page(width: 720pt, height: 300pt, margin: 0pt)\n"
        b'#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    return bytes(
        typst.compile(source, format="png", ppi=144.0, ignore_system_fonts=True, sys_inputs={"svg": svg})
    )


def as_data(document: Document) -> dict[str, object]:
    """Return what the template prints."""
    return {
        "title": document.title,
        "kicker": "Serious and organised crime local profile",
        "area": document.area_name,
        "owner": document.owner,
        "marking": document.marking,
        "banners": document.banners,
        "cover": cover_pairs(document),
        "glance": [_para(line) for line in document.glance],
        "complaints": _checks(document.complaints),
        "checks": _checks(document.checks),
        "hash": document.hash,
        "sections": [
            {
                "title": f"{section.number}  {section.title}",
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _made(document: Document) -> int:
    day = dt.datetime.fromisoformat(f"{document.made_on}T00:00:00+00:00")
    return int(day.timestamp())


def _checks(checks: tuple[Check, ...]) -> list[dict[str, object]]:
    return [{"name": check.name, "passed": check.passed, "text": check.text} for check in checks]


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Subheading):
        return {"kind": "subheading", "text": block.text}
    if isinstance(block, Para):
        return {"kind": "para", **_para(block)}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_para(item) for item in block.items]}
    if isinstance(block, TableBlock):
        return {"kind": "table", "table": _grid(grid(block.table))}
    return _chart(block)


def _chart(block: ChartBlock) -> dict[str, object]:
    return {
        "kind": "chart",
        "alt": block.alt,
        "svg": line_chart(block, font=FONT),
        "table": _grid(month_grid(block)),
    }


def _para(block: Para) -> dict[str, object]:
    return {"text": plain(block.text), "tag": block.tag, "source": block.source}


def _grid(table: Grid) -> dict[str, object]:
    return {
        "title": table.title,
        "header": table.header,
        "rows": table.rows,
        "numeric": table.numeric,
        "weights": table.weights,
        "notes": table.notes,
    }
