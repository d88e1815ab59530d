"""The document's tables as CSV files: one row a pathway, a stream, a state on the way, a point for prevention."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel

from exclusim.results.flow.document import FlowDocument, Link, Pathway, PreventionPoint, Wait
from exclusim.results.tables import CSV_ENCODING

__all__ = ["write_csv"]


def write_csv(document: FlowDocument, folder: Path) -> list[Path]:
    """Write ``pathways.csv``, ``streams.csv``, ``waits.csv`` and ``prevention.csv`` to a folder that exists.

    Names of columns are the document's, joined by underscores; shares are fractions, times months, lists of states
    are written with `` > `` between them. An empty cell is a number that is not known.

    Raises:
        OSError: a file cannot be written.
    """
    found: dict[str, tuple[type[BaseModel], Sequence[BaseModel]]] = {
        "pathways": (Pathway, document.pathways),
        "streams": (Link, document.links),
        "waits": (Wait, document.waits),
        "prevention": (PreventionPoint, document.prevention),
    }
    paths = []
    for name, (model, rows) in found.items():
        paths.append(folder / f"{name}.csv")
        # An empty table keeps a header: a file without one cannot be read.
        frame = pd.DataFrame([_flat(row) for row in rows]) if rows else pd.DataFrame(columns=list(model.model_fields))
        composed = {key for row in rows for key, value in row.model_dump().items() if isinstance(value, dict)}
        frame = frame.drop(columns=[key for key in frame.columns if key in composed])  # one of its parts is unknown
        frame.to_csv(paths[-1], index=False, encoding=CSV_ENCODING, lineterminator="\n")
    return paths


def _flat(row: BaseModel) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for key, value in row.model_dump().items():
        if isinstance(value, dict):
            cells |= {f"{key}_{part}": number for part, number in value.items()}
        elif key == "support":
            cells |= {_named(given): given["share"]["value"] for given in value}
        elif isinstance(value, list):
            cells[key] = " > ".join(_written(value))
        else:
            cells[key] = value
    return cells


def _named(given: dict[str, Any]) -> str:
    return "_".join(part for part in ("support", given["kind"], given["agency"]) if part)


def _written(values: Sequence[Any]) -> list[str]:
    """States as they are, times by their median."""
    return [value if isinstance(value, str) else f"{value['median']:g}" for value in values]
