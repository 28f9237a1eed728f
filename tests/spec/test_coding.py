"""What coding promises, as a person meets it: blind, settled, extracted, pooled, in the library, undoable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from asgi_client import Asking
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review import ReviewLog, standing, take_in_file
from hedgerow.web import create_app
from hedgerow.workspace import create_workspace, open_workspace

RIS = """TY  - JOUR
TI  - Juvenile awareness, a trial
AU  - Finckenauer, J
PY  - 1982
AB  - Eighty-one young people were allocated at random to a prison visit or to nothing.
ER  -
TY  - JOUR
TI  - Juvenile awareness, another trial
PY  - 1983
ER  -
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    folder = tmp_path_factory.mktemp("coding") / "ws"
    create_workspace(folder, region="east-midlands")
    workspace = open_workspace(folder)
    path = folder / "two.ris"
    path.write_text(RIS, encoding="utf-8")
    log = ReviewLog(workspace.database)
    take_in_file(log, path, source="Test", actor="Ann")
    said = {"stage": "title_abstract", "decision": "include"}
    log.append(*(EventDraft("screened", (one,), said) for one in standing(log).file_of), actor="Ann")
    yield create_app(workspace, hosts=("testserver",))
    workspace.database.close()


class Person:
    """One reviewer at a browser."""

    def __init__(self, app: object, name: str) -> None:
        self.at = Asking(app)
        page = self.at.get("/reviews/who").text
        self.token = self.csrf(page)
        self.post("/reviews/who", name=name, back="/reviews/main/code")

    @staticmethod
    def csrf(page: str) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', page)
        assert found
        return found.group(1)

    def post(self, path: str, **fields: object) -> int:
        status: int = self.at.post(path, data={"csrf": self.token, **fields}).status_code
        return status

    def see(self, path: str) -> str:
        answer = self.at.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.text)

    def studies(self) -> list[str]:
        return re.findall(r'href="/reviews/main/code/([0-9a-f]{40})"', self.see("/reviews/main/code"))


def ticks(person: Person, study: str, *codes: str) -> None:
    for code in codes:
        path = f"/reviews/main/code/{study}"
        assert person.post(path, act="ticks", among=code, code=code) == 303


def test_a_study_is_coded_twice_blind_compared_settled_and_extracted(app: object) -> None:
    ann, ben = Person(app, "Ann"), Person(app, "Ben")
    study = ann.studies()[0]
    home = f"/reviews/main/code/{study}"

    ticks(ann, study, "design.rct", "outcome.reoffending")
    assert ann.post(home, act="words", code="design.rct", quote="allocated at random", page="1") == 303
    page = ann.see(home)
    assert "<mark>allocated at random</mark>" in page and "in the abstract, letters 30 to 48" in page
    assert "allocated at random</p></blockquote>" not in ben.see(home)
    assert "Randomised trial</h3>" not in ben.see(home)

    ticks(ben, study, "design.rct", "intervention.scared_straight")
    assert ben.at.get(f"{home}/compare").status_code != 200  # begun and not finished
    assert ann.post(home, act="finish") == 303
    assert "Kind: Randomised trial</h3>" in ben.see(home)  # his own, not hers
    assert "Reoffending" not in ben.see(home).partition("What you have said")[2]
    assert ben.post(home, act="finish") == 303
    assert ann.post(home, act="reopen") == 400

    compared = ann.see(f"{home}/compare")
    assert "2 differences, 2 to settle" in compared
    for code, decision in (
        ("outcome.reoffending", "applied"),
        ("intervention.scared_straight", "not_applied"),
    ):
        assert ann.post(f"{home}/compare", code=code, decision=decision, note="page 2") == 303
    assert "2 differences, 0 to settle" in ann.see(f"{home}/compare")
    final = ann.at.get(f"{home}/compare.json").json()
    codes = [row["code"] for row in final["sections"][2]["blocks"][0]["rows"]]
    assert codes == ["design.rct", "outcome.reoffending"]

    agreement = ann.see("/reviews/main/code/agreement")
    assert "On 3 applied codes of 1 studies coded twice" in agreement


