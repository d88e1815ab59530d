"""When the store fails it says why in one sentence, and nothing is left half-written."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from tests.results.example_document import example_document, example_flat_document
from tests.results.example_tables import example_record

from exclusim.model.errors import ExclusimError
from exclusim.results.store import Store
from exclusim.results.store import store as store_module
from exclusim.results.store.bulk import bulk_insert
from exclusim.results.store.connect import open_engine, parse_url


def _counts(path: Path) -> dict[str, int]:
    plain = sqlite3.connect(path)
    names = [row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {name: plain.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    plain.close()
    return counts


def test_an_error_in_the_middle_of_saving_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "runs.sqlite"
    with Store.open(str(path)) as store:
        store.save(example_record(example_flat_document()))
        before = _counts(path)

        def stops_at_the_panel(connection: Any, table: Any, rows: Any) -> None:
            if table.name == "panel":
                raise KeyboardInterrupt
            bulk_insert(connection, table, rows)

        monkeypatch.setattr(store_module, "bulk_insert", stops_at_the_panel)
        with pytest.raises(KeyboardInterrupt):
            store.save(example_record(example_document()))
        with pytest.raises(KeyboardInterrupt):  # replacing a stored run: the old one must survive
            store.save(example_record(example_flat_document()))
        assert _counts(path) == before
        assert store.load(example_flat_document().run_id) == example_flat_document()
    assert os.listdir(tmp_path) == ["runs.sqlite"]


def test_a_full_disk_stores_nothing_of_the_run(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    Store.open(str(path)).close()
    url = parse_url(str(path))
    engine = open_engine(url, must_exist=True, timeout=1.0)

    @event.listens_for(engine, "connect")
    def _no_more_pages(connection: sqlite3.Connection, _: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite keeps what it has and refuses to grow

    with pytest.raises(ExclusimError, match="the disk is full; free some space and try again"):
        Store(engine, url).save(example_record(example_document()))
    assert sum(_counts(path).values()) == 2  # the version, in our words and in the migrations'
    assert os.listdir(tmp_path) == ["runs.sqlite"]


def test_a_store_whose_creation_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise OperationalError("CREATE TABLE run", None, error)

    monkeypatch.setattr("exclusim.results.store.connect.Base.metadata.create_all", full)
    with pytest.raises(ExclusimError, match=r"runs\.sqlite cannot be used: the disk is full"):
        Store.open(str(tmp_path / "runs.sqlite"))
    assert os.listdir(tmp_path) == []


def test_a_locked_store_says_so_after_the_time_limit(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    Store.open(str(path)).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with Store.open(str(path), timeout=0.1) as store:
        assert store.runs() == []  # whoever writes does not keep others from reading
        with pytest.raises(ExclusimError, match="another program holds it locked; try again"):
            store.save(example_record(example_flat_document()))
    other.close()


def test_a_read_only_store_can_be_read_but_not_saved_to(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    with Store.open(str(path)) as store:
        store.save(example_record(example_flat_document()))
    with Store.open(f"sqlite:///file:{path}?mode=ro&uri=true") as store:
        assert store.load("a077") == example_flat_document()
        with pytest.raises(ExclusimError, match="it is read-only"):
            store.save(example_record(example_document()))


def test_a_store_on_a_read_only_medium_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "runs.sqlite"
    with Store.open(str(path)) as store:
        store.save(example_record(example_flat_document()))
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    with Store.open(str(path), must_exist=True) as store:
        assert store.load("a077") == example_flat_document()
        assert os.listdir(tmp_path) == ["runs.sqlite"]  # reading makes no file beside it
        with pytest.raises(ExclusimError, match="it is read-only"):
            store.save(example_record(example_document()))


def test_paths_that_are_not_a_store_are_refused_with_the_reason(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but longer than the header of one " * 40)
    with pytest.raises(ExclusimError, match=r"notes\.txt cannot be used: the file is not a database"):
        Store.open(str(text))
    with pytest.raises(ExclusimError, match="is a folder"):
        Store.open(str(tmp_path))
    with pytest.raises(ExclusimError, match=r"there is no folder .*missing; create it first"):
        Store.open(str(tmp_path / "missing" / "runs.sqlite"))
    with pytest.raises(ExclusimError, match=r"there is no store .*runs\.sqlite"):
        Store.open(str(tmp_path / "runs.sqlite"), must_exist=True)
    with pytest.raises(ExclusimError, match="the store has no name"):
        Store.open("  ")
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_a_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE invoices (id INTEGER)")
    plain.commit()
    plain.close()
    content = path.read_bytes()
    with pytest.raises(ExclusimError, match="not an Exclusim store \\(it has a table 'invoices'\\)"):
        Store.open(str(path))
    assert path.read_bytes() == content


@pytest.mark.parametrize(("version", "hint"), [(99, "upgrade Exclusim"), (0, "use a new store")])
def test_a_store_of_another_version_says_what_to_do(tmp_path: Path, version: int, hint: str) -> None:
    path = tmp_path / "runs.sqlite"
    Store.open(str(path)).close()
    plain = sqlite3.connect(path)
    plain.execute("UPDATE exclusim_store SET version = ?", (version,))
    plain.commit()
    plain.close()
    with pytest.raises(ExclusimError, match=f"schema version {version}; this Exclusim reads 2; {hint}"):
        Store.open(str(path))


def test_a_result_of_another_schema_version_or_a_damaged_one_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    with Store.open(str(path)) as store:
        store.save(example_record(example_flat_document()))
        plain = sqlite3.connect(path)
        plain.execute("UPDATE run SET document = json_remove(document, '$.seed')")
        plain.commit()
        with pytest.raises(ExclusimError, match="is damaged at seed; make the run again"):
            store.load("a077")
        plain.execute("UPDATE run SET schema_version = 7")
        plain.commit()
        plain.close()
        with pytest.raises(ExclusimError, match="result schema 7; this Exclusim reads 1"):
            store.load("a077")


@pytest.mark.parametrize("url", ["nonsense://x", "sqlite+nodriver:///x", "postgresql://h:port/x"])
def test_a_url_of_no_known_database_is_refused(url: str) -> None:
    with pytest.raises(ExclusimError, match="is not the URL of a database this program knows"):
        Store.open(url)


def test_messages_never_show_a_password() -> None:
    with pytest.raises(ExclusimError) as caught:
        Store.open("postgresql+psycopg://planner:hemligt@127.0.0.1:1/exclusim")
    assert "hemligt" not in str(caught.value)
