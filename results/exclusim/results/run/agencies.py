"""Runs of a case in which agencies act: today's system tied to the calibrated model, and scenarios with other rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.prices import price_index
from exclusim.model.columns import LOOK_AGAIN
from exclusim.model.compiled import Tables
from exclusim.model.compiling import with_modifiers
from exclusim.model.engine import Run, RunPlan, Simulation
from exclusim.model.institutions.columns import Offices
from exclusim.model.institutions.costs import PRICE_YEAR
from exclusim.model.institutions.system import (
    Anchor,
    Casework,
    SystemRun,
    advance_system,
    anchor,
    finished,
    start_system,
)
from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.model.population import Reach
from exclusim.results.run.help import help_beyond_today
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.rules import RulePlan

__all__ = ["Agencies", "Help", "start_agencies"]


@dataclass(frozen=True)
class Help:
    """What agencies did in one scenario of one replicate, for the real group. A agencies.

    Args:
        cost: of help beyond today's by month and reported actor, undiscounted SEK of the case's price year, shape
            (months, V); negative where less help is given.
        helped, waiting: people helped by, and in the queue of, each agency in a mean month, shape (A,).
        strength: of the answers that visible failure wears down, at the end of the run; 1 as today.
    """

    cost: NDArray[np.float64]
    helped: NDArray[np.float64]
    waiting: NDArray[np.float64]
    strength: float


@dataclass(frozen=True)
class Agencies:
    """The agencies of one replicate; each cohort has its own, tied to the model by its own people.

    Args:
        plan: of the case.
        rules: that its scenarios change.
        today: the draw with today's rules.
        seed: of the lives.
        ties: by cohort.
        tables: compiled for today's rules, by cohort.
        kept: what each scenario's runs counted, by scenario and cohort.
    """

    plan: CasePlan
    rules: RulePlan
    today: Draw
    seed: int
    ties: Sequence[Anchor]
    tables: Sequence[Tables]
    kept: dict[str, list[SystemRun]]

    def run(self, scenario: str, cohort: int, group: RunPlan) -> Run:
        """One cohort under one scenario's rules, with the interventions in ``group``."""
        shift, bit = 12 * cohort, 1 + max((reach.bit for reach in group.reaches), default=-1)
        dip = self.rules.dip(scenario, self.today, group.months + shift, bit)
        modifiers = (*group.modifiers, *(replace(m, log_ratio=m.log_ratio[shift:]) for m in dip))
        group = replace(group, modifiers=modifiers, reaches=(*group.reaches, *(Reach(m.bit, 1.0) for m in dip)))
        months, draws = zip(*self.rules.phases(scenario, self.today, shift), strict=True)
        begin, *later = [self._start(group, cohort, draw) for draw in draws]
        for month, rules in zip(months[1:], later, strict=True):
            advance_system(*begin, month)
            _change_rules(*begin, *rules)
        advance_system(*begin, group.months)
        found = finished(*begin)
        self.kept.setdefault(scenario, []).append(found)
        return found.run

    def _start(self, group: RunPlan, cohort: int, draw: Draw) -> tuple[Simulation, Casework]:
        """People and agencies before the first month. Only another time limit of a support needs compiling again."""
        same = all(draw[name] == self.today[name] for name in draw.values if name.startswith("limit."))
        tables = self.tables[cohort] if same else self.plan.group(cohort).compile(draw)
        tables = with_modifiers(tables, group.world, draw, group.labour_market, group.modifiers, group.months)
        return start_system(group, draw, self.seed, anchor=self.ties[cohort], histories=True, tables=tables)

    def help(self, scenario: str) -> Help:
        """What was done for everybody, once all cohorts of the baseline and the scenario have run."""
        plan, kept = self.plan, self.kept[scenario]
        cost = np.zeros((plan.months, len(REPORTED)))
        for cohort, (today, found) in enumerate(zip(self.kept[BASELINE], kept, strict=True)):
            month, last = 12 * cohort, plan.base.months
            phases = self.rules.phases(scenario, self.today, month)
            for (begin, draw), (end, _) in pairwise([*phases, (last, self.today)]):
                beyond = help_beyond_today(plan.base.world.statuses, self.today.values, today, draw.values, found)
                cost[month + begin : month + end] += beyond[begin:end]
        factor = price_index().factor(PRICE_YEAR, plan.case.appraisal.price_year)
        return Help(
            cost * factor * plan.scale,
            self._mean_month([found.offices.helped for found in kept]),
            self._mean_month([found.offices.waiting for found in kept]),
            float(np.mean([found.offices.bite[0] for found in kept])),
        )

    def _mean_month(self, counts: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
        """People of the real group in a mean month of the run, by agency."""
        return np.asarray(np.concatenate(counts).sum(axis=0) * self.plan.scale / self.plan.months)


def start_agencies(plan: CasePlan, draw: Draw, seed: int, tables: Sequence[Tables]) -> Agencies | None:
    """The agencies of one replicate before any scenario has run; None where no scenario changes a rule."""
    if plan.rules is None:
        return None
    ties = [anchor(plan.group(cohort), draw, seed, tables=tables[cohort]) for cohort in range(plan.cohorts)]
    return Agencies(plan, plan.rules, draw, seed, ties, tables, {})


def _change_rules(simulation: Simulation, work: Casework, other: Simulation, rules: Casework) -> None:
    """From this month on a run in progress follows the rules of another that has not begun.

    Collaboration and the wear of rules go on from where they are.
    """
    month = simulation.month
    simulation.rates, work.rules = other.rates, rules.rules
    _take_over(work.offices, rules.offices, month)
    people = simulation.people  # bounds on their hazards were found with the old rates
    np.minimum(people.due, np.maximum(people.enter, month), out=people.due)
    people.bound[:] = LOOK_AGAIN
    people.stirred[:] = 1


def _take_over(offices: Offices, limits: Offices, month: int) -> None:
    """Capacity from this month on, and budgets from this calendar year on."""
    offices.capacity[month:] = limits.capacity[month:]
    offices.budget[month // 12 :] = limits.budget[month // 12 :]
