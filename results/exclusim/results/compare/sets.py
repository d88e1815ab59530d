"""Gain, cost and budgets of sets of scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import REPORTED
from exclusim.results.compare.combine import combined_plan, key_of, tied
from exclusim.results.compare.draws import outcomes
from exclusim.results.compare.limits import Bound, totals
from exclusim.results.compare.options import CompareOptions
from exclusim.results.compare.sampling import Sampled
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.threads import in_order

__all__ = ["Set", "Sets", "within"]

_NOISE = 2.0  # standard errors: a smaller overlap counts as none

type Set = tuple[str, ...]


def within(used: NDArray[np.float64], limits: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which sets keep every limit, but for rounding."""
    return np.asarray((used <= limits * (1 + 1e-12) + 1e-6).all(axis=1))


class Sets:
    """Gain and cost of sets, from singles and whatever has been simulated jointly."""

    def __init__(
        self, plan: CasePlan, sampled: Sampled, options: CompareOptions, names: Sequence[str], bound: Sequence[Bound]
    ) -> None:
        self.names, self.bounds = names, bound
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

    def used(self, sets: Sequence[Set]) -> NDArray[np.float64]:
        """What each set uses of each budget, shape (sets, budgets)."""
        return totals(self.bounds, sets)

    def fits(self, names: Set) -> bool:
        return bool(within(self.used([names]), self.limits)[0])

    @property
    def limits(self) -> NDArray[np.float64]:
        return np.array([bound.limit for bound in self.bounds])
