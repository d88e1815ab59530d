"""The best set of scenarios under a budget.

Up to twelve scenarios: every pair is simulated with both at once, on the draws and lives of each alone. What a pair
gains beyond the sum of the two is its *overlap* (shared people, saturated effects); one within twice its standard error
counts as none. A set's gain is the sum of its scenarios' gains and of its pairs' overlaps; every set is enumerated, and
the best ones with three or more scenarios are then simulated jointly and counted as simulated.

More than twelve: a 0–1 programme (HiGHS) on the single gains; the pairs of the chosen set are simulated, and scenarios
that take more from the others than they add are left out one by one. This is a heuristic: it never exceeds the budget,
and it may miss a set whose members help each other.

The worst tenth of draws (CVaR) is the risk of a set. Scenarios change no rules here, see :func:`combinable`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from exclusim.model.money import REPORTED
from exclusim.results.compare.combine import combinable, combined_plan, key_of, tied
from exclusim.results.compare.document import Portfolio, PortfolioSet
from exclusim.results.compare.draws import outcomes
from exclusim.results.compare.options import CompareOptions
from exclusim.results.compare.sampling import Sampled
from exclusim.results.interval import Interval
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.threads import in_order

__all__ = ["EXACT", "best_set", "cvar", "knapsack"]

EXACT = 12
"""Most scenarios whose sets are all enumerated."""

_RUNS = 800  # joint runs at most, over pairs and draws: about a minute on two cores
_FEWEST = 10
_CONFIRMED = 3
_TAIL = 0.1
_SHOWN = 40
_NOISE = 2.0

type Set = tuple[str, ...]


def cvar(gain: NDArray[np.float64], tail: float = _TAIL) -> float:
    """Mean of the worst ``tail`` of a sample.

    >>> cvar(np.arange(20.0))
    0.5
    """
    return float(np.sort(gain)[: max(round(tail * gain.size), 1)].mean())


def knapsack(gain: Sequence[float], cost: Sequence[float], budget: float) -> list[int]:
    """Items with the largest total gain within the budget.

    >>> knapsack([6.0, 5.0, 5.0, -1.0], [6.0, 4.0, 4.0, 0.0], 8.0)
    [1, 2]
    """
    if not any(value > 0 for value in gain):
        return []
    found = milp(
        -np.asarray(gain),
        constraints=LinearConstraint(np.asarray(cost)[None, :], ub=budget),
        integrality=np.ones(len(gain)),
        bounds=Bounds(0, 1),
    )
    assert found.success  # the empty set always fits
    return [i for i, taken in enumerate(found.x) if taken > 0.5 and gain[i] > 0]


class _Sets:
    """Gain and cost of sets, from singles and whatever has been simulated jointly."""

    def __init__(self, plan: CasePlan, sampled: Sampled, options: CompareOptions, names: Sequence[str]) -> None:
        self.plan, self.sampled, self.options = plan, sampled, options
        column = REPORTED.index(options.actor)
        self.single = {name: sampled.scenarios[name].net[:, column] for name in names}
        self.mean = {name: float(gain.mean()) for name, gain in self.single.items()}
        self.cost = {name: float(sampled.scenarios[name].cost[:, 1].mean()) for name in names}
        self.overlap: dict[Set, float] = {}
        self.draws = 0

    def simulate(self, sets: Iterable[Set], draws: int, progress: Callable[[float], None]) -> None:
        """Run sets jointly and remember their overlap; those the model cannot join stay unknown."""
        joint, fitting = combined_plan(self.plan, [names for names in sets if names not in self.overlap])
        if joint is None:
            return
        column, seed = REPORTED.index(self.options.actor), self.options.seed
        self.draws = max(self.draws, draws)

        def one(index: int) -> list[float]:
            draw = tied(self.plan, joint, fitting, joint.draw(index, seed), self.sampled.draws[index])
            found = outcomes(joint, with_draw(joint, draw, replicate_seed(seed, index)))
            return [float(found.outcomes[key_of(names)].net[column]) for names in fitting]

        rows = []
        for done, row in enumerate(in_order(one, draws, self.options.threads), start=1):
            rows.append(row)
            progress(done / draws)
        for gain, names in zip(np.array(rows).T, fitting, strict=True):
            beyond = gain - sum(self.single[name][:draws] for name in names)
            error = float(beyond.std(ddof=1)) / np.sqrt(draws)
            mean = float(beyond.mean())
            self.overlap[names] = mean if abs(mean) > _NOISE * error else 0.0

    def overlap_of(self, names: Set) -> float:
        if names in self.overlap:
            return self.overlap[names]
        return sum(self.overlap.get(pair, 0.0) for pair in combinations(names, 2))

    def by_draw(self, names: Set) -> NDArray[np.float64]:
        total = np.full(self.sampled.count, self.overlap_of(names))
        for name in names:
            total = total + self.single[name]
        return total

    def gain(self, names: Set) -> float:
        return sum(self.mean[name] for name in names) + self.overlap_of(names)

    def price(self, names: Set) -> float:
        return sum(self.cost[name] for name in names)


def best_set(
    plan: CasePlan, sampled: Sampled, options: CompareOptions, progress: Callable[[float], None]
) -> Portfolio | None:
    """The best affordable set of the scenarios that can be joined; None where there are fewer than two."""
    names = combinable(plan.case)
    if len(names) < 2:
        return None
    sets = _Sets(plan, sampled, options, names)
    budget = np.inf if options.budget is None else options.budget
    few = min(options.side_draws, sampled.count)
    if len(names) > EXACT:
        chosen = _of_many(sets, names, budget, few, progress)
        shown = [chosen] + [(name,) for name in names if sets.price((name,)) <= budget and (name,) != chosen]
        method = "heltalsprogram på enskilda vinster, sedan gallring med parvis samspel"
    else:
        pairs = list(combinations(names, 2))
        draws = _joint_draws(len(pairs), few)
        sets.simulate(pairs, draws, lambda share: progress(0.8 * share))
        every = [s for size in range(len(names) + 1) for s in combinations(names, size) if sets.price(s) <= budget]
        ranked = sorted(every, key=lambda s: -sets.gain(s))
        sets.simulate([s for s in ranked if len(s) > 2][:_CONFIRMED], draws, lambda share: progress(0.8 + 0.2 * share))
        shown = sorted(every, key=lambda s: -sets.gain(s))
        chosen = shown[0]
        method = "alla uppsättningar uppräknade; par och de bästa uppsättningarna simulerade tillsammans"
    return Portfolio(
        budget=options.budget,
        chosen=list(chosen),
        gain=sets.gain(chosen),
        cost=sets.price(chosen),
        gain_interval=Interval.of(sets.by_draw(chosen)) if chosen else None,
        method=method,
        draws=sets.draws,
        marginal=_marginal(sets, chosen, names),
        sets=_described(sets, shown),
    )


def _of_many(sets: _Sets, names: Sequence[str], budget: float, few: int, progress: Callable[[float], None]) -> Set:
    """The programme's choice on single gains, less whatever only takes from the others once overlaps are known."""
    costs = [sets.cost[name] for name in names]
    affordable = min(budget, sum(map(abs, costs)) + 1.0)
    chosen = tuple(names[i] for i in knapsack([sets.mean[name] for name in names], costs, affordable))
    pairs = list(combinations(chosen, 2))
    if pairs:
        sets.simulate(pairs, _joint_draws(len(pairs), few), progress)
    while chosen:
        worst = min(chosen, key=lambda name: sets.gain(chosen) - sets.gain(_without(chosen, name)))
        if sets.gain(_without(chosen, worst)) <= sets.gain(chosen):
            break
        chosen = _without(chosen, worst)
    return chosen


