"""A sensitivity analysis as tidy CSV: UTF-8 with a byte-order mark, commas, decimal points, one header row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exclusim.results.files import atomic_path, ensure_folder
from exclusim.results.sensitivity.document import Convergence, Index, SensitivityDocument, Swing
from exclusim.results.tables import CSV_ENCODING

__all__ = ["write_tables"]


def write_tables(document: SensitivityDocument, folder: Path) -> None:
    """Write ``indices.csv``, ``tornado.csv``, ``convergence.csv`` and ``outcomes.csv``.

    Raises:
        ExclusimError: the folder or a file cannot be written.
    """
    ensure_folder(folder)
    for name, data in _tables(document).items():
        with atomic_path(folder / f"{name}.csv") as path:
            data.to_csv(path, index=False, encoding=CSV_ENCODING, lineterminator="\n")


def _tables(document: SensitivityDocument) -> dict[str, pd.DataFrame]:
    return {
        "indices": pd.DataFrame([row.model_dump() for row in document.indices], columns=list(Index.model_fields)),
        "tornado": pd.DataFrame([row.model_dump() for row in document.tornado], columns=list(Swing.model_fields)),
        "convergence": pd.DataFrame(
            [line for row in document.convergence for line in _lines(row)],
            columns=["outcome", "index", "parameter", "runs", "value"],
        ),
        "outcomes": pd.DataFrame(
            [
                {key: value for key, value in row.model_dump().items() if key != "spread"} | row.spread.model_dump()
                for row in document.outcomes
            ]
        ),
    }


def _lines(row: Convergence) -> list[tuple[str, str, str, int, float]]:
    return [
        (row.outcome, row.index, name, runs, value)
        for name, values in row.values.items()
        for runs, value in zip(row.runs, values, strict=True)
    ]
