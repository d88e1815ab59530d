"""A run as tidy tables for the store: money, person-months and parameter draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from exclusim.model.money import CostLine
from exclusim.results.document import RunDocument
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import Replicate
from exclusim.results.store import LEDGER_COLUMNS, PANEL_COLUMNS

__all__ = ["MEAN", "draw_table", "flat_ledger", "ledger_table", "no_panel", "panel_table"]

MEAN = -1
"""Replicate number of rows that hold the mean over all replicates."""


def ledger_table(plan: CasePlan, replicates: Sequence[Replicate], lines: Sequence[CostLine]) -> pd.DataFrame:
    """Year × actor × kind × service, mean over replicates; each replicate's own totals are among the draws."""
    of_lines = pd.DataFrame(
        {
            "actor": [line.payer.value for line in lines],
            "kind": [line.kind.value for line in lines],
            "service": [line.service for line in lines],
            "scope": [line.scope.value for line in lines],
        }
    )
    table = _means(plan, replicates, "by_year", of_lines, "amount_sek")
    keys = [column for column in LEDGER_COLUMNS if column != "amount_sek"]
    return table.groupby(keys, as_index=False, sort=False)[["amount_sek"]].sum()[list(LEDGER_COLUMNS)]


def panel_table(plan: CasePlan, replicates: Sequence[Replicate]) -> pd.DataFrame:
    """Person-months by year and status, mean over replicates."""
    names = pd.DataFrame({"status": [status.name for status in plan.base.world.statuses]})
    return _means(plan, replicates, "status", names, "person_months")[list(PANEL_COLUMNS)]


def _means(
    plan: CasePlan, replicates: Sequence[Replicate], field: str, names: pd.DataFrame, number: str
) -> pd.DataFrame:
    """One field of the accounts, shape (years, columns), as rows; ``names`` has a row for each of its columns."""
    parts = []
    for scenario in plan.treatments:
        mean = np.mean([getattr(r.accounts[scenario], field) for r in replicates], axis=0)
        year, column = np.nonzero(mean)
        part = names.iloc[column].reset_index(drop=True)
        parts.append(
            part.assign(scenario=scenario, replicate=MEAN, year=plan.years[0] + year, **{number: mean[year, column]})
        )
    return pd.concat(parts, ignore_index=True)


def draw_table(replicates: Sequence[Replicate]) -> pd.DataFrame:
    """Parameter values by draw, long format."""
    names = list(replicates[0].draw.values)
    return pd.DataFrame(
        {
            "draw": np.repeat([r.draw.index for r in replicates], len(names)),
            "name": names * len(replicates),
            "value": [value for r in replicates for value in r.draw.values.values()],
        }
    )


def flat_ledger(document: RunDocument) -> pd.DataFrame:
    """The annuity's yearly cost by actor; the source does not tell real costs from transfers."""
    rows = [
        (
            name,
            MEAN,
            year,
            actor,
            "production" if actor == "production" else "real",
            "Publicerad årskostnad",
            "exclusion",
            amount,
        )
        for name, scenario in document.scenarios.items()
        for actor, band in scenario.yearly.items()
        if actor not in ("society", "public")
        for year, amount in zip(scenario.years, band.mean, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(LEDGER_COLUMNS))


def no_panel() -> pd.DataFrame:
    """The panel of a run that simulates nobody."""
    return pd.DataFrame(columns=list(PANEL_COLUMNS))
