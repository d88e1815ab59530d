"""Tidy CSV tables of a trajectories document: UTF-8 with a byte-order mark, as Excel wants it, commas and points."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exclusim.results.document import Interval
from exclusim.results.files import atomic_path
from exclusim.results.tables import CSV_ENCODING

from .document import TrajectoriesDocument

__all__ = ["tables", "write_tables"]


def tables(document: TrajectoriesDocument) -> dict[str, pd.DataFrame]:
    """Tables by name. Shares are 0 to 1; ``time`` is age or years since arrival; p5 and p95 are over draws."""
    network = document.agencies
    by_time = [
        (kind, key, time, band.mean[i], band.p5[i], band.p95[i])
        for kind, bands in (
            ("group", document.distribution.share),
            ("place", network.share),
            ("payer", document.payers),
        )
        for key, band in bands.items()
        for i, time in enumerate(document.times)
    ]
    types = [
        (kind.rank, kind.name, measure, group, *_interval(value))
        for kind in document.typology.types
        for measure, group, value in (
            ("share", "", kind.share),
            ("excluded_months", "", kind.excluded_months),
            ("long_term", "", kind.long_term),
            ("switches", "", kind.switches),
            *(("months", group, months) for group, months in kind.months.items()),
        )
    ]
    episodes = [
        (kind.rank, e.group, e.start_month, e.months) for kind in document.typology.types for e in kind.medoid.episodes
    ]
    moves = [
        (m.source, m.target, measure, *_interval(value))
        for m in network.moves
        for measure, value in (("per_person", m.per_person), ("per_year", m.per_year))
    ]
    loops = [
        (loop.agency, loop.by, measure, *_interval(value))
        for loop in network.loops
        for measure, value in (("per_person", loop.per_person), ("without_progress", loop.without_progress))
    ]
    agencies = [
        (row.agency, measure, *_interval(getattr(row, measure)))
        for row in network.rows
        for measure in ("ever", "cases", "months", "lasting", "passed_on", "back")
    ]
    interval = ["mean", "p5", "p95"]
    return {
        "shares": pd.DataFrame(by_time, columns=["kind", "key", "time", *interval]),
        "types": pd.DataFrame(types, columns=["rank", "name", "measure", "group", *interval]),
        "medoids": pd.DataFrame(episodes, columns=["rank", "group", "start_month", "months"]),
        "moves": pd.DataFrame(moves, columns=["source", "target", "measure", *interval]),
        "loops": pd.DataFrame(loops, columns=["agency", "by", "measure", *interval]),
        "agencies": pd.DataFrame(agencies, columns=["agency", "measure", *interval]),
    }


def _interval(value: Interval) -> tuple[float, float, float]:
    return value.mean, value.p5, value.p95


def write_tables(document: TrajectoriesDocument, folder: Path) -> list[Path]:
    """Write every table to ``folder``, which exists, as ``NAME.csv``; returns the files.

    Raises:
        ExclusimError: a file cannot be written.
    """
    written = []
    for name, table in tables(document).items():
        written.append(folder / f"{name}.csv")
        with atomic_path(written[-1]) as temporary:
            table.to_csv(temporary, index=False, encoding=CSV_ENCODING, lineterminator="\n")
    return written
