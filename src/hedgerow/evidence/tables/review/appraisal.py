"""Risk of bias and grades in the log of a review: judge, take in a file, record a grade, and show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import UsageError
from hedgerow.evidence.appraisal import (
    OVERALL,
    Appraisal,
    Grade,
    RobvisFile,
    Tool,
    appraisals_of,
    checked_grade,
    grades_of,
    robvis_csv,
    tool_named,
    tools,
)
from hedgerow.evidence.coding import CodingState, Shelf
from hedgerow.evidence.coding.studies import studies_of
from hedgerow.evidence.intake import OUTSIDE, told
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import standing
from hedgerow.vocabulary import term

TYPES = ("rob_judged", "graded", "study_formed", OUTSIDE)


@dataclass(frozen=True)
class Appraised:
    """The judgements and the grades of a review."""

    appraisals: tuple[Appraisal, ...]
    grades: tuple[Grade, ...]

    def of(self, study: str) -> tuple[Appraisal, ...]:
        """Return the judgements of one study."""
        return tuple(one for one in self.appraisals if one.study == study)

    def grades_of(self, study: str) -> tuple[Grade, ...]:
        """Return the grades of one study."""
        return tuple(one for one in self.grades if one.study == study)


def appraised_of(log: ReviewLog) -> Appraised:
    """Return the judgements and the grades of a review."""
    events = told(log.events(TYPES))
    studies = studies_of(events, standing(log).groups.unit)
    return Appraised(appraisals_of(events, studies), grades_of(events, studies))


def judge(
    log: ReviewLog,
    study: str,
    tool: str,
    judged: Mapping[str, tuple[str, str]],
    *,
    actor: str,
    outcome: str = "",
) -> list[str]:
    """Judge domains of a study, each with its reason; return the ids of the events.

    Parameters
    ----------
    judged
        For each domain, or for the overall judgement, the judgement and its reason. An overall judgement that
        is not the rule's stands as an override and needs a reason.

    Raises
    ------
    UsageError
        When the tool has no such domain or judgement, a reason is missing, or nothing is judged.
    """
    known = tool_named(tool)
    drafts = []
    for domain, (judgement, reason) in judged.items():
        key = known.domain(domain)
        if not reason.strip():
            raise UsageError(
                f"“{known.domains.get(key, 'The overall judgement')}” has no reason.",
                remedy="Say in a sentence why, with the page where you can.",
            )
        payload = {
            "tool": tool,
            "domain": key,
            "judgement": known.judgement(judgement),
            "reason": reason.strip(),
        }
        drafts.append(EventDraft("rob_judged", (study,), payload | ({"outcome": outcome} if outcome else {})))
    if not drafts:
        raise UsageError("Nothing is judged.", remedy="Judge at least one domain.")
    return log.append(*drafts, actor=actor)


def take_in_robvis(
    log: ReviewLog, file: RobvisFile, studies: Mapping[str, str], *, name: str, actor: str
) -> tuple[int, tuple[str, ...]]:
    """Keep the judgements of a file; return how many studies were judged, and those that are not held.

    An overall judgement is kept as an override only where it is not the rule's.

    Parameters
    ----------
    studies
        From what a study is called to its id.
    """
    known = {title.casefold(): study for title, study in studies.items()}
    drafts, unknown = [], []
    for row in file.rows:
        study = known.get(row.study.casefold())
        if study is None:
            unknown.append(row.study)
            continue
        domains = {key: one for key, one in row.judged.items() if key != OVERALL}
        said = dict(domains)
        if OVERALL in row.judged and row.judged[OVERALL] != file.tool.overall(domains):
            said[OVERALL] = row.judged[OVERALL]
        for domain, judgement in said.items():
            payload = {
                "tool": file.tool.id,
                "domain": domain,
                "judgement": judgement,
                "reason": f"from {name}",
            }
            drafts.append(EventDraft("rob_judged", (study,), payload))
    if drafts:
        log.append(*drafts, actor=actor)
    return len(file.rows) - len(unknown), tuple(unknown)


def record_grade(log: ReviewLog, study: str, given: Mapping[str, str], *, actor: str) -> str:
    """Keep a grade of a study as a scheme gives it; return the event's id."""
    return log.append(EventDraft("graded", (study,), checked_grade(given)), actor=actor)[0]


def export_robvis(found: Appraised, tool: str, names: Mapping[str, str]) -> str:
    """Return the judgements by one tool as robvis reads them."""
    return robvis_csv(found.appraisals, tool_named(tool), name=lambda study: names.get(study, study))


