"""The profile as one HTML page: nothing from outside, no script, print rules, headings and captions."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from hedgerow.commissioning.facts import Fact
from hedgerow.commissioning.profile.model import (
    Block,
    Bullets,
    ChartBlock,
    Check,
    Document,
    Para,
    Section,
    Subheading,
    TableBlock,
    Text,
)
from hedgerow.commissioning.profile.render.charts import line_chart
from hedgerow.commissioning.profile.render.grid import Grid, grid, month_grid

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
TAGS = {"known": "Known", "assessed": "Assessed", "gap": "Gap"}


def render(document: Document) -> bytes:
    """Return the page as UTF-8."""
    style = (files("hedgerow.commissioning.profile.render") / "profile.css").read_text("utf-8")
    sections = "".join(_section(section) for section in document.sections)
    marking = escape(document.marking)
    page = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(document.title)}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<p class="marking">{marking}</p>
{_cover(document)}
{_contents(document)}
<main id="content">
{sections}</main>
<footer><p class="marking">{marking}</p><p>Content hash <code>{document.hash}</code></p></footer>
</body>
</html>
"""
    return page.encode()


def _cover(document: Document) -> str:
    pairs = cover_pairs(document)
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    banners = "".join(f'<p class="banner">{escape(text)}</p>' for text in document.banners)
    return f"""<header>
<p class="kicker">Serious and organised crime local profile</p>
<h1>{escape(document.area_name)}</h1>
{banners}<dl class="cover">{rows}</dl>
{_glance(document)}
{_panel("Five complaints about local profiles, and this one", document.complaints, "complaints")}
{_panel("Checks of the whole document", document.checks, "whole")}
</header>"""


def cover_pairs(document: Document) -> tuple[tuple[str, str], ...]:
    """Return what the cover says, in order."""
    return (
        ("Area", f"{document.area_name}, {document.area_kind} ({document.area_code})"),
        ("Edition", str(document.edition)),
        ("Marking", document.marking),
        ("Data to", in_words(document.data_cut)),
        ("Made on", in_words(document.made_on)),
        ("Next review", in_words(document.next_review)),
        ("Owner", document.owner or "not named: a gap"),
        ("Completeness", f"{document.completeness:.0%} of what a profile wants is held"),
    )


def in_words(date: str) -> str:
    """Return a day or month as people write it; anything else stays as it is."""
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) not in (2, 3):
        return date
    month = MONTH_NAMES[int(parts[1]) - 1]
    return " ".join(([str(int(parts[2]))] if len(parts) == 3 else []) + [month, parts[0]])


def _glance(document: Document) -> str:
    items = "".join(f"<li{_class(line)}>{_para(line)}</li>" for line in document.glance)
    return f'<section aria-labelledby="glance"><h2 id="glance">At a glance</h2><ul>{items}</ul></section>\n'


def _panel(title: str, checks: tuple[Check, ...], key: str) -> str:
    items = "".join(
        f'<li class="{"ok" if check.passed else "no"}"><strong>{escape(check.name)}</strong>: '
        f"{'in order' if check.passed else 'not in order'}; {escape(check.text)}.</li>"
        for check in checks
    )
    return (
        f'<section aria-labelledby="{key}"><h2 id="{key}">{escape(title)}</h2>'
        f'<ul class="checks">{items}</ul></section>'
    )


def _contents(document: Document) -> str:
    items = "".join(
        f'<li><a href="#s{section.number}">{section.number} {escape(section.title)}</a> '
        f"<span>{section.held} of {len(section.wants)} held</span></li>"
        for section in document.sections
    )
    return (
        '<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>'
        f'<ol class="contents">{items}</ol></nav>'
    )


def _section(section: Section) -> str:
    blocks = "".join(
        _block(block, f"s{section.number}b{place}") for place, block in enumerate(section.blocks)
    )
    title = f"{section.number} {section.title}"
    return (
        f'<section aria-labelledby="s{section.number}"><h2 id="s{section.number}">{escape(title)}</h2>\n'
        f"{blocks}</section>\n"
    )


def _block(block: Block, key: str) -> str:
    if isinstance(block, Subheading):
        return f"<h3>{escape(block.text)}</h3>\n"
    if isinstance(block, Para):
        return f"<p{_class(block)}>{_para(block)}</p>\n"
    if isinstance(block, Bullets):
        return "<ul>" + "".join(f"<li>{_para(item)}</li>" for item in block.items) + "</ul>\n"
    if isinstance(block, TableBlock):
        return _table(grid(block.table), key)
    return _chart(block, key)


def _class(block: Para) -> str:
    return f' class="{block.tag}"' if block.tag else ""


def _para(block: Para) -> str:
    tag = f'<span class="tag">{TAGS[block.tag]}</span> ' if block.tag else ""
    source = f" <cite>{escape(block.source)}</cite>" if block.source else ""
    return f"{tag}{_text(block.text)}{source}"


def _text(text: Text) -> str:
    parts = []
    for run in text:
        if isinstance(run, Fact) and run.figure:
            parts.append(f'<data value="{escape(run.figure)}">{escape(run.text)}</data>')
        else:
            parts.append(escape(run if isinstance(run, str) else run.text))
    return "".join(parts)


def _chart(chart: ChartBlock, key: str) -> str:
    return (
        f"<figure>{line_chart(chart, key=key)}<figcaption>{escape(chart.alt)}</figcaption></figure>\n"
        + _table(month_grid(chart), key)
    )


def _table(table: Grid, key: str) -> str:
    head = "".join(
        f'<th scope="col"{_side(right)}>{escape(title)}</th>'
        for title, right in zip(table.header, table.numeric, strict=True)
    )
    rows = "".join(_row(row, table.numeric) for row in table.rows)
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    foot = f'<div class="notes">{notes}</div>' if notes else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{key}-c"><table>'
        f'<caption id="{key}-c">{escape(table.title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{foot}\n"
    )


def _row(row: tuple[str, ...], numeric: tuple[bool, ...]) -> str:
    first = f'<th scope="row">{escape(row[0])}</th>'
    rest = "".join(
        f"<td{_side(right)}>{escape(cell)}</td>" for cell, right in zip(row[1:], numeric[1:], strict=True)
    )
    return f"<tr>{first}{rest}</tr>"


def _side(right: bool) -> str:
    return ' class="n"' if right else ""
