"""Sensitivity methods against functions whose indices are known, through the same doors as a case."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr

from exclusim.results.sensitivity.methods import Design, designed, estimated, shares_of
from exclusim.results.sensitivity.noise import Noise, noise_of
from exclusim.results.sensitivity.options import Method
from exclusim.results.sensitivity.problem import Estimate, Problem
from exclusim.results.sensitivity.shapley import shapley_effects

ISHIGAMI_FIRST, ISHIGAMI_TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
G_WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def _luck(lives: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.array([np.random.default_rng([31, int(life)]).normal() for life in lives])


def ishigami(x: NDArray[np.float64], lives: NDArray[np.int64]) -> NDArray[np.float64]:
    t = np.pi * (2 * ndtr(x) - 1)
    return np.asarray((np.sin(t[:, 0]) + 7 * np.sin(t[:, 1]) ** 2 + 0.1 * t[:, 2] ** 4 * np.sin(t[:, 0]))[:, None])


def sobol_g(x: NDArray[np.float64], lives: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.prod((np.abs(4 * ndtr(x) - 2) + G_WEIGHTS) / (1 + G_WEIGHTS), axis=1)[:, None])


def smooth(x: NDArray[np.float64], lives: NDArray[np.int64]) -> NDArray[np.float64]:
    """Variance 1 + 0.5 + 0.25 + 0.25 between points: x0, the square of x1, and x0·x2, x3 with luck of variance 2."""
    y = x[:, 0] + 0.5 * (x[:, 1] ** 2 - 1) + 0.5 * x[:, 0] * x[:, 2] + 0.5 * x[:, 3]
    return np.asarray((y + np.sqrt(2) * _luck(lives))[:, None])


def g_indices() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Saltelli & Sobol' 1995: partial variances 1/3(1 + a)²."""
    part = 1 / (3 * (1 + G_WEIGHTS) ** 2)
    every = np.prod(1 + part) - 1
    return part / every, part * np.prod(1 + part) / (1 + part) / every


def _named(function: object, names: str, groups: str = "") -> Problem:
    return Problem(tuple(names), tuple(groups or names), function)  # type: ignore[arg-type]


def _studied(problem: Problem, method: Method, runs: int, **how: bool) -> tuple[Design, Noise, Estimate]:
    design = designed(problem, method, runs, 1, groups=how.get("groups", False), direct=how.get("direct", False))
    noise = design.noise(0, 1)
    return design, noise, estimated(design, 0, noise, 1)


def _holds(estimate: Estimate, index: str, known: object) -> None:
    _, low, high = estimate.indices[index]
    # 90 % intervals of three to five indices: twice their width makes a miss rarer than one in a thousand.
    middle, half = (low + high) / 2, (high - low) / 2
    assert np.all(np.abs(np.asarray(known) - middle) <= 2 * half + 1e-9), (index, low, high, known)


def test_direct_sobol_indices_of_ishigami_lie_within_their_intervals() -> None:
    design, noise, estimate = _studied(_named(ishigami, "abc"), "sobol", 12_000, direct=True)
    assert noise.share == 0
    assert design.estimator == "direct"
    _holds(estimate, "first", ISHIGAMI_FIRST)
    _holds(estimate, "total", ISHIGAMI_TOTAL)
    assert np.all(estimate.indices["total"][2] - estimate.indices["total"][1] < 0.25)


def test_direct_sobol_indices_of_the_g_function_lie_within_their_intervals() -> None:
    first, total = g_indices()
    _, _, estimate = _studied(_named(sobol_g, "abcde"), "sobol", 16_000, direct=True)
    _holds(estimate, "first", first)
    _holds(estimate, "total", total)


def test_luck_of_lives_is_kept_out_of_direct_indices() -> None:
    def lucky(x: NDArray[np.float64], lives: NDArray[np.int64]) -> NDArray[np.float64]:
        return ishigami(x, lives) + 3.7 * _luck(lives)[:, None]

    _, noise, estimate = _studied(_named(lucky, "abc"), "sobol", 12_000, direct=True)
    # Ishigami's variance is 13.84: the luck has 3.7² of 13.84 + 3.7².
    assert noise.low <= 3.7**2 / (13.84 + 3.7**2) <= noise.high
    _holds(estimate, "first", ISHIGAMI_FIRST)
    _holds(estimate, "total", ISHIGAMI_TOTAL)


