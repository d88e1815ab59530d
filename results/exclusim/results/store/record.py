"""What goes into the store, and what its listing shows. Nothing here needs a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from exclusim.results.document import RunDocument

__all__ = ["DRAW_COLUMNS", "LEDGER_COLUMNS", "PANEL_COLUMNS", "Job", "RunInfo", "RunRecord"]

LEDGER_COLUMNS = ("scenario", "replicate", "year", "actor", "kind", "service", "scope", "amount_sek")
PANEL_COLUMNS = ("scenario", "replicate", "year", "status", "person_months")
DRAW_COLUMNS = ("draw", "name", "value")


@dataclass(frozen=True, slots=True, eq=False)
class RunRecord:
    """One run as it is stored.

    Args:
        document: the result document; its ``run_id`` names the run.
        scenario_text: the case file as read.
        ledger: one row per scenario, replicate, year, actor, kind, service and scope; ``amount_sek`` is not
            discounted, a cost is positive; ``year`` is the age (cohort) or the years since arrival. Other
            columns are ignored.
        panel: one row per scenario, replicate, year and status, with the ``person_months`` spent there.
        draws: parameter values by draw (``draw, name, value``), or None.
        large: tables of any columns that are too large for the database, by name; they become Parquet files.
        status: ``partial`` for a run that was stopped before its last replicate.

    Raises:
        ValueError: a column is missing, a key occurs twice, a number is not finite, or a scenario of the
            tables is not in the document.
    """

    document: RunDocument
    scenario_text: str
    ledger: pd.DataFrame
    panel: pd.DataFrame
    draws: pd.DataFrame | None = None
    status: Literal["complete", "partial"] = "complete"
    large: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check("ledger", self.ledger, LEDGER_COLUMNS)
        _check("panel", self.panel, PANEL_COLUMNS)
        if self.draws is not None:
            _check("draws", self.draws, DRAW_COLUMNS)
        known = set(self.document.scenarios)
        for name, table in (("ledger", self.ledger), ("panel", self.panel)):
            unknown = sorted(set(table["scenario"].unique()) - known)
            if unknown:
                raise ValueError(f"{name}: scenario {unknown[0]!r} is not in the document ({sorted(known)})")


def _check(name: str, table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"{name}: column {missing[0]!r} is missing; expected {', '.join(columns)}")
    *key, value = columns
    if not np.isfinite(table[value].to_numpy(dtype=float)).all():
        raise ValueError(f"{name}: {value} holds a number that is not finite")
    twice = table.duplicated(key)
    if twice.any():
        first = table.loc[twice, key].iloc[0].to_dict()
        raise ValueError(f"{name}: more than one row for {first}")


@dataclass(frozen=True, slots=True)
class Job:
    """A run under way.

    Args:
        run_id: that the run will have.
        case, title, preset, seed, persons, replicates, created, code_version: as in its document.
        draws: tasks of the whole run; other structures of the model have draws of their own.
        code_key: of the code that made its draws.
        scenario_text: the whole case, to go on without the file it came from.
        options: every option that decides the result, or what is kept of it.
    """

    run_id: str
    case: str
    title: str
    preset: str
    seed: int
    persons: int
    replicates: int
    draws: int
    created: str
    code_version: str
    code_key: str
    scenario_text: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A stored run in a listing, or one under way: its ``status`` then says how much of it there is."""

    run_id: str
    case: str
    title: str
    preset: str
    seed: int
    persons: int
    replicates: int
    created: str
    code_version: str
    schema_version: int
    status: str
