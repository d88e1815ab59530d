"""Sobol indices straight from the model, by SALib: for inputs that are independent, alone or in groups.

Every run has lives of its own. Products of two runs then hold no luck, so first-order indices of the expected outcome
only have to be divided by the parameters' share of the variance; a total index is half a mean squared difference of
two runs, from which the luck of both is deducted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as design

from exclusim.results.sensitivity.noise import Noise
from exclusim.results.sensitivity.problem import Estimate, Problem, Runs, normal_scores

__all__ = ["blocks", "sobol_estimate", "sobol_factors", "sobol_runs"]

_LEAST, _RESAMPLES, _LEVEL, _Z, _ALL_LUCK = 8, 200, 0.90, 1.645, 0.99


def sobol_factors(factors: tuple[str, ...]) -> tuple[str, ...]:
    """Factors in the order of SALib's results: the order in which they first appear."""
    return tuple(dict.fromkeys(factors))


def blocks(runs: int, factors: int) -> int:
    """Base points that a number of runs allows, one more run in each block for the noise: a power of two."""
    return max(1 << max(int(np.log2(max(runs / (factors + 3), 1))), 0), _LEAST)


def _declared(problem: Problem, factors: tuple[str, ...]) -> dict[str, Any]:
    names = list(problem.names)
    found = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    return found if factors == problem.names else found | {"groups": list(factors)}


def sobol_runs(problem: Problem, factors: tuple[str, ...], base: int, seed: int) -> Runs:
    """Run the design: ``factors`` names the factor of each input (its own name where it stands alone)."""
    u = design.sample(_declared(problem, factors), base, calc_second_order=False, seed=seed + 1)
    points = normal_scores(u)
    width = len(sobol_factors(factors)) + 2
    first = points[::width]
    found = problem.model(np.vstack([points, first]), np.arange(len(points) + len(first), dtype=np.int64))
    random = np.arange(len(points)) % width
    pairs = np.stack([found[: len(points)][::width], found[len(points) :]], axis=1)
    return Runs(points, found[: len(points)], pairs, len(found), (random == 0) | (random == width - 1))


def sobol_estimate(
    problem: Problem, factors: tuple[str, ...], y: NDArray[np.float64], noise: Noise, seed: int
) -> Estimate:
    """First-order and total indices of the expected outcome ``y`` (n,), with 90 % intervals.

    The uncertainty of the noise share widens the intervals in quadrature. Estimates are cut at 0 and 1, and where the
    parameters' part of the variance cannot be told from none every share is possible.
    """
    own = sobol_factors(factors)
    kept = 1.0 - noise.share
    if y.std() == 0 or noise.high >= _ALL_LUCK:
        none = np.zeros((3, len(own)))
        none[2] = 0.0 if y.std() == 0 else 1.0
        return Estimate(own, {"first": none, "total": none.copy()})
    found = analysis.analyze(
        _declared(problem, factors),
        y,
        calc_second_order=False,
        num_resamples=_RESAMPLES,
        conf_level=_LEVEL,
        seed=seed + 1,
    )
    doubt = (noise.high - noise.low) / (2 * _Z)
    first, total = found["S1"] / kept, (found["ST"] - noise.share) / kept
    return Estimate(
        own,
        {
            "first": _interval(first, np.hypot(found["S1_conf"] / kept, _Z * doubt * np.abs(first) / kept)),
            "total": _interval(total, np.hypot(found["ST_conf"] / kept, _Z * doubt * np.abs(1 - total) / kept)),
        },
    )


def _interval(value: NDArray[np.float64], half: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.clip(np.array([value, value - half, value + half]), 0.0, 1.0))
