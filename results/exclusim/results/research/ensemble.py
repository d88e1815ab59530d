"""Many runs of a case as labelled arrays, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.model.engine import Run
from exclusim.model.errors import ExclusimError
from exclusim.model.ledger import LEDGER_ACTORS, CostBook, actor_view
from exclusim.model.money import REPORTED, Scope
from exclusim.model.parameters import Draw
from exclusim.results.run import Preset
from exclusim.results.run.account import KINDS, line_amounts
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.threads import in_order
from exclusim.scenarios.schema import Case

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Ensemble", "simulated"]

_MOST_REPLICATES = 100  # the seed of the lives has room for them above those of the draws
_REPLICATE_BITS = 56

type _Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Runs of every scenario on common random numbers.

    Dimensions: D draws, R replicates of lives under each, S scenarios (the baseline first), M months, A actors of the
    ledger, K kinds, P reported actors, T statuses. Money is in SEK of ``price_year``, not discounted, scaled to the
    real group; a cost is positive. Summed over actors and kinds, a cost is society's: transfers and revenue cancel.

    Args:
        exclusion, ordinary: the two accounts, shape (D, R, S, M, A, K).
        project_cost: of interventions and casework, shape (D, R, S, M, P); society and public are sums.
        displacement: cost of the jobs that others lose, shape (D, R, S, M, P).
        people: in each status after the month's moves, shape (D, R, S, M, T).
        factor: present value of a krona in each month, shape (M,).
        weight: the same within the horizon, 0 outside it, shape (M,).
        parameters: value by draw (rows) and parameter (columns).
        scenarios, statuses: labels.
        price_year: of all money.
        title: of the case.
    """

    exclusion: _Floats
    ordinary: _Floats
    project_cost: _Floats
    displacement: _Floats
    people: _Floats
    factor: _Floats
    weight: _Floats
    parameters: pd.DataFrame
    scenarios: tuple[str, ...]
    statuses: tuple[str, ...]
    price_year: int
    title: str

    def frame(self) -> pd.DataFrame:
        """The accounts as a tidy table, a row for each draw, replicate, scenario, month, actor and kind with money."""
        where = np.nonzero((self.exclusion != 0) | (self.ordinary != 0))
        labels = (None, None, self.scenarios, None, LEDGER_ACTORS, KINDS)
        names = ("draw", "replicate", "scenario", "month", "actor", "kind")
        columns = {
            name: position if label is None else pd.Categorical.from_codes(position, pd.Index(label))
            for name, position, label in zip(names, where, labels, strict=True)
        }
        return pd.DataFrame({**columns, "exclusion": self.exclusion[where], "ordinary": self.ordinary[where]})

    def dataset(self) -> xr.Dataset:
        """Everything as an xarray data set; every variable says its unit in ``attrs``."""
        import xarray as xr

        runs, sek = ("draw", "replicate", "scenario"), f"SEK of {self.price_year}, undiscounted"
        money, payers = (*runs, "month", "actor", "kind"), (*runs, "month", "payer")
        table = self.parameters
        return xr.Dataset(
            {
                "exclusion": (money, self.exclusion, _about("exclusion account; a cost is positive", sek)),
                "ordinary": (money, self.ordinary, _about("ordinary life; a cost is positive", sek)),
                "project_cost": (payers, self.project_cost, _about("interventions and casework", sek)),
                "displacement": (payers, self.displacement, _about("jobs that others lose", sek)),
                "people": ((*runs, "month", "status"), self.people, _about("after the month's moves", "persons")),
                "factor": (("month",), self.factor, _about("present value", "SEK per SEK")),
                "weight": (("month",), self.weight, _about("present value within the horizon", "SEK per SEK")),
                "value": (("draw", "parameter"), table.to_numpy(), _about("parameter values", "as of the parameter")),
            },
            coords={
                "draw": table.index.to_numpy(),
                "replicate": np.arange(self.people.shape[1]),
                "scenario": list(self.scenarios),
                "month": ("month", np.arange(self.weight.size), _about("since the start of the run", "months")),
                "actor": list(LEDGER_ACTORS),
                "kind": list(KINDS),
                "payer": list(REPORTED),
                "status": list(self.statuses),
                "parameter": list(table.columns),
            },
            attrs={"title": self.title, "price_year": self.price_year},
        )


