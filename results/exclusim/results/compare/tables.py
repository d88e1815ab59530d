"""The comparison as tidy CSV: UTF-8 with a byte-order mark, commas, decimal points, one header row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exclusim.model.money import REPORTED
from exclusim.results.compare.document import CompareDocument
from exclusim.results.files import atomic_path, ensure_folder
from exclusim.results.tables import CSV_ENCODING

__all__ = ["write_tables"]


def write_tables(document: CompareDocument, folder: Path) -> list[Path]:
    """Write ``amounts.csv``, ``yearly.csv``, ``transfers.csv`` and ``groups.csv``; returns the files written.

    Money is SEK, present value except in ``yearly``; a gain is positive.

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


def _tables(document: CompareDocument) -> dict[str, pd.DataFrame]:
    amounts, yearly, transfers, groups = [], [], [], []
    for name, s in document.scenarios.items():
        for actor in REPORTED:
            for measure, by_actor in (
                ("net", s.net), ("term", s.term), ("year_one", s.year_one), ("cost", s.cost), ("cashable", s.cashable),
                ("capacity", s.capacity),
            ):  # fmt: skip
                value = by_actor[actor]
                row: dict[str, object] = {"scenario": name, "actor": actor, "measure": measure}
                row |= {"mean_sek": value.mean, "p5_sek": value.p5, "p95_sek": value.p95}
                row |= {key: getattr(value, key, None) for key in ("se", "probability_loss")}
                amounts.append(row)
            yearly += [
                {"scenario": name, "actor": actor, "year": year, "net_sek": value}
                for year, value in zip(s.years, s.yearly[actor], strict=True)
            ]
        transfers += [
            {"scenario": name, "from": t.source, "to": t.to, "amount_sek": t.amount} for t in s.deal.transfers
        ]
        groups += [{"scenario": name, **_group(row.model_dump())} for row in s.groups]
    return {
        "amounts": pd.DataFrame(amounts),
        "yearly": pd.DataFrame(yearly),
        "transfers": pd.DataFrame(transfers, columns=["scenario", "from", "to", "amount_sek"]),
        "groups": pd.DataFrame(groups),
    }


def _group(row: dict[str, object]) -> dict[str, object]:
    """A row without nested intervals: their means."""
    return {key: value["mean"] if isinstance(value, dict) else value for key, value in row.items()}
