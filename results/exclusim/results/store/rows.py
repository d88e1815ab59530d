"""Between the tables of a run and the rows of the store."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, String, Table, insert

from exclusim.model.errors import ExclusimError
from exclusim.results.document import RunDocument
from exclusim.results.store.record import RunRecord
from exclusim.results.store.schema import Base, RunRow, ScenarioRow

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "columns",
    "facts",
    "frame",
    "in_key_order",
    "insert_run",
    "insert_scenarios",
    "parameters",
    "require_finite",
    "table_of",
]

_SAME = (
    *("run_id", "case", "title", "preset", "persons", "replicates"),
    *("created", "code_version", "data_hash", "scenario_hash", "schema_version"),
)
_INTEGERS = {"replicate", "year", "draw"}


def table_of(model: type[Base]) -> Table:
    """The table behind a row's class."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def insert_run(record: RunRecord, document: dict[str, Any]) -> Any:
    """The statement for the run's own row."""
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


def insert_scenarios(connection: Connection, run_key: int, document: RunDocument) -> dict[str, int]:
    """Rows for the scenarios of a run; their keys by name."""
    statement = insert(ScenarioRow).returning(ScenarioRow.id)
    return {
        name: connection.execute(statement.values(run_key=run_key, name=name, label=result.label)).scalar_one()
        for name, result in document.scenarios.items()
    }


def parameters(run_key: int, document: RunDocument) -> Iterator[tuple[Any, ...]]:
    """Rows for the parameters of a run."""
    for a in document.assumptions:
        yield run_key, a.name, a.value, a.unit, a.prior, a.source, a.assumption


def facts(table: pd.DataFrame, names: tuple[str, ...], keys: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    """Rows of a ledger or panel, with the scenario's key for its name."""
    scenario, *rest = columns(table, names)
    return zip([keys[name] for name in scenario], *rest, strict=True)


def columns(table: pd.DataFrame, names: tuple[str, ...]) -> list[list[Any]]:
    """Columns as plain Python values: the last is the number, counters are integers, the rest text."""

    def plain(name: str) -> list[Any]:
        kind: type = float if name == names[-1] else int if name in _INTEGERS else str
        return table[name].astype(kind).tolist()

    return [plain(name) for name in names]


def frame(rows: Sequence[Any], names: tuple[str, ...]) -> pd.DataFrame:
    """Rows read from the store as a table of the same types as it had."""
    import pandas as pd  # slow to load; draws come and go without

    types = {name: "int64" if name in _INTEGERS else "str" for name in names} | {names[-1]: "float64"}
    return pd.DataFrame.from_records([tuple(row) for row in rows], columns=list(names)).astype(types)


def in_key_order(connection: Connection, table: Table) -> list[Any]:
    """What to order a table's rows by: bytes, not a language's alphabet, so that every database gives the same."""
    if connection.dialect.name == "sqlite":
        return list(table.primary_key.columns)
    return [c.collate("C") if isinstance(c.type, String) else c for c in table.primary_key.columns]


def require_finite(value: Any, path: str = "") -> None:
    """JSON has no infinity and no not-a-number: say which figure it is instead of storing something else."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ExclusimError(f"the result cannot be stored: {path} is {value}, not a finite number")
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        require_finite(item, f"{path}.{key}" if path else str(key))