def _about(description: str, unit: str) -> dict[str, str]:
    return {"long_name": description, "units": unit}


def simulated(
    case: Case, *, draws: int, replicates: int, persons: int | None, seed: int, preset: Preset, threads: int
) -> Ensemble:
    """See :func:`exclusim.results.research.api.simulate`."""
    for name, value, high in (("draws", draws, 100_000), ("replicates", replicates, _MOST_REPLICATES)):
        if not 1 <= value <= high:
            raise ExclusimError(f"{name} must be between 1 and {high}, got {value}")
    if preset == "flat-annuity":
        raise ExclusimError("the flat annuity simulates nobody", hint="use research.run for it")
    plan = case_plan(case, preset, persons)
    if plan.cohorts > 1:
        raise ExclusimError(
            f"case {case.case} follows {plan.cohorts} cohorts, and monthly data are of one",
            hint="set population.cohorts to 1, or use research.run",
        )
    sampled = [plan.draw(index, seed) for index in range(draws)]

    def one(task: int) -> tuple[_Floats, ...]:
        index, replicate = divmod(task, replicates)
        return _one(plan, sampled[index], replicate_seed(seed, index) + (replicate << _REPLICATE_BITS))

    done = list(in_order(one, draws * replicates, threads))
    parts = [np.stack(part).reshape(draws, replicates, *part[0].shape) for part in zip(*done, strict=True)]
    exclusion, ordinary, project_cost, displacement, people = parts
    return Ensemble(
        exclusion,
        ordinary,
        project_cost,
        displacement,
        people,
        plan.valuation.factors,
        plan.valuation.weights(plan.valuation.end),
        pd.DataFrame([draw.values for draw in sampled], index=pd.RangeIndex(draws, name="draw")),
        tuple(plan.treatments),
        tuple(status.name for status in plan.base.world.statuses),
        case.appraisal.price_year,
        case.title,
    )


def _one(plan: CasePlan, draw: Draw, lives: int) -> tuple[_Floats, ...]:
    """The arrays of one run, each with the scenarios first."""
    runs: dict[str, Run] = {}
    found = with_draw(plan, draw, lives, runs.__setitem__)
    book = CostBook(cost_book(draw, plan.case.appraisal.price_year), plan.base.world.statuses)
    youth = plan.youth(draw)
    money = np.stack([line_amounts(plan, book, runs[name].panel, youth) for name in plan.treatments])
    accounts = [found.accounts[name] for name in plan.treatments]
    shape = (*money.shape[:2], len(LEDGER_ACTORS), len(KINDS))
    return (
        (money @ _spread(book, Scope.EXCLUSION)).reshape(shape),
        (money @ _spread(book, Scope.ORDINARY)).reshape(shape),
        np.stack([a.intervention if a.help is None else a.intervention + a.help.cost for a in accounts]),
        np.stack([found.displaced.get(name, np.zeros_like(accounts[0].intervention)) for name in plan.treatments]),
        np.stack([runs[name].panel.status * plan.scale for name in plan.treatments]),
    )


def _spread(book: CostBook, scope: Scope) -> _Floats:
    """What one krona of each line of an account is to each actor, by kind; shape (lines, A × K)."""
    view = actor_view(book.lines, LEDGER_ACTORS)
    of_kind = np.array([[line.kind.value == kind and line.scope is scope for kind in KINDS] for line in book.lines])
    return np.asarray((view[:, :, None] * of_kind[:, None, :]).reshape(len(book.lines), -1))
