"""Risk of bias: judgements by study and domain, drawn as shapes with letters so that no colour is needed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.disclosure import Draft, ReleasedColumn, release
from hedgerow.errors import RecordError
from hedgerow.evidence.synthesis.data import named
from hedgerow.evidence.synthesis.effects_table import EffectsTable
from hedgerow.evidence.synthesis.figures.figure import SMALL, WIDE, Figure
from hedgerow.evidence.synthesis.figures.svg import INK, QUIET, RULE, Drawing, fitted

# judgement: letter, shape (corners; 0 is a circle, -4 a square on its point), fill
_LOOKS: Mapping[str, tuple[str, int, str]] = {
    "low": ("L", 0, "#d9ead3"),
    "some concerns": ("S", 3, "#fbefc4"),
    "moderate": ("M", 3, "#fbefc4"),
    "unclear": ("U", 3, "#fbefc4"),
    "high": ("H", 4, "#f4cfc6"),
    "serious": ("R", 4, "#f4cfc6"),
    "very high": ("V", -4, "#e3a79b"),
    "critical": ("C", -4, "#e3a79b"),
    "no information": ("?", -1, "#ffffff"),
    "not applicable": ("–", -1, "#ffffff"),
}
JUDGEMENTS = tuple(_LOOKS)
_TELLING = frozenset({"low", "high", "some concerns", "serious", "critical", "unclear"})


@dataclass(frozen=True)
class RiskOfBias:
    """Judgements as a person entered them: study to one judgement a domain."""

    domains: tuple[str, ...]
    judgements: Mapping[str, tuple[str, ...]]

    def of(self, studies: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return, for each domain, the judgement of each study in order; empty where there is none."""
        found = self._found(studies)
        blank = ("",) * len(self.domains)
        rows = [self.judgements[found[study]] if study in found else blank for study in studies]
        return tuple((domain, tuple(row[place] for row in rows)) for place, domain in enumerate(self.domains))

    def unmatched(self, studies: tuple[str, ...]) -> tuple[str, ...]:
        """Return the studies that are not judged."""
        found = self._found(studies)
        return tuple(study for study in studies if study not in found)

    def said(self, studies: tuple[str, ...]) -> str:
        """Return in words which studies are not judged, and which are judged but not there; empty for none.

        Raises
        ------
        RecordError
            When no study is judged.
        """
        found = self._found(studies)
        if not found:
            raise RecordError(
                "None of the studies has a judgement of its risk of bias.",
                cause=f"Judged are {named(tuple(self.judgements), range(len(self.judgements)), 5)}; pooled "
                f"are {named(studies, range(len(studies)), 5)}.",
                remedy="Name the studies alike in both tables.",
            )
        blank = self.unmatched(studies)
        others = tuple(name for name in self.judgements if name not in found.values())
        parts = (("Not judged", blank), ("Judged, but not pooled", others))
        return " ".join(f"{what}: {named(who, range(len(who)))}." for what, who in parts if who)

    def _found(self, studies: tuple[str, ...]) -> dict[str, str]:
        """Return the name under which each study is judged: its own, or its author's alone if no other's."""
        known = {_plain(name): name for name in self.judgements}
        found = {study: known[_plain(study)] for study in studies if _plain(study) in known}
        for study in studies:
            author = _plain(study).rstrip("0123456789")
            rivals = [one for one in studies if _plain(one).rstrip("0123456789") == author]
            if study not in found and author in known and len(set(rivals)) == 1:
                found[study] = known[author]
        return found


def read_risks(table: EffectsTable) -> RiskOfBias:
    """Read a table with a column Study and one for each domain, as RoB 2, ROBINS-I and their kin export it.

    Raises
    ------
    RecordError
        When there is no column Study, a study stands twice, or a judgement is not known, naming the line.
    """
    study = next((head for head in table.heads if head.strip().lower() in ("study", "author", "slab")), "")
    domains = tuple(head for head in table.heads if head != study and head.strip().lower() != "weight")
    if not study or not domains:
        raise RecordError(
            f"{table.name} is not a table of risk of bias.",
            cause=f"Its columns are: {', '.join(table.heads)[:300] or 'none'}.",
            remedy="Give a column Study and one column for each domain.",
        )
    found: dict[str, tuple[str, ...]] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        judged = tuple(_judgement(row[domain], table.name, line) for domain in domains)
        name = row[study].strip()
        if name in found:
            raise RecordError(f"“{name}” stands twice in {table.name}, again in line {line}.")
        found[name] = judged
    return RiskOfBias(tuple(domain.replace(".", " ") for domain in domains), found)


