"""Saving runs and getting them back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError
from sqlalchemy import URL, Connection, Engine, Table, delete, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from exclusim.model.errors import ExclusimError
from exclusim.results.document import SCHEMA_VERSION, RunDocument
from exclusim.results.store import jobs, large
from exclusim.results.store.bulk import bulk_insert
from exclusim.results.store.connect import WRITE, open_engine, parse_url
from exclusim.results.store.failures import clear_failures, store_name
from exclusim.results.store.large import LargeTable
from exclusim.results.store.listing import find, listed
from exclusim.results.store.record import DRAW_COLUMNS, LEDGER_COLUMNS, PANEL_COLUMNS, Job, RunInfo, RunRecord
from exclusim.results.store.rows import (
    columns,
    facts,
    frame,
    in_key_order,
    insert_run,
    insert_scenarios,
    parameters,
    require_finite,
    table_of,
)
from exclusim.results.store.schema import DrawRow, LargeTableRow, LedgerRow, PanelRow, ParameterRow, RunRow, ScenarioRow

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DEFAULT_URL", "Store"]

DEFAULT_URL = "sqlite:///exclusim.sqlite"
_PAUSES = (0.2, 1.0, 2.0)  # seconds before a lost connection is made again


class Store:
    """A database of runs. Open it with :meth:`open`; close it, or use it in a ``with`` block.

    Several programs may read and save at the same time: writers wait for each other. Every user error
    (unreadable, locked, full, not a store, unknown run) is an :class:`ExclusimError`. A connection that is lost in
    the middle of a transaction is made again: what the store writes is the same when it is written twice.
    """

    def __init__(self, engine: Engine, url: URL) -> None:
        self._engine = engine
        self._url = url

    @classmethod
    def open(cls, url: str = DEFAULT_URL, *, must_exist: bool = False, timeout: float = 30.0) -> Store:
        """Open a store, creating it where there is none and bringing one of an older version up to date.

        Args:
            url: a database URL, or the path of a SQLite file.
            must_exist: fail instead of creating a new file; for reading.
            timeout: seconds to wait for another writer (SQLite).
        """
        parsed = parse_url(url)
        return cls(open_engine(parsed, must_exist=must_exist, timeout=timeout), parsed)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def save(self, record: RunRecord) -> None:
        """Store a run whole, in one transaction; its draws under way go. The same run saved again replaces itself."""
        document = record.document.model_dump(mode="json")
        require_finite(document)
        run_id = record.document.run_id
        folder = large.tables_folder(self._url) if record.large else Path()
        with large.written(folder, run_id, record.large) as tables:
            old = self._write(lambda connection: self._insert(connection, record, document, tables, folder))
        if old:
            large.remove(large.tables_folder(self._url), old)
        self._shrink()

    def _insert(
        self,
        connection: Connection,
        record: RunRecord,
        document: dict[str, object],
        written: Sequence[LargeTable],
        folder: Path,
    ) -> set[str]:
        """Replace the run; the paths of its old tables that nothing refers to any longer."""
        run_id = record.document.run_id
        if connection.dialect.name == "postgresql":  # two processes may be done with the same run at once
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:run))"), {"run": run_id})
        before = select(LargeTableRow.path).join(RunRow).where(RunRow.run_id == run_id)
        old = set(connection.execute(before).scalars())
        connection.execute(delete(RunRow).where(RunRow.run_id == run_id))
        jobs.remove_job(connection, run_id)
        run_key = connection.execute(insert_run(record, document).returning(RunRow.id)).scalar_one()
        keys = insert_scenarios(connection, run_key, record.document)
        bulk_insert(connection, table_of(ParameterRow), parameters(run_key, record.document))
        if record.draws is not None:
            rows = zip(*columns(record.draws, DRAW_COLUMNS), strict=True)
            bulk_insert(connection, table_of(DrawRow), ((run_key, *row) for row in rows))
        bulk_insert(connection, table_of(LedgerRow), facts(record.ledger, LEDGER_COLUMNS, keys))
        bulk_insert(connection, table_of(PanelRow), facts(record.panel, PANEL_COLUMNS, keys))
        new = {table.path.relative_to(folder).as_posix(): table for table in written}
        for path, table in new.items():
            values = {"run_key": run_key, "name": table.name, "path": path, "sha256": table.sha256}
            sizes = {"row_count": table.rows, "byte_count": table.size}
            connection.execute(insert(LargeTableRow).values(values | sizes))
        return old - new.keys()

    def load(self, run_id: str) -> RunDocument:
        """The result document of a run; the first characters of its id do when they fit one run only."""
        with clear_failures(self._url), self._engine.begin() as connection:
            key = find(connection, run_id, self._url)
            row = connection.execute(
                select(RunRow.run_id, RunRow.document, RunRow.schema_version).where(RunRow.id == key)
            ).one()
        if row.schema_version != SCHEMA_VERSION:
            raise ExclusimError(
                f"run {row.run_id} was stored with result schema {row.schema_version}; "
                f"this Exclusim reads {SCHEMA_VERSION}",
                hint="make the run again",
            )
        try:
            return RunDocument.model_validate(row.document)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise ExclusimError(
                f"the result of run {row.run_id} in {store_name(self._url)} is damaged at {where}",
                hint="make the run again",
            ) from error

    def runs(self) -> list[RunInfo]:
        """All runs, stored and under way, the latest first."""
        with clear_failures(self._url), self._engine.begin() as connection:
            return listed(connection)

    def ledger(self, run_id: str) -> pd.DataFrame:
        """The ledger as saved (``LEDGER_COLUMNS``), in the order of its key."""
        return self._read(run_id, table_of(LedgerRow), LEDGER_COLUMNS)

    def panel(self, run_id: str) -> pd.DataFrame:
        """The panel as saved (``PANEL_COLUMNS``), in the order of its key."""
        return self._read(run_id, table_of(PanelRow), PANEL_COLUMNS)

    def draws(self, run_id: str) -> pd.DataFrame:
        """Parameter values by draw (``draw, name, value``); empty where the run kept none."""
        table = table_of(DrawRow)
        with clear_failures(self._url), self._engine.begin() as connection:
            key = find(connection, run_id, self._url)
            wanted = select(DrawRow.draw, DrawRow.name, DrawRow.value).where(DrawRow.run_key == key)
            rows = connection.execute(wanted.order_by(*in_key_order(connection, table))).all()
        return frame(rows, DRAW_COLUMNS)

    def large_tables(self, run_id: str) -> list[LargeTable]:
        """The Parquet files of a run, by name; their paths can be given to DuckDB, Polars or pandas as they are."""
        with clear_failures(self._url), self._engine.begin() as connection:
            key = find(connection, run_id, self._url)
            rows = connection.execute(select(LargeTableRow).where(LargeTableRow.run_key == key)).all()
        folder = large.tables_folder(self._url) if rows else Path()
        found = [LargeTable(r.name, folder / r.path, r.sha256, r.row_count, r.byte_count) for r in rows]
        return sorted(found, key=lambda table: table.name)

    def large_table(self, run_id: str, name: str) -> pd.DataFrame:
        """One of them, read whole after its hash has been looked at."""
        import pandas as pd

        found = {table.name: table for table in self.large_tables(run_id)}
        if name not in found:
            raise ExclusimError(f"run {run_id} keeps no table {name!r}", hint=f"it has {', '.join(found) or 'none'}")
        return pd.read_parquet(large.check_whole(found[name]))

    def scenario_text(self, run_id: str) -> str:
        """The case file the run was made from, as it was read."""
        with clear_failures(self._url), self._engine.begin() as connection:
            key = find(connection, run_id, self._url)
            return connection.execute(select(RunRow.scenario_text).where(RunRow.id == key)).scalar_one()

    def begin(self, job: Job) -> dict[str, dict[int, bytes]]:
        """Draws of a run under way that are here already, by stage; those that other code made are removed."""
        return self._write(lambda connection: jobs.finished_draws(connection, job))

    def keep(self, job: Job, stage: str, results: Sequence[tuple[int, bytes]]) -> None:
        """Keep a batch of finished draws, all of it or nothing."""
        self._write(lambda connection: jobs.insert_tasks(connection, job, stage, results))

    def job(self, run_id: str) -> Job:
        """A run under way; the first characters of its id do when they fit one only.

        Raises:
            ExclusimError: there is none of that id, or more than one.
        """
        with clear_failures(self._url), self._engine.begin() as connection:
            under_way = [job for job, _ in jobs.jobs(connection)]
            complete = [run.run_id for run in listed(connection) if run.status == "complete"]
        found = [job for job in under_way if job.run_id == run_id]
        found = found or [job for job in under_way if run_id and job.run_id.startswith(run_id)]
        if len(found) == 1:
            return found[0]
        ids = ", ".join(job.run_id for job in found or under_way)
        if found:
            raise ExclusimError(
                f"{len(found)} runs under way begin with {run_id!r}: {ids}", hint="give more characters"
            )
        if run_id and (done := [name for name in complete if name.startswith(run_id)]):
            raise ExclusimError(f"run {done[0]} is complete", hint=f"show it with `exclusim show {done[0]}`")
        raise ExclusimError(
            f"no run {run_id!r} is under way in the store {store_name(self._url)}",
            hint=f"these are: {ids}" if ids else "no run is",
        )

    def give_up(self, run_id: str) -> None:
        """Remove a run under way with its draws."""
        self._write(lambda connection: jobs.remove_job(connection, run_id))
        self._shrink()

    def _write[T](self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a transaction; again where the connection was lost. Done twice it leaves the same."""
        with clear_failures(self._url):
            lost = False
            for pause in (*_PAUSES, None):
                try:
                    with self._engine.execution_options(**WRITE).begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    lost = error.connection_invalidated or (lost and isinstance(error, OperationalError))
                    if not lost or pause is None:
                        raise
                    time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _shrink(self) -> None:
        """Give the place of removed draws back to the disk."""
        if self._url.get_backend_name() != "sqlite":
            return  # PostgreSQL does so on its own
        with suppress(SQLAlchemyError), self._engine.execution_options(**WRITE).begin() as connection:
            # Every row fetched is a page given back. Where it fails, the next run uses the pages.
            connection.connection.cursor().execute("PRAGMA incremental_vacuum").fetchall()

    def _read(self, run_id: str, table: Table, names: tuple[str, ...]) -> pd.DataFrame:
        wanted = [ScenarioRow.name.label("scenario"), *(table.c[name] for name in names[1:])]
        with clear_failures(self._url), self._engine.begin() as connection:
            key = find(connection, run_id, self._url)
            rows = connection.execute(
                select(*wanted)
                .join_from(table, ScenarioRow, table.c.scenario_key == ScenarioRow.id)
                .where(ScenarioRow.run_key == key)
                .order_by(*in_key_order(connection, table))
            ).all()
        return frame(rows, names)
