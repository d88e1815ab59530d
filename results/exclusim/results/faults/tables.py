"""Tidy CSV tables of a fault document: UTF-8 with a byte-order mark, as Excel wants it, commas and points."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exclusim.results.files import atomic_path
from exclusim.results.interval import Interval
from exclusim.results.tables import CSV_ENCODING

from .document import Estimate, FaultDocument

__all__ = ["tables", "write_tables"]


def tables(document: FaultDocument) -> dict[str, pd.DataFrame]:
    """``faults``: one row a fault, measure and actor; ``owner_payer``: one row an owner and payer. SEK."""
    rows: list[tuple[int, str, str, str, float, float | None, float | None, float | None]] = []
    for row in document.faults:
        measures: list[tuple[str, str, Interval]] = [
            ("incidence_share", "", row.incidence.share),
            ("months_per_person", "", row.incidence.months),
            ("episodes_per_person", "", row.incidence.episodes),
            ("exclusion_years", "", row.exclusion_years_interval),
            *(("removed", actor, value) for actor, value in row.removed.items()),
            *(("removed_by_kind", kind, value) for kind, value in row.removed_by_kind.items()),
            *(("shapley", actor, value) for actor, value in row.shapley.items()),
            ("shapley_exclusion_years", "", row.shapley_exclusion_years),
        ]
        if row.removed_switches is not None and row.shapley_switches is not None:
            measures += [("removed_switches", "", row.removed_switches), ("shapley_switches", "", row.shapley_switches)]
        for measure, of, value in measures:
            error = value.se if isinstance(value, Estimate) else None
            rows.append((row.rank, row.name, measure, of, value.mean, value.p5, value.p95, error))
    for actor, joint in document.joint.items():
        rows.append((0, "all", "joint", actor, joint.mean, joint.p5, joint.p95, None))
    for measure, switches in (("today_switches", document.today_switches), ("joint_switches", document.joint_switches)):
        if switches is not None:
            rows.append((0, "all", measure, "", switches.mean, switches.p5, switches.p95, None))
    matrix = [
        (owner, payer, value)
        for owner, values in zip(document.owners, document.owner_payer, strict=True)
        for payer, value in zip(document.payers, values, strict=True)
    ]
    return {
        "faults": pd.DataFrame(rows, columns=["rank", "fault", "measure", "of", "mean", "p5", "p95", "se"]),
        "owner_payer": pd.DataFrame(matrix, columns=["owner", "payer", "sek"]),
    }


def write_tables(document: FaultDocument, folder: Path) -> None:
    """Write ``faults.csv`` and ``owner_payer.csv`` to an existing folder.

    Raises:
        ExclusimError: a file cannot be written.
    """
    for name, frame in tables(document).items():
        with atomic_path(folder / f"{name}.csv") as temporary:
            frame.to_csv(temporary, index=False, encoding=CSV_ENCODING, lineterminator="\n")
