"""Risk of bias as the CSV that robvis reads: Study, one column a domain, Overall."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hedgerow.errors import RecordError, UsageError
from hedgerow.evidence.appraisal.judged import Appraisal
from hedgerow.evidence.appraisal.tools import NO_INFORMATION, OVERALL, Tool, tool_named, tools


@dataclass(frozen=True)
class RobvisRow:
    """One row: the study as the file names it, and its judgements by domain, the overall one included."""

    line: int
    study: str
    judged: dict[str, str]


@dataclass(frozen=True)
class RobvisFile:
    """A file of judgements: the tool that its columns fit, and its rows."""

    tool: Tool
    rows: tuple[RobvisRow, ...]


def read_robvis(text: str, name: str, *, tool: str = "") -> RobvisFile:
    """Read judgements.

    Parameters
    ----------
    tool
        Id of the tool; by default the one whose domains and judgements the file has.

    Raises
    ------
    RecordError
        When the columns are those of no tool, of several, or a judgement is not the tool's, naming the line.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    lines = [cells for cells in reader if any(cell.strip() for cell in cells)]
    heads = [head.strip() for head in lines[0]] if lines else []
    if not heads or heads[0] != "Study" or len(lines) < 2:
        raise RecordError(
            f"{name} is no table of risk of bias.", cause="Its first column is not “Study”, or it is empty.",
            remedy="Columns are: Study, one for each domain, Overall.",
        )  # fmt: skip
    chosen = tool_named(tool) if tool else _fitting(heads, lines[1:], name)
    rows = []
    for line, cells in enumerate(lines[1:], start=2):
        try:
            if len(cells) != len(heads):
                raise UsageError(f"It has {len(cells)} cells and not {len(heads)}.")
            judged = {
                chosen.domain(head): chosen.judgement(cell)
                for head, cell in zip(heads[1:], cells[1:], strict=True)
            }
        except UsageError as error:
            raise RecordError(f"Line {line} of {name}: {error.message}", remedy=error.remedy) from error
        rows.append(RobvisRow(line, cells[0].strip(), judged))
    return RobvisFile(chosen, tuple(rows))


def _fitting(heads: list[str], lines: list[list[str]], name: str) -> Tool:
    wanted = [head for head in heads[1:] if head != OVERALL]
    said = {cell.strip().casefold() for cells in lines for cell in cells[1:]}
    by_domain = [tool for tool in tools().values() if list(tool.domains) == wanted]
    found = [tool for tool in by_domain if said <= {one.casefold() for one in tool.allowed}]
    if len(found) == 1:
        return found[0]
    if not found:
        raise RecordError(
            f"The columns or judgements of {name} are those of no tool that is held.",
            cause=f"Its columns are: {', '.join(heads)}.",
            remedy=f"Tools are: {', '.join(tools())}.",
        )
    raise RecordError(
        f"{name} fits {len(found)} tools: {', '.join(tool.id for tool in found)}.", remedy="Name the tool."
    )


def robvis_csv(found: Iterable[Appraisal], tool: Tool, *, name: Callable[[str], str] = str) -> str:
    """Return judgements as robvis reads them; a domain that is not judged is “No information”."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["Study", *tool.domains, OVERALL])
    for one in found:
        if one.tool != tool.id:
            continue
        cells = [one.domains[key].judgement if key in one.domains else NO_INFORMATION for key in tool.domains]
        label = f"{name(one.study)}{f' ({one.outcome})' if one.outcome else ''}"
        writer.writerow([_guarded(label), *cells, one.overall or NO_INFORMATION])
    return out.getvalue()


def _guarded(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
