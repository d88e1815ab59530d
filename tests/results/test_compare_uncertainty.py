"""Acceptability, frontier, value of information, sets: against closed forms and brute force."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import norm

from exclusim.model.parameters import Draw
from exclusim.results.compare.acceptability import NOTHING, acceptability, frontier
from exclusim.results.compare.information import GROUPS, group_of, information, swings
from exclusim.results.compare.portfolio import cvar, knapsack
from exclusim.results.compare.regression import explain, natural_spline
from exclusim.results.compare.threshold import break_even


def _draws(n: int, seed: int, useless: int = 100) -> tuple[list[Draw], np.ndarray]:
    """Draws with one input that matters (an effect) and many that do not."""
    random = np.random.default_rng(seed)
    theta, noise = random.standard_normal(n), random.standard_normal((n, useless))
    draws = [
        Draw(i, {"effect.a": float(theta[i])} | {f"cost.c{j}": float(noise[i, j]) for j in range(useless)})
        for i in range(n)
    ]
    return draws, theta


def test_perfect_information_about_a_normal_gain_is_worth_its_closed_form() -> None:
    # Choice between a gain N(m, s) and zero: E max(gain, 0) − max(m, 0) = s φ(m/s) + m Φ(m/s) − max(m, 0).
    n, m, s = 2_000, 0.5e6, 1e6
    draws, theta = _draws(n, 1, useless=20)
    found = information(draws, {"a": m + s * theta})
    exact = s * norm.pdf(m / s) + m * norm.cdf(m / s) - m
    # The standard error of a mean of max(·, 0) is below s/√n; 4 of them fail once in 16 000.
    assert found.upper_bound == pytest.approx(exact, abs=4 * s / np.sqrt(n))
    assert found.partial["interventions"] == pytest.approx(found.upper_bound, rel=0.02)
    assert found.partial["costs"] < 0.05 * exact


def test_knowing_what_explains_half_of_the_variance_is_worth_its_closed_form() -> None:
    n, s = 2_000, 1e6
    draws, theta = _draws(n, 2, useless=20)
    luck = np.random.default_rng(9).standard_normal(n)
    found = information(draws, {"a": s * (theta + luck) / np.sqrt(2)})
    exact = s / np.sqrt(2) * norm.pdf(0)
    assert found.partial["interventions"] == pytest.approx(exact, rel=0.12)
    assert found.everything < found.upper_bound


def test_information_that_never_changes_the_choice_is_worth_nothing() -> None:
    draws, theta = _draws(200, 3)
    assert information(draws, {"a": 10e6 + 1e5 * theta}).everything == 0


def test_useless_inputs_explain_nothing() -> None:
    # Each of 40 fits lets anything in with probability 5 % at most; 8 or more do so once in 1 400.
    random = np.random.default_rng(4)
    wrong = sum(
        bool(explain(random.standard_normal((150, 200)), random.standard_normal(150)).chosen) for _ in range(40)
    )
    assert wrong < 8


def test_a_few_lucky_lives_are_not_taken_for_a_cause() -> None:
    # Gains with heavy tails and no cause: 40 fits at 5 % again.
    random = np.random.default_rng(10)
    wrong = sum(
        bool(explain(random.standard_normal((150, 200)), random.standard_t(1.5, 150) ** 3).chosen) for _ in range(40)
    )
    assert wrong < 8


def test_a_bent_relation_is_found_among_many_inputs() -> None:
    random = np.random.default_rng(5)
    inputs = random.standard_normal((300, 100))
    truth = np.maximum(inputs[:, 7], 0) * 2
    fit = explain(inputs, truth + 0.3 * random.standard_normal(300))
    assert fit.chosen[0] == 7
    assert fit.share > 0.8


def test_a_natural_spline_is_straight_outside_its_knots() -> None:
    x = np.linspace(-3, 3, 601)
    bend = np.diff(natural_spline(x)[:, 1], 2)
    assert np.abs(bend[-20:]).max() < 1e-9
    assert np.abs(bend[:20]).max() < 1e-9
    assert np.abs(bend).max() > 1e-6


def test_a_swing_goes_from_the_gain_at_a_low_input_to_that_at_a_high_one() -> None:
    draws, theta = _draws(400, 6)
    found, shares = swings(draws, 1e6 + 2e6 * theta)
    assert found[0].name == "effect.a"
    assert found[0].high - found[0].low == pytest.approx(2e6 * 2 * 1.645, rel=0.12)
    assert shares["interventions"] > 0.95
    assert sum(shares.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("effect.studiestod.studiestod.0", "interventions"),
        ("displacement.jobbstod.jobbstod", "interventions"),
        ("job_finding.sex.woman", "labour_market"),
        ("school_completion.frailty", "school"),
        ("mental_onset.burden.crime", "health_and_support"),
        ("population.woman", "people"),
    ],
)
def test_inputs_belong_to_the_group_that_their_name_says(name: str, group: str) -> None:
    assert group_of(name) == group
    assert group in GROUPS


def test_probabilities_of_being_best_sum_to_one_and_doing_nothing_can_be_best() -> None:
    random = np.random.default_rng(7)
    net = {"a": random.normal(0, 1, 500), "b": random.normal(-5, 0.1, 500)}
    found = acceptability(net)
    assert sum(found.best.values()) == pytest.approx(1.0)
    assert found.best["b"] == 0
    assert found.best[NOTHING] == pytest.approx((net["a"] <= 0).mean())
    assert all(np.diff(found.exceeds["a"]) <= 0)


def test_the_frontier_leaves_out_what_others_do_for_less() -> None:
    # b costs more than a and does less; c is dearer per year than the way from a to d.
    found = frontier({"a": 100.0, "b": 150.0, "c": 290.0, "d": 300.0}, {"a": 10.0, "b": 5.0, "c": 12.0, "d": 20.0})
    assert [(p.scenario, p.ratio) for p in found] == [(NOTHING, None), ("a", 10.0), ("d", 20.0)]


def test_what_saves_money_and_does_good_begins_the_frontier() -> None:
    assert [p.scenario for p in frontier({"a": -5.0}, {"a": 1.0})] == ["a"]


@pytest.mark.parametrize("seed", range(8))
def test_the_programme_for_many_scenarios_finds_what_enumeration_finds(seed: int) -> None:
    random = np.random.default_rng(seed)
    gain, cost = random.normal(1, 1, 9), random.uniform(0.5, 2, 9)
    found = knapsack(gain.tolist(), cost.tolist(), 5.0)
    best = max(
        gain[list(s)].sum() for size in range(10) for s in combinations(range(9), size) if cost[list(s)].sum() <= 5.0
    )
    assert gain[found].sum() == pytest.approx(best)
    assert cost[found].sum() <= 5.0


def test_the_tail_mean_of_a_normal_gain_is_its_closed_form() -> None:
    gain = np.random.default_rng(8).standard_normal(20_000)
    assert cvar(gain, 0.1) == pytest.approx(-norm.pdf(norm.ppf(0.1)) / 0.1, abs=0.06)


def test_the_smallest_paying_effect_lies_where_the_curve_crosses_zero() -> None:
    assert break_even(-1.0, 0.25, 1.0) == pytest.approx(0.382, abs=0.001)  # −1 + 3x − x² = 0
    assert break_even(0.0, -1.0, 1.0) == 0.0
    assert break_even(-1.0, 1.0, -0.1) is None
