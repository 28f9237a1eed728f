"""Would a finding hold here? What the judgement promises, on the demonstration region."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hedgerow.cli.show import plain
from hedgerow.commissioning.tables.transfer import TransferView, judge, transfer_line, transfer_view, undo
from hedgerow.commissioning.tables.transfer_judgements import Said
from hedgerow.commissioning.tables.transfer_list import transfer_list
from hedgerow.commissioning.transfer import STATES
from hedgerow.errors import NotFoundError
from hedgerow.evidence.shipped import record_rows
from hedgerow.evidence.tables.transfer import all_stated_moderators
from hedgerow.evidence.transfer import uk_trials
from hedgerow.store.database import Database
from hedgerow.store.open_lake import OpenLake
from hedgerow.vocabulary import terms
from hedgerow.workspace import open_workspace
from hedgerow.workspace.trace import trace

HOT, DISTRICT = "braga-2019-hot-spots", "E07900001"


@pytest.fixture(scope="module")
def lake(demo_workspace: Path) -> OpenLake:
    return OpenLake(demo_workspace / "lake")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hedgerow.db'}") as opened:
        yield opened


def factor(view: TransferView, key: str) -> dict[str, Any]:
    return next(row for row in view.factors.records() if row["factor"] == key)


def ranked(lake: OpenLake) -> list[str]:
    """Return LSOAs by all recorded crime for each resident, the most first: counted the slow, plain way."""
    known = (
        "SELECT pfa24, month FROM panel_coverage WHERE state IN ('complete', 'unusual') AND month > '2024-12'"
    )
    sql = f"""
        SELECT a.lsoa21, coalesce(sum(p.n), 0) / a.population
               / (SELECT count(*) FROM ({known}) k WHERE k.pfa24 = a.pfa24) AS rate
        FROM area_lookup a LEFT JOIN (
            SELECT p.* FROM panel p JOIN area_lookup b USING (lsoa21)
            JOIN ({known}) k ON k.pfa24 = b.pfa24 AND k.month = p.month
            WHERE p.crime_type <> 'anti-social-behaviour') p USING (lsoa21)
        WHERE a.in_region GROUP BY a.lsoa21, a.population, a.pfa24 ORDER BY rate DESC
    """
    return [str(row["lsoa21"]) for row in lake.query(sql).to_pylist()]


def test_patrols_of_hot_spots_hold_in_the_top_tenth_and_not_in_the_quiet_half(
    lake: OpenLake, database: Database
) -> None:
    order = ranked(lake)
    tenth, half = len(order) // 10, len(order) // 2
    silent = lake.query("SELECT DISTINCT lsoa21 FROM contrast WHERE silence = 'possible'")
    quiet = [code for code in order[half + 2 :] if code not in silent.column("lsoa21").to_pylist()]
    for code, expected in (
        *((code, "holds") for code in order[: tenth - 1 : 7]),
        *((code, "partly") for code in order[tenth + 1 : half - 2 : 31]),
        *((code, "does_not_hold") for code in quiet[::41]),
    ):
        found = factor(transfer_view(lake, database, HOT, code), "most_crime:all_crime")
        assert found["stands"] == expected, code


def test_where_low_numbers_can_mean_silence_it_cannot_be_told(lake: OpenLake, database: Database) -> None:
    rows = lake.query(
        "SELECT DISTINCT lsoa21 FROM contrast WHERE silence = 'possible' ORDER BY 1"
    ).to_pylist()
    states = {
        factor(transfer_view(lake, database, HOT, row["lsoa21"]), "most_crime:all_crime")["stands"]
        for row in rows
    }
    assert rows and "does_not_hold" not in states


def test_unknown_never_counts_as_failing(lake: OpenLake, database: Database) -> None:
    for one in all_stated_moderators(lake):
        view = transfer_view(lake, database, one.id, DISTRICT)
        stands = [row["stands"] for row in view.factors.records() if row["kind"] != "not stated"]
        assert view.profile.does_not_hold == stands.count("does_not_hold")
        assert view.profile.cannot_tell == stands.count("cannot_tell")
        assert len(view.profile.failing) <= stands.count("does_not_hold")
        if set(stands) <= {"cannot_tell"}:
            assert not view.profile.failing and not view.profile.adapt


def test_no_score_stands_anywhere_in_the_answer(lake: OpenLake, database: Database) -> None:
    answers = [
        transfer_view(lake, database, HOT, DISTRICT),
        transfer_list(lake, database, DISTRICT),
        transfer_line(lake, database, HOT, DISTRICT),
    ]
    banned = ("score", "rating", "index", "total", "average", "mean", "points", "stars", "percent", "overall")
    for answer in answers:
        told = json.loads(json.dumps(plain(answer)))
        for key, value in _pairs(told):
            assert not any(word in key.lower() for word in banned), key
            whole = isinstance(value, int) or key == "value" or value is None or isinstance(value, str)
            assert whole, (key, value)  # the one measured number is a fact of the place, with its address


def _pairs(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _pairs(part, str(name))
    elif isinstance(value, list):
        for part in value:
            yield from _pairs(part, key)
    else:
        yield key, value


def test_a_judgement_survives_stands_above_the_rule_and_can_be_undone(
    lake: OpenLake, database: Database, demo_workspace: Path
) -> None:
    before = transfer_view(lake, database, HOT, DISTRICT)
    said = Said("holds", "The probation lead described the same service.", "CSP manager", 0)
    judge(lake, database, HOT, DISTRICT, "usual_services", said)
    rebuilt = OpenLake(demo_workspace / "lake")  # the lake can be made again; what a person said stays
    after = transfer_view(rebuilt, database, HOT, DISTRICT)
    row = factor(after, "usual_services")
    assert (row["stands"], row["suggested"], row["judged_by"]) == (
        "holds",
        STATES["cannot_tell"],
        "CSP manager",
    )
    assert row["why_judged"] == "The probation lead described the same service."
    assert str(row["judged_at"])[:2] == "20"
    assert before.profile.unknown and not after.profile.unknown
    undo(lake, database, HOT, DISTRICT, "usual_services", actor="CSP manager")
    assert transfer_view(lake, database, HOT, DISTRICT) == before


def test_a_judgement_is_of_one_place_alone(lake: OpenLake, database: Database) -> None:
    judge(lake, database, HOT, DISTRICT, "fair", Said("holds", "Assessed in May."))
    assert factor(transfer_view(lake, database, HOT, "E07900002"), "fair")["judged"] is None
    assert (
        factor(transfer_view(lake, database, "gill-2014-community-policing", DISTRICT), "fair")["judged"]
        is None
    )


def test_only_a_factor_of_the_record_can_be_judged(lake: OpenLake, database: Database) -> None:
    with pytest.raises(NotFoundError, match="has no factor “weather”"):
        judge(lake, database, HOT, DISTRICT, "weather", Said("holds", "It is mild."))


def test_results_from_here_without_benefit_come_first(lake: OpenLake, database: Database) -> None:
    order = {"worse": 0, "no clear effect": 1, "mixed": 2, "better": 3, "no usable direction recorded": 4}
    seen = 0
    for one in all_stated_moderators(lake):
        view = transfer_view(lake, database, one.id, DISTRICT)
        verdicts = [order[str(row["verdict"])] for row in view.uk.records()]
        assert verdicts == sorted(verdicts)
        seen += bool(verdicts)
    assert seen > 20


def test_a_finding_without_benefit_says_that_there_is_none_to_carry_over(
    lake: OpenLake, database: Database
) -> None:
    for record, words, grave in (
        ("hunt-2014-shreveport", "of no clear effect", False),
        ("petrosino-2013-scared-straight", "of a bad change", True),
    ):
        view = transfer_view(lake, database, record, DISTRICT)
        assert words in view.warning[0] and view.grave is grave
    assert not transfer_view(lake, database, "basford-2021-southend-foot-patrol", DISTRICT).warning


def test_a_programme_that_gave_no_benefit_here_warns_beside_every_record_that_names_it() -> None:
    blank = dict.fromkeys(record_rows()[0])
    for title, programme, first in (
        ("Multisystemic Therapy for youth: a meta-analysis", "Multisystemic Therapy", "START"),
        ("Outcomes of multi-systemic therapy", "Multisystemic Therapy", "START"),
        ("Functional family therapy in Utah", "Functional Family Therapy", "Humayun"),
        ("Nurse-Family Partnership: 15-year follow-up", "Family Nurse Partnership", "Robling"),
    ):
        found = uk_trials({**blank, "title": title})
        assert found[0].verdict == "none" and programme in found[0].programme and first in found[0].cite
    both = uk_trials({**blank, "title": "Multisystemic Therapy"})
    assert [trial.verdict for trial in both] == [
        "none",
        "none",
        "better",
    ]  # and what speaks for it is not hidden
    assert uk_trials({**blank, "title": "A fast Fourier transform (FFT)"}) == ()


def test_every_number_can_be_followed_to_its_rows(
    lake: OpenLake, database: Database, demo_workspace: Path
) -> None:
    workspace = open_workspace(demo_workspace)
    lsoa = ranked(lake)[0]
    checked = 0
    for record in (HOT, "petersen-2022-selective-licensing"):
        for area in (DISTRICT, lsoa):
            view = transfer_view(lake, database, record, area)
            rows = list(view.factors.records())
            for (number, column), address in view.factors.figures.items():
                assert trace(workspace, address).value == pytest.approx(rows[number][column]), address
                checked += 1
            for spot in list(view.spots.records())[:2]:
                assert trace(workspace, str(spot["figure"])).value is not None
                checked += 1
    assert checked > 6
    workspace.database.close()


def test_a_place_outside_the_region_is_unknown_and_an_unknown_place_is_refused(
    lake: OpenLake, database: Database
) -> None:
    with pytest.raises(NotFoundError, match="no area"):
        transfer_view(lake, database, HOT, "E07000999")
    with pytest.raises(NotFoundError, match="No evidence record"):
        transfer_view(lake, database, "no-such-record", DISTRICT)


def test_no_condition_is_worked_out_from_who_lives_in_a_place() -> None:
    for one in terms("moderator").values():
        if one.parent == "population":
            assert "test" not in one.data, one.id
    words = " ".join(str(one.data.get("rule", "")) for one in terms("moderator").values()).lower()
    for protected in ("ethnic", "religio", "sex ", "gender", "disab", "age of", "nationality", "race"):
        assert protected not in words


def test_the_list_is_in_alphabetical_order_and_says_that_it_is_no_ranking(
    lake: OpenLake, database: Database
) -> None:
    view = transfer_list(lake, database, DISTRICT)
    titles = [str(row["title"]).lower() for row in view.findings.records()]
    assert titles == sorted(titles) and (view.stating, len(titles)) == (51, 90)
    assert "no ranking" in view.findings.notes[0]
    one = next(row for row in view.findings.records() if row["id"] == HOT)
    alone = transfer_view(lake, database, HOT, DISTRICT).profile
    assert [one[name] for name in ("stated", "read", *STATES)] == [
        alone.stated, alone.read, alone.holds, alone.partly, alone.does_not_hold, alone.cannot_tell,
    ]  # fmt: skip
    fewer = transfer_list(lake, database, DISTRICT, approach="modern_slavery")
    assert 0 < len(fewer.findings) < 90


def test_the_line_beside_an_effect_says_evidence_from_here_and_what_is_known(
    lake: OpenLake, database: Database
) -> None:
    alone = transfer_line(lake, database, HOT)
    assert alone.text.startswith(
        "Evidence from the United Kingdom: none in this record; 5 other results are held"
    )
    assert alone.conditions == "It states 1 condition of its effect."
    placed = transfer_line(lake, database, HOT, DISTRICT)
    assert "known to hold" in placed.text and "Ferrybridge Cross" in placed.text
