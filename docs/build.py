"""Write the reference pages that are made from the code: commands, errors, tables, settings, vocabulary.

Run with `make docs`. A contract test holds the pages against what this file would write.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hedgerow import errors, vocabulary
from hedgerow.settings import Settings, region_names
from hedgerow.store import catalogue

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- Made by docs/build.py from the code; change the code, then run: make docs -->\n"


def pages() -> dict[str, str]:
    """Return every reference page by its file name."""
    return {
        "commands.md": commands(),
        "errors.md": error_codes(),
        "tables.md": tables(),
        "settings.md": settings(),
        "vocabulary.md": words(),
    }


def page(title: str, lead: str, *parts: str) -> str:
    return "\n".join([MADE, f"# {title}\n", f"{lead}\n", *parts]).rstrip() + "\n"


def cell(text: object) -> str:
    return re.sub(r"\s+", " ", str(text)).replace("|", "\\|").strip()


def table(head: tuple[str, ...], rows: Iterator[tuple[object, ...]] | list[tuple[object, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Return one section a command, from the tree that the command line itself is."""
    from typer.main import get_command

    from hedgerow.cli.app import app

    root = get_command(app)
    sections = [_command(words_, command) for words_, command in _leaves(root, "hedgerow")]
    lead = (
        "Every command has `--json`, which prints JSON on standard output and nothing else; an error then is "
        "JSON on standard error. The exit status tells the kind of error: see [errors](errors.md)."
    )
    return page("Commands", lead, *sections)


def _leaves(command: Any, words_: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if not children:
        yield words_, command
        return
    for name, child in children.items():
        yield from _leaves(child, f"{words_} {name}")


def _command(words_: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [
        p for p in command.params if p.param_type_name == "option" and p.name not in {"help", "as_json"}
    ]
    usage = " ".join([words_, *(p.name.upper() for p in arguments), "[OPTIONS]"])
    rows: list[tuple[object, ...]] = [(f"`{p.name.upper()}`", p.help or "") for p in arguments]
    rows += [(f"`{', '.join(p.opts)}`", p.help or "") for p in options]
    listed = table(("Argument or option", "What it means"), rows) if rows else ""
    return f"## `{words_}`\n\n{cell(command.help or '')}\n\n```text\n{usage}\n```\n\n{listed}"


def error_codes() -> str:
    """Return every code with its exit status and meaning."""
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.HedgerowError)
    ]
    rows: list[tuple[object, ...]] = [
        (f"`{kind.code}`", f"`{kind.__name__}`", kind.exit_status, (kind.__doc__ or "").split("\n")[0])
        for kind in sorted(kinds, key=lambda kind: kind.code)
    ]
    lead = "Each error says what is wrong, why, and what to do. The code is stable."
    return page("Errors", lead, table(("Code", "Class", "Exit status", "Meaning"), rows))


def tables() -> str:
    """Return the promise of every table of the lake."""
    sections = []
    for name, spec in sorted(catalogue.tables().items()):
        rows: list[tuple[object, ...]] = [
            (
                f"`{column.name}`",
                column.type,
                "may be missing" if column.null else "",
                column.about + (f" ({', '.join(column.allowed)})" if column.allowed else ""),
            )
            for column in spec.columns
        ]
        head = f"## `{name}`\n\n{spec.title}. Class: {spec.source_class}. Key: {', '.join(spec.key)}.\n"
        sections += [head, table(("Column", "Type", "Missing", "Meaning"), rows)]
    lead = "The tables of the lake, `lake/*.parquet`: rebuilt from the sources, each held to this promise."
    return page("Tables", lead, *sections)


def settings() -> str:
    """Return the settings of a workspace and the shipped regions."""
    example = (
        "```toml\n"
        'region = "east-midlands"          # a shipped region, or the name of a region file beside this one\n'
        'sources = ["/data/published"]     # folders with files as published, read besides ./sources\n'
        'database = "sqlite:///PATH"       # or postgresql://USER@HOST/NAME; SQLite here by default\n\n'
        "[disclosure]\n"
        "small_count = 10                  # partner counts below this never leave\n"
        "```\n"
    )
    documented = inspect.getdoc(Settings) or ""
    fields = re.findall(r"^(\w+)\n    (.+?)(?=\n\w|\Z)", documented, re.MULTILINE | re.DOTALL)
    rows: list[tuple[object, ...]] = [(f"`{name}`", about) for name, about in fields]
    environment: list[tuple[object, ...]] = [
        ("`HEDGEROW_WORKSPACE`", "The workspace that commands use when none is named."),
        ("`HEDGEROW_DEBUG=1`", "A fault of Hedgerow is shown with its stack instead of a reference."),
    ]
    regions = f"## Shipped regions\n\n{', '.join(f'`{name}`' for name in region_names())}.\n"
    return page(
        "Settings",
        "A workspace has one settings file, `hedgerow.toml`.",
        example,
        "## What becomes of them\n",
        table(("Setting", "Meaning"), rows),
        "## Environment\n",
        table(("Variable", "Meaning"), environment),
        regions,
    )


def words() -> str:
    """Return every scheme of the vocabulary with its terms."""
    sections = []
    for scheme in vocabulary.schemes().values():
        sections.append(
            f"## `{scheme.id}`: {scheme.title}\n\nOwner: {scheme.owner}. Version: {scheme.version}.\n"
        )
        rows: list[tuple[object, ...]] = [
            (f"`{term.id}`", term.title, term.about) for term in vocabulary.terms(scheme.id).values()
        ]
        sections.append(table(("Id", "Title", "Meaning"), rows))
    lead = (
        "The controlled words that join evidence, places, plans and action: data with an owner and a version."
    )
    return page("Vocabulary", lead, *sections)


def main() -> None:
    """Write the pages."""
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, "utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")


if __name__ == "__main__":
    main()