def bias_table(found: Appraised, tool: Tool, names: Mapping[str, str]) -> Released:
    """Return the judgements by one tool: a row a study and outcome, a column a domain."""
    columns = (
        ReleasedColumn("study", "Study"),
        ReleasedColumn("name", "Title"),
        ReleasedColumn("outcome", "Outcome", missing="not_applicable"),
        *(ReleasedColumn(key, f"{key} {title}", missing="not_rated") for key, title in tool.domains.items()),
        ReleasedColumn("overall", "Overall", missing="not_rated"),
        ReleasedColumn("rule", "By the rule", missing="not_rated"),
        ReleasedColumn("override", "Why a person decided otherwise", missing="not_applicable"),
    )
    rows: list[tuple[Value, ...]] = []
    for one in found.appraisals:
        if one.tool == tool.id:
            judged = tuple(one.domains[key].judgement if key in one.domains else None for key in tool.domains)
            why = f"{one.override.reason} ({one.override.actor})" if one.overridden and one.override else None
            rows.append(
                (one.study, names.get(one.study, one.study), one.outcome or None, *judged, one.overall,
                 one.by_rule, why)
            )  # fmt: skip
    return release(Draft(f"bias_{tool.id}", f"Risk of bias: {tool.title}", columns, tuple(rows)))


def reasons_table(found: tuple[Appraisal, ...]) -> Released:
    """Return every judgement of one study with its reason."""
    columns = (
        ReleasedColumn("tool", "Tool"),
        ReleasedColumn("outcome", "Outcome", missing="not_applicable"),
        ReleasedColumn("domain", "Domain"),
        ReleasedColumn("judgement", "Judgement"),
        ReleasedColumn("reason", "Reason"),
        ReleasedColumn("actor", "Judged by"),
    )
    rows: list[tuple[Value, ...]] = []
    for one in found:
        tool = tools()[one.tool]
        each = {**one.domains, **({OVERALL: one.override} if one.override else {})}
        for key, said in each.items():
            name = f"{key} {tool.domains[key]}" if key in tool.domains else "Overall, by a person"
            rows.append(
                (tool.title, one.outcome or None, name, said.judgement, said.reason or None, said.actor)
            )
        if one.override is None:
            rows.append((tool.title, one.outcome or None, "Overall, by the rule", one.by_rule, None, None))
    return release(Draft("bias_reasons", "Judgements and reasons", columns, tuple(rows)))


def grades_table(grades: tuple[Grade, ...]) -> Released:
    """Return grades side by side; the order is that of the vocabulary, never of the values."""
    columns = (
        ReleasedColumn("scheme", "Scheme", missing="not_rated"),
        ReleasedColumn("part", "Part", missing="not_applicable"),
        ReleasedColumn("value", "Grade, in its own words", missing="not_rated"),
        ReleasedColumn("unit", "What it grades"),
        ReleasedColumn("version", "Version", missing="missing"),
        ReleasedColumn("outcome", "For which outcome", missing="not_applicable"),
        ReleasedColumn("grader", "Graded by", missing="missing"),
        ReleasedColumn("date", "When", missing="missing"),
        ReleasedColumn("actor", "Recorded by"),
    )
    rows = tuple(
        (
            term("grading_scheme", one.scale).title,
            one.part or None,
            one.value,
            one.unit,
            one.version or None,
            one.outcome or None,
            one.grader or None,
            one.date or None,
            one.actor,
        )
        for one in grades
    )
    note = "Grades of unlike schemes are never averaged, converted or sorted together."
    return release(Draft("grades", "Grades side by side", columns, rows, notes=(note,)))


def coded_grades(state: CodingState, shelf: Shelf, study: str) -> tuple[Grade, ...]:
    """Return the grades that final codes give: each code that stands for a value of a grading scheme."""
    found = []
    for one in state.final(study):
        code = shelf.code(one.code) if one.code in shelf.home else None
        if code and code.term.startswith("grading_scheme:"):
            above = shelf.name(code.parent).partition(":")[0] if code.parent else ""
            known = term("grading_scheme", code.term.partition(":")[2])
            found.append(
                Grade(
                    study,
                    known.id,
                    one.value or code.name,
                    part=above if known.id == "emmie" else "",
                    unit=str(known.data["unit"]),
                    grader=", ".join(one.actors),
                    date=one.at[:10],
                    actor=", ".join(one.actors),
                    at=one.at,
                )
            )
    return tuple(found)
