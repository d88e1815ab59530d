"""The best set of scenarios under a budget.

Up to twelve scenarios: every pair is simulated with both at once, on the draws and lives of each alone. What a pair
gains beyond the sum of the two is its *overlap* (shared people, saturated effects); one within twice its standard error
counts as none. A set's gain is the sum of its scenarios' gains and of its pairs' overlaps; every set is enumerated, and
the best ones with three or more scenarios are then simulated jointly and counted as simulated.

More than twelve: a 0–1 programme (HiGHS) on the single gains; the pairs of the chosen set are simulated, and scenarios
that take more from the others than they add are left out one by one. This is a heuristic: it never exceeds the budget,
and it may miss a set whose members help each other.

Every set keeps every budget: the present value of all, and what each payer, department or year allows.

The worst tenth of draws (CVaR) is the risk of a set. Scenarios change no rules here, see :func:`combinable`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from exclusim.results.compare.budgets import ALL, STAFF
from exclusim.results.compare.combine import combinable
from exclusim.results.compare.document import Kind, Portfolio, PortfolioSet
from exclusim.results.compare.limits import bounds, relaxed, undeclared_staff
from exclusim.results.compare.options import CompareOptions
from exclusim.results.compare.prevention import kind_of, kind_of_set
from exclusim.results.compare.sampling import Sampled
from exclusim.results.compare.sets import Set, Sets, within
from exclusim.results.interval import Interval
from exclusim.results.language import _, both
from exclusim.results.run.plan import CasePlan

__all__ = ["EXACT", "best_set", "cvar", "knapsack"]

EXACT = 12
"""Most scenarios whose sets are all enumerated."""

_RUNS = 800  # joint runs at most, over pairs and draws: about a minute on two cores
_FEWEST = 10
_CONFIRMED = 3
_TAIL = 0.1
_SHOWN = 40
_KINDS: tuple[Literal["preventing", "repairing"], ...] = ("preventing", "repairing")


def cvar(gain: NDArray[np.float64], tail: float = _TAIL) -> float:
    """Mean of the worst ``tail`` of a sample.

    >>> cvar(np.arange(20.0))
    0.5
    """
    return float(np.sort(gain)[: max(round(tail * gain.size), 1)].mean())


def knapsack(gain: Sequence[float], cost: ArrayLike, budget: ArrayLike) -> list[int]:
    """Items with the largest total gain within the budget, or within several: a row of ``cost`` for each.

    >>> knapsack([6.0, 5.0, 5.0, -1.0], [6.0, 4.0, 4.0, 0.0], 8.0)
    [1, 2]
    """
    if not any(value > 0 for value in gain):
        return []
    used = np.atleast_2d(np.asarray(cost, dtype=np.float64)).reshape(-1, len(gain))
    found = milp(
        -np.asarray(gain),
        constraints=LinearConstraint(used, ub=np.atleast_1d(np.asarray(budget, dtype=np.float64))) if used.size else (),
        integrality=np.ones(len(gain)),
        bounds=Bounds(0, 1),
    )
    assert found.success  # the empty set always fits
    return [i for i, taken in enumerate(found.x) if taken > 0.5 and gain[i] > 0]


def best_set(
    plan: CasePlan, sampled: Sampled, options: CompareOptions, progress: Callable[[float], None]
) -> Portfolio | None:
    """The best affordable set of the scenarios that can be joined; None where there are fewer than two."""
    names = combinable(plan.case)
    if len(names) < 2:
        return None
    few = min(options.side_draws, sampled.count)
    sets = Sets(plan, sampled, options, names, bounds(plan, sampled, options, names, few))
    kinds = {name: kind_of(plan, name) for name in names}
    if len(names) > EXACT:
        chosen = _of_many(sets, few, progress)
        shown = [chosen] + [(name,) for name in names if sets.fits((name,)) and (name,) != chosen]
        limits = relaxed(sets.bounds, chosen, _programmed(sets), lambda index: None)
        method = both(lambda: _("heltalsprogram på enskilda vinster, sedan gallring med parvis samspel"))
        of_kind = {kind: _programmed_kind(sets, kinds, kind) for kind in _KINDS}
    else:
        pairs = list(combinations(names, 2))
        draws = _joint_draws(len(pairs), few)
        sets.simulate(pairs, draws, lambda share: progress(0.8 * share))
        all_sets = [s for size in range(len(names) + 1) for s in combinations(names, size)]
        every = [s for s, fits in zip(all_sets, within(sets.used(all_sets), sets.limits), strict=True) if fits]
        ranked = sorted(every, key=lambda s: -sets.gain(s))
        sets.simulate([s for s in ranked if len(s) > 2][:_CONFIRMED], draws, lambda share: progress(0.8 + 0.2 * share))
        shown = sorted(every, key=lambda s: -sets.gain(s))
        chosen = shown[0]
        limits = relaxed(sets.bounds, chosen, *_enumerated(sets, all_sets))
        method = both(
            lambda: _("alla uppsättningar uppräknade; par och de bästa uppsättningarna simulerade tillsammans")
        )
        of_kind = {kind: next((s for s in shown if kind_of_set(kinds, s) == kind), ()) for kind in _KINDS}
    return Portfolio(
        budget=min((b.limit for b in sets.bounds if (b.who, b.year) == (ALL, None)), default=None),
        chosen=list(chosen),
        gain=sets.gain(chosen),
        cost=sets.price(chosen),
        gain_interval=Interval.of(sets.by_draw(chosen)) if chosen else None,
        method=method,
        draws=sets.draws,
        marginal=_marginal(sets, chosen, names),
        sets=_described(sets, shown),
        limits=limits,
        without_staff=undeclared_staff(plan.case, names) if any(b.who == STAFF for b in sets.bounds) else [],
        by_kind={kind: _row(sets, s) for kind, s in of_kind.items()} if all(of_kind.values()) else {},
    )


def _enumerated(
    sets: Sets, every: Sequence[Set]
) -> tuple[Callable[[NDArray[np.float64]], float], Callable[[int], tuple[float, float, list[str]] | None]]:
    """Gain of the best set under other limits, and the smallest limit that lets a better one in."""
    used, gain = sets.used(every), np.array([sets.gain(names) for names in every])
    now = within(used, sets.limits)
    top = float(gain[now].max())

    def best(limits: NDArray[np.float64]) -> float:
        return float(gain[within(used, limits)].max())

    def opening(index: int) -> tuple[float, float, list[str]] | None:
        others = sets.limits.copy()
        others[index] = np.inf
        better = np.flatnonzero(within(used, others) & (gain > top + 1.0))
        if better.size == 0:
            return None
        first = better[np.lexsort((-gain[better], used[better, index]))[0]]
        return float(used[first, index]), float(gain[first]) - top, list(every[first])

    return best, opening


def _programmed(sets: Sets) -> Callable[[NDArray[np.float64]], float]:
    """Gain of the best set under other limits by the programme, overlaps left out."""
    gain = [sets.mean[name] for name in sets.names]

    def best(limits: NDArray[np.float64]) -> float:
        return sum(gain[i] for i in _solved(sets, gain, limits))

    return best


def _solved(sets: Sets, gain: Sequence[float], limits: NDArray[np.float64]) -> list[int]:
    used = sets.used([(name,) for name in sets.names]).T
    # No limit is a limit that everything together keeps.
    return knapsack(gain, used, np.minimum(limits, np.abs(used).sum(axis=1) + 1.0))


def _of_many(sets: Sets, few: int, progress: Callable[[float], None]) -> Set:
    """The programme's choice on single gains, less whatever only takes from the others once overlaps are known."""
    found = _solved(sets, [sets.mean[name] for name in sets.names], sets.limits)
    chosen = tuple(sets.names[i] for i in found)
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


