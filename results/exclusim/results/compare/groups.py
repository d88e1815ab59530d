"""Who is reached and who benefits: the same lives, counted by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.model.compiling import with_modifiers
from exclusim.model.engine import Run, simulate
from exclusim.model.ledger import CostBook
from exclusim.model.parameters import Draw
from exclusim.model.vocabulary import TRAITS, cell_levels
from exclusim.results.compare.document import GroupRow
from exclusim.results.interval import Interval
from exclusim.results.run.account import society_by_person
from exclusim.results.run.agencies import start_agencies
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.threads import in_order

__all__ = ["GROUP_LABELS", "group_rows"]

GROUP_LABELS = {
    ("sex", "woman"): "Kvinnor",
    ("sex", "man"): "Män",
    ("origin", "native"): "Födda i Sverige",
    ("origin", "foreign_born"): "Födda utomlands",
    ("origin", "newcomer"): "Nyanlända",
    ("parental_education", "compulsory"): "Föräldrar med grundskola",
    ("parental_education", "upper_secondary"): "Föräldrar med gymnasieutbildning",
    ("parental_education", "post_secondary"): "Föräldrar med eftergymnasial utbildning",
}
"""Trait and level → Swedish name, in order."""


@dataclass(frozen=True)
class _People:
    """One run by person: covariate cell, reached or not, excluded months and society's cost within the horizon."""

    cell: NDArray[np.intp]
    reached: NDArray[np.bool_]
    excluded: NDArray[np.float64]
    cost: NDArray[np.float64]


def group_rows(
    plan: CasePlan, seed: int, draws: int, threads: int, progress: Callable[[float], None]
) -> dict[str, list[GroupRow]]:
    """Rows by scenario, from the first cohort in the first ``draws`` draws of the comparison."""
    members = _members()
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in plan.case.scenarios}

    def one(index: int) -> dict[str, NDArray[np.float64]]:
        return _draw(plan, plan.draw(index, seed), replicate_seed(seed, index), members)

    for done, tables in enumerate(in_order(one, draws, threads), start=1):
        for name, table in tables.items():
            found[name].append(table)
        progress(done / draws)
    return {name: _rows(np.array(tables)) for name, tables in found.items()}


def _members() -> NDArray[np.bool_]:
    """Which cells belong to which group, shape (groups, cells)."""
    names = [trait.name for trait in TRAITS]
    return np.array([[cell[names.index(t)] == level for cell in cell_levels()] for t, level in GROUP_LABELS])


def _draw(plan: CasePlan, draw: Draw, life: int, members: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """By scenario: people, reached, avoided months and saved SEK of each group, shape (groups, 4)."""
    book = CostBook(cost_book(draw, plan.case.appraisal.price_year), plan.base.world.statuses)
    tables = plan.base.compile(draw)
    plan = plan.under(draw)
    agencies = start_agencies(plan, draw, life, [tables] * plan.cohorts)
    people: dict[str, _People] = {}
    for name, treatment in plan.treatments.items():
        modifiers = treatment.modifiers(draw, plan.base.months)
        group = replace(plan.base, modifiers=modifiers, reaches=treatment.reaches)
        if agencies is not None:
            run = agencies.run(name, 0, group)
        else:
            adjusted = with_modifiers(tables, group.world, draw, group.labour_market, modifiers, group.months)
            run = simulate(group, draw, life, histories=True, tables=adjusted)
        people[name] = _measured(plan, name, run, book, draw)
    found = {}
    for name, scenario in plan.case.scenarios.items():
        before, after = people[scenario.baseline], people[name]
        own = members[:, after.cell].astype(np.float64)
        columns = np.column_stack(
            [
                np.ones(after.cell.size),
                after.reached,
                before.excluded - after.excluded,
                before.cost - after.cost,
            ]
        )
        found[name] = own @ columns
    return found


def _measured(plan: CasePlan, name: str, run: Run, book: CostBook, draw: Draw) -> _People:
    spells = run.spells
    assert spells is not None  # asked for above
    window = plan.valuation.start, min(plan.valuation.end, plan.base.months)
    status = np.array([s.excluded for s in plan.base.world.statuses])
    until, month = np.clip(spells.until(), *window), np.clip(spells.month.astype(np.int64), *window)
    excluded = np.bincount(
        spells.person(), weights=(until - month) * status[spells.status], minlength=run.people.cell.size
    )
    weights = plan.valuation.weights(plan.valuation.end, 0)[: plan.base.months]
    cost = society_by_person(book, spells, plan.youth(draw), (None, weights))[:, 0]
    mask = 0 if name == BASELINE else plan.own_mask(name)
    return _People(run.people.cell.astype(np.intp), (run.people.reached & mask) > 0, excluded, cost)


def _rows(tables: NDArray[np.float64]) -> list[GroupRow]:
    """Rows from an array of shape (draws, groups, 4); groups without people are left out."""
    rows = []
    for index, ((trait, level), text) in enumerate(GROUP_LABELS.items()):
        people, reached, months, saved = tables[:, index].T
        if people.sum() == 0:
            continue
        same = [i for i, (other, _) in enumerate(GROUP_LABELS) if other == trait]
        everybody, hit, avoided, _ = tables[:, same].sum(axis=(0, 1))
        some = people > 0
        rows.append(
            GroupRow(
                trait=trait,
                level=level,
                label=text,
                share_of_cohort=float(people.sum() / everybody),
                share_of_reached=float(reached.sum() / hit) if hit else 0.0,
                share_reached=float(reached.sum() / people.sum()),
                share_of_benefit=float(months.sum() / avoided) if avoided > 0 else None,
                avoided_months_per_person=Interval.of(months[some] / people[some]),
                society_per_person=Interval.of(saved[some] / people[some]),
            )
        )
    return rows
