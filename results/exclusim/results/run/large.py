"""Tables too large for the database, made where a run is asked to keep them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exclusim.model.engine import simulate
from exclusim.model.money import CostLine
from exclusim.results.run.options import RunOptions
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import Replicate, replicate_seed

__all__ = ["large_tables"]


def large_tables(
    plan: CasePlan, replicates: Sequence[Replicate], lines: Sequence[CostLine], options: RunOptions
) -> dict[str, pd.DataFrame]:
    """The tables in ``options.keep``, by name; rows without money or people are left out.

    ``panel`` (scenario, replicate, year, status, person_months) and ``ledger`` (scenario, replicate, year, actor, kind,
    service, scope, amount_sek) are those of the store with a row for every draw, where the store has the mean.
    ``spells`` (person, from_month, to_month, status, burdens, record) are the lives of the first cohort's baseline
    under the central parameters, as typical lives are chosen from; ``burdens`` and ``record`` are bit masks.
    """
    found = {}
    if "panel" in options.keep:
        names = pd.DataFrame({"status": [status.name for status in plan.base.world.statuses]})
        found["panel"] = _by_draw(plan, replicates, "status", names, "person_months")
    if "ledger" in options.keep:
        columns = {
            "actor": [line.payer.value for line in lines],
            "kind": [line.kind.value for line in lines],
            "service": [line.service for line in lines],
            "scope": [line.scope.value for line in lines],
        }
        table = _by_draw(plan, replicates, "by_year", pd.DataFrame(columns), "amount_sek")
        keys = [name for name in table.columns if name != "amount_sek"]
        found["ledger"] = table.groupby(keys, as_index=False, sort=False, observed=True)[["amount_sek"]].sum()
    if "spells" in options.keep:
        found["spells"] = _spells(plan, options.seed)
    return found


def _by_draw(
    plan: CasePlan, replicates: Sequence[Replicate], field: str, names: pd.DataFrame, number: str
) -> pd.DataFrame:
    """One field of the accounts, shape (years, columns), as rows; ``names`` has a row for each of its columns."""
    parts = []
    for scenario in plan.treatments:
        values: NDArray[np.float64] = np.array([getattr(r.accounts[scenario], field) for r in replicates])
        draw, year, column = np.nonzero(values)
        part = names.iloc[column].reset_index(drop=True)
        part.insert(0, "scenario", scenario)
        part.insert(1, "replicate", np.array([r.draw.index for r in replicates])[draw])
        part.insert(2, "year", plan.years[0] + year)
        part[number] = values[draw, year, column]
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    return table.astype(dict.fromkeys(["scenario", *names.columns], "category"))


def _spells(plan: CasePlan, seed: int) -> pd.DataFrame:
    run = simulate(plan.base, plan.central(), replicate_seed(seed, 0), histories=True)
    assert run.spells is not None
    spells, names = run.spells, [status.name for status in plan.base.world.statuses]
    return pd.DataFrame(
        {
            "person": run.people.person[spells.person()],
            "from_month": spells.month,
            "to_month": spells.until().astype(np.uint16),
            "status": pd.Categorical.from_codes(spells.status.astype(np.int64), pd.Index(names)),
            "burdens": spells.burdens,
            "record": spells.record,
        }
    )
