"""Joint draws of a started project: parameters, lives and delivery, reduced to what the follow-up needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import Run
from exclusim.model.parameters import Draw
from exclusim.results.compare.draws import Outcome, outcomes
from exclusim.results.followup.indicators import OUTCOME_SCOPES
from exclusim.results.followup.inputs import Input, InputName, changed
from exclusim.results.followup.lives import Standing, standing
from exclusim.results.followup.observed import Observation
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.threads import in_order

__all__ = ["Forecasts", "Simulated", "forecasts", "lots"]


@dataclass(frozen=True)
class Simulated:
    """One draw of the scenario against its baseline, cost as planned. A reported actors; money is SEK.

    Args:
        draw: of the model's parameters; ``inputs``: values of delivery.
        net: present value over the horizon, shape (A,); ``monthly``: by month of the run, shape (months, A).
        cost: present value of the project's cost by month, ``paid``: undiscounted, shape (months, A) both.
        enrolled: people who have joined by the end of each month, shape (months,).
        reached: people reached, first cohort; ``avoided``: person-years of exclusion avoided within the horizon.
        standings: scope → how people stand in the observed months.
    """

    draw: Draw
    inputs: Mapping[InputName, float]
    net: NDArray[np.float64]
    monthly: NDArray[np.float64]
    cost: NDArray[np.float64]
    paid: NDArray[np.float64]
    enrolled: NDArray[np.float64]
    reached: float
    avoided: float
    standings: Mapping[str, Standing]


def lots(name: str, seed: int, count: int, begin: int = 0) -> NDArray[np.float64]:
    """Uniform numbers of one delivery figure, the same for every set of draws, shape (count,)."""
    generator = np.random.default_rng([seed, crc32(name.encode())])
    return generator.random(begin + count)[begin:]


@dataclass(frozen=True)
class Forecasts:
    """How draws are made: the plan, the scenario, and whose delivery figures vary.

    Args:
        plan: of the scenario and what it builds on.
        scenario: the project.
        first: its first month.
        rows: observed outcomes.
        inputs: delivery figures that observations update.
        seed: of the whole.
    """

    plan: CasePlan
    scenario: str
    first: int
    rows: Sequence[Observation]
    inputs: Sequence[Input]
    seed: int

    def one(self, index: int, values: Mapping[InputName, float]) -> Simulated:
        """Draw ``index`` with these values of delivery."""
        plan, name = self.plan, self.scenario
        if values:
            plan = case_plan(changed(plan.case, name, dict(values)), plan.preset, plan.persons)
        found: dict[str, Standing] = {}

        def watch(scenario: str, run: Run) -> None:
            if scenario == name:
                found.update(self._standings(run))

        ran = with_draw(plan, plan.draw(index, self.seed), replicate_seed(self.seed, index), watch)
        outcome: Outcome = outcomes(plan, ran).outcomes[name]
        before, after = ran.accounts[plan.case.scenarios[name].baseline], ran.accounts[name]
        end = plan.valuation.end
        paid = (after.intervention - before.intervention)[:end]
        return Simulated(
            draw=ran.draw,
            inputs=values,
            net=outcome.net,
            monthly=outcome.monthly[:end],
            cost=paid * plan.valuation.weights(end, 0)[:end, None],
            paid=paid,
            enrolled=np.cumsum(after.enrolled - before.enrolled)[:end],
            reached=outcome.reached,
            avoided=outcome.avoided_years,
            standings=found,
        )

    def _standings(self, run: Run) -> dict[str, Standing]:
        statuses, found = self.plan.base.world.statuses, {}
        for scope in OUTCOME_SCOPES:
            rows = [row for row in self.rows if row.indicator.startswith(f"{scope}.")]
            if rows:
                mask = np.uint8(self.plan.own_mask(self.scenario))
                members = (run.people.reached & mask) > 0 if scope == "participants" else None
                found[scope] = standing(run, statuses, rows, self.first, members)
        return found


def forecasts(
    how: Forecasts, count: int, threads: int, progress: Callable[[float], None], *, updated: bool, begin: int = 0
) -> list[Simulated]:
    """``count`` draws from number ``begin`` on, with delivery before or after the observations."""
    values: dict[InputName, NDArray[np.float64]] = {}
    for item in how.inputs:
        u = lots(item.name, how.seed, count, begin)
        values[item.name] = item.after(u) if updated else item.before(u)
    found = []

    def one(index: int) -> Simulated:
        return how.one(begin + index, {name: float(column[index]) for name, column in values.items()})

    for simulated in in_order(one, count, threads):
        found.append(simulated)
        progress(len(found) / count)
    return found
