"""The third degree: the system faults that an idea's own clients meet most are gone for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.calibration.prices import price_index
from exclusim.model.institutions.costs import PRICE_YEAR
from exclusim.model.institutions.faults import FAULTS, measure_faults, removing
from exclusim.model.institutions.system import SystemRun
from exclusim.model.ledger import CostBook, actor_view
from exclusim.model.money import Scope
from exclusim.model.parameters import Draw
from exclusim.results.degrees.widen import Idea
from exclusim.results.run.account import line_amounts
from exclusim.results.run.help import help_beyond_today
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.today import Today, today_of

__all__ = ["MetFault", "MonthlyCosts", "met_by_clients", "reform"]

_ENOUGH = 2_000  # simulated people below which queues are mostly rounding
_MOST = 3  # faults that one idea is taken to point at


@dataclass(frozen=True)
class MetFault:
    """A fault that the idea's clients meet: the project as an indicator of what is wrong with the system."""

    name: str
    label: str
    months_per_client: float


@dataclass(frozen=True)
class MonthlyCosts:
    """What one cohort costs by month, undiscounted SEK, each of shape (months, reported actors)."""

    exclusion: NDArray[np.float64]
    ordinary: NDArray[np.float64]
    intervention: NDArray[np.float64]


def met_by_clients(idea: Idea, seed: int, names: Sequence[str] = ()) -> list[MetFault]:
    """The faults that the people whom the idea reaches meet most in today's system, the worst first.

    Args:
        idea: whose clients.
        seed: of the run.
        names: choose these instead.

    Raises:
        ExclusimError: there is no such fault.
    """
    removing(names)
    plan = idea.plan
    base = replace(plan.base, reaches=plan.treatments[idea.scenario].reaches)
    people = max(plan.persons, 2 * _ENOUGH)
    today = today_of(base, plan.central(), seed, replicate_seed(seed, 0), persons=people).run(histories=True)
    assert today.cases is not None  # asked for
    client = today.run.people.reached > 0
    labels = {fault.name: fault.label for fault in FAULTS}
    found = [
        MetFault(name, labels[name], float(measure.months[client].mean()) if client.any() else 0.0)
        for name, measure in measure_faults(today.cases).items()
    ]
    found.sort(key=lambda fault: -fault.months_per_client)
    if names:
        return [fault for fault in found if fault.name in names]
    return [fault for fault in found[:_MOST] if fault.months_per_client > 0]


def reform(plan: CasePlan, draw: Draw, life: int, seed: int, mended: Sequence[str]) -> tuple[MonthlyCosts, MonthlyCosts]:
    """A cohort's cost in today's system, and with the rules behind some faults removed."""
    today = today_of(plan.base, draw, seed, life, persons=max(plan.persons, _ENOUGH))
    before, after = today.run(), today.run(mended)
    return _costs(plan, today, before, before, ()), _costs(plan, today, before, after, mended)


def _costs(
    plan: CasePlan, today: Today, before: SystemRun, system: SystemRun, mended: Sequence[str]
) -> MonthlyCosts:
    year = plan.case.appraisal.price_year
    wide = replace(plan, base=today.plan, persons=today.plan.persons)
    book = CostBook(cost_book(today.draw, year), plan.base.world.statuses)
    money = line_amounts(wide, book, system.run.panel, plan.youth(today.draw))
    view = actor_view(book.lines)
    counted = np.array([line.scope is Scope.EXCLUSION for line in book.lines])
    rules = {**today.draw.values, **removing(mended)}
    extra = help_beyond_today(plan.base.world.statuses, today.draw.values, before, rules, system)
    factor = price_index().factor(PRICE_YEAR, year) * wide.scale
    return MonthlyCosts(money[:, counted] @ view[counted], money[:, ~counted] @ view[~counted], extra * factor)
