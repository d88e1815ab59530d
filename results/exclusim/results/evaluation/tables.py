"""The evaluation as tidy CSV: UTF-8 with a byte-order mark, commas, decimal points, one header row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exclusim.results.evaluation.document import EvaluationDocument
from exclusim.results.files import atomic_path, ensure_folder
from exclusim.results.tables import CSV_ENCODING

__all__ = ["write_tables"]

_NESTED = frozenset({"curve", "error"})


def write_tables(document: EvaluationDocument, folder: Path) -> list[Path]:
    """Write ``designs.csv``, ``power.csv`` and ``components.csv``; returns the files written.

    Effects are shares, or months where the outcome counts months; positive is better. Money is SEK of present value.

    Raises:
        ExclusimError: the folder or a file cannot be written.
    """
    ensure_folder(folder)
    written = []
    for name, data in _tables(document).items():
        with atomic_path(folder / f"{name}.csv") as path:
            data.to_csv(path, index=False, encoding=CSV_ENCODING, lineterminator="\n")
        written.append(folder / f"{name}.csv")
    return written


def _tables(document: EvaluationDocument) -> dict[str, pd.DataFrame]:
    truth = {"true_effect": document.window.follow_up.mean, "unit": document.unit}
    designs = [
        {key: value for key, value in design.model_dump().items() if key not in _NESTED}
        | {"error_p5": design.error.p5, "error_p95": design.error.p95}
        | truth
        for design in document.designs
    ]
    power = [{"design": design.name, **point.model_dump()} for design in document.designs for point in design.curve]
    components = [
        {"name": row.name, "label": row.label, "share": row.share, "role": row.role}
        | {f"months_{key}": value for key, value in row.months.model_dump().items()}
        | {f"gain_sek_{key}": value for key, value in row.gain.model_dump().items()}
        for row in document.components.rows
    ]
    return {
        "designs": pd.DataFrame(designs),
        "power": pd.DataFrame(power, columns=["design", "participants", "power", "se"]),
        "components": pd.DataFrame(components),
    }
