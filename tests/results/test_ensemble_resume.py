"""A run whose store goes away in the middle keeps what was stored, and is finished to the same bits."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from exclusim.model.errors import ExclusimError
from exclusim.results.ensemble import InStore, Kept, Workers
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.jobs import resumed
from exclusim.results.store import Store
from exclusim.results.store import store as store_module
from exclusim.scenarios.library import load

OPTIONS = RunOptions(persons=30, replicates=12, seed=5, threads=1)
DRAWS = 12 + 2 * 12


@pytest.fixture(scope="module")
def uninterrupted() -> str:
    return _content(run_case(load("newcomers"), OPTIONS).document)


class Meddled(InStore):
    """Does something to the store before the third batch of draws."""

    def __init__(self, url: str, meddle: Any) -> None:
        super().__init__(lambda: True, lambda: Store.open(url))
        self._meddle, self.batches = meddle, 0

    def keep(self, stage: str, results: Sequence[tuple[int, bytes]]) -> None:
        self.batches += 1
        if self.batches == 3:
            self._meddle()
        super().keep(stage, results)

    def reopen(self) -> None:
        """Let go of the store; the next batch opens it again."""
        self._store = None


def _run(url: str, kept: Kept) -> str:
    record = run_case(load("newcomers"), OPTIONS, kept=kept, workers=Workers(count=1))
    with Store.open(url) as store:
        store.save(record)
        return _content(store.load(record.document.run_id))


def _content(document: Any) -> str:
    return str(document.model_copy(update={"created": ""}).model_dump_json())


def _resume(url: str) -> str:
    with Store.open(url) as store:
        (run,) = store.runs()
        case, options = resumed(store.job(run.run_id))
    stages: list[str] = []
    kept = InStore(lambda: True, lambda: Store.open(url))
    record = run_case(case, options, lambda stage, _: stages.append(stage), kept=kept)
    kept.close()
    assert any(stage.startswith("simulating (") for stage in stages)
    with Store.open(url) as store:
        store.save(record)
        assert [run.status for run in store.runs()] == ["complete"]
        return _content(store.load(run.run_id))


def test_a_run_on_postgresql_goes_on_when_its_connection_is_terminated(postgresql: str, uninterrupted: str) -> None:
    kept = Meddled(postgresql, lambda: _terminate(postgresql))
    assert _run(postgresql, kept) == uninterrupted
    assert kept.stored == DRAWS


def test_a_server_that_is_lost_stops_the_run_and_it_is_finished_later(
    postgresql: str, uninterrupted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_PAUSES", (0.01, 0.01))
    name = make_url(postgresql).database

    def lost() -> None:
        _admin(postgresql, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        _terminate(postgresql)

    kept = Meddled(postgresql, lost)
    with pytest.raises(ExclusimError, match=r"the store postgresql.* cannot be used"):
        _run(postgresql, kept)
    kept.close()
    _admin(postgresql, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert 0 < kept.stored < DRAWS
    assert _resume(postgresql) == uninterrupted


def test_a_file_that_becomes_read_only_stops_the_run_and_it_is_finished_later(
    tmp_path: Path, uninterrupted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = str(tmp_path / "runs.sqlite")

    def read_only() -> None:
        """As after ``chmod -w``, which stops everybody but root."""
        monkeypatch.setattr("exclusim.results.store.connect._prepare_sqlite", _refuse_to_write)
        kept.reopen()

    kept = Meddled(url, read_only)
    with pytest.raises(ExclusimError, match="it is read-only; ask for write permission"):
        _run(url, kept)
    monkeypatch.undo()
    assert 0 < kept.stored < DRAWS
    assert _resume(url) == uninterrupted


def test_a_run_whose_worker_is_killed_keeps_what_was_done_and_is_finished_by_others(
    tmp_path: Path, uninterrupted: str
) -> None:
    url = str(tmp_path / "runs.sqlite")

    def kill() -> None:
        for child in multiprocessing.active_children():
            child.kill()

    kept = Meddled(url, kill)
    with pytest.raises(ExclusimError, match="a worker ended in the middle of its task"):
        run_case(load("newcomers"), OPTIONS, kept=kept, workers=Workers("processes", 1))
    kept.close()
    assert 0 < kept.stored < DRAWS
    assert _resume(url) == uninterrupted


def _refuse_to_write(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only = ON")


def _admin(url: str, statement: str) -> None:
    server = make_url(url).set(database="postgres")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _terminate(url: str) -> None:
    name = make_url(url).database
    _admin(url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
