"""A case as a function of parameters and a seed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.summary import difference
from exclusim.scenarios.issues import did_you_mean

__all__ = ["Model", "Outcome"]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one run gives. S scenarios with the baseline first, A actors as reported (society and public are sums).

    Args:
        cost: present value of the exclusion account over the horizon, SEK, shape (S, A).
        net: gain minus the project's cost against each scenario's baseline, SEK, shape (S − 1, A).
        excluded_years: person-years in excluded statuses within the horizon, shape (S,).
        long_term: share long-term excluded, shape (S,).
        scenarios, actors: labels.
    """

    cost: NDArray[np.float64]
    net: NDArray[np.float64]
    excluded_years: NDArray[np.float64]
    long_term: NDArray[np.float64]
    scenarios: tuple[str, ...]
    actors: tuple[str, ...]

    def named(self) -> dict[str, float]:
        """One number a name, such as ``cost.baseline.society``, for tools that want a vector of outcomes."""
        found: dict[str, float] = {}
        for row, scenario in enumerate(self.scenarios):
            found |= {f"cost.{scenario}.{a}": float(self.cost[row, i]) for i, a in enumerate(self.actors)}
            if row:
                found |= {f"net.{scenario}.{a}": float(self.net[row - 1, i]) for i, a in enumerate(self.actors)}
            found[f"excluded_years.{scenario}"] = float(self.excluded_years[row])
            found[f"long_term.{scenario}"] = float(self.long_term[row])
        return found


@dataclass(frozen=True, eq=False)
class Model:
    """A case made ready: call it with the parameters that differ from their central values, and a seed of lives.

    The same parameters and seed give the same bits. With one seed, two points share their random numbers, so that
    their difference has little noise.
    """

    plan: CasePlan

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The baseline first."""
        return tuple(self.plan.treatments)

    @property
    def actors(self) -> tuple[str, ...]:
        """Society and public, which are sums, then the actors."""
        return REPORTED

    @cached_property
    def uncertain(self) -> tuple[str, ...]:
        """Names of the parameters that have a spread."""
        return tuple(name for name, item in self.plan.parameters.items() if not item.is_fixed)

    @cached_property
    def central(self) -> Mapping[str, float]:
        """Every parameter at the centre of what is known."""
        return self.plan.central().values

    def sample(self, draws: int, seed: int = 1) -> pd.DataFrame:
        """Joint draws of the uncertain parameters, shape (draws, parameters): from the posterior where fitted."""
        rows = [[self.plan.draw(index, seed)[name] for name in self.uncertain] for index in range(draws)]
        return pd.DataFrame(rows, columns=list(self.uncertain), index=pd.RangeIndex(draws, name="draw"))

    def __call__(self, parameters: Mapping[str, float] | pd.Series[float], seed: int = 1) -> Outcome:
        """Simulate once.

        Args:
            parameters: name → value in the parameter's unit; all others stay at their central value. A row of
                :meth:`sample` will do.
            seed: of the lives.

        Raises:
            ExclusimError: a name is unknown, or a value is no finite number.
        """
        changed = {str(name): float(value) for name, value in parameters.items()}
        for name, value in changed.items():
            if name not in self.central:
                known = did_you_mean(name, list(self.central))
                raise ExclusimError(f"there is no parameter {name!r}{known}", hint="see research.parameters(case)")
            if not math.isfinite(value):
                raise ExclusimError(f"parameter {name} must be a finite number, got {value}")
        draw = Draw(-1, {**self.central, **changed})
        found, valuation = with_draw(self.plan, draw, replicate_seed(seed, 0)), self.plan.valuation
        weights = valuation.weights(valuation.end)
        accounts = [found.accounts[name] for name in self.scenarios]
        nets = [difference(self.plan, name, [found]).net for name in self.scenarios[1:]]
        return Outcome(
            np.array([weights @ account.exclusion for account in accounts]),
            np.array([[net[actor].mean for actor in REPORTED] for net in nets]).reshape(len(nets), len(REPORTED)),
            np.array([account.excluded_years for account in accounts]),
            np.array([account.long_term for account in accounts]),
            self.scenarios,
            self.actors,
        )
