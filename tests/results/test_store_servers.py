"""PostgreSQL and SQLite hold the same runs and give the same report; connections may be lost."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, create_engine, func, make_url, select, text
from tests.results.example_document import example_document, example_flat_document
from tests.results.example_tables import example_record

from exclusim.model.errors import ExclusimError
from exclusim.results.report import write_report
from exclusim.results.store import Job, Store
from exclusim.results.store import store as store_module
from exclusim.results.store.bulk import bulk_insert
from exclusim.results.store.schema import Base
from exclusim.results.tables import write_tables
from exclusim.results.workbook import write_workbook

RECORD = example_record(example_document())
RUN = RECORD.document.run_id
JOB = Job("job1", "fall", "Fall", "published", 1, 10, 4, 4, "2026-11-22", "0.1.0", "code", "exclusim: 1", {"keep": []})


def _files(store: Store, folder: Path) -> dict[str, bytes]:
    document, ledger, panel = store.load(RUN), store.ledger(RUN), store.panel(RUN)
    folder.mkdir()
    write_report(document, folder / "report.html")
    write_workbook(document, ledger, folder / "results.xlsx")
    write_tables(document, ledger, panel, folder / "tables")
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_postgresql_and_sqlite_give_the_same_report_workbook_and_tables(postgresql: str, tmp_path: Path) -> None:
    files: list[dict[str, bytes]] = []
    for url in (postgresql, str(tmp_path / "runs.sqlite")):
        with Store.open(url) as store:
            store.save(RECORD)
            files.append(_files(store, tmp_path / str(len(files))))
            draws = store.draws(RUN)
        assert RECORD.draws is not None
        pd.testing.assert_frame_equal(draws, RECORD.draws.sort_values(["draw", "name"]).reset_index(drop=True))
    assert len(files[0]) > 8
    assert files[0] == files[1]


def test_an_error_in_the_middle_of_saving_leaves_the_server_as_it_was(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops_at_the_panel(connection: Any, table: Any, rows: Any) -> None:
        if table.name == "panel":
            raise KeyboardInterrupt
        bulk_insert(connection, table, rows)

    with Store.open(postgresql) as store:
        store.save(RECORD)
        before = _counts(postgresql)
        monkeypatch.setattr(store_module, "bulk_insert", stops_at_the_panel)
        for document in (example_document(), example_flat_document()):
            with pytest.raises(KeyboardInterrupt):
                store.save(example_record(document))
        assert store.load(RUN) == RECORD.document
    assert _counts(postgresql) == before


def test_a_row_that_the_server_refuses_is_told_and_nothing_is_stored(postgresql: str) -> None:
    with Store.open(postgresql) as store:
        document = example_flat_document().model_copy(update={"run_id": "nul"})
        assumptions = [a.model_copy(update={"source": "a\0b"}) for a in document.assumptions]
        with pytest.raises(ExclusimError, match=r"cannot be used: .*NUL"):
            store.save(example_record(document.model_copy(update={"assumptions": assumptions})))
        assert store.runs() == []


def test_a_connection_lost_in_the_middle_of_a_transaction_is_made_again(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[int] = []

    def loses_the_connection(connection: Connection, table: Any, rows: Any) -> None:
        if table.name == "panel" and not lost:
            lost.append(_terminate(postgresql))
        bulk_insert(connection, table, rows)

    monkeypatch.setattr(store_module, "bulk_insert", loses_the_connection)
    with Store.open(postgresql) as store:
        store.save(RECORD)
        assert lost == [1]
        assert store.load(RUN) == RECORD.document
        assert len(store.panel(RUN)) == len(RECORD.panel)
        _terminate(postgresql)  # between two transactions
        assert store.load(RUN) == RECORD.document


def test_a_server_that_stays_away_is_told_after_some_attempts(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_PAUSES", (0.01, 0.01))
    name = make_url(postgresql).database
    with Store.open(postgresql) as store:
        store.keep(JOB, "mixed", [(0, b"first")])
        _admin(postgresql, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            _terminate(postgresql)
            with pytest.raises(ExclusimError, match=r"the store postgresql.* cannot be used"):
                store.keep(JOB, "mixed", [(1, b"second")])
        finally:
            _admin(postgresql, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        store.keep(JOB, "mixed", [(1, b"second")])
        assert store.begin(JOB) == {"mixed": {0: b"first", 1: b"second"}}


def test_a_database_of_other_tables_is_shared_but_one_of_another_program_s_runs_is_not(postgresql: str) -> None:
    _execute(postgresql, "CREATE TABLE invoices (id INTEGER)")
    Store.open(postgresql).close()
    _execute(postgresql, "DROP TABLE exclusim_store")
    with pytest.raises(ExclusimError, match="not an Exclusim store"):
        Store.open(postgresql)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_the_usual_names_of_postgresql_are_understood(postgresql: str, scheme: str) -> None:
    with Store.open(f"{scheme}://{postgresql.partition('://')[2]}") as store:
        assert store.runs() == []


def test_draws_of_a_run_under_way_are_kept_once_and_go_with_the_run(store_url: str) -> None:
    with Store.open(store_url) as store:
        assert store.begin(JOB) == {}
        store.keep(JOB, "mixed", [(0, b"zero"), (2, b"two")])
        store.keep(JOB, "mixed", [(2, b"again"), (1, b"one")])  # another process was first
        store.keep(JOB, "duration", [(0, b"other")])
        assert store.begin(JOB) == {"mixed": {0: b"zero", 1: b"one", 2: b"two"}, "duration": {0: b"other"}}
        assert store.job("jo") == JOB
        assert [run.status for run in store.runs()] == ["unfinished, 4 of 4 draws"]
        with pytest.raises(ExclusimError, match=r"job1 is not complete: 4 of 4 draws .* `exclusim resume job1`"):
            store.load("job")
        store.save(example_record(example_flat_document().model_copy(update={"run_id": "job1"})))
        assert [run.status for run in store.runs()] == ["complete"]
        with pytest.raises(ExclusimError, match="run job1 is complete; show it with `exclusim show job1`"):
            store.job("job1")
        assert store.begin(JOB) == {}


def test_draws_of_other_code_and_damaged_ones_are_not_used(store_url: str) -> None:
    with Store.open(store_url) as store:
        store.keep(JOB, "mixed", [(0, b"zero"), (1, b"one")])
        with store._engine.begin() as connection:
            connection.execute(text("UPDATE task SET result = :other WHERE draw = 1"), {"other": b"changed"})
        assert store.begin(JOB) == {"mixed": {0: b"zero"}}
        changed = Job(**{name: getattr(JOB, name) for name in JOB.__dataclass_fields__} | {"code_key": "other"})
        assert store.begin(changed) == {}
        with pytest.raises(ExclusimError, match="no run 'job1' is under way"):
            store.job("job1")


WRITE_DRAWS = """
import pickle, sys
from exclusim.results.store import Store

