"""The files of a result, byte for byte: the same run gives the same bytes wherever it is made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from exclusim.results.archive.manifest import DOCUMENT, DRAWS
from exclusim.results.document import RunDocument
from exclusim.results.store import LEDGER_COLUMNS, PANEL_COLUMNS
from exclusim.results.tables import write_tables

__all__ = ["TABLES", "result_files", "timeless"]

TABLES = "results/tables"
_WHEN = "created"  # differs between two makings of the same run


def result_files(
    document: RunDocument, ledger: pd.DataFrame, panel: pd.DataFrame, draws: pd.DataFrame | None
) -> dict[str, bytes]:
    """Path in the archive → content: document, tables with their descriptions, parameter values by draw.

    The tables are sorted by their keys, so that it does not matter which database they have been through.
    """
    found = {DOCUMENT: (document.model_dump_json(indent=1) + "\n").encode()}
    ledger, panel = _sorted(ledger, LEDGER_COLUMNS), _sorted(panel, PANEL_COLUMNS)
    with TemporaryDirectory() as folder:
        for path in sorted(write_tables(document, ledger, panel, Path(folder))):
            found[f"{TABLES}/{path.name}"] = path.read_bytes()
    if draws is not None and len(draws):
        found[DRAWS] = _wide(draws)
    return found


def _sorted(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    *keys, number = columns
    found = table[list(columns)].sort_values(keys, ignore_index=True)
    return found.astype({number: float}).assign(**{number: lambda t: t[number] + 0.0})  # SQLite has no −0


def _wide(draws: pd.DataFrame) -> bytes:
    """One row for each draw, one column for each parameter."""
    table = draws.pivot(index="draw", columns="name", values="value").sort_index(axis=1) + 0.0
    return table.to_csv(lineterminator="\n").encode()


def timeless(content: bytes) -> Any:
    """A JSON document without the time at which it was made.

    Raises:
        ValueError: it is not JSON.
    """
    found = json.loads(content)
    return {key: value for key, value in found.items() if key != _WHEN} if isinstance(found, Mapping) else found
