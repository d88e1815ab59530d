"""One draw: today's system measured, and every coalition of removed faults run with the same people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import RunPlan, simulate
from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.faults import Fault, measure_faults
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.institutions.system import SystemRun, changed_draw
from exclusim.model.institutions.vocabulary import Answer
from exclusim.model.parameters import Draw, Parameters
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.today import Today, today_of, with_rules
from exclusim.scenarios.schema import Case

from .options import FaultOptions
from .shapley import coalitions, every_coalition, order_pairs
from .views import Pricing

__all__ = ["OFFICE", "REFUSALS", "DrawResult", "FaultPlan", "fault_plan", "run_draw"]

OFFICE = ("helped", "waiting", "wait_months", "refused")
"""Columns of :attr:`DrawResult.offices`."""
REFUSALS = (
    Answer.TOO_YOUNG, Answer.TOO_EARLY, Answer.NO_DIAGNOSIS, Answer.NOT_OURS, Answer.NO_MONEY, Answer.PUSHED,
)  # fmt: skip
"""Answers that are a no to somebody with a need."""


@dataclass(frozen=True)
class FaultPlan:
    """A case made ready for agencies.

    Args:
        plan: of the case.
        base: the first group's run, from its first month to the end of the horizon.
        options: of the study.
    """

    plan: CasePlan
    base: RunPlan
    options: FaultOptions

    @property
    def rules(self) -> Parameters:
        """Every number of the agencies' rules and of what help is worth, as the case has it."""
        own = self.plan.parameters
        return Parameters(own.get(name, rule) for name, rule in case_parameters().items())

    def draw(self, index: int) -> Draw:
        """Joint draw ``index`` of the study, the rules among it."""
        return with_rules(self.plan.draw(index, self.options.seed), self.options.seed)

    def today(self, draw: Draw, index: int) -> Today:
        """Agencies tied to the calibrated model under a draw, with the lives of draw ``index``."""
        return today_of(self.base, draw, self.options.seed, replicate_seed(self.options.seed, index))

    def pairs(self, index: int) -> NDArray[np.int64]:
        """Pairs of orders of one draw, shape (pairs, 2, faults)."""
        return order_pairs(len(self.options.chosen), index, self.options.pairs, self.options.seed)

    def masks(self, index: int) -> tuple[int, ...]:
        """Coalitions of removed faults that one draw runs: none, each alone and all among them."""
        faults = len(self.options.chosen)
        if self.options.exact:
            return every_coalition(faults)
        alone = {1 << fault for fault in range(faults)}
        return tuple(sorted(alone | set(coalitions(self.pairs(index).reshape(-1, faults)))))


@dataclass(frozen=True)
class DrawResult:
    """What one draw found. F faults, A agencies, V views; people and person-years are of the real group.

    Args:
        masks: coalitions of removed faults, shape (M,).
        costs: of each, shape (M, V).
        met: share of people who meet each fault, its months and its episodes per person, shape (F, 3).
        by: share of each fault's months by the agency whose answer stands, nobody last, shape (F, A + 1).
        offices: :data:`OFFICE` by agency: people helped and waiting in a mean month, months a wait lasts, noes a year;
            shape (A, 4).
        links: mean probability that two agencies act together, by year, shape (years,).
        years: excluded person-years in today's system and in the calibrated model without agencies, shape (2,).
    """

    masks: NDArray[np.int64]
    costs: NDArray[np.float64]
    met: NDArray[np.float64]
    by: NDArray[np.float64]
    offices: NDArray[np.float64]
    links: NDArray[np.float64]
    years: NDArray[np.float64]

    @property
    def worth(self) -> dict[int, NDArray[np.float64]]:
        """What each coalition takes away of today's cost, by mask."""
        saved = self.costs[0] - self.costs
        return dict(zip(self.masks.tolist(), saved, strict=True))


def fault_plan(case: Case, options: FaultOptions) -> FaultPlan:
    """Plan the study of a case.

    Raises:
        ExclusimError: the case cannot be run as asked.
    """
    plan = case_plan(case, "published", options.persons)
    base, months = plan.base, plan.valuation.end
    market = None if base.labour_market is None else base.labour_market[:months]
    return FaultPlan(plan, replace(base, months=months, labour_market=market), options)


def run_draw(planned: FaultPlan, index: int, done: Callable[[], None] = lambda: None) -> DrawResult:
    """Run one draw; a pure function of the plan and ``index``. ``done`` is told after each coalition."""
    plan, base, faults = planned.plan, planned.base, planned.options.chosen
    system = planned.today(planned.draw(index), index)
    draw = system.draw
    today = system.run(histories=True)
    pricing = Pricing(plan, draw, base.months)
    masks = planned.masks(index)
    costs = []
    for mask in masks:
        removed = [fault.name for bit, fault in enumerate(faults) if mask >> bit & 1]
        run = system.run(removed) if removed else today
        costs.append(pricing.cost(run, today, changed_draw(draw, removed)))
        done()
    without = simulate(base, draw, system.life, tables=system.tables)
    met, by = _measured(today, faults)
    return DrawResult(
        masks=np.array(masks, np.int64),
        costs=np.array(costs),
        met=met,
        by=by,
        offices=_offices(today, plan.scale),
        links=_links(today, draw.values),
        years=np.array([pricing.excluded_years(today.run), pricing.excluded_years(without)]),
    )


def cases_of(system: SystemRun) -> CaseHistories:
    """The case histories of a run that keeps them."""
    assert system.cases is not None  # today's run always does
    return system.cases


def _measured(today: SystemRun, faults: tuple[Fault, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    found = measure_faults(cases_of(today))
    chosen = [found[fault.name] for fault in faults]
    met = [((one.months > 0).mean(), one.months.mean(), one.episodes.mean()) for one in chosen]
    return np.array(met), np.array([one.by for one in chosen])


def _offices(today: SystemRun, scale: float) -> NDArray[np.float64]:
    offices, cases = today.offices, cases_of(today)
    months = offices.helped.shape[0]
    waited, arrived = offices.waiting.sum(axis=0), offices.arrived.sum(axis=0)
    person = cases.person()
    new = np.ones(person.size, bool)
    new[1:] = (person[1:] != person[:-1]) | (cases.answer[1:] != cases.answer[:-1]) | (cases.by[1:] != cases.by[:-1])
    noes = cases.by[new & np.isin(cases.answer, REFUSALS)]
    columns = {
        "helped": offices.helped.mean(axis=0) * scale,
        "waiting": offices.waiting.mean(axis=0) * scale,
        "wait_months": np.divide(waited, arrived, out=np.zeros(len(AGENCIES)), where=arrived > 0),
        "refused": np.bincount(noes, minlength=len(AGENCIES))[: len(AGENCIES)] * scale * 12 / months,
    }
    return np.stack([columns[name] for name in OFFICE], axis=1)


def _links(today: SystemRun, values: Mapping[str, float]) -> NDArray[np.float64]:
    """Mean over the pairs of agencies that are open."""
    open_ = np.array([not agency.opens or values[f"agency.{agency.name}.open"] > 0 for agency in AGENCIES])
    pair = np.triu(np.outer(open_, open_), k=1)
    return np.asarray(today.offices.links[:, pair].mean(axis=1))
