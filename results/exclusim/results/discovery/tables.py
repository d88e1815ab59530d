"""A discovery as tidy CSV: UTF-8 with a byte-order mark, commas, decimal points, one header row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exclusim.results.discovery.document import BoxLimit, DiscoveryDocument, PeelStep, Point
from exclusim.results.files import atomic_path, ensure_folder
from exclusim.results.tables import CSV_ENCODING

__all__ = ["write_tables"]


def write_tables(document: DiscoveryDocument, folder: Path) -> None:
    """Write ``boxes.csv`` (a row per limit), ``futures.csv`` (those of the scatter) and ``trajectory.csv``.

    Raises:
        ExclusimError: the folder or a file cannot be written.
    """
    ensure_folder(folder)
    figures = ["coverage", "density", "mass"]
    boxes = [
        {"box": number, "method": box.method, **{name: getattr(box, name) for name in figures}, **limit.model_dump()}
        for number, box in enumerate(document.boxes, start=1)
        for limit in box.limits
    ]
    futures = pd.DataFrame([row.model_dump() for row in document.points], columns=list(Point.model_fields))
    tables = {
        "boxes": pd.DataFrame(boxes, columns=["box", "method", *figures, *BoxLimit.model_fields]),
        "futures": futures.rename(columns=dict(zip(("x", "y"), document.axes, strict=False))),
        "trajectory": pd.DataFrame(
            [row.model_dump() for row in document.trajectory], columns=list(PeelStep.model_fields)
        ),
    }
    for name, data in tables.items():
        with atomic_path(folder / f"{name}.csv") as path:
            data.to_csv(path, index=False, encoding=CSV_ENCODING, lineterminator="\n")
