"""Plans: what the product promises of them, told as a story on a fictional police area."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hedgerow.errors import ConflictError, DocumentError, NotFoundError, UsageError
from hedgerow.evidence.tables import build_evidence
from hedgerow.plans import tables
from hedgerow.plans.commitments import find_commitments
from hedgerow.plans.documents import read_document
from hedgerow.plans.mapping import map_commitment
from hedgerow.plans.tables import PlanDetail
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from unit.plans.gold import DIRECTIONS, PILLARS, SECTION17, gold
from unit.plans.held_out import HELD_OUT, HELD_OUT_2, HELD_OUT_3
from unit.plans.held_out_later import HELD_OUT_4, HELD_OUT_5
from unit.plans.printing import Plan, as_docx, as_pdf, as_text


def letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def score(path: Path, plan: Plan) -> tuple[dict[str, float], dict[str, float]]:
    """Precision, recall and F1 of finding commitments, and of the approaches of those that were found."""
    found = {letters(one.quote): one for one in find_commitments(read_document(path).paragraphs)}
    wanted = {letters(one.quote): one for one in gold(plan)}
    both = found.keys() & wanted.keys()
    right = wrong = missed = 0
    for key in both:
        mapping = map_commitment(found[key].quote, found[key].pillar)
        names = {match.term for match in mapping.approaches}
        right += len(names & wanted[key].approaches)
        wrong += len(names - wanted[key].approaches)
        missed += len(wanted[key].approaches - names)
    return (
        rates(len(both), len(found) - len(both), len(wanted) - len(both)),
        rates(right, wrong, missed),
    )


def rates(right: int, wrong: int, missed: int) -> dict[str, float]:
    precision, recall = right / (right + wrong), right / (right + missed)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / (precision + recall), 3),
    }


@pytest.mark.parametrize(
    ("plan", "name", "printer", "approach_f1"),
    [
        (DIRECTIONS, "directions.pdf", as_pdf, 0.919),
        (PILLARS, "pillars.docx", as_docx, 0.968),
        (SECTION17, "section17.txt", as_text, 0.97),
    ],
)
def test_commitments_and_approaches_agree_with_a_person_who_coded_the_plan(
    tmp_path: Path, plan: Plan, name: str, printer: Callable[[Plan, Path], Path], approach_f1: float
) -> None:
    """The floor that the product promises is 0.8; these are the figures that the documentation prints."""
    commitments, approaches = score(printer(plan, tmp_path / name), plan)
    assert commitments == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert approaches["f1"] == approach_f1


@pytest.mark.parametrize(
    ("plan", "name", "printer", "commitments", "approaches"),
    [
        (HELD_OUT_4, "commissioner.pdf", as_pdf, (1.0, 0.929, 0.963), (0.833, 0.588, 0.69)),
        (HELD_OUT_5, "partnership.docx", as_docx, (1.0, 0.913, 0.955), (0.882, 0.5, 0.638)),
    ],
)
def test_on_plans_that_the_rules_have_not_met_the_figures_are_kept(
    tmp_path: Path,
    plan: Plan,
    name: str,
    printer: Callable[[Plan, Path], Path],
    commitments: tuple[float, float, float],
    approaches: tuple[float, float, float],
) -> None:
    """Both were written before the fourth edition of the rules was begun, and changed no rule."""
    found = score(printer(plan, tmp_path / name), plan)
    assert [tuple(one.values()) for one in found] == [commitments, approaches]


@pytest.mark.parametrize(
    ("plan", "f1", "approach_f1"),
    [(HELD_OUT, 0.939, 0.868), (HELD_OUT_2, 0.974, 0.87), (HELD_OUT_3, 0.882, 0.6)],
)
def test_plans_that_shaped_later_editions_of_the_rules(
    tmp_path: Path, plan: Plan, f1: float, approach_f1: float
) -> None:
    """Each was held out once, then used to write the next edition: these figures flatter."""
    commitments, approaches = score(as_pdf(plan, tmp_path / "seen.pdf"), plan)
    assert (commitments["f1"], approaches["f1"]) == (f1, approach_f1)


# A workspace with the shipped library and one plan ---------------------------------------------------------


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    build_evidence(lake, [], lambda _done, _total, _message: None)
    return lake


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hedgerow.db'}") as opened:
        yield opened


@pytest.fixture
def plan(database: Database, library: Lake, tmp_path: Path) -> PlanDetail:
    path = as_pdf(DIRECTIONS, tmp_path / "plan.pdf")
    return tables.map_plan(database, library, path, body="Alderfen Commissioner", period="2025-29")


def commitment(plan: PlanDetail, words: str) -> dict[str, object]:
    found = [row for row in plan.commitments.records() if words in str(row["quote"])]
    assert len(found) == 1, words
    return dict(found[0])


def test_each_commitment_shows_quote_page_approach_and_evidence(plan: PlanDetail) -> None:
    lighting = commitment(plan, "street lighting")
    assert lighting["page"] == 3
    assert lighting["pillar"] == "Direction three: make communities safer > Our commitments"
    assert str(lighting["approaches"]).split("|")[0] == "place_based_evaluation"
    assert lighting["evidence_basis"] == "interventions"
    assert lighting["evidence_state"] in {"supports", "mixed"}
    assert lighting["evidence_ids"]
    assert "street lighting" in str(lighting["matched_words"])


def test_no_study_held_is_not_said_to_be_no_effect(plan: PlanDetail) -> None:
    states = {row["evidence_state"] for row in plan.commitments.records()}
    cuckooing = commitment(plan, "cuckooing")
    assert cuckooing["evidence_state"] != "no_effect"
    assert states <= {"supports", "mixed", "no_effect", "harm", "inconclusive", "none_held", None}


def test_what_is_not_known_of_a_commitment_is_missing_with_a_reason(plan: PlanDetail) -> None:
    rows = list(plan.commitments.records())
    row = next(number for number, one in enumerate(rows) if one["money"] is None)
    assert plan.commitments.reasons[row, "money"] == "missing"


def test_coverage_names_approaches_without_a_commitment(plan: PlanDetail) -> None:
    rows = {row["approach"]: row for row in plan.coverage.approaches.records()}
    assert len(rows) == 12
    assert rows["super_zero_output"]["commitments"] == 0
    assert rows["super_zero_output"]["gap"] == "No commitment was found, though evidence is held."
    assert rows["vulnerability_hubs"]["commitments"] >= 5
    listed = [str(row["state"]) for row in plan.coverage.unsupported.records()]
    assert "supports" not in listed
    assert "mixed" not in listed


def test_the_statutory_checklist_quotes_where_it_found_an_item(plan: PlanDetail) -> None:
    items = {row["item"]: row for row in plan.coverage.statutory.records()}
    assert list(items) == ["PCP1", "PCP2", "PCP3", "PCP4", "PCP5", "PCP6"]
    assert all(items[name]["found"] for name in ("PCP1", "PCP3", "PCP4", "PCP5", "PCP6"))
    assert "reports to me" in str(items["PCP4"]["quote"])
    assert items["PCP6"]["page"] == 4
    assert any("legislation.gov.uk" in note for note in plan.coverage.statutory.notes)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("PCP1", ("police and crime objectives",)),
        ("PCP3", ("budget", "precept", "£11 million")),
        ("PCP4", ("reports to me", "to account")),
        ("PCP5", ("measured by",)),
        ("PCP6", ("Grant", "grants")),
    ],
)
def test_an_item_that_is_taken_out_of_a_plan_is_missed(
    database: Database, library: Lake, tmp_path: Path, item: str, words: tuple[str, ...]
) -> None:
    kept = [(kind, text) for kind, text in DIRECTIONS if not any(word in text for word in words)]
    detail = tables.map_plan(database, library, as_text(kept, tmp_path / "cut.txt"))
    items = {row["item"]: row for row in detail.coverage.statutory.records()}
    assert not items[item]["found"]
    assert items[item]["quote"] is None


def test_the_same_document_is_held_once(
    plan: PlanDetail, database: Database, library: Lake, tmp_path: Path
) -> None:
    again = tables.add_plan(database, library, tmp_path / "plan.pdf")
    assert again == plan.id
    listed = list(tables.plans_list(database).plans.records())
    assert [(row["id"], row["commitments"], row["reviewed"]) for row in listed] == [(plan.id, 26, 0)]


def test_a_reviewer_corrects_and_takes_it_back(plan: PlanDetail, database: Database, library: Lake) -> None:
    one = str(commitment(plan, "street lighting")["id"])
    tables.correct_commitment(
        database, one, {"partner": "Fenby District Council", "money": "£5,000"}, based_on=1, actor="Ann"
    )
    now = commitment(tables.plan_detail(database, library, plan.id), "street lighting")
    assert (now["partner"], now["status"], now["version"]) == ("Fenby District Council", "corrected", 2)
    with pytest.raises(ConflictError, match="changed by Ann"):
        tables.correct_commitment(database, one, {"money": "£6,000"}, based_on=1, actor="Ben")
    tables.undo_commitment(database, one)
    back = commitment(tables.plan_detail(database, library, plan.id), "street lighting")
    assert (back["money"], back["status"], back["version"]) == (None, "found", 3)
    assert len(database.history("commitment", one)) == 3


def test_a_reviewer_rejects_confirms_and_adds(plan: PlanDetail, database: Database, library: Lake) -> None:
    wrong, right = (str(commitment(plan, words)["id"]) for words in ("street lighting", "People Zone"))
    tables.reject_commitment(database, wrong, reason="done already")
    tables.confirm_commitment(database, right)
    text = next(row for row in plan.paragraphs.records() if "34 Neighbourhood Watch" in str(row["text"]))
    added = tables.add_commitment(database, plan.id, int(str(text["number"])), str(text["text"]))
    detail = tables.plan_detail(database, library, plan.id)
    assert (len(detail.commitments), detail.rejected) == (26, 1)
    assert commitment(detail, "34 Neighbourhood Watch")["status"] == "added"
    assert [row["id"] for row in detail.commitments.records() if row["status"] == "added"] == [added]


def test_a_reviewer_cannot_change_the_plans_own_words(plan: PlanDetail, database: Database) -> None:
    one = str(commitment(plan, "street lighting")["id"])
    with pytest.raises(UsageError, match="cannot change quote"):
        tables.correct_commitment(database, one, {"quote": "We will not."})
    with pytest.raises(UsageError, match="do not stand"):
        tables.add_commitment(database, plan.id, 1, "We will fly.")
    with pytest.raises(NotFoundError):
        tables.correct_commitment(database, one, {"approaches": "magic"})


def test_a_plan_that_is_removed_leaves_the_lists_and_nothing_is_lost(
    plan: PlanDetail, database: Database, library: Lake
) -> None:
    tables.remove_plan(database, plan.id, reason="wrong file")
    assert len(tables.plans_list(database).plans) == 0
    assert tables.commitment_rows(database) == []
    with pytest.raises(NotFoundError, match="was removed"):
        tables.plan_detail(database, library, plan.id)
    assert len(database.rows("plan_paragraph", plan=plan.id)) == len(plan.paragraphs)
    assert len(database.rows("document")) == 1
    assert database.verify().passed


def test_without_a_library_nothing_is_said_of_evidence(database: Database, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "empty")
    detail = tables.map_plan(database, lake, as_text(SECTION17, tmp_path / "plan.txt"))
    assert {row["evidence_state"] for row in detail.commitments.records()} == {None}
    assert detail.commitments.reasons[0, "evidence_state"] == "not_built"
    assert {row["gap"] for row in detail.coverage.approaches.records()} == {None}
    assert "not built" in detail.coverage.summary


def test_a_bad_file_leaves_nothing_behind(database: Database, library: Lake, tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(b"%PDF-1.7 and then nothing")
    with pytest.raises(DocumentError):
        tables.add_plan(database, library, path)
    assert database.current("plan") == []
    assert database.verify().head.count == 0