def _marginal(sets: Sets, chosen: Set, names: Sequence[str]) -> dict[str, float]:
    """What each scenario adds beside the others of the chosen set."""
    found = {}
    for name in names:
        together = tuple(other for other in names if other == name or other in chosen)
        found[name] = sets.gain(together) - sets.gain(_without(chosen, name))
    return found


def _programmed_kind(sets: Sets, kinds: Mapping[str, Kind], kind: Kind) -> Set:
    """The best set of one kind by the programme, overlaps left out."""
    gain = [sets.mean[name] if kinds[name] == kind else -1.0 for name in sets.names]
    return tuple(sets.names[i] for i in _solved(sets, gain, sets.limits))


def _row(sets: Sets, names: Set) -> PortfolioSet:
    """One set, not yet held against the others."""
    gain = sets.gain(names)
    return PortfolioSet(
        scenarios=list(names),
        cost=sets.price(names),
        gain=gain,
        cvar=cvar(sets.by_draw(names)),
        added=gain - sets.overlap_of(names),
        simulated=len(names) < 2 or names in sets.overlap,
        efficient=False,
    )


def _described(sets: Sets, shown: Sequence[Set]) -> list[PortfolioSet]:
    points = sorted((_row(sets, s) for s in shown), key=lambda row: (-row.gain, -row.cvar))
    rows, best_tail = [], -np.inf
    for row in points:
        # Efficient: nobody with as high a gain has as good a tail.
        rows.append(row.model_copy(update={"efficient": row.cvar > best_tail}))
        best_tail = max(best_tail, row.cvar)
    efficient = [row for row in rows if row.efficient]
    return [*rows[:_SHOWN], *(row for row in efficient if row not in rows[:_SHOWN])]
