"""Print the fictional plans as PDF, DOCX and text."""

from __future__ import annotations

from pathlib import Path

import docx
import typst

from unit.plans.gold import clean

Plan = list[tuple[str, str]]

SETTING = """
#set document(title: "{title}")
#set page(paper: "a4", margin: 22mm, header: [Alderfen · for everyone who lives here],
  footer: context [Police and Crime Plan #h(1fr) Page #counter(page).display()])
#set text(lang: "en", region: "gb", size: 11pt, hyphenate: true)
#set par(justify: true)
#show heading: set block(above: 1.4em, below: 0.8em)
"""


def escape(text: str) -> str:
    for mark in "\\#*_`$<>@[]~":
        text = text.replace(mark, "\\" + mark)
    return text


def as_pdf(plan: Plan, path: Path) -> Path:
    lines = [SETTING.replace("{title}", clean(plan[0][1]))]
    for kind, text in plan:
        words = escape(clean(text))
        made = {"h1": f"= {words}", "h2": f"== {words}", "p": words, "b": f"- {words}", "t": words}
        lines.append("#pagebreak()" if kind == "page" else made[kind])
    path.write_bytes(typst.compile("\n\n".join(lines).encode()))
    return path


def as_docx(plan: Plan, path: Path) -> Path:
    document = docx.Document()
    table = None
    for kind, text in plan:
        words = clean(text)
        if kind == "t":
            cells = words.split(" | ")
            table = table or document.add_table(rows=0, cols=len(cells))
            for cell, content in zip(table.add_row().cells, cells, strict=True):
                cell.text = content
            continue
        table = None
        if kind in {"h1", "h2"}:
            document.add_heading(words, level=int(kind[1]))
        elif kind == "b":
            document.add_paragraph(words, style="List Bullet")
        elif kind == "p":
            document.add_paragraph(words)
    document.save(str(path))
    return path


def as_text(plan: Plan, path: Path) -> Path:
    made = {"h1": "# {}", "h2": "## {}", "p": "{}", "b": "* {}", "t": "* {}"}
    lines = ["\f" if kind == "page" else made[kind].format(clean(text)) for kind, text in plan]
    path.write_text("\n\n".join(lines) + "\n", "utf-8")
    return path
