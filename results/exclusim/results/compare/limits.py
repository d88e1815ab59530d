"""What sets of scenarios use of each budget, which budget binds, and what a larger one would be worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.results.compare.budgets import ALL, STAFF, Limit
from exclusim.results.compare.document import BudgetLimit
from exclusim.results.compare.options import CompareOptions
from exclusim.results.compare.sampling import Sampled
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate
from exclusim.results.run.threads import in_order
from exclusim.scenarios.interventions import Intervention, ProjectCost
from exclusim.scenarios.schema import Case

__all__ = ["Bound", "bounds", "check_years", "relaxed", "totals", "undeclared_staff"]

_DEPARTMENTS = {"kommun.skola": "kommun", "kommun.socialtjanst": "region", "kommun.arbetsmarknad": "rattsvasende"}
_ELSEWHERE = "ovriga"
_RELAXED = (0.01, 0.10)


@dataclass(frozen=True)
class Bound:
    """One limit that every set must keep, and what each scenario uses of it; ``year`` None: present value of all."""

    who: str
    year: int | None
    limit: float
    used: Mapping[str, float]


def bounds(plan: CasePlan, sampled: Sampled, options: CompareOptions, names: Sequence[str], few: int) -> list[Bound]:
    """Every limit on these scenarios; years in which none of them costs anything are left out.

    What a scenario uses is its mean over the draws, alone: people that two scenarios share are paid for twice.
    """
    limits = list(options.limits)
    if options.budget is not None:
        limits.append(Limit(ALL, options.budget, "whole"))
    years, first = -(-plan.valuation.end // 12), plan.case.population.start_year
    departments = _departments(plan, options, few) if any("." in limit.who for limit in limits) else {}
    found: list[Bound] = []
    for limit in limits:
        if limit.when == "whole":
            used = {name: float(_whole(sampled, departments, limit.who, name)) for name in names}
            found.append(Bound(limit.who, None, limit.amount, used))
            continue
        single = {one.when for one in limits if one.who == limit.who}
        chosen = range(first, first + years) if limit.when == "each" else (limit.when,)
        for year in chosen:
            if limit.when == "each" and year in single:
                continue
            used = {name: _in_year(plan, sampled, departments, limit.who, name, year - first) for name in names}
            if limit.when != "each" or any(abs(value) > 1e-9 for value in used.values()):
                found.append(Bound(limit.who, year, limit.amount, used))
    return found


def check_years(plan: CasePlan, limits: Sequence[Limit]) -> None:
    """Refuse limits on years that are not simulated.

    Raises:
        ExclusimError: a limit's year lies outside the horizon.
    """
    first, last = plan.case.population.start_year, plan.case.population.start_year + -(-plan.valuation.end // 12) - 1
    for limit in limits:
        if isinstance(limit.when, int) and not first <= limit.when <= last:
            raise ExclusimError(f"budget: {limit.when} lies outside the horizon", hint=f"it is {first}–{last}")


def _whole(
    sampled: Sampled, departments: Mapping[str, Mapping[str, NDArray[np.float64]]], who: str, name: str
) -> float:
    if who in departments:
        return float(departments[who][name][:, 1].sum())
    return float(sampled.scenarios[name].cost[:, _column(who)].mean())


def _in_year(
    plan: CasePlan,
    sampled: Sampled,
    departments: Mapping[str, Mapping[str, NDArray[np.float64]]],
    who: str,
    name: str,
    year: int,
) -> float:
    if who == STAFF:
        months = np.arange(12 * year, 12 * year + 12)
        own = plan.case.scenarios[name].interventions
        return float(sum(i.staff * ((months >= i.starts) & (months < i.ends)).mean() for i in own))
    if who in departments:
        return float(departments[who][name][year, 0])
    return float(sampled.scenarios[name].spent[:, year, _column(who)].mean())


def _column(who: str) -> int:
    return REPORTED.index("public" if who == ALL else who)


def undeclared_staff(case: Case, names: Sequence[str]) -> list[str]:
    """Scenarios that do not say what staff they need: a limit on staff does not see them."""
    return [name for name in names if not any(item.staff for item in case.scenarios[name].interventions)]


def _departments(plan: CasePlan, options: CompareOptions, few: int) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Cost by department, scenario and year: nominal and present value, shape (years, 2), means over ``few`` draws.

    Accounts know payers only. So the same draws are run again with each department's bills sent to a payer of its own.
    """
    case = plan.case
    scenarios = {
        name: scenario.model_copy(update={"interventions": tuple(map(_redirected, scenario.interventions))})
        for name, scenario in case.scenarios.items()
    }
    other = case_plan(case.model_copy(update={"scenarios": scenarios}), plan.preset, plan.persons)
    weights = plan.valuation.weights(plan.valuation.end, 0)

    def one(index: int) -> dict[str, NDArray[np.float64]]:
        accounts = replicate(other, index, options.seed).accounts
        return {name: accounts[name].intervention for name in scenarios}

    found = list(in_order(one, few, options.threads))
    by_department: dict[str, dict[str, NDArray[np.float64]]] = {}
    for department, payer in _DEPARTMENTS.items():
        column = REPORTED.index(payer)
        by_department[department] = {}
        for name in scenarios:
            monthly = np.mean([draw[name][:, column] for draw in found], axis=0) * (weights > 0)
            both = np.column_stack([monthly, monthly * weights])
            by_department[department][name] = both.reshape(-1, 12, 2).sum(axis=1)
    return by_department


