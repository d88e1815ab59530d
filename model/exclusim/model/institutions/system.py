"""One run with agencies: the same kernel and the same people, with a month of casework before each month of life.

The calibrated model is fitted to statistics of a country that already has its faults. When agencies act explicitly, the
same averages must come out *with* them, so :func:`anchor` first finds how much the rules of today lower or raise each
group of hazards in each status, and raises the rates by as much. Today's system then has the calibrated flows, and a
rule that is removed shows what it took away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.compiled import Tables
from exclusim.model.engine import Run, RunPlan, Simulation, with_room
from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.casework import run_months
from exclusim.model.institutions.columns import CaseLog, Desk, Offices, new_cases, new_desk, new_log, new_offices
from exclusim.model.institutions.declared import EVERYTHING
from exclusim.model.institutions.faults import removing
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.institutions.rules import Rules, compile_rules, situation_table
from exclusim.model.institutions.steps import CASEWORK_PURPOSES
from exclusim.model.parameters import Draw
from exclusim.model.randomness import month_keys

__all__ = ["Anchor", "Casework", "SystemRun", "anchor", "changed_draw", "simulate_system", "start_system"]

_PASSES = 3  # of the fixed-point iteration; the third moves rates by less than Monte-Carlo error


@dataclass(frozen=True)
class Anchor:
    """What ties the agencies to the calibrated model, for one draw.

    Args:
        ratio: what rates are multiplied by, shape (statuses, groups).
        helped: people whom each agency would help without limits of capacity and money, shape (months, agencies).
        composite: new composite cases a year without such limits, shape (years, agencies).
    """

    ratio: NDArray[np.float64]
    helped: NDArray[np.float64]
    composite: NDArray[np.float64]


@dataclass
class Casework:
    """The agencies' side of a run in progress."""

    rules: Rules
    offices: Offices
    cases: NDArray[np.void]
    keys: NDArray[np.uint32]
    log: CaseLog
    desk: Desk


@dataclass(frozen=True)
class SystemRun:
    """Result of a run with agencies.

    ``offices`` holds what was counted about them; ``cases`` the histories where they were asked for.
    """

    run: Run
    offices: Offices
    cases: CaseHistories | None = None


def changed_draw(draw: Draw, removed: Iterable[str] = (), rules: Mapping[str, float] | None = None) -> Draw:
    """A draw with the rules behind some faults removed, and others changed.

    Raises:
        ExclusimError: no such fault.
        KeyError: no such parameter.
    """
    changes = removing(removed) | dict(rules or {})
    for name in changes:
        draw[name]
    return Draw(draw.index, {**draw.values, **changes})


