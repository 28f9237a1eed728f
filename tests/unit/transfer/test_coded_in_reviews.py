"""What coders of a review state of an effect is held against a place, under their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from hedgerow.evidence.tables.build import build_evidence
from hedgerow.evidence.tables.review import ReviewLog, standing, take_in_file
from hedgerow.evidence.tables.review.coding import Words, apply_code, finish_coding
from hedgerow.evidence.tables.transfer import all_stated_moderators, stated_moderators
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

RIS = "TY  - JOUR\nTI  - Functional Family Therapy in one city\nPY  - 2016\nER  - \n"


@pytest.fixture
def held(tmp_path: Path) -> tuple[Lake, Database, str]:
    """A study that Ann coded, and one of the lake made from it."""
    database = Database(f"sqlite:///{tmp_path / 'hedgerow.db'}")
    database.migrate()
    log = ReviewLog(database)
    path = tmp_path / "one.ris"
    path.write_text(RIS, encoding="utf-8")
    take_in_file(log, path, actor="Ann")
    (study,) = standing(log).file_of
    for code in ("design.rct", "intervention.scared_straight", "moderator.age", "moderator.deprivation"):
        apply_code(log, study, code, actor="Ann")
    apply_code(log, study, "transferability.partners_needed", actor="Ann", words=Words(value="family teams"))
    lake = Lake(tmp_path / "lake")
    build_evidence(lake, [], lambda *_: None, database)
    return lake, database, study


def test_coded_conditions_are_factors_and_the_others_stand_beside(held: tuple[Lake, Database, str]) -> None:
    lake, database, study = held
    assert not stated_moderators(lake, f"ref-{study}", database).factors  # nobody has finished it
    finish_coding(ReviewLog(database), study, actor="Ann")
    found = stated_moderators(lake, f"ref-{study}", database)
    said = {factor.moderator: factor for factor in found.factors}
    assert set(said) == {"age_group", "deliverer"} <= set(terms("moderator"))
    assert said["deliverer"].says.endswith("family teams") and said["deliverer"].kind == "condition"
    assert said["age_group"].coder == "review “main”: Ann"
    (beside,) = [one for one in found.bearings if one.key == "moderator.deprivation"]
    assert beside.care and "Ann" in str(beside.says)
    assert not stated_moderators(lake, f"ref-{study}").factors
    assert {trial.programme for trial in found.trials}  # the trials from here of the programme it names


def test_the_list_of_findings_takes_them_too(held: tuple[Lake, Database, str]) -> None:
    lake, database, _ = held
    shipped = [one.id for one in all_stated_moderators(lake)]
    assert [one.id for one in all_stated_moderators(lake, database)] == shipped
