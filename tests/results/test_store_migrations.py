"""Stores of every version can be brought to any other, on both databases, and nothing in them is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect
from tests.results.example_document import example_flat_document
from tests.results.example_tables import example_record

from exclusim.results.store import Store
from exclusim.results.store.connect import WRITE, engine_of, parse_url
from exclusim.results.store.migrate import FIRST, configuration, migrate, revision
from exclusim.results.store.schema import HEAD, STORE_VERSION, Base

VERSION_1 = Path(__file__).with_name("store_version_1.sql")


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    found = engine_of(parse_url(store_url)).execution_options(**WRITE)
    yield found
    found.dispose()


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata))


def test_migrations_from_nothing_make_the_tables_that_the_program_declares(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate(connection)
    with engine.begin() as connection:
        assert _differences(connection) == []
        assert revision(connection) == HEAD
        assert int(HEAD) == STORE_VERSION


def test_alembic_s_own_check_finds_nothing_to_do_in_a_new_store(store_url: str, engine: Engine) -> None:
    Store.open(store_url).close()
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_down_and_up_again_keeps_the_runs_and_all_the_way_down_leaves_nothing(store_url: str, engine: Engine) -> None:
    record = example_record(example_flat_document())
    with Store.open(store_url) as store:
        store.save(record)
    with engine.begin() as connection:
        migrate(connection, FIRST)
    with engine.begin() as connection:
        assert not inspect(connection).has_table("task")
    with Store.open(store_url) as store:  # brings it up again
        assert store.load(record.document.run_id) == record.document
        assert len(store.ledger(record.document.run_id)) == len(record.ledger)
    with engine.begin() as connection:
        assert _differences(connection) == []
        migrate(connection, "base")
    with engine.begin() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}


def test_a_file_of_the_first_version_is_brought_up_to_date_with_its_runs(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as plain:
        plain.executescript(VERSION_1.read_text(encoding="utf-8"))
        before = _content(plain)
    with Store.open(str(path), must_exist=True) as store:
        (info,) = store.runs()
        assert len(store.ledger(info.run_id)) == len(before["ledger"]) > 0
        assert store.scenario_text(info.run_id) == "name: exempelstad\n"
        store.save(example_record(example_flat_document().model_copy(update={"run_id": "new"})))
        assert len(store.runs()) == 2
    with closing(sqlite3.connect(path)) as plain:
        after = _content(plain)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert all(set(rows) <= set(after[table]) for table, rows in before.items() if table != "exclusim_store")
    assert after["exclusim_store"] == [(1, STORE_VERSION)]


def test_a_migration_that_fails_half_way_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as plain:
        plain.executescript(VERSION_1.read_text(encoding="utf-8"))
        before = _content(plain)

    def stops(connection: Connection) -> None:
        migrate(connection)
        raise KeyboardInterrupt

    monkeypatch.setattr("exclusim.results.store.migrate.migrate", stops)
    with pytest.raises(KeyboardInterrupt):
        Store.open(str(path))
    with closing(sqlite3.connect(path)) as plain:
        assert _content(plain) == before


def test_the_migrations_are_files_of_the_package() -> None:
    versions = files("exclusim.results.store") / "migrations" / "versions"
    numbers = [item.name[1:5] for item in versions.iterdir() if item.name.startswith("v")]
    assert sorted(numbers) == [f"{number:04}" for number in range(1, STORE_VERSION + 1)]


def _content(plain: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    names = [row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: plain.execute(f"SELECT * FROM {name}").fetchall() for name in names}
