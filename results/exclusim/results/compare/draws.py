"""One draw of every scenario, reduced to what the comparison needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.compare.lines import BOUGHT, split_views
from exclusim.results.compare.prevention import divided_months
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.sample import Account, Replicate

__all__ = ["EFFECT_MONTHS", "Draws", "Outcome", "outcomes", "starts"]

EFFECT_MONTHS = {"one_year": (12, 13), "long_term": (24, 61)}
"""Months after the end of a scenario in which its effect is read: one year after, and two to five years after."""

_A = len(REPORTED)


@dataclass(frozen=True)
class Outcome:
    """One scenario against its baseline in one draw. Money is SEK, by reported actor; a gain is positive.

    Args:
        net: present value of everything from month 0 to the end of the horizon, shape (A,).
        cost: present value of the intervention (and of agencies' help beyond the baseline's), shape (A,).
        yearly: present value of the net by year of the run, shape (years, A).
        nominal: undiscounted net by year, shape (years, A).
        spent: undiscounted cost of the intervention by year, shape (years, A).
        terms: present value of the net by term of office from the scenario's first month, shape (terms, A); what
            happens before it is zero, what remains after the last whole term is in the last one.
        year_one: present value of the first twelve months from the scenario's first month, shape (A,).
        cashable, capacity: present value of the gain before cost and displacement, shape (A,).
        monthly: present value by month, shape (months, A).
        avoided_years: person-years of exclusion avoided within the horizon.
        measured_years: those avoided in the five years from the start, first cohort.
        reached: people reached, first cohort.
        success: what it costs society when one more person is long-term excluded, present value.
        avoided_by: person-months of exclusion avoided within the horizon by channel, first cohort, shape (3,).
        effect: key of EFFECT_MONTHS → (change of the share excluded, of the share at work) per person reached.
    """

    net: NDArray[np.float64]
    cost: NDArray[np.float64]
    yearly: NDArray[np.float64]
    nominal: NDArray[np.float64]
    spent: NDArray[np.float64]
    terms: NDArray[np.float64]
    year_one: NDArray[np.float64]
    cashable: NDArray[np.float64]
    capacity: NDArray[np.float64]
    monthly: NDArray[np.float64]
    avoided_years: float
    measured_years: float
    reached: float
    success: float
    avoided_by: NDArray[np.float64]
    effect: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Draws:
    """All scenarios of one plan under one draw. ``baseline`` is the baseline's exclusion cost, shape (A,)."""

    draw: Draw
    baseline: NDArray[np.float64]
    outcomes: Mapping[str, Outcome]


def starts(plan: CasePlan, name: str) -> int:
    """First month of what a scenario itself does."""
    scenario = plan.case.scenarios[name]
    months = [intervention.starts for intervention in scenario.interventions]
    months += [scenario.starts] if scenario.changes_rules else []
    return min(months, default=0)


def _ends(plan: CasePlan, name: str) -> int:
    """First month after the last intervention of a scenario; where there is none, a year after its start."""
    own = plan.case.scenarios[name].interventions
    return max((i.ends for i in own), default=starts(plan, name) + 12)


def outcomes(plan: CasePlan, found: Replicate, bought: Collection[str] = BOUGHT) -> Draws:
    """Reduce one replicate; ``bought`` are the services that are money."""
    lines = cost_book(found.draw, plan.case.appraisal.price_year)
    views = split_views(lines, bought)
    base = found.accounts[BASELINE]
    weights = plan.valuation.weights(plan.valuation.end)
    return Draws(
        found.draw,
        weights @ base.exclusion,
        {name: _outcome(plan, found, name, views) for name in plan.case.scenarios},
    )


def _work(account: Account) -> NDArray[np.float64]:
    return account.intervention if account.help is None else account.intervention + account.help.cost


def _outcome(
    plan: CasePlan, found: Replicate, name: str, views: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> Outcome:
    before, after = found.accounts[plan.case.scenarios[name].baseline], found.accounts[name]
    valuation = plan.valuation
    weights = valuation.weights(valuation.end, 0)
    # Account by account, so that lives that stay the same leave an exact zero.
    saved = (before.exclusion - after.exclusion) + (before.ordinary - after.ordinary) - found.displaced[name]
    work = _work(after) - _work(before)
    within = (weights > 0)[:, None]
    nominal = (saved - work) * within
    monthly = nominal * weights[:, None]
    first = starts(plan, name)
    year_weights = weights.reshape(-1, 12).mean(axis=1)
    lines = year_weights @ (before.by_year - after.by_year)
    last = slice(first, min(first + 60, before.profile.size))
    return Outcome(
        net=monthly.sum(axis=0),
        cost=weights @ work,
        yearly=monthly.reshape(-1, 12, _A).sum(axis=1),
        nominal=nominal.reshape(-1, 12, _A).sum(axis=1),
        spent=(work * within).reshape(-1, 12, _A).sum(axis=1),
        terms=_terms(monthly, first, valuation.end, 12 * plan.case.appraisal.term_years),
        year_one=monthly[first : first + 12].sum(axis=0),
        cashable=lines @ views[0],
        capacity=lines @ views[1],
        monthly=monthly,
        avoided_years=before.excluded_years - after.excluded_years,
        measured_years=float((before.profile[last] - after.profile[last]).sum()) / 12,
        reached=found.reached[name],
        success=_success(plan, found),
        avoided_by=divided_months(before.passage, after.passage),
        effect=_effect(before, after, _ends(plan, name), found.reached[name]),
    )


def _terms(monthly: NDArray[np.float64], first: int, end: int, length: int) -> NDArray[np.float64]:
    """Sums over whole terms from ``first``; the remainder before ``end`` joins the last one."""
    count = max((end - first) // length, 1)
    bounds = [first + length * term for term in range(count)] + [end]
    return np.array([monthly[a:b].sum(axis=0) for a, b in pairwise(bounds)])


def _success(plan: CasePlan, found: Replicate) -> float:
    """Society's cost of one long-term excluded person: the mean cost of an excluded year × such a person's years.

    Both are discounted and taken from the baseline of the same draw. Zero where nobody is long-term excluded.
    """
    exposed, base = found.exposure, found.accounts[BASELINE]
    weights = plan.valuation.weights(plan.valuation.end)
    years = exposed.long_term * float(weights.sum()) / 12 - exposed.late - exposed.exits + exposed.relapse
    everybody = years + exposed.others
    if exposed.long_term <= 0 or everybody <= 0:
        return 0.0
    cost = float(weights @ base.exclusion[:, 0])
    return cost / everybody * years / exposed.long_term


def _effect(before: Account, after: Account, end: int, reached: float) -> dict[str, tuple[float, float]]:
    found = {}
    for key, (low, high) in EFFECT_MONTHS.items():
        window = slice(end + low, end + high)
        excluded = before.profile[window] - after.profile[window]
        working = after.working[window] - before.working[window]
        some = reached > 0 and excluded.size > 0
        found[key] = (
            float(excluded.mean()) / reached if some else np.nan,
            float(working.mean()) / reached if some and working.size else np.nan,
        )
    return found
