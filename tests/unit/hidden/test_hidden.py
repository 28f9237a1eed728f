"""Hidden populations: models by hand, refusals, and what is always said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hedgerow.cli.app import app
from hedgerow.errors import EstimateError, HedgerowError, InputError, SchemaError
from hedgerow.places.hidden import Options, estimate_hidden, read_lists
from hedgerow.stats.capture import all_models, best_by_bic, fit_models, histories, independent, read, written

CELLS = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]]


def save(folder: Path, text: str) -> Path:
    path = folder / "lists.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_model_with_a_closed_form() -> None:
    """[12,13]: lists 2 and 3 independent off list 1, so the unseen are n010 n001 / n011 = 30 * 20 / 5."""
    data = histories(CELLS, [40, 30, 20, 6, 8, 5, 2])
    (found,) = fit_models(data, [read("[12,13]", 3)])
    assert found.total == pytest.approx(111 + 120, rel=1e-9)


@pytest.mark.parametrize(("lists", "models"), [(3, 8), (4, 113)])
def test_every_hierarchical_model_is_there(lists: int, models: int) -> None:
    rng = np.random.default_rng(1)
    cells = [[place >> k & 1 for k in range(lists)] for place in range(1, 1 << lists)]
    data = histories(cells, rng.integers(5, 40, len(cells)))
    assert len(all_models(data, independent(lists))[0]) == models


@pytest.mark.parametrize("text", ["[1,2,3]", "[12,3]", "[12,13,23]", "[123,25,34]"])
def test_a_model_reads_as_it_is_written(text: str) -> None:
    lists = 5 if "5" in text else 3
    assert written(read(text, lists)) == text


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("a,b,count\n1,0,60\n0,1,70\n1,1,9\n", EstimateError, "2 lists"),
        ("a,b,c,count\n1,0,0,6\n0,1,0,7\n0,0,1,9\n", EstimateError, "too few"),
        ("a,b,c,count\n2,0,0,60\n0,1,0,70\n0,0,1,9\n", SchemaError, "list “a”"),
        ("a,b,c,count\n1,0,0,x\n", SchemaError, "“x” in row 1"),
        ("a,b,c,count\n1,0,0,-4\n", SchemaError, "-4"),
        ("a,b,c,count\n1,0,0,60\n0,1,0,70\n", EstimateError, "“c”"),
        ("a,b,c,count\n0,0,0,60\n1,0,0,6\n0,1,0,70\n0,0,1,9\n", InputError, "on no list"),
    ],
)
def test_bad_lists_are_named(tmp_path: Path, text: str, error: type[HedgerowError], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        estimate_hidden(read_lists(save(tmp_path, text)))
    assert raised.value.remedy


def lines(counts: list[int]) -> str:
    rows = [",".join(map(str, [*cell, n])) for cell, n in zip(CELLS, counts, strict=True)]
    return "\n".join(["a,b,c,count", *rows]) + "\n"


def test_the_command_gives_a_range_and_its_cautions(tmp_path: Path) -> None:
    source = save(tmp_path, lines([40, 30, 20, 6, 8, 5, 2]))
    done = CliRunner().invoke(app, ["places", "hidden", str(source), "--replicates", "100", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["range"]["low"] < found["range"]["high"]
    assert {"dependence", "contested"} <= {check["name"] for check in found["checks"]}
    assert "No one number" in found["summary"]
    assert sum(found["status"].values()) == 8


def test_the_same_seed_gives_the_same_limits(tmp_path: Path) -> None:
    lists = read_lists(save(tmp_path, lines([40, 30, 20, 6, 8, 5, 2])))
    options = Options(replicates=50, replicates_of_set=50)
    one, two = (estimate_hidden(lists, options).limits for _ in range(2))
    assert one == two


def test_the_best_model_has_the_least_bic() -> None:
    data = histories(CELLS, [40, 30, 20, 6, 8, 5, 2])
    ranked = best_by_bic(all_models(data, independent(3))[0])
    assert [one.bic for one in ranked] == sorted(one.bic for one in ranked)
