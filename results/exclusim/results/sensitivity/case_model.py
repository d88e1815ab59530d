"""A case as a model of normal scores and lives, computed over threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.threads import in_order
from exclusim.results.sensitivity.inputs import Inputs, Origin, inputs_of_plan
from exclusim.results.sensitivity.measured import Measured, measured, only, read
from exclusim.results.sensitivity.problem import Problem
from exclusim.scenarios.schema import Case

__all__ = ["CaseModel", "case_model"]

_ENOUGH, _ENOUGH_FOR_DIFFERENCE = 1_500, 5_000


@dataclass(frozen=True)
class CaseModel:
    """One scenario of a case.

    ``plan`` holds that scenario and what it builds on; ``wanted`` are the outcomes in order.
    """

    plan: CasePlan
    inputs: Inputs
    scenario: str
    wanted: tuple[Measured, ...]
    seed: int
    threads: int

    def run(
        self,
        points: NDArray[np.float64],
        lives: NDArray[np.int64],
        progress: Callable[[float], None] = lambda done: None,
    ) -> NDArray[np.float64]:
        """Outcomes at ``points`` (n, d) with the lives numbered ``lives`` (n,), shape (n, outcomes)."""

        def one(index: int) -> list[float]:
            draw = self.inputs.draw(points[index], index)
            found = with_draw(self.plan, draw, replicate_seed(self.seed, int(lives[index])))
            return read(self.plan, found, self.scenario, self.wanted)

        answers = np.empty((len(points), len(self.wanted)))
        for index, answer in enumerate(in_order(one, len(points), self.threads)):
            answers[index] = answer
            progress((index + 1) / len(points))
        return answers

    def problem(self, progress: Callable[[float], None] = lambda done: None) -> Problem:
        """The model as the methods see it."""
        inputs = self.inputs
        return Problem(inputs.names, inputs.groups, lambda x, s: self.run(x, s, progress), inputs.correlation)


def case_model(
    case: Case,
    scenario: str,
    outcomes: tuple[str, ...],
    origin: Origin,
    *,
    preset: str = "published",
    persons: int | None = None,
    seed: int = 1,
    threads: int = 0,
) -> CaseModel:
    """Make a case ready.

    ``persons`` None: as many as the case has, at least 1 500, and 5 000 where two scenarios are compared: few are
    reached, and the luck of their lives would drown the parameters.

    Raises:
        ExclusimError: there is no such scenario or outcome, no posterior where one is asked for, or the case cannot be
            run.
    """
    kept = only(case, scenario)
    wanted = tuple(measured(name, scenario) for name in outcomes)
    enough = _ENOUGH if scenario == BASELINE else _ENOUGH_FOR_DIFFERENCE
    plan = case_plan(kept, preset, persons or max(case.size, enough))
    return CaseModel(plan, inputs_of_plan(plan, origin), scenario, wanted, seed, threads)
