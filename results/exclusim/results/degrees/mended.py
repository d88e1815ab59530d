"""The third degree: the system faults that an idea's own clients meet most are gone for everybody.

A project is an indicator of system faults: what its clients meet says what is wrong with the system around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.calibration.prices import price_index
from exclusim.model.engine import Run
from exclusim.model.institutions.costs import PRICE_YEAR
from exclusim.model.institutions.faults import FAULTS, measure_faults
from exclusim.model.institutions.system import SystemRun, changed_draw
from exclusim.model.ledger import CostBook
from exclusim.model.parameters import Draw
from exclusim.results.degrees.document import MetFault
from exclusim.results.degrees.widen import WIDE, Idea
from exclusim.results.run.account import by_account, line_amounts
from exclusim.results.run.help import help_beyond_today
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.today import Today, today_of

__all__ = ["MOST", "Cohort", "met_by_clients", "reform"]

MOST = 3
"""Faults that one idea is taken to point at, unless the user names them."""
_ENOUGH = 2_000  # simulated people below which queues are mostly rounding


@dataclass(frozen=True)
class Cohort:
    """One cohort of the real group in a system with agencies, by month.

    Args:
        exclusion, ordinary, intervention: cost, undiscounted SEK, shape (months, reported actors); what counts as
            intervention is help beyond today's.
        profile: excluded people, shape (months,).
    """

    exclusion: NDArray[np.float64]
    ordinary: NDArray[np.float64]
    intervention: NDArray[np.float64]
    profile: NDArray[np.float64]


def met_by_clients(idea: Idea, seed: int, names: Sequence[str] = ()) -> list[MetFault]:
    """Every fault with its months per client in today's system, the worst first, and whether it is to be mended.

    Clients are everybody whom the idea is for, at central values, from the first month to the end of the horizon. An
    idea that only changes rules is for the whole group.

    Args:
        idea: whose clients.
        seed: of the run.
        names: faults to mend; empty: the :data:`MOST` that clients meet most.
    """
    plan = idea.plan
    base = replace(plan.base, reaches=plan.treatments[WIDE].reaches)
    people = max(plan.persons, 2 * _ENOUGH)
    today = today_of(base, plan.central(), seed, replicate_seed(seed, 0), persons=people).run(histories=True)
    assert today.cases is not None  # asked for
    client = _clients(idea, today.run)
    months = {
        name: float(found.months[client].mean()) if client.any() else 0.0
        for name, found in measure_faults(today.cases, 0, plan.valuation.end).items()
    }
    ordered = sorted(FAULTS, key=lambda fault: -months[fault.name])
    chosen = names or [fault.name for fault in ordered[:MOST] if months[fault.name] > 0]
    return [
        MetFault(
            name=fault.name,
            label=fault.label,
            definition=fault.definition,
            months_per_client=months[fault.name],
            mended=fault.name in chosen,
        )
        for fault in ordered
    ]


def _clients(idea: Idea, run: Run) -> NDArray[np.bool_]:
    """Whom the idea's own interventions are for; those of its baseline stand first and do not count."""
    if not idea.own:
        return np.ones(run.people.person.size, np.bool_)
    mask = idea.plan.own_mask(WIDE)
    return np.asarray(run.people.reached & mask > 0)


def reform(plan: CasePlan, draw: Draw, life: int, seed: int, mended: Sequence[str]) -> tuple[Cohort, Cohort]:
    """A cohort without any project in today's system, and with the rules behind some faults removed.

    Both are run with agencies, so that the system is compared with itself.

    Raises:
        ExclusimError: there is no such fault.
    """
    today = today_of(plan.base, draw, seed, life, persons=max(plan.persons, _ENOUGH))
    before, after = today.run(), today.run(mended)
    return _cohort(plan, today, before, before, ()), _cohort(plan, today, before, after, mended)


def _cohort(plan: CasePlan, today: Today, before: SystemRun, system: SystemRun, mended: Sequence[str]) -> Cohort:
    year, statuses = plan.case.appraisal.price_year, plan.base.world.statuses
    simulated = replace(plan, base=today.plan, persons=today.plan.persons)
    book = CostBook(cost_book(today.draw, year), statuses)
    money = line_amounts(simulated, book, system.run.panel, plan.youth(today.draw))
    costs, rules = by_account(book, money), changed_draw(today.draw, mended).values
    extra = help_beyond_today(statuses, today.draw.values, before, rules, system)
    excluded = np.array([status.excluded for status in statuses])
    return Cohort(
        exclusion=costs.exclusion,
        ordinary=costs.ordinary,
        intervention=extra * price_index().factor(PRICE_YEAR, year) * simulated.scale,
        profile=system.run.panel.status[:, excluded].sum(axis=1).astype(np.float64) * simulated.scale,
    )
