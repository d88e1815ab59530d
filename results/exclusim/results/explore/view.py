"""What the charts read of a model in progress."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.columns import Panel
from exclusim.model.money import REPORTED
from exclusim.model.population import COHORT_AGE
from exclusim.results.explore.model import ExploreModel
from exclusim.results.report.palette import Group, grouped
from exclusim.results.run.account import by_account, line_amounts
from exclusim.results.run.delivery import project_cost
from exclusim.results.run.plan import CasePlan

__all__ = ["View", "view"]

type _Floats = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """A model as of now: M months so far, L months in all, V views of ``REPORTED``.

    Args:
        month: months so far, M; last: months in all, L.
        first_age: of a cohort in its first month; None for others.
        groups: share of all people by drawn group of activities, each of M values.
        excluded, reference_excluded: share of those who are neither dead nor emigrated, shape (M,) and (L,).
        cost, reference_cost: SEK a month of the real group's exclusion account, undiscounted, shape (M, V) and (L, V).
        project: SEK a month of the scenario's interventions, shape (M, V).
        reached: people of the real group whom they reach.
        people: simulated people; size: people of the real group.
    """

    month: int
    last: int
    first_age: int | None
    groups: list[tuple[Group, list[float]]]
    excluded: _Floats
    reference_excluded: _Floats
    cost: _Floats
    reference_cost: _Floats
    project: _Floats
    reached: float
    people: int
    size: int


def view(model: ExploreModel) -> View:
    """Read the model. It may be stepped by another thread at the same time: only whole months are read."""
    plan, month = model.bench.plan(model.settings.persons), model.month
    panel = model.simulation.panel
    so_far = Panel(panel.status[:month], panel.burden[:month], panel.moves[:month])
    reference = model.bench.reference(model.settings)
    status = so_far.status / max(plan.persons, 1)
    names = [s.activity for s in plan.base.world.statuses]
    by_activity = {a: status[:, [i for i, n in enumerate(names) if n == a]].sum(axis=1).tolist() for a in set(names)}
    people = [round(n * plan.scale) for n in _reached(model, plan)]
    return View(
        month=month,
        last=plan.base.months,
        first_age=COHORT_AGE if plan.is_cohort else None,
        groups=grouped(by_activity) if month else [],
        excluded=_excluded(plan, so_far),
        reference_excluded=_excluded(plan, reference),
        cost=_cost(plan, model, so_far),
        reference_cost=_cost(plan, model, reference),
        project=_project(plan, model, people)[:month],
        reached=float(sum(people)),
        people=plan.persons,
        size=plan.case.size,
    )


def _reached(model: ExploreModel, plan: CasePlan) -> list[int]:
    return plan.treatments[model.settings.scenario].people(model.people.reached)


def _excluded(plan: CasePlan, panel: Panel) -> _Floats:
    statuses = plan.base.world.statuses
    here = panel.status[:, [not s.absorbing for s in statuses]].sum(axis=1)
    excluded = panel.status[:, [s.excluded for s in statuses]].sum(axis=1)
    return np.asarray(excluded / np.maximum(here, 1))


def _cost(plan: CasePlan, model: ExploreModel, panel: Panel) -> _Floats:
    """Exclusion account by month and view; before anything has happened there are no rows."""
    if not panel.status.shape[0]:
        return np.zeros((0, len(REPORTED)))
    amounts = line_amounts(plan, model.book, panel, plan.youth(model.scenario.draw))
    return by_account(model.book, amounts).exclusion


def _project(plan: CasePlan, model: ExploreModel, people: list[int]) -> _Floats:
    """Cost of the interventions by month and view, as the people reached so far make it."""
    total = np.zeros((plan.base.months, len(REPORTED)))
    pieces = plan.treatments[model.settings.scenario].pieces
    for piece, reached in zip(pieces, people, strict=True):
        draw, year = model.scenario.draw, plan.case.appraisal.price_year
        total += project_cost(piece, float(reached), draw, year, plan.base.months)
    return total
