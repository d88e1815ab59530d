"""Saving runs and getting them back."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Self

import pandas as pd
from pydantic import ValidationError
from sqlalchemy import URL, Connection, Engine, Table, delete, func, insert, select

from exclusim.model.errors import ExclusimError
from exclusim.results.document import SCHEMA_VERSION, RunDocument
from exclusim.results.store.bulk import bulk_insert
from exclusim.results.store.connect import WRITE, open_engine, parse_url
from exclusim.results.store.failures import clear_failures, store_name
from exclusim.results.store.record import DRAW_COLUMNS, LEDGER_COLUMNS, PANEL_COLUMNS, RunInfo, RunRecord
from exclusim.results.store.schema import (
    Base,
    DrawRow,
    LedgerRow,
    PanelRow,
    ParameterRow,
    RunRow,
    ScenarioRow,
)

__all__ = ["DEFAULT_URL", "Store"]

DEFAULT_URL = "sqlite:///exclusim.sqlite"

_SAME = (
    *("run_id", "case", "title", "preset", "persons", "replicates"),
    *("created", "code_version", "data_hash", "scenario_hash", "schema_version"),
)
_INTEGERS = {"replicate", "year", "draw"}


class Store:
    """A database of runs. Open it with :meth:`open`; close it, or use it in a ``with`` block.

    Several programs may read and save at the same time: writers wait for each other. Every user error
    (unreadable, locked, full, not a store, unknown run) is an :class:`ExclusimError`.
    """

    def __init__(self, engine: Engine, url: URL) -> None:
        self._engine = engine
        self._url = url

    @classmethod
    def open(cls, url: str = DEFAULT_URL, *, must_exist: bool = False, timeout: float = 30.0) -> Store:
        """Open a store, creating it where there is none.

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
        """Store a run whole, in one transaction. The same run saved again replaces itself."""
        document = record.document.model_dump(mode="json")
        _require_finite(document)
        with clear_failures(self._url), self._engine.execution_options(**WRITE).begin() as connection:
            connection.execute(delete(RunRow).where(RunRow.run_id == record.document.run_id))
            run_key = connection.execute(_insert_run(record, document).returning(RunRow.id)).scalar_one()
            keys = _insert_scenarios(connection, run_key, record.document)
            bulk_insert(connection, _table(ParameterRow), _parameters(run_key, record.document))
            if record.draws is not None:
                rows = zip(*_columns(record.draws, DRAW_COLUMNS), strict=True)
                bulk_insert(connection, _table(DrawRow), ((run_key, *row) for row in rows))
            bulk_insert(connection, _table(LedgerRow), _facts(record.ledger, LEDGER_COLUMNS, keys))
            bulk_insert(connection, _table(PanelRow), _facts(record.panel, PANEL_COLUMNS, keys))

    def load(self, run_id: str) -> RunDocument:
        """The result document of a run; the first characters of its id do when they fit one run only."""
        with clear_failures(self._url), self._engine.begin() as connection:
            key = self._key(connection, run_id)
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
        """All stored runs, the latest first."""
        with clear_failures(self._url), self._engine.begin() as connection:
            return _list(connection)

    def ledger(self, run_id: str) -> pd.DataFrame:
        """The ledger as saved (``LEDGER_COLUMNS``), in the order of its key."""
        return self._read(run_id, _table(LedgerRow), LEDGER_COLUMNS)

    def panel(self, run_id: str) -> pd.DataFrame:
        """The panel as saved (``PANEL_COLUMNS``), in the order of its key."""
        return self._read(run_id, _table(PanelRow), PANEL_COLUMNS)

    def draws(self, run_id: str) -> pd.DataFrame:
        """Parameter values by draw (``draw, name, value``); empty where the run kept none."""
        with clear_failures(self._url), self._engine.begin() as connection:
            key = self._key(connection, run_id)
            rows = connection.execute(
                select(DrawRow.draw, DrawRow.name, DrawRow.value)
                .where(DrawRow.run_key == key)
                .order_by(DrawRow.draw, DrawRow.name)
            ).all()
        return _frame(rows, DRAW_COLUMNS)

    def scenario_text(self, run_id: str) -> str:
        """The case file the run was made from, as it was read."""
        with clear_failures(self._url), self._engine.begin() as connection:
            key = self._key(connection, run_id)
            return connection.execute(select(RunRow.scenario_text).where(RunRow.id == key)).scalar_one()

    def _read(self, run_id: str, table: Table, columns: tuple[str, ...]) -> pd.DataFrame:
        wanted = [ScenarioRow.name.label("scenario"), *(table.c[name] for name in columns[1:])]
        with clear_failures(self._url), self._engine.begin() as connection:
            key = self._key(connection, run_id)
            rows = connection.execute(
                select(*wanted)
                .join_from(table, ScenarioRow, table.c.scenario_key == ScenarioRow.id)
                .where(ScenarioRow.run_key == key)
                .order_by(*table.primary_key.columns)
            ).all()
        return _frame(rows, columns)

    def _key(self, connection: Connection, run_id: str) -> int:
        exact = connection.execute(select(RunRow.id).where(RunRow.run_id == run_id)).scalar_one_or_none()
        if exact is not None:
            return exact
        start = func.substr(RunRow.run_id, 1, len(run_id))
        found = connection.execute(select(RunRow.id, RunRow.run_id).where(start == run_id)).all() if run_id else []
        if len(found) == 1:
            return int(found[0].id)
        if found:
            raise ExclusimError(
                f"{len(found)} runs begin with {run_id!r}: {', '.join(sorted(row.run_id for row in found))}",
                hint="give more characters",
            )
        latest = _list(connection, 5)
        names = "; ".join(f"{run.run_id} ({run.case}, {run.preset}, {run.created})" for run in latest)
        raise ExclusimError(
            f"there is no run {run_id!r} in the store {store_name(self._url)}",
            hint=f"the latest are {names}" if latest else "it has no runs yet",
        )


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _list(connection: Connection, limit: int | None = None) -> list[RunInfo]:
    names = [field for field in RunInfo.__dataclass_fields__ if field != "seed"]
    rows = connection.execute(
        select(RunRow.seed, *(getattr(RunRow, name).label(name) for name in names))
        .order_by(RunRow.created.desc(), RunRow.id.desc())
        .limit(limit)
    ).mappings()
    return [RunInfo(**{**row, "seed": int(row["seed"])}) for row in rows]


