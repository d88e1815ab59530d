"""The four methods behind one door: a design, and estimates from all of its runs or a first part of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from exclusim.results.sensitivity.emulator import emulated_sobol
from exclusim.results.sensitivity.morris import morris_estimate, morris_runs, trajectories
from exclusim.results.sensitivity.noise import Noise, noise_of
from exclusim.results.sensitivity.options import Method
from exclusim.results.sensitivity.pawn import pawn_estimate
from exclusim.results.sensitivity.problem import Estimate, Problem, Runs, sampled
from exclusim.results.sensitivity.shapley import shapley_estimate
from exclusim.results.sensitivity.sobol import blocks, sobol_estimate, sobol_factors, sobol_runs

__all__ = ["LEADING", "REST", "Design", "designed", "estimated", "shares_of"]

LEADING: dict[Method, str] = {"morris": "mu_star", "sobol": "total", "pawn": "pawn", "shapley": "shapley"}
"""The index that ranks."""

REST = "rest"
"""Factor of the parameters that a first sample found to matter little."""

_PAIRS = 0.15  # of the runs of a sample, for the noise
_SCREEN = 0.3  # of the runs of a direct study, to choose what stands alone
_BASE = 64  # base points that a direct study should have at least


@dataclass(frozen=True)
class Design:
    """Finished runs and what they are for. ``factors`` has the factor of each input; ``width`` runs are one block."""

    method: Method
    estimator: Literal["direct", "emulator", "sample"]
    problem: Problem
    factors: tuple[str, ...]
    runs: Runs
    width: int = 1
    screening: int = 0  # runs made before

    @property
    def count(self) -> int:
        """Runs of the model in all."""
        return self.runs.count + self.screening

    @property
    def grouped(self) -> bool:
        return self.factors != self.problem.names

    def noise(self, column: int, seed: int) -> Noise:
        """The luck of lives in one outcome."""
        random = self.runs.random
        return noise_of(self.runs.outcomes[random, column], self.runs.pairs[:, :, column], seed)


def designed(problem: Problem, method: Method, runs: int, seed: int, *, groups: bool, direct: bool) -> Design:
    """Choose the points and run them: about ``runs`` runs."""
    factors = problem.groups if groups else problem.names
    number = len(sobol_factors(factors))
    if method == "morris":
        count = trajectories(runs, number)
        return Design(method, "direct", problem, factors, morris_runs(problem, factors, count, seed), number + 1)
    if method == "sobol" and (groups or direct):
        screening = 0
        if not groups and blocks(runs, number) < _BASE:
            screening = round(_SCREEN * runs)
            factors = _screened(problem, screening, runs - screening, seed)
            number = len(sobol_factors(factors))
        base = blocks(runs - screening, number)
        return Design(
            method, "direct", problem, factors, sobol_runs(problem, factors, base, seed), number + 2, screening
        )
    pairs = max(round(_PAIRS * runs), 10)
    found = sampled(problem, runs - pairs, pairs, seed)
    return Design(method, "sample" if method == "pawn" else "emulator", problem, factors, found)


def _screened(problem: Problem, screening: int, left: int, seed: int) -> tuple[str, ...]:
    """The inputs with the largest emulated total indices alone, as many as the runs allow, the others together."""
    pairs = max(round(_PAIRS * screening), 10)
    found = sampled(problem, screening - pairs, pairs, seed + 1)
    score = np.zeros(len(problem.names))
    for column in range(found.outcomes.shape[1]):
        noise = noise_of(found.outcomes[:, column], found.pairs[:, :, column], seed)
        estimate = emulated_sobol(problem.names, found.points, found.outcomes[:, column], noise, seed)
        score = np.maximum(score, estimate.indices["total"][0])
    most = max(left // _BASE - 4, 1)
    alone = {problem.names[i] for i in np.argsort(-score, kind="stable")[:most] if score[i] > 0}
    return tuple(name if name in alone else REST for name in problem.names)


def estimated(design: Design, column: int, noise: Noise, seed: int, share: float = 1.0) -> Estimate:
    """Indices of one outcome from the first ``share`` of the runs."""
    points, y = design.runs.points, design.runs.outcomes[:, column]
    problem, kept = design.problem, round(share * len(y) / design.width) * design.width
    points, y = points[:kept], y[:kept]
    if design.method == "morris":
        return morris_estimate(problem, design.factors, points, y, seed)
    if design.method == "pawn":
        return pawn_estimate(problem.names, points, y, seed, **({} if share == 1 else {"resamples": 0}))
    if design.method == "shapley":
        groups = design.factors if design.grouped else None
        return shapley_estimate(problem.names, groups, problem.correlation, points, y, noise, seed)
    if design.estimator == "direct":
        return sobol_estimate(problem, design.factors, y, noise, seed)
    return emulated_sobol(problem.names, points, y, noise, seed)


def shares_of(design: Design) -> tuple[float, ...]:
    """Parts of the runs at which convergence is looked at; the last is all of them."""
    blocks_ = len(design.runs.outcomes) // design.width
    if design.method == "morris":
        steps = sorted({max(round(share * blocks_), 3) for share in (0.25, 0.5, 0.75)} - {blocks_})
        return (*(step / blocks_ for step in steps if step < blocks_), 1.0)
    if design.estimator == "direct":
        return (*(share for share in (0.125, 0.25, 0.5) if share * blocks_ >= 8), 1.0)
    steps_ = (0.25, 0.5) if design.method == "pawn" else (0.125, 0.25, 0.5, 0.75)
    return (*(share for share in steps_ if share * blocks_ >= 60), 1.0)