def test_groups_have_the_total_index_of_what_they_hold() -> None:
    _, _, estimate = _studied(_named(ishigami, "abc", "ppq"), "sobol", 8_000, groups=True)
    assert estimate.factors == ("p", "q")
    _holds(estimate, "first", (0.3139 + 0.4424, 0.0))
    _holds(estimate, "total", (1.0, 0.2437))


def test_the_emulator_finds_a_smooth_functions_indices_and_states_its_error() -> None:
    design, noise, estimate = _studied(_named(smooth, "abcdefgh"), "sobol", 4_000)
    assert design.estimator == "emulator"
    assert noise.low <= 0.5 <= noise.high
    _holds(estimate, "first", (0.5, 0.25, 0, 0.125, 0, 0, 0, 0))
    _holds(estimate, "total", (0.625, 0.25, 0.125, 0.125, 0, 0, 0, 0))
    assert estimate.explained is not None
    assert estimate.explained > 0.8  # of 4 000 noisy runs: the share itself is known to about ±0.05
    # Ishigami bends more than a cubic in normal scores can: the emulator says so.
    _, _, poor = _studied(_named(ishigami, "abc"), "sobol", 2_000)
    assert poor.explained is not None
    assert poor.explained < 0.6


def test_an_outcome_of_pure_luck_has_no_ranking() -> None:
    def luck(x: NDArray[np.float64], lives: NDArray[np.int64]) -> NDArray[np.float64]:
        return _luck(lives)[:, None]

    _, noise, estimate = _studied(_named(luck, "abcdef"), "sobol", 1_000)
    assert noise.high > 0.95
    assert np.all(estimate.indices["total"][1] == 0)
    assert np.all(estimate.indices["total"][2] > 0.05), "an interval must say that nothing is known"
    _, noise, direct = _studied(_named(luck, "abcdef"), "sobol", 1_000, direct=True)
    assert noise.high > 0.95
    assert np.all(direct.indices["total"][0] <= 1)
    assert np.all(direct.indices["total"][2] - direct.indices["total"][1] > 0.5)