def start_system(
    plan: RunPlan,
    draw: Draw,
    seed: int,
    *,
    anchor: Anchor | None,
    histories: bool = False,
    tables: Tables | None = None,
) -> tuple[Simulation, Casework]:
    """People and agencies before the first month. ``draw`` holds the rules in force; see :func:`changed_draw`.

    Without an anchor, rates are as they stand and nothing limits capacity or money.
    """
    world, months = plan.world, plan.months
    rules = compile_rules(world, draw.values)
    compiled = _anchored(plan.tables(draw, tables), anchor)
    compiled = compiled._replace(situation=situation_table(world, draw.values))
    simulation = Simulation.start(plan, draw, seed, histories=histories, tables=compiled)
    years = -(-months // 12)
    if anchor is None:
        capacity = np.full((months, len(AGENCIES)), EVERYTHING)
        budget = np.full((years, len(AGENCIES)), EVERYTHING)
    else:
        capacity = _limited(anchor.helped, "capacity", draw)
        budget = _limited(anchor.composite, "budget", draw)
    keys = np.stack([month_keys(seed, purpose, months) for purpose in CASEWORK_PURPOSES])
    persons = plan.persons
    work = Casework(
        rules,
        new_offices(rules, months, len(world.statuses), capacity, budget),
        new_cases(persons),
        keys,
        new_log(persons * 12 + 1024 if histories else 0),
        new_desk(persons, histories=histories),
    )
    return simulation, work


def advance_system(simulation: Simulation, work: Casework, until: int) -> None:
    """Run to the beginning of month ``until``."""
    while simulation.month < until:
        pause = simulation.let_in(until)
        simulation.month = run_months(
            simulation.rates, simulation.people, simulation.keys, simulation.panel, simulation.counts,
            simulation.log, simulation.hits, simulation.books, work.rules, work.offices, work.cases, work.keys,
            work.log, work.desk, simulation.month, pause,
        )  # fmt: skip
        if simulation.month < until:
            simulation.log = with_room(simulation.log, simulation.plan.persons)
            work.log = with_room(work.log, simulation.plan.persons)


def simulate_system(
    plan: RunPlan,
    draw: Draw,
    seed: int,
    *,
    anchor: Anchor | None,
    histories: bool = False,
    tables: Tables | None = None,
) -> SystemRun:
    """Run ``plan`` to its end with agencies; a pure function of its arguments.

    Args:
        draw: values of all parameters, the rules' among them (:func:`~exclusim.model.institutions.declared
            .case_parameters`), with rules changed or removed as the scenario wants.
        anchor: of the unchanged draw; None for rates as they stand and no limits.
        tables: compiled for the same draw, to be shared between runs that change only ``agency.``, ``case.`` and other
            rules of casework.
    """
    simulation, work = start_system(plan, draw, seed, anchor=anchor, histories=histories, tables=tables)
    advance_system(simulation, work, plan.months)
    return finished(simulation, work)


def finished(simulation: Simulation, work: Casework) -> SystemRun:
    """The result of a run so far."""
    persons = simulation.people.person.size
    cases = CaseHistories.of(work.log, persons, simulation.plan.months) if work.log.row.size else None
    return SystemRun(simulation.result(), work.offices, cases)


def anchor(plan: RunPlan, draw: Draw, seed: int, *, tables: Tables | None = None) -> Anchor:
    """Tie the agencies of one draw to the calibrated model, by a few short runs of today's system."""
    compiled = plan.tables(draw, tables)
    table = situation_table(plan.world, draw.values)
    unlimited = changed_draw(draw, ["waiting", "short_termism"])
    ratio = np.ones((len(plan.world.statuses), table.shape[1]))
    found = _demand(simulate_system(plan, unlimited, seed, anchor=None, tables=compiled).offices, ratio)
    for _ in range(_PASSES):
        today = simulate_system(plan, draw, seed, anchor=found, tables=compiled)
        found = Anchor(_needed_ratio(today, table), found.helped, found.composite)
    return found


def _needed_ratio(today: SystemRun, table: NDArray[np.float64]) -> NDArray[np.float64]:
    """By status and group of hazards: one over the mean of what situations do to it, in all months lived there."""
    months = np.maximum(today.run.panel.status[:-1].sum(axis=0), 1)[:, None]
    return np.asarray(1.0 / (1.0 + today.offices.situations @ (table - 1.0) / months))


def _demand(offices: Offices, ratio: NDArray[np.float64]) -> Anchor:
    """Demand smoothed over a year: an agency's staff follows need, with the lag of a budget."""
    months = offices.helped.shape[0]
    year = np.arange(months) // 12
    helped = np.zeros((year[-1] + 1, offices.helped.shape[1]))
    np.add.at(helped, year, offices.helped / np.bincount(year)[year][:, None])
    composite = np.zeros_like(helped)
    np.add.at(composite, year, offices.composite.astype(np.float64))
    return Anchor(ratio, helped[year], composite)


def _limited(demand: NDArray[np.float64], rule: str, draw: Draw) -> NDArray[np.float64]:
    """Room for a share of the demand; at least one case where there is any."""
    share = np.array([draw[f"agency.{agency.name}.{rule}"] for agency in AGENCIES])
    return np.where(share >= EVERYTHING, EVERYTHING, np.maximum(demand * share, 1.0))


def _anchored(tables: Tables, anchor: Anchor | None) -> Tables:
    if anchor is None:
        return tables
    events, outcomes = tables.events.copy(), tables.outcomes.copy()
    for status in range(anchor.ratio.shape[0]):
        rows = slice(int(tables.event_ptr[status]), int(tables.event_ptr[status + 1]))
        events["base"][rows] *= anchor.ratio[status, events["group"][rows]]
        for occasion in tables.occasions[int(tables.occasion_ptr[status]) : int(tables.occasion_ptr[status + 1])]:
            chosen = slice(int(occasion["first"]), int(occasion["last"]))
            outcomes["weight"][chosen] *= anchor.ratio[status, outcomes["group"][chosen]]
    return tables._replace(events=events, outcomes=outcomes)
