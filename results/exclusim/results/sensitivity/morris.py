"""Morris screening by SALib: mean size of a step of one input, all others anywhere.

An elementary effect is the change of the outcome per unit of cumulative probability on levels between the 5th and the
95th percentile, scaled so that 1 is the way from one to the other. A trajectory keeps its lives, so a step is a
difference on common random numbers. Lives that part go on with their own luck: ``sigma`` holds that too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import morris as analysis
from SALib.sample import morris as design

from exclusim.results.sensitivity.problem import Estimate, Problem, Runs, normal_scores

__all__ = ["morris_estimate", "morris_runs", "trajectories"]

_LEVELS, _LOW, _HIGH, _RESAMPLES = 4, 0.05, 0.95, 500


def trajectories(runs: int, factors: int) -> int:
    """Trajectories that a number of runs allows, each with one more run for the noise; at least four."""
    return max(int(runs // (factors + 2)), 4)


def _declared(problem: Problem, factors: tuple[str, ...]) -> dict[str, Any]:
    names = list(problem.names)
    found = {"num_vars": len(names), "names": names, "bounds": [[_LOW, _HIGH]] * len(names)}
    return found if factors == problem.names else found | {"groups": list(factors)}


def morris_runs(problem: Problem, factors: tuple[str, ...], count: int, seed: int) -> Runs:
    """Run ``count`` trajectories; the first point of each is run again with other lives."""
    u = design.sample(_declared(problem, factors), count, num_levels=_LEVELS, seed=seed + 1)
    points = normal_scores(u)
    width = len(points) // count
    lives = np.repeat(np.arange(count, dtype=np.int64), width)
    found = problem.model(
        np.vstack([points, points[::width]]), np.concatenate([lives, count + np.arange(count, dtype=np.int64)])
    )
    y = found[: len(points)]
    pairs = np.stack([y[::width], found[len(points) :]], axis=1)
    return Runs(points, y, pairs, len(found), np.arange(len(points)) % width == 0)


def morris_estimate(
    problem: Problem, factors: tuple[str, ...], points: NDArray[np.float64], y: NDArray[np.float64], seed: int
) -> Estimate:
    """``mu_star``, ``mu`` and ``sigma`` by factor; the interval (90 %) is bootstrapped for ``mu_star``.

    ``mu`` is left out for groups, whose members move in different directions.
    """
    from scipy.special import ndtr

    found = analysis.analyze(
        _declared(problem, factors),
        ndtr(points),
        y,
        num_resamples=_RESAMPLES,
        conf_level=0.90,
        num_levels=_LEVELS,
        seed=seed + 1,
    )
    own = tuple(dict.fromkeys(factors))
    star, half = np.asarray(found["mu_star"], dtype=float), np.asarray(found["mu_star_conf"], dtype=float)
    indices = {"mu_star": np.array([star, np.maximum(star - half, 0.0), star + half])}
    if factors == problem.names:
        # SALib gives no interval for these; the standard error of a mean over trajectories stands in for mu.
        sigma, mu = np.asarray(found["sigma"], dtype=float), np.asarray(found["mu"], dtype=float)
        count = len(points) // (len(own) + 1)
        error = 1.645 * sigma / np.sqrt(count)
        chi = 1.645 * sigma / np.sqrt(2 * max(count - 1, 1))
        indices |= {
            "mu": np.array([mu, mu - error, mu + error]),
            "sigma": np.array([sigma, np.maximum(sigma - chi, 0.0), sigma + chi]),
        }
    return Estimate(own, indices)
