"""The profile as a Word file to edit: heading styles, repeated header rows, the marking on each page."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from docx import Document as NewDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

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
from hedgerow.commissioning.profile.render.html import TAGS, cover_pairs
from hedgerow.commissioning.profile.render.pdf import FONT, picture

FIXED = (1980, 1, 1, 0, 0, 0)
GREEN = RGBColor(0x2F, 0x5D, 0x3A)
SOFT = RGBColor(0x55, 0x53, 0x4D)
TEXT_WIDTH = 17.0


def render(document: Document) -> bytes:
    """Return the Word file; times inside are fixed, so that the same document gives the same bytes."""
    word = NewDocument()
    _styles(word)
    _properties(word, document)
    _page(word, document)
    _cover(word, document)
    _contents(word, document)
    for section in document.sections:
        word.add_heading(f"{section.number} {section.title}", level=1)
        for block in section.blocks:
            _block(word, block)
    _without_extras(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return _fixed_zip(buffer.getvalue())


def _styles(word: Any) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in ((1, 18), (2, 13)):
        style = word.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), GREEN
        for key in [key for key in style.element.rPr.rFonts.attrib if key.endswith("Theme")]:
            del style.element.rPr.rFonts.attrib[key]
    for name in ("List Bullet", "Caption"):
        word.styles[name].font.name = "Calibri"
    word.styles["Caption"].font.color.rgb = RGBColor(0x1D, 0x1D, 0x1B)
    word.styles["Caption"].font.size = Pt(10)
    language = word.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def _properties(word: Any, document: Document) -> None:
    made = dt.datetime.fromisoformat(f"{document.made_on}T00:00:00")
    properties = word.core_properties
    properties.title, properties.subject = document.title, document.marking
    properties.author, properties.last_modified_by = document.owner or "Hedgerow", "Hedgerow"
    properties.created = properties.modified = made
    properties.language, properties.revision, properties.comments = "en-GB", 1, ""


def _page(word: Any, document: Document) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    for part in (page.header, page.footer):
        line = part.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(document.marking).bold = True
    numbers = page.footer.add_paragraph()
    numbers.alignment = WD_ALIGN_PARAGRAPH.CENTER
    numbers.add_run(f"{document.area_name} · page ")
    _field(numbers, "PAGE", "1")
    numbers.add_run(" of ")
    _field(numbers, "NUMPAGES", "1")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _cover(word: Any, document: Document) -> None:
    kicker = word.add_paragraph()
    run = kicker.add_run("Serious and organised crime local profile")
    run.bold, run.font.color.rgb = True, GREEN
    word.add_paragraph(document.area_name, style="Title")
    for text in document.banners:
        word.add_paragraph(text, style="Intense Quote")
    rows = tuple(cover_pairs(document))
    _table(word, Grid("About this profile", ("What", "Text"), rows, (False, False), (1, 3.4), ()))
    word.add_paragraph().add_run("At a glance").bold = True
    for line in document.glance:
        _para(word.add_paragraph(style="List Bullet"), line)
    _panel(word, "Five complaints about local profiles, and this one", document.complaints)
    _panel(word, "Checks of the whole document", document.checks)
    _small(word, f"Content hash {document.hash}")


def _panel(word: Any, title: str, checks: tuple[Check, ...]) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(title).bold = True
    for check in checks:
        item = word.add_paragraph(style="List Bullet")
        item.add_run(f"{check.name}: ").bold = True
        item.add_run(f"{'in order' if check.passed else 'not in order'}; {check.text}.")


def _contents(word: Any, document: Document) -> None:
    word.add_page_break()
    word.add_paragraph().add_run("Contents").bold = True
    for section in document.sections:
        word.add_paragraph(f"{section.number}  {section.title}").paragraph_format.space_after = Pt(2)
    word.add_page_break()


def _block(word: Any, block: Block) -> None:
    if isinstance(block, Subheading):
        word.add_heading(block.text, level=2)
    elif isinstance(block, Para):
        _para(word.add_paragraph(), block)
    elif isinstance(block, Bullets):
        for item in block.items:
            _para(word.add_paragraph(style="List Bullet"), item)
    elif isinstance(block, TableBlock):
        _table(word, grid(block.table))
    else:
        _chart(word, block)


def _para(paragraph: Any, block: Para) -> None:
    if block.tag:
        run = paragraph.add_run(f"{TAGS[block.tag].upper()}  ")
        run.bold, run.font.size, run.font.color.rgb = True, Pt(8), GREEN
    paragraph.add_run(plain(block.text))
    if block.source:
        run = paragraph.add_run(f" [{block.source}]")
        run.italic, run.font.size, run.font.color.rgb = True, Pt(9), SOFT


def _chart(word: Any, block: ChartBlock) -> None:
    shape = word.add_picture(io.BytesIO(picture(line_chart(block, font=FONT))), width=Cm(TEXT_WIDTH))
    shape._inline.docPr.set("descr", block.alt)
    shape._inline.docPr.set("title", block.title)
    _table(word, month_grid(block))


def _table(word: Any, table: Grid) -> None:
    word.add_paragraph(table.title, style="Caption").paragraph_format.keep_with_next = True
    made = word.add_table(rows=1 + len(table.rows), cols=len(table.header))
    made.style, made.autofit = word.styles["Normal Table"], False
    _hairlines(made)
    widths = [Cm(TEXT_WIDTH * weight / sum(table.weights)) for weight in table.weights]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    size = Pt(7.5 if len(table.header) > 8 else 8.5)
    for number, (row, cells) in enumerate(zip(made.rows, (table.header, *table.rows), strict=True)):
        _row(row, cells, widths, size, table.numeric, head=number == 0)
    for note in table.notes:
        _small(word, note)


def _hairlines(made: Any) -> None:
    """Draw thin lines between rows and none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "BDBAB2")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    made._tbl.tblPr.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "50")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.append(margins)


def _row(
    row: Any, texts: tuple[str, ...], widths: list[Any], size: Any, numeric: tuple[bool, ...], *, head: bool
) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        properties.append(OxmlElement(name))
    for cell, text, width, right in zip(row.cells, texts, widths, numeric, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(text)
        run.font.size, run.bold = size, head or None


def _small(word: Any, text: str) -> None:
    run = word.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), SOFT


def _without_extras(word: Any) -> None:
    """Take out what the library's template brings along: a thumbnail and custom XML."""
    for rels in (word.part.rels, word.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(("/customXml", "/thumbnail"))]:
            del rels[key]


def _fixed_zip(data: bytes) -> bytes:
    """Return the same archive with fixed times and order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