def _insert_run(record: RunRecord, document: dict[str, Any]) -> Any:
    source = record.document
    return insert(RunRow).values(
        {getattr(RunRow, name): getattr(source, name) for name in _SAME}
        | {
            RunRow.seed: str(source.seed),
            RunRow.scenario_text: record.scenario_text,
            RunRow.status: record.status,
            RunRow.document: document,
        }
    )


def _insert_scenarios(connection: Connection, run_key: int, document: RunDocument) -> dict[str, int]:
    statement = insert(ScenarioRow).returning(ScenarioRow.id)
    return {
        name: connection.execute(statement.values(run_key=run_key, name=name, label=result.label)).scalar_one()
        for name, result in document.scenarios.items()
    }


def _parameters(run_key: int, document: RunDocument) -> Iterator[tuple[Any, ...]]:
    for a in document.assumptions:
        yield run_key, a.name, a.value, a.unit, a.prior, a.source, a.assumption


def _facts(table: pd.DataFrame, columns: tuple[str, ...], keys: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    scenario, *rest = _columns(table, columns)
    return zip([keys[name] for name in scenario], *rest, strict=True)


def _columns(table: pd.DataFrame, names: tuple[str, ...]) -> list[list[Any]]:
    """Columns as plain Python values: the last is the number, counters are integers, the rest text."""

    def plain(name: str) -> list[Any]:
        kind: type = float if name == names[-1] else int if name in _INTEGERS else str
        return table[name].astype(kind).tolist()

    return [plain(name) for name in names]


def _frame(rows: Sequence[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    types = {name: "int64" if name in _INTEGERS else "str" for name in columns} | {columns[-1]: "float64"}
    return pd.DataFrame.from_records([tuple(row) for row in rows], columns=list(columns)).astype(types)


def _require_finite(value: Any, path: str = "") -> None:
    """JSON has no infinity and no not-a-number: say which figure it is instead of storing something else."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ExclusimError(f"the result cannot be stored: {path} is {value}, not a finite number")
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        _require_finite(item, f"{path}.{key}" if path else str(key))
