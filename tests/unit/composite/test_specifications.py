"""A specification that does not fit is refused, with the thing and the remedy; one that fits is run again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner

from hedgerow.cli.app import app
from hedgerow.errors import EstimateError, HedgerowError, SchemaError, SettingsError
from hedgerow.places.composite import CompositeResult, changed, compare, data_of, read_document, run, spec_of

N = 40


def table(**columns: Any) -> pa.Table:
    rng = np.random.default_rng(1)
    common = rng.normal(size=N)
    own = {
        name: (common + rng.normal(size=N)).tolist() if name != "d" else (50 - common).tolist()
        for name in ("a", "b", "c", "d")
    }
    base: dict[str, Any] = {"area": [f"A{row:02d}" for row in range(N)], **own}
    return pa.table(
        base | {"people": [100.0] * N, "a_se": [0.3] * N, "half": ["x", "y"] * (N // 2)} | columns
    )


def document(**more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "name": "test",
        "unit": "area",
        "indicators": [
            {"code": "a", "parent": "p", "se": "a_se"},
            {"code": "b", "parent": "p"},
            {"code": "c", "parent": "q"},
            {"code": "d", "parent": "q", "direction": -1},
        ],
        "aggregates": [{"code": "p", "parent": "t"}, {"code": "q", "parent": "t"}, {"code": "t"}],
    }
    return base | more


def made(given: dict[str, Any], rows: pa.Table | None = None) -> CompositeResult:
    spec = spec_of(given)
    return run(spec, data_of(table() if rows is None else rows, spec))


VARY = {
    "samples": 40,
    "bootstrap": 100,
    "vary": [
        {"argument": "normalise.method", "values": ["min_max", "rank"]},
        {"argument": "weights", "spread": 0.3},
        {"argument": "sampling_error", "draws": 5},
    ],
}

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"normalize": {}}, "“normalize”", "Did you mean “normalise”"),
    ({"normalise": {"methd": "z"}}, "“methd”", "Did you mean “method”"),
    ({"normalise": {"method": "minmax"}}, "“minmax”", "Did you mean “min_max”"),
    ({"normalise": {"lower": 5, "upper": 1}}, "lower is 5", "lower < upper"),
    ({"normalise": {"method": "goalposts"}}, "a has none", "goalposts = "),
    ({"treat": {"max_points": "five"}}, "treat.max_points is 'five'", "Correct"),
    ({"screen": {"least_share": 90}}, "screen.least_share is 90", "from 0 to 1"),
    ({"aggregate": "mean"}, "aggregate must be a table", "[aggregate]"),
    ({"uncertainty": {"samples": 10}}, "nothing varies", "[[uncertainty.vary]]"),
    ({"uncertainty": {"vary": [{"argument": "treet.method", "values": [1, 2]}]}}, "treet", "treat.method"),
    ({"uncertainty": {"vary": [{"argument": "imputation"}]}}, "impute.method is none", "multiple"),
    ({"uncertainty": {"vary": [{"argument": "weights", "levels": [9]}]}}, "levels [9]", "Levels: [1, 2, 3]"),
    ({"impute": {"method": "group_mean"}}, "", ""),
    ({"uncertainty": {"vary": [1]}}, "vary holds 1", "argument"),
    ({"uncertainty": {"seed": -1}}, "seed is -1", "from 0"),
    ({"normalise": {"upper": float("inf")}}, "normalise.upper is inf", "Correct"),
    ({"metadata": "other.csv"}, "metadata names a file", "indicators.CODE.KEY"),
    ({"aggregates": [{"code": "p", "parent": "q"}, {"code": "q", "parent": "p"}]}, "circle", "Leave out"),
    ({"aggregates": [{"code": "p"}, {"code": "q"}]}, "one top", "a parent"),
    (
        {"aggregates": [{"code": "P", "parent": "t"}, {"code": "q", "parent": "t"}, {"code": "t"}]},
        "“p”",
        "“P”",
    ),
    ({"indicators": [{"code": "a"}]}, "1 indicator", "at least two"),
    ({"indicators": [{"code": "a"}, {"code": "a"}], "aggregates": []}, "stands twice", "own code"),
    ({"indicators": [{"code": "a", "direction": 2}, {"code": "b"}]}, "must be 1 or -1", "reversed"),
    ({"indicators": [{"column": "a"}, {"code": "b"}]}, "no code", "Give it one"),
    ({"aggregate": {"method": "geometric"}}, "geometric mean meets the value 0", "normalise.lower = 1"),
]


@pytest.mark.parametrize(("more", "thing", "remedy"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_does_not_fit_is_named(more: dict[str, Any], thing: str, remedy: str) -> None:
    if not thing:
        made(document(**more))  # nothing is missing, so no group is needed
        return
    with pytest.raises(HedgerowError) as caught:
        made(document(**more))
    assert thing in caught.value.message
    assert remedy in caught.value.remedy


def test_columns_that_are_not_there_or_say_nothing() -> None:
    with pytest.raises(SchemaError, match="no column “a”"):
        made(document(), table().drop(["a"]))
    with pytest.raises(EstimateError, match=r"indicator b has the one value 3 everywhere"):
        made(document(), table(b=[3.0] * N))
    with pytest.raises(EstimateError, match="indicator b has no value at all"):
        made(document(), table(b=pa.nulls(N, pa.float64())))
    with pytest.raises(SchemaError, match="b of A01 is “many”, which is no number"):
        made(document(), table(b=["1", "many", *["2"] * (N - 2)]))
    with pytest.raises(SchemaError, match="stand more than once"):
        made(document(), table(area=["A"] * N))
    with pytest.raises(SchemaError, match="1 values of a have no standard error"):
        made(document(), table(a_se=[None, *[0.1] * (N - 1)]))
    bad = document()
    bad["indicators"][0]["denominator"] = "people"
    with pytest.raises(SchemaError, match="people of A03 is 0"):
        made(bad, table(people=[0.0 if row == 3 else 9.0 for row in range(N)]))


def gaps() -> pa.Table:
    held = table()
    b = held["b"].to_pylist()
    return held.set_column(held.column_names.index("b"), "b", pa.array([None, None, *b[2:]], pa.float64()))


def test_missing_is_never_zero() -> None:
    result = made(document(), gaps())
    rows = {row["unit"]: row for row in result.stage("aggregated").to_pylist()}
    assert rows["A00"]["b"] is None
    assert rows["A00"]["p"] == rows["A00"]["a"]
    strict = made(document(aggregate={"least_share": 1.0}), gaps())
    assert strict.scored == N - 2
    assert np.isnan(strict.rank[0])


def test_screening_names_who_is_left_out() -> None:
    result = made(document(screen={"least_share": 0.9}), gaps())
    assert set(result.dropped) == {"A00", "A01"}
    assert result.dropped["A00"] == "3 of 4 indicators are there"
    assert "A00" not in result.units


@pytest.mark.parametrize("method", ["mean", "median", "group_mean", "group_median", "em", "knn", "multiple"])
def test_each_way_of_filling(method: str) -> None:
    result = made(document(impute={"method": method, "group": "half"}), gaps())
    assert not np.isnan(result.stages["imputed"]).any()
    assert result.log[3].says == "2 cells filled"


def test_a_group_without_a_value_is_named() -> None:
    alone = table(half=["z", "z", *["x"] * (N - 2)], b=[None, None, *range(N - 2)])
    with pytest.raises(EstimateError, match=r"2 values cannot be filled by group_mean, for example b of A00"):
        made(document(impute={"method": "group_mean", "group": "half"}), alone)


def test_neighbours_fill(tmp_path: Path) -> None:
    near = tmp_path / "near.csv"
    near.write_text("area,neighbour\nA00,A02\nA00,A04\nA01,A03\n")
    result = made(document(impute={"method": "spatial", "neighbours": str(near)}), gaps())
    b = result.stages["imputed"][:, 1]
    assert b[0] == pytest.approx((b[2] + b[4]) / 2)


@pytest.mark.parametrize("method", ["equal", "pca", "entropy", "optimised", "benefit_of_the_doubt"])
def test_each_way_of_weighing(method: str) -> None:
    result = made(document(weight={"method": method}))
    assert result.scored == N


@pytest.mark.parametrize("method", ["copeland", "mazziotta_pareto", "min", "harmonic", "power"])
def test_means_are_mixed_by_node(method: str) -> None:
    given = document(normalise={"lower": 1})
    given["aggregates"][0]["aggregation"] = method
    result = made(given)
    plain = made(document(normalise={"lower": 1}))
    place = result.columns.index("p")
    assert not np.allclose(result.stages["aggregated"][:, place], plain.stages["aggregated"][:, place])
    np.testing.assert_allclose(
        result.stages["aggregated"][:, place + 1], plain.stages["aggregated"][:, place + 1]
    )


def test_rows_may_come_in_any_order_and_nothing_is_changed() -> None:
    rows = table()
    shuffled = rows.take(np.random.default_rng(2).permutation(N))
    one, other = made(document(uncertainty=VARY), rows), made(document(uncertainty=VARY), rows)
    assert one.tidy().equals(other.tidy())
    mixed = made(document(), shuffled)
    scores = dict(zip(mixed.units, mixed.estimate, strict=True))
    np.testing.assert_allclose([scores[unit] for unit in one.units], one.estimate, rtol=1e-12)
    assert rows.equals(table())


def test_uncertainty_says_it_for_every_area() -> None:
    result = made(document(uncertainty=VARY))
    found = result.uncertain
    assert found is not None
    assert found.runs == 40 * (3 + 2)
    assert (found.rank[0] <= result.rank).all()
    assert (result.rank <= found.rank[1]).all()
    assert found.p_worst[result.rank == 1][0] > 0.5
    assert found.p_worst[result.rank == N][0] == 0
    assert found.p_worst.sum() == pytest.approx(4, abs=0.2)
    assert result.interval is not None
    assert (result.interval[0] <= result.estimate).all()
    assert "90 % intervals over 200 runs of 3 choices" in result.summary()


def test_the_worst_end_may_be_the_low_one() -> None:
    found = made(document(uncertainty=VARY, worst="low")).uncertain
    assert found is not None
    result = made(document())
    assert found.p_worst[result.rank == N][0] > 0.5


def test_more_sampling_error_gives_wider_ranks() -> None:
    only = {"samples": 200, "sensitivity": False, "vary": [{"argument": "sampling_error", "draws": 100}]}
    small = made(document(uncertainty=only)).uncertain
    large = made(document(uncertainty=only), table(a_se=[3.0] * N)).uncertain
    none = made(document(uncertainty=only), table(a_se=[0.0] * N)).uncertain
    assert small is not None
    assert large is not None
    assert none is not None
    width = [float((one.rank[1] - one.rank[0]).mean()) for one in (none, small, large)]
    assert width[0] == 0 < width[1] < width[2]


def test_a_combination_that_cannot_be_computed_is_named() -> None:
    vary = {"vary": [{"argument": "aggregate.method", "values": ["arithmetic", "geometric"]}]}
    with pytest.raises(EstimateError, match=r"stops at aggregate\.method = geometric"):
        made(document(uncertainty=vary))


def test_crime_is_refused_where_the_index_is_set_beside_crime() -> None:
    given = document(related_to_crime=True)
    given["indicators"][0]["name"] = "Burglaries per home"
    with pytest.raises(EstimateError, match="may be a crime figure"):
        made(given)


def test_made_again_with_one_argument_changed() -> None:
    before, after = made(document()), made(changed(document(), ["indicators.a.weight=3"]))
    found = compare(before, after, ["indicators.a.weight=3"])
    assert found.steps == ("aggregate",)
    assert found.mean_rank_change > 0
    assert compare(before, before, []).mean_rank_change == 0
    again = made(changed(document(), ["normalise.method=rank", "treat.max_points=2"]))
    assert again.spec.treat.max_points == 2
    assert "normalise" in compare(before, again, ["x=1"]).steps
    with pytest.raises(SettingsError, match="names none of the indicators"):
        changed(document(), ["indicators.A1.weight=3"])
    with pytest.raises(HedgerowError, match="not name=value"):
        changed(document(), ["normalise.method"])
    with pytest.raises(SettingsError, match="names nothing"):
        changed(document(), ["normalize.method=z"])


def test_metadata_may_be_a_table(tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text(
        "code,direction,weight,parent,type\na,1,2,t,Indicator\nd,-1,1,t,Indicator\nt,NA,1,,Aggregate\n"
    )
    path = tmp_path / "spec.toml"
    path.write_text('metadata = "meta.csv"\nunit = "area"\n')
    result = made(read_document(path))
    assert result.weights == {"a": 2, "d": 1, "t": 1}
    (tmp_path / "meta.csv").write_text("code,directon\na,1\nb,1\n")
    with pytest.raises(SettingsError, match="“directon”"):
        read_document(path)


def test_the_command(tmp_path: Path) -> None:
    import pyarrow.csv as pc

    pc.write_csv(table(area=["=A00", *[f"A{row}" for row in range(1, N)]]), tmp_path / "t.csv")
    (tmp_path / "s.toml").write_text(
        'unit = "area"\n[[indicators]]\ncode = "a"\n[[indicators]]\ncode = "d"\ndirection = -1\n'
    )
    call = ["places", "index", str(tmp_path / "s.toml"), "--table", str(tmp_path / "t.csv"), "--json"]
    more = ["--regenerate", "normalise.method=z", "--out", str(tmp_path / "o.csv"), "--stages", str(tmp_path)]
    done = CliRunner().invoke(app, call + more)
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["specification"]["normalise"]["method"] == "z"
    assert answer["comparison"]["steps_that_changed"] == ["normalise", "aggregate"]
    lines = (tmp_path / "o.csv").read_text().splitlines()
    assert lines[0].startswith("area,score,rank")
    assert lines[1].startswith("'=A00,")
    assert (tmp_path / "normalised.csv").is_file()
    said = CliRunner().invoke(app, call[:-1])
    assert said.exit_code == 0
    assert "40 units scored from 2 indicators" in " ".join(said.stdout.split())