def test_morris_steps_of_a_linear_function_are_its_slopes() -> None:
    slopes = np.array([3.0, -2.0, 1.0, 0.0])

    def linear(x: NDArray[np.float64], lives: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray((ndtr(x) @ slopes)[:, None] + 5 * _luck(lives)[:, None])

    design, _, estimate = _studied(_named(linear, "abcd"), "morris", 120)
    # A step goes from the 5th to the 95th percentile: nine tenths of the slope. Lives are held within a trajectory.
    assert estimate.indices["mu_star"][0] == pytest.approx(0.9 * np.abs(slopes), abs=1e-9)
    assert estimate.indices["mu"][0] == pytest.approx(0.9 * slopes, abs=1e-9)
    assert estimate.indices["sigma"][0] == pytest.approx(np.zeros(4), abs=1e-9)
    assert len(design.runs.pairs) * (4 + 2) == design.count


def test_morris_ranks_the_g_function_by_its_weights() -> None:
    _, _, estimate = _studied(_named(sobol_g, "abcde"), "morris", 1_400)
    assert list(np.argsort(-estimate.indices["mu_star"][0])) == [0, 1, 2, 3, 4]


def test_pawn_tells_inputs_that_matter_from_made_up_ones() -> None:
    _, _, estimate = _studied(_named(smooth, "abcdef"), "pawn", 1_200)
    assert list(np.argsort(-estimate.indices["pawn"][0])[:1]) == [0]
    # A useless input is above the made-up ones' 95th percentile one time in twenty, and then barely.
    assert np.all(estimate.indices["excess"][0][4:] < 0.02)


def test_shapley_effects_of_a_correlated_linear_function_are_the_closed_form() -> None:
    # Iooss & Prieur 2019: y = b1 x1 + b2 x2 + b3 x3, correlation r between x2 and x3.
    b1, b2, b3, r = 1.0, 2.0, 1.5, 0.6
    sigma = np.array([[1, 0, 0], [0, 1, r], [0, r, 1]])
    half = r * b2 * b3 + r**2 / 2 * (b3**2 - b2**2)
    known = np.array([b1**2, b2**2 + half, b3**2 + r * b2 * b3 - r**2 / 2 * (b3**2 - b2**2)])
    found = shapley_effects(np.array([b1, b2, b3]), sigma)
    # Two inputs are correlated, and both orders come equally often: no sampling error at all.
    assert found["shapley"] == pytest.approx(known)
    assert found["unique"] == pytest.approx([b1**2, b2**2 * (1 - r**2), b3**2 * (1 - r**2)])
    assert found["main"] == pytest.approx([b1**2, (b2 + r * b3) ** 2, (b3 + r * b2) ** 2])

    def linear(x: NDArray[np.float64], lives: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray((x[:, :3] @ [b1, b2, b3] + 2 * _luck(lives))[:, None])

    correlation = np.eye(6)
    correlation[:3, :3] = sigma
    problem = Problem(tuple("abcdef"), tuple("xyyzzz"), linear, correlation)
    _, noise, estimate = _studied(problem, "shapley", 3_000)
    total = float(known.sum())
    assert noise.low <= 4 / (4 + total) <= noise.high
    _holds(estimate, "shapley", [*(known / total), 0, 0, 0])
    _holds(estimate, "main", [*(found["main"] / total), 0, 0, 0])
    _holds(estimate, "unique", [*(found["unique"] / total), 0, 0, 0])
    _, _, grouped = _studied(problem, "shapley", 3_000, groups=True)
    assert grouped.indices["shapley"][0].sum() == pytest.approx(1.0, abs=0.12)
    assert grouped.indices["shapley"][0][1] == pytest.approx((known[1] + known[2]) / total, abs=0.1)


def test_the_noise_share_is_the_share_of_luck_in_a_sum_with_known_variances() -> None:
    rng = np.random.default_rng(5)
    points = rng.normal(0, 3, 2_000)
    outcomes = points + rng.normal(0, 4, 2_000)
    pairs = points[:500, None] + rng.normal(0, 4, (500, 2))
    found = noise_of(outcomes, pairs, 1)
    assert found.low <= 16 / 25 <= found.high
    # Half a squared difference has standard deviation √2·σ² : four standard errors with 500 pairs.
    assert found.variance == pytest.approx(16, abs=4 * np.sqrt(2) * 16 / np.sqrt(500))
    assert found.parameters == pytest.approx(outcomes.var(ddof=1) - found.variance)


def test_convergence_is_read_from_growing_parts_of_the_runs_and_ends_at_all_of_them() -> None:
    for method, direct in (("sobol", True), ("sobol", False), ("morris", False), ("shapley", False)):
        design, noise, whole = _studied(_named(ishigami, "abc"), method, 2_000, direct=direct)  # type: ignore[arg-type]
        shares = shares_of(design)
        assert list(shares) == sorted(shares)
        assert shares[-1] == 1.0
        assert len(shares) >= 3
        part = estimated(design, 0, noise, 1, shares[0])
        assert part.factors == whole.factors


def test_a_direct_study_of_many_inputs_takes_the_useless_ones_as_one_group() -> None:
    def many(x: NDArray[np.float64], lives: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray((2 * x[:, 3] + x[:, 7])[:, None] + 0.5 * _luck(lives)[:, None])

    names = tuple(f"p{i}" for i in range(60))
    design, _, estimate = _studied(Problem(names, names, many), "sobol", 1_500, direct=True)
    assert {"p3", "p7", "rest"} <= set(estimate.factors)
    assert len(estimate.factors) < 20
    by = dict(zip(estimate.factors, estimate.indices["total"][0], strict=True))
    assert by["p3"] == pytest.approx(0.8, abs=0.25)
    assert by["rest"] < 0.2
    assert design.count <= 1_500