def test_an_effect_without_its_sign_is_refused_and_what_was_typed_is_kept(app: object) -> None:
    ann = Person(app, "Ann")
    first, second = ann.studies()
    numbers = {"kind": "totals", "outcome": "Reoffending", "word": "reoffending", "analysis": "not_said"}
    numbers |= {"ai": "19", "n1i": "46", "ci": "4", "n2i": "35", "clustered": "no", "verified": "full_text"}
    extract = f"/reviews/main/code/{first}/extract"
    refused = ann.at.post(extract, data={"csrf": ann.token, **numbers})
    assert refused.status_code == 400
    assert "What a positive effect means is missing" in refused.text and 'value="46"' in refused.text
    assert ann.post(extract, **numbers, positive_means="more_of_outcome") == 303
    again = {**numbers, "ai": "20", "positive_means": "more_of_outcome"}
    assert ann.post(f"/reviews/main/code/{second}/extract", **again) == 303
    shown = ann.see(extract)
    assert "5.45" in shown and "ln(ad / bc)" in shown

    listed = ann.see("/reviews/main/pool/reoffending/OR")
    assert "2 of 2 effects may be pooled" in listed
    answer = ann.see("/reviews/main/pool/reoffending/OR/all?method=MH&test=z")
    assert "more reoffending (harm)" in answer
    assert ann.post("/reviews/main/pool/reoffending/OR/all", query="method=MH&test=z") == 303
    assert "kept 1 time before" in ann.see("/reviews/main/pool/reoffending/OR/all?method=MH&test=z")
    assert "<svg" in ann.see("/reviews/main/pool/reoffending/OR/all/figures/forest.svg?method=MH&test=z")


def test_what_is_not_judged_is_not_rated_and_grades_stand_side_by_side(app: object) -> None:
    ann = Person(app, "Ann")
    home = f"/reviews/main/code/{ann.studies()[0]}/appraise"
    assert "not rated, which is not “low”" in ann.see(home)
    assert ann.post(home, tool="rob2", **{"j:D1": "Low", "r:D1": "central allocation, page 3"}) == 303
    assert "not rated until every domain is judged" in ann.see(home)
    assert ann.post(home, scale="maryland_sms", value="5") == 303
    assert ann.post(home, scale="crimesolutions", value="Negative") == 303
    page = ann.see(home)
    assert "never averaged, converted or sorted together" in page and "Negative" in page
    assert ann.post(home, scale="maryland_sms", value="7") == 400


def test_practice_is_kept_changed_and_refused_where_it_names_a_person(app: object) -> None:
    ann = Person(app, "Ann")
    form = "/reviews/main/practice/add"
    refused = ann.at.post(
        form, data={"csrf": ann.token, "title": "Operation Elm", "problem": "led by PC Marsh"}
    )
    assert refused.status_code == 400 and "a person with a title" in refused.text
    kept = ann.at.post(form, data={"csrf": ann.token, "title": "Operation Elm", "comparison": "not_said"})
    assert kept.status_code == 303
    page = ann.see(kept.headers["location"])
    assert "incomplete: no context, no cost, no outcome" in page and "Say when it began." in page
    assert "not a judgement of how good the work was" in page
    assert "Operation Elm" in ann.see("/reviews/main/practice?q=elm")
    assert ann.at.get("/practice").status_code == 303


def test_nobody_codes_without_a_name_and_a_forged_form_changes_nothing(app: object) -> None:
    nobody = Asking(app)
    study = Person(app, "Cat").studies()[0]
    asked = nobody.get(f"/reviews/main/code/{study}")
    assert asked.status_code == 303 and asked.headers["location"].startswith("/reviews/who")
    forged = Person(app, "Cat")
    forged.token = "0" * 64
    assert (
        forged.post(f"/reviews/main/code/{study}", act="ticks", among="four_p.pursue", code="four_p.pursue")
        >= 400
    )


@pytest.mark.parametrize("path", ["/reviews/main/code", "/reviews/main/pool", "/reviews/main/practice",
                                  "/reviews/main/code/trees", "/reviews/main/code/risk-of-bias"])  # fmt: skip
def test_every_page_has_its_data_twin(app: object, path: str) -> None:
    ann = Person(app, "Ann")
    twin = ann.at.get(f"{path}.json").json()
    assert twin["question"] in ann.see(path).replace("&#39;", "'")


def test_pages_of_a_review_that_was_not_started_are_not_found(app: object) -> None:
    assert Person(app, "Ann").at.get("/reviews/elsewhere/code").status_code == 404


def test_there_is_a_way_to_code_on_the_command_line(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from hedgerow.cli.app import app as commands

    create_workspace(tmp_path / "ws", region="east-midlands")
    where = ["--workspace", str(tmp_path / "ws"), "--json"]
    trees = CliRunner().invoke(commands, ["evidence", "code", "trees", *where])
    assert trees.exit_code == 0 and '"emmie"' in trees.stdout
    path = tmp_path / "ops.csv"
    path.write_text("title\nOperation Elm\n", encoding="utf-8")
    added = CliRunner().invoke(commands, ["evidence", "practice", "add", str(path), *where])
    assert added.exit_code == 0 and '"new": 1' in added.stdout
    listed = CliRunner().invoke(commands, ["evidence", "practice", "list", *where])
    assert "Operation Elm" in listed.stdout
