"""One conformance suite: whatever the database promises, it promises on SQLite and on PostgreSQL."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from hedgerow.errors import ConflictError, MachineError, NotFoundError, UsageError
from hedgerow.store import migrations
from hedgerow.store.audit import Head
from hedgerow.store.database import Database
from hedgerow.store.schema import VERSIONED, audit, metadata

WALK = {"name": "Evening walk", "approach": "place_based_evaluation", "cost": 0.0}


def test_the_migrations_lead_to_the_tables_that_the_code_expects(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    record = database.add("initiative", WALK)
    database.migrate()
    assert database.record("initiative", record)["name"] == "Evening walk"


def test_the_migrations_can_be_taken_back(opened: Callable[..., Database]) -> None:
    database = opened().migrate()
    with database.writing() as writer:
        downgrade(migrations.config(writer.connection), "base")
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    database.migrate()
    assert database.current("initiative") == []


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.writing() as writer:
        writer.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(MachineError, match="newer Hedgerow"):
        database.migrate()


def test_an_edit_adds_a_version_and_keeps_the_old_one(database: Database) -> None:
    record = database.add("initiative", WALK, actor="Ann")
    assert database.amend("initiative", record, {"cost": 250.0}, actor="Ben", reason="invoice") == 2
    first, second = database.history("initiative", record)
    assert (first["cost"], first["actor"]) == (0.0, "Ann")
    assert (second["cost"], second["actor"], second["reason"]) == (250.0, "Ben", "invoice")
    assert second["name"] == "Evening walk"
    assert [row["version"] for row in database.current("initiative")] == [2]


def test_missing_is_not_zero(database: Database) -> None:
    known = database.add("initiative", WALK)
    unknown = database.add("initiative", {"name": "No cost given"})
    assert database.record("initiative", known)["cost"] == 0.0
    assert database.record("initiative", unknown)["cost"] is None


def test_a_removed_record_leaves_the_list_and_undo_brings_it_back(database: Database) -> None:
    record = database.add("initiative", WALK)
    database.remove("initiative", record)
    assert database.current("initiative") == []
    with pytest.raises(ConflictError, match="was removed"):
        database.amend("initiative", record, {"cost": 1.0})
    assert database.undo("initiative", record) == 3
    assert [row["name"] for row in database.current("initiative")] == ["Evening walk"]
    assert [row["removed"] for row in database.history("initiative", record)] == [False, True, False]


def test_undo_takes_back_the_newest_change_alone(database: Database) -> None:
    record = database.add("initiative", WALK)
    database.amend("initiative", record, {"cost": 1.0})
    database.amend("initiative", record, {"cost": 2.0})
    database.undo("initiative", record)
    assert database.record("initiative", record)["cost"] == 1.0
    lonely = database.add("initiative", WALK)
    with pytest.raises(UsageError, match="nothing to undo"):
        database.undo("initiative", lonely)


def test_a_change_based_on_an_old_version_is_refused(database: Database) -> None:
    record = database.add("initiative", WALK)
    database.amend("initiative", record, {"cost": 1.0}, based_on=1, actor="Ann")
    with pytest.raises(ConflictError, match="changed by Ann since you read it"):
        database.amend("initiative", record, {"cost": 2.0}, based_on=1)
    assert database.record("initiative", record)["cost"] == 1.0


def test_records_are_listed_in_the_order_in_which_they_were_first_added(database: Database) -> None:
    names = [f"walk {number}" for number in range(5)]
    ids = [database.add("initiative", {"name": name}) for name in names]
    database.amend("initiative", ids[0], {"note": "later"})
    listed = [row["name"] for row in database.current("initiative")]
    assert sorted(listed) == names
    assert set(listed[:1]) <= {"walk 0", "walk 1"}  # two may share a millisecond


def test_what_does_not_exist_is_named(database: Database) -> None:
    with pytest.raises(NotFoundError, match="no initiative “x”"):
        database.record("initiative", "x")
    with pytest.raises(NotFoundError, match="no records of “wish”"):
        database.current("wish")
    with pytest.raises(UsageError, match="has no colour"):
        database.add("initiative", {"name": "Walk", "colour": "red"})
    with pytest.raises(NotFoundError, match="no job"):
        database.jobs.set("x", state="done")


@pytest.mark.parametrize("name", sorted(VERSIONED))
def test_every_versioned_table_has_the_same_first_columns(name: str) -> None:
    first = ["id", "version", "removed", "recorded_at", "actor", "reason"]
    assert [column.name for column in VERSIONED[name].columns][:6] == first


def test_all_of_a_transaction_is_kept_or_none(database: Database) -> None:
    with pytest.raises(RuntimeError, match="half-way"), database.writing() as writer:
        writer.add("initiative", WALK)
        raise RuntimeError("half-way")
    assert database.current("initiative") == []
    assert database.verify().head.count == 0


def test_a_status_outside_the_closed_list_is_refused(database: Database) -> None:
    values = {"plan": "p", "number": 1, "paragraph": 1, "status": "maybe", "quote": "We will."}
    with pytest.raises(IntegrityError):
        database.add("commitment", values)


def test_eight_writers_lose_no_update(opened: Callable[..., Database]) -> None:
    database = opened().migrate()
    record = database.add("initiative", {"name": "Counter", "cost": 0.0})

    def count_up(_: int) -> None:
        mine = opened()
        for _ in range(10):
            with mine.writing() as writer:
                table = VERSIONED["initiative"]
                newest = select(table.c.cost).where(table.c.id == record).order_by(table.c.version.desc())
                now = writer.connection.execute(newest.limit(1)).scalar_one()
                writer.amend("initiative", record, {"cost": now + 1})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(8)))
    newest = database.record("initiative", record)
    assert (newest["cost"], newest["version"]) == (80.0, 81)
    check = database.verify()
    assert check.passed
    assert check.head.count == 81


def test_a_reader_sees_one_moment(database: Database) -> None:
    record = database.add("initiative", WALK)
    with database.reading() as connection:
        table = VERSIONED["initiative"]
        assert len(connection.execute(select(table.c.id)).all()) == 1
    database.amend("initiative", record, {"cost": 1.0})
    assert len(database.history("initiative", record)) == 2


def test_a_job_says_how_far_it_is(database: Database) -> None:
    job = database.jobs.new("build", arguments='{"region":"x"}', actor="Ann")
    assert database.jobs.get(job)["state"] == "queued"
    database.jobs.set(job, state="running", phase="panel", done=3, total=10, message="reading")
    database.jobs.set(job, done=10)
    database.jobs.set(job, state="done", result="out/x.pdf")
    row = database.jobs.get(job)
    assert (row["done"], row["total"], row["state"]) == (10, 10, "done")
    assert row["created_at"] <= row["started_at"] <= row["finished_at"]
    assert [entry["id"] for entry in database.jobs.newest()] == [job]


# The audit chain -----------------------------------------------------------------------------------------


def filled(database: Database, entries: int = 4) -> Head:
    for number in range(entries):
        database.add("initiative", {"name": f"walk {number}"}, actor="Ann")
    return database.verify().head


def test_every_change_is_in_the_chain(database: Database) -> None:
    record = database.add("initiative", WALK, actor="Ann", reason="new")
    database.remove("initiative", record, actor="Ben")
    with database.writing("Cy") as writer:
        writer.note("export", "profile/lincoln", {"edition": "public"})
    rows = database.rows("audit")
    assert [(row["actor"], row["action"], row["object"]) for row in rows] == [
        ("Ann", "add", f"initiative/{record}"),
        ("Ben", "remove", f"initiative/{record}"),
        ("Cy", "export", "profile/lincoln"),
    ]
    assert database.verify().passed


@pytest.mark.parametrize("column", ["at", "actor", "action", "object", "detail", "previous", "hash"])
def test_a_changed_entry_is_found(database: Database, column: str) -> None:
    filled(database)
    with database.writing() as writer:
        writer.connection.execute(update(audit).where(audit.c.sequence == 2).values({column: "x"}))
    check = database.verify()
    assert not check.passed
    assert check.first_wrong == 2


def test_a_removed_or_inserted_entry_is_found(database: Database) -> None:
    filled(database)
    rows = database.rows("audit")
    with database.writing() as writer:
        writer.connection.execute(delete(audit).where(audit.c.sequence == 2))
    assert database.verify().first_wrong == 2
    with database.writing() as writer:
        writer.connection.execute(insert(audit).values(rows[1] | {"detail": "{}"}))
    assert database.verify().first_wrong == 2


def test_a_cut_tail_is_found_by_what_was_witnessed_elsewhere(database: Database) -> None:
    head = filled(database)
    with database.writing() as writer:
        writer.connection.execute(delete(audit).where(audit.c.sequence == head.count))
    assert database.verify().passed, "a shorter chain is whole by itself"
    check = database.verify((head,))
    assert not check.passed
    assert "was witnessed" in check.text


def test_a_chain_that_was_written_anew_is_found_by_what_was_witnessed(database: Database) -> None:
    head = filled(database)
    assert database.verify((head, Head(0, "0" * 64))).passed
    assert not database.verify((Head(head.count, "f" * 64),)).passed


def test_no_connection_outlives_the_last_who_holds_the_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'hedgerow.db'}").migrate()
    pool = database.engine.pool
    assert pool.checkedin()  # type: ignore[attr-defined]
    del database
    gc.collect()
    assert not pool.checkedin()  # type: ignore[attr-defined]