def _joint_draws(sets: int, few: int) -> int:
    return int(np.clip(_RUNS // sets, min(_FEWEST, few), few))


def _without(names: Set, left_out: str) -> Set:
    return tuple(name for name in names if name != left_out)


def _marginal(sets: _Sets, chosen: Set, names: Sequence[str]) -> dict[str, float]:
    """What each scenario adds beside the others of the chosen set."""
    found = {}
    for name in names:
        together = tuple(other for other in names if other == name or other in chosen)
        found[name] = sets.gain(together) - sets.gain(_without(chosen, name))
    return found


def _described(sets: _Sets, shown: Sequence[Set]) -> list[PortfolioSet]:
    points = sorted(((sets.gain(s), cvar(sets.by_draw(s)), s) for s in shown), key=lambda point: (-point[0], -point[1]))
    rows, best_tail = [], -np.inf
    for gain, tail, names in points:
        rows.append(
            PortfolioSet(
                scenarios=list(names),
                cost=sets.price(names),
                gain=gain,
                cvar=tail,
                added=gain - sets.overlap_of(names),
                simulated=len(names) < 2 or names in sets.overlap,
                efficient=tail > best_tail,  # nobody with as high a gain has as good a tail
            )
        )
        best_tail = max(best_tail, tail)
    efficient = [row for row in rows if row.efficient]
    return [*rows[:_SHOWN], *(row for row in efficient if row not in rows[:_SHOWN])]