name, first = sys.argv[1], int(sys.argv[2])
with open(name, "rb") as file:
    record, job = pickle.load(file)
print("ready", flush=True)
for url in sys.stdin:
    with Store.open(url.strip()) as store:
        for draw in range(first, first + 40):
            store.keep(job, "mixed", [(draw, bytes(20_000))])
        store.save(record)
    print("done", flush=True)
"""


def test_two_programs_create_and_write_to_the_same_store_at_once(postgresql: str, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    programs = []
    for first in (0, 30):  # ten draws are made by both
        document = example_flat_document().model_copy(update={"run_id": f"from-{first}"})
        pickled = tmp_path / f"{first}.pickle"
        pickled.write_bytes(pickle.dumps((example_record(document), JOB)))
        command = [sys.executable, "-c", WRITE_DRAWS, str(pickled), str(first)]
        programs.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    assert [_line(program) for program in programs] == ["ready\n"] * 2
    for url in (str(folder / "runs.sqlite"), postgresql):
        for program in programs:
            assert program.stdin is not None
            program.stdin.write(f"{url}\n")
            program.stdin.flush()
        assert [_line(program) for program in programs] == ["done\n"] * 2
        with Store.open(url, must_exist=True) as store:
            assert sorted(store.begin(JOB)["mixed"]) == list(range(70))
            assert {run.run_id for run in store.runs()} == {"from-0", "from-30", "job1"}
            assert len(store.ledger("from-0")) == len(store.ledger("from-30")) > 0
    for program in programs:
        program.communicate(timeout=60)
    assert [program.returncode for program in programs] == [0, 0]
    assert os.listdir(folder) == ["runs.sqlite"]


def _line(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline()


def _counts(url: str) -> dict[str, int]:
    engine = create_engine(url)
    with engine.begin() as connection:
        tables = Base.metadata.sorted_tables
        found = {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
    engine.dispose()
    return found


def _execute(url: str, statement: str, **options: str) -> int:
    engine = create_engine(url, **options)
    with engine.begin() as connection:
        done = connection.execute(text(statement)).rowcount
    engine.dispose()
    return done


def _admin(url: str, statement: str) -> int:
    """On the server's own database, outside a transaction."""
    server = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    return _execute(server, statement, isolation_level="AUTOCOMMIT")


def _terminate(url: str) -> int:
    """End every connection to the database; how many there were."""
    return _admin(
        url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{make_url(url).database}'"
    )
