"""Projects of ASReview: decisions with their order and time, and a zip that is opened with suspicion."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import pytest

from hedgerow.errors import RecordError
from hedgerow.evidence.readers import archive, read_bytes, read_file

SCHEMA = """
CREATE TABLE record (dataset_row INTEGER, dataset_id VARCHAR, title VARCHAR, abstract VARCHAR, authors JSON,
  keywords JSON, year INTEGER, doi VARCHAR, url VARCHAR, included INTEGER, record_id INTEGER PRIMARY KEY,
  duplicate_of INTEGER, group_id INTEGER GENERATED ALWAYS AS (COALESCE(duplicate_of, record_id)) VIRTUAL);
CREATE TABLE results (record_id INTEGER UNIQUE, label INTEGER, classifier TEXT, training_set INTEGER,
  time FLOAT, note TEXT, tags JSON, user_id INTEGER);
CREATE TABLE decision_changes (record_id INTEGER, label INTEGER, time FLOAT, user_id INTEGER);
INSERT INTO record VALUES (0, 'd', 'First', 'An abstract', '["Smith, Ann", " Jones, Bo"]', '["gang"]', 2019,
  'https://doi.org/10.1/x', 'https://e.org', 1, 10, NULL);
INSERT INTO record VALUES (1, 'd', 'Second', '', '[]', '[]', NULL, NULL, NULL, NULL, 11, NULL);
INSERT INTO record VALUES (2, 'd', '', '', '[]', '[]', NULL, NULL, NULL, NULL, 12, 10);
INSERT INTO record VALUES (3, 'd', 'Never seen', '', '', '', NULL, NULL, NULL, NULL, 13, NULL);
INSERT INTO results VALUES (11, 0, 'svm', 2, 1700000100.0, 'about dogs', NULL, 5);
INSERT INTO results VALUES (10, 1, NULL, NULL, 1700000000.0, NULL, NULL, NULL);
INSERT INTO results VALUES (12, 1, 'svm', 3, 1700000200.0, NULL, NULL, NULL);
INSERT INTO decision_changes VALUES (11, 1, 1700000050.0, 5);
"""


def database(script: str = SCHEMA) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        connection = sqlite3.connect(path)
        connection.executescript(script)
        connection.close()
        return path.read_bytes()


def project(files: dict[str, bytes] | None = None, version: object = 3, **said: object) -> bytes:
    whole = io.BytesIO()
    about = {"version": "3.0.8", "project_file_version": version, "name": "gangs", "mode": "oracle", **said}
    held = {"project.json": json.dumps(about).encode(), "results.db": database(), **(files or {})}
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in held.items():
            packed.writestr(name, data)
    return whole.getvalue()


def test_every_record_with_what_was_decided() -> None:
    found = read_bytes("x.asreview", project())
    assert (found.format, found.expected, found.source) == ("asreview", 4, "ASReview 3.0.8")
    first, second, copy, unseen = found.records
    assert (first.title, first.authors, first.year, first.keywords) == (
        "First",
        "Smith, Ann; Jones, Bo",
        2019,
        ("gang",),
    )
    known, read = first.decisions[0], second.decisions[0]
    assert (known.decision, known.prior, known.order, known.actor) == ("include", True, 1, "ASReview")
    assert (read.decision, read.prior, read.order, read.actor) == ("exclude", False, 2, "ASReview user 5")
    assert (read.at, read.note) == ("2023-11-14T22:15:00+00:00", "about dogs")
    assert json.loads(second.extra["decision_changes"][0])[0]["label"] == 1
    assert (copy.extra["duplicate_of"], unseen.decisions) == (("10",), ())


@pytest.mark.parametrize("version", [2, 4, None, "3"])
def test_other_versions_are_refused_with_the_remedy(version: object) -> None:
    with pytest.raises(RecordError, match=r"file version .*ASReview LAB 3"):
        read_bytes("x.asreview", project(version=version))


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "data/../../x", "..\\x", "C:\\x"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(RecordError, match="leads out of it"):
        read_bytes("x.asreview", project({name: b"x"}))


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"results.db": b"no database at all, none whatever"}, "cannot be read"),
        ({"results.db": b""}, "no table record"),
        ({"project.json": b"{"}, "is not JSON"),
        (
            {"results.db": database("CREATE VIEW record AS SELECT 1; CREATE TABLE results (a)")},
            "no table record",
        ),
        ({"results.db": database()[:9000]}, "cannot be read"),
    ],
)
def test_broken_projects_are_refused_by_name(files: dict[str, bytes], says: str) -> None:
    with pytest.raises(RecordError, match=f"(?s)x.asreview is not a whole project.*{says}"):
        read_bytes("x.asreview", project(files))


def test_a_database_that_computes_without_end_is_stopped() -> None:
    endless = "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c)"
    script = f"CREATE TABLE results (record_id, label, time); CREATE VIEW record AS SELECT {endless} AS title"
    with pytest.raises(RecordError, match="no table record"):
        read_bytes("x.asreview", project({"results.db": database(script)}))


def test_a_zip_bomb_is_refused_before_it_fills_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "UNPACKED_LIMIT", 1_000_000)
    with pytest.raises(RecordError, match="unpacks to more than"):
        read_bytes("x.asreview", project({"data/zeros": b"\0" * 2_000_000}))


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    whole = bytearray(project({"results.db": b"\0" * 500_000}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = whole.find(mark, whole.find(mark) + 1)
        whole[place + at : place + at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(RecordError):
        read_bytes("x.asreview", bytes(whole))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_project_is_an_error_by_name(share: float) -> None:
    whole = project()
    with pytest.raises(RecordError, match=r"x\.asreview"):
        read_bytes("x.asreview", whole[: int(len(whole) * share)])


@pytest.mark.real_data
def test_a_real_project(shared: Path) -> None:
    found = read_file(shared / "data/evidence/parsers/asreview_project_example.asreview")
    said = [one for record in found.records for one in record.decisions]
    assert (len(found.records), len(said), sum(one.prior for one in said)) == (310, 299, 2)
    assert sorted(one.order or 0 for one in said) == list(range(1, 300))
    assert sum("duplicate_of" in record.extra for record in found.records) == 10