def risks_within(table: EffectsTable) -> RiskOfBias | None:
    """Return the judgements in columns of a table of effects itself; `None` where there are none."""
    domains = tuple(head for head in table.heads if _judges(table.words(head)))
    if not domains:
        return None
    studies = table.studies()
    rows = {
        name: tuple(
            _judgement(table.rows[place][domain], table.name, table.lines[place]) for domain in domains
        )
        for place, name in enumerate(studies)
    }
    return RiskOfBias(tuple(domain.replace(".", " ") for domain in domains), rows)


def _judges(cells: tuple[str, ...]) -> bool:
    """Whether a column holds judgements and nothing else, two different studies' at least."""
    plain = {" ".join(cell.replace("_", " ").split()).lower().removesuffix(" risk") for cell in cells if cell}
    return bool(plain) and plain <= set(_LOOKS) and bool(plain & _TELLING)


def draw_judgement(sheet: Drawing, x: float, y: float, judgement: str, size: float = 9.5) -> None:
    """Draw one judgement: its shape with its letter; nothing where there is none."""
    if judgement.lower() not in _LOOKS:
        return
    letter, corners, fill = _LOOKS[judgement.lower()]
    if corners in (0, -1):
        sheet.circle(x, y, size, fill=fill, stroke=INK if corners == 0 else QUIET, said=judgement)
    else:
        sheet.shape(_corners(x, y, size, corners), fill=fill, stroke=INK)
    drop = 5.5 if corners == 3 else 4.5
    sheet.text(x, y + drop, letter, size=12, anchor="middle", bold=True, halo=False)


def legend(sheet: Drawing, y: float, used: set[str], left: float = 0.0) -> float:
    """Draw what each shape means, for the judgements that occur; return the y below it."""
    x = left
    for judgement in JUDGEMENTS:
        if judgement not in {one.lower() for one in used}:
            continue
        width = 28 + len(judgement) * 7.4
        if x + width > sheet.width:
            x, y = left, y + 26
        draw_judgement(sheet, x + 11, y, judgement)
        sheet.text(x + 26, y + 4.5, judgement, size=13, fill=QUIET)
        x += width + 10
    return y + 20


def risk_figure(risks: RiskOfBias) -> Figure:
    """Return the judgements by themselves, a row a study and a column a domain."""
    title = "Risk of bias by study and domain"
    described = f"{len(risks.judgements)} studies, {len(risks.domains)} domains: {', '.join(risks.domains)}."
    columns = (
        ReleasedColumn("study", "Study"),
        *(ReleasedColumn(f"domain_{n}", name) for n, name in enumerate(risks.domains, start=1)),
    )
    rows = tuple((name, *row) for name, row in risks.judgements.items())
    table = release(Draft("risk_of_bias", title, columns, rows))
    wide, small = (_drawn(risks, width, title, described) for width in (WIDE, SMALL))
    return Figure("risk_of_bias", title, described, wide, small, table)


def _drawn(risks: RiskOfBias, width: float, title: str, described: str) -> str:
    left = 260.0 if width == WIDE else 110.0
    step = min((width - left) / max(len(risks.domains), 1), 70)
    height = 40 + 28 * len(risks.judgements) + 90
    name = f"risks-{'w' if width == WIDE else 's'}"
    sheet = Drawing(name, width, height, title, described)
    for place, domain in enumerate(risks.domains):
        words = fitted(domain, step, 13) if len(domain) <= 8 else str(place + 1)
        sheet.text(left + step * (place + 0.5), 20, words, size=13, anchor="middle", fill=QUIET)
    for row, (study, judged) in enumerate(risks.judgements.items()):
        y = 44 + 28 * row
        sheet.line(0, y + 14, width, y + 14, stroke=RULE)
        sheet.text(0, y + 5, fitted(study, left - 8, 14))
        for place, judgement in enumerate(judged):
            draw_judgement(sheet, left + step * (place + 0.5), y, judgement)
    legend(
        sheet, 44 + 28 * len(risks.judgements) + 16, {one for row in risks.judgements.values() for one in row}
    )
    return sheet.whole()


def _corners(x: float, y: float, size: float, corners: int) -> list[tuple[float, float]]:
    if corners == 4:
        half = size * 0.9
        return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    count = abs(corners)
    reach = size * (1.25 if corners == 3 else 1.3)
    drop = 1.5 if corners == 3 else 0
    turn = [-math.pi / 2 + 2 * math.pi * n / count for n in range(count)]
    return [(x + reach * math.cos(one), y + drop + reach * math.sin(one)) for one in turn]


def _judgement(cell: str, name: str, line: int) -> str:
    plain = " ".join(cell.replace("_", " ").split()).lower().removesuffix(" risk")
    if plain in ("", "na", "n/a"):
        return "Not applicable" if plain else ""
    if plain not in _LOOKS:
        raise RecordError(
            f"“{cell[:40]}” in line {line} of {name} is not a judgement.",
            remedy=f"Use one of: {', '.join(JUDGEMENTS)}.",
        )
    return plain[0].upper() + plain[1:]


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