def _redirected(item: Intervention) -> Intervention:
    def moved(payer: Mapping[str, float]) -> dict[str, float]:
        shares: dict[str, float] = {}
        for name, share in payer.items():
            to = _DEPARTMENTS.get(name, _ELSEWHERE)
            shares[to] = shares.get(to, 0.0) + share
        return shares

    def paid(part: ProjectCost) -> ProjectCost:
        return part.model_copy(update={"payer": moved(part.payer)})

    changes: dict[str, object] = {"cost": item.cost and paid(item.cost), "costs": tuple(map(paid, item.costs))}
    if item.rollout is not None:
        waves = tuple(w.model_copy(update={"costs": tuple(map(paid, w.costs))}) for w in item.rollout.waves)
        then = moved(item.rollout.then_paid_by)
        changes["rollout"] = item.rollout.model_copy(update={"waves": waves, "then_paid_by": then})
    return item.model_copy(update=changes)


def totals(found: Sequence[Bound], sets: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """What each set uses of each limit, shape (sets, limits)."""
    return np.array([[sum(bound.used[name] for name in names) for bound in found] for names in sets]).reshape(
        len(sets), len(found)
    )


def relaxed(
    found: Sequence[Bound],
    chosen: Sequence[str],
    best: Callable[[NDArray[np.float64]], float],
    opening: Callable[[int], tuple[float, float, list[str]] | None],
) -> list[BudgetLimit]:
    """What each limit costs: which binds, and what more of it is worth.

    Args:
        found: the limits.
        chosen: the best set within them.
        best: gain of the best set under other limits, shape (limits,).
        opening: by limit, the smallest one that lets a better set in, what that set gains more, and the set.
    """
    limits = np.array([bound.limit for bound in found])
    gain = best(limits)
    rows = []
    for index, bound in enumerate(found):
        worth = []
        for share in _RELAXED:
            more = limits.copy()
            more[index] += share * bound.limit
            worth.append((best(more) - gain) / (share * bound.limit) if bound.limit > 0 else None)
        without = limits.copy()
        without[index] = np.inf
        opens = opening(index)
        rows.append(
            BudgetLimit(
                who=bound.who,
                year=bound.year,
                unit="FTE" if bound.who == STAFF else "SEK",
                limit=bound.limit,
                used=sum(bound.used[name] for name in chosen),
                binding=best(without) > gain + 1.0,
                worth_of_1_percent=worth[0],
                worth_of_10_percent=worth[1],
                opens_at=None if opens is None else opens[0],
                opens_gain=None if opens is None else opens[1],
                opens=[] if opens is None else opens[2],
            )
        )
    return rows
