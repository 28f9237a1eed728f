"""Nearness in meaning: what the word space learns, a model in its place, and what the list says of it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence import shipped
from hedgerow.evidence.similar import MODEL_FILES, MODEL_PATH, Vectors, WordSpace, chosen_model, fused, unit
from hedgerow.evidence.tables import EvidenceQuery, evidence_list, search
from hedgerow.evidence.tables.search import nearness
from hedgerow.store.lake import Lake
from unit.search.shelf import lake_of, reference


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return lake_of(tmp_path_factory.mktemp("similar"), shipped.record_rows())


def ids(lake: Lake, **asked: str) -> list[str]:
    return [
        str(row["id"]) for row in evidence_list(lake, EvidenceQuery(size=1000, **asked)).results.records()
    ]  # type: ignore[arg-type]


def test_a_record_is_like_those_on_the_same_intervention_far_more_often_than_chance(lake: Lake) -> None:
    topics = {str(row["id"]): set(str(row["interventions"]).split("|")) for row in shipped.record_rows()}
    hits = [bool(topics[name] & topics[other]) for name in topics for other in ids(lake, similar_to=name)[:5]]
    pairs = [bool(topics[a] & topics[b]) for a in topics for b in topics if a != b]
    assert np.mean(hits) > 0.3 > 10 * np.mean(pairs)


def test_what_is_like_a_record_is_without_itself_and_narrows_as_a_list_does(lake: Lake) -> None:
    view = evidence_list(lake, EvidenceQuery(similar_to="welsh-2022-street-lighting"))
    assert view.mode == "similar" and any("no language model" in note for note in view.notes)
    found = ids(lake, similar_to="welsh-2022-street-lighting")
    assert found[0] == "welsh-farrington-2008-street-lighting"
    assert "welsh-2022-street-lighting" not in found
    assert set(ids(lake, similar_to="welsh-2022-street-lighting", uk="yes")) < set(found)
    with pytest.raises(NotFoundError, match="nobody"):
        ids(lake, similar_to="nobody")


def test_meaning_adds_records_and_keeps_every_one_that_holds_the_words(lake: Lake) -> None:
    words, both = ids(lake, text="street lighting"), ids(lake, text="street lighting", meaning="yes")
    assert set(words) < set(both)
    view = search(lake, "street lighting", meaning="yes")
    assert view.mode == "meaning"
    assert any("near in meaning are among these" in note for note in view.notes)
    assert ids(lake, text="street lighting", meaning="yes", kind="rct") == [
        name for name in both if name in set(ids(lake, kind="rct"))
    ]
    with pytest.raises(UsageError, match="meaning"):
        search(lake, "lighting", meaning="perhaps")


def test_what_is_left_out_is_not_what_is_meant(lake: Lake) -> None:
    assert search(lake, "NOT school", meaning="yes").mode == "nothing"
    assert ids(lake, text="cctv -zzzz", meaning="yes") == ids(lake, text="cctv", meaning="yes")


class Letters:
    """A stand-in for a model: counts three letters."""

    name = "model letters"

    def embed(self, texts: Sequence[str]) -> Vectors:
        return unit(np.array([[text.count(letter) for letter in "xyz"] for text in texts], np.float32))


def test_a_model_takes_the_place_of_the_word_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "chosen_model", Letters)
    mine = lake_of(tmp_path, [reference(n, title=title) for n, title in enumerate(("xx", "xxy", "zz", "x"))])
    assert ids(mine, similar_to="import-0000") == ["import-0003", "import-0001"]
    assert any("model letters" in note for note in search(mine, "xx", meaning="yes").notes)
    monkeypatch.setattr(nearness, "chosen_model", lambda: None)
    nearness.nearness.cache_clear()
    with pytest.raises(UsageError, match="model letters"):
        search(mine, "xx", meaning="yes")
    assert ids(mine, similar_to="import-0000")[0] == "import-0003"


def test_a_model_that_is_not_there_is_refused_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(MODEL_PATH, raising=False)
    assert chosen_model() is None
    monkeypatch.setenv(MODEL_PATH, str(tmp_path / "none"))
    with pytest.raises(UsageError, match="never downloaded"):
        chosen_model()
    monkeypatch.setenv(MODEL_PATH, str(tmp_path))
    with pytest.raises(UsageError, match=r"tokenizer\.json"):
        chosen_model()
    for name in MODEL_FILES:
        (tmp_path / name).touch()
    monkeypatch.setattr("hedgerow.evidence.similar.find_spec", lambda _: None)
    with pytest.raises(UsageError, match="vectors"):
        chosen_model()


def test_a_model_is_read_from_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class StaticModel:
        @staticmethod
        def from_pretrained(path: str) -> StaticModel:
            assert path == str(tmp_path)
            return StaticModel()

        def encode(self, texts: list[str]) -> Vectors:
            return np.array([[len(text), 0] for text in texts], np.float32)

    fake = ModuleType("model2vec")
    fake.StaticModel = StaticModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "model2vec", fake)
    monkeypatch.setattr("hedgerow.evidence.similar.find_spec", lambda _: fake)
    monkeypatch.setenv(MODEL_PATH, str(tmp_path))
    for name in MODEL_FILES:
        (tmp_path / name).touch()
    model = chosen_model()
    assert model is not None and model.name == f"model {tmp_path.name}"
    assert model.embed(["four", ""]).tolist() == [[1, 0], [0, 0]]


@pytest.mark.parametrize("texts", [[], [""], ["one"], ["", ""], ["the and of", "of"], ["1 2 3"]])
def test_texts_without_words_have_no_meaning(texts: list[str]) -> None:
    space = WordSpace().fit(texts)
    assert not space.embed(["anything", ""]).any()


def test_one_text_alone_is_what_it_is_among_many() -> None:
    texts = [
        "Police patrol at night",
        "Night buses and patrols",
        "School café lessons",
        "Lessons at school",
    ] * 3
    space = WordSpace().fit(texts)
    among = space.embed([*texts, "patrol in schools at night"])
    assert np.allclose(space.embed(["patrol in schools at night"])[0], among[-1], atol=1e-5)
    assert np.array_equal(WordSpace().fit(texts).axes_, space.axes_)


@given(st.lists(st.permutations(range(6)), min_size=1, max_size=3))
def test_fusing_orders_keeps_everything_and_agrees_with_agreement(orders: list[list[int]]) -> None:
    joined = fused(*orders)
    assert sorted(joined) == list(range(6))
    if all(order[0] == orders[0][0] for order in orders):
        assert joined[0] == orders[0][0]


def test_the_file_says_what_made_its_vectors(lake: Lake) -> None:
    with sqlite3.connect(lake.root / "evidence_search.sqlite") as connection:
        made = connection.execute("SELECT data FROM near WHERE name = 'made_by'").fetchone()
    connection.close()
    assert made == ("word space",)
