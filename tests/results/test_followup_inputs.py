"""What observations say of a project's own figures, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, binom

from exclusim.results.followup.inputs import WORTH, Input, share_left, stay
from exclusim.results.followup.observed import Observation
from exclusim.results.followup.simulate import lots
from exclusim.results.followup.weights import effective, normalised, tempered, weighted, weighted_quantiles

DRAWS = 200_000
TAKE_UP = Observation(2, 12, "take_up", 20 / 36, 36)


def test_take_up_has_the_beta_binomial_posterior() -> None:
    found = Input("take_up", 0.7, 18, observed=(TAKE_UP,))
    exact = beta(WORTH * 0.7 + 20, WORTH * 0.3 + 16)
    values = found.after(lots("take_up", 1, DRAWS))
    assert values.mean() == pytest.approx(exact.mean(), abs=4 * exact.std() / np.sqrt(DRAWS))
    assert values.std() == pytest.approx(exact.std(), rel=4 / np.sqrt(2 * DRAWS))
    for share in (0.05, 0.5, 0.95):
        assert float(found.after(np.array([share]))[0]) == pytest.approx(exact.ppf(share), abs=1e-4)


def test_weighting_draws_by_the_binomial_gives_the_same_posterior() -> None:
    found = Input("take_up", 0.7, 18)
    exact = beta(WORTH * 0.7 + 20, WORTH * 0.3 + 16)
    values = found.before(lots("take_up", 1, DRAWS))
    weights = normalised(np.asarray(binom.logpmf(20, 36, values)))
    error = exact.std() / np.sqrt(effective(weights))
    assert weighted(values, weights).mean == pytest.approx(exact.mean(), abs=4 * error)


def test_a_plan_of_a_hundred_per_cent_gives_way_to_many_observations() -> None:
    row = Observation(2, 12, "offered", 200.0)
    found = Input("reach", 1.0, 18, observed=(row,), expected=400.0)
    assert found.before(np.array([0.5]))[0] > 0.99
    # The plan is worth 20 people: (19.8 + 200) / 400 in the gamma limit.
    assert found.after(np.array([0.5]))[0] == pytest.approx(0.55, abs=0.01)


def test_drop_out_and_months_attended_speak_of_the_same_monthly_loss() -> None:
    # 30 % in all over 18 months; after 12 of them 1 − 0.7^(12/18) have left.
    plan = Input("drop_out", 0.3, 18)
    monthly = plan.per_month(np.array([0.3]))
    assert share_left(monthly, 18)[0] == pytest.approx(0.3)
    assert plan.expect(np.array([0.3]), Observation(2, 12, "drop_out", 0.1, 9))[0] == pytest.approx(
        1 - 0.7 ** (12 / 18)
    )
    many = 5_000
    left = Observation(2, 18, "drop_out", 0.5, many)
    stayed = Observation(3, 18, "mean_months", float(stay(plan.per_month(np.array([0.5])), 18)[0][0]), many)
    for rows in ((left,), (stayed,)):
        found = Input("drop_out", 0.3, 18, observed=rows)
        assert found.after(np.array([0.5]))[0] == pytest.approx(0.5, abs=0.02)


def test_the_mean_and_spread_of_months_attended_are_those_of_simulated_participants() -> None:
    generator = np.random.default_rng(5)
    months = np.minimum(generator.geometric(0.05, DRAWS), 12)
    mean, variance = stay(np.array([0.05]), 12)
    assert months.mean() == pytest.approx(mean[0], abs=4 * np.sqrt(variance[0] / DRAWS))
    assert months.var() == pytest.approx(variance[0], rel=0.02)


def test_without_observations_values_stay_bit_for_bit() -> None:
    found = Input("take_up", 0.7, 18)
    u = lots("take_up", 3, 50)
    assert (found.after(u) == found.before(u)).all()


def test_equal_weights_give_the_usual_quantiles() -> None:
    values = np.random.default_rng(1).normal(size=101)
    found = weighted_quantiles(values, np.full(101, 1 / 101), (0.05, 0.5, 0.95))
    assert found == pytest.approx(np.quantile(values, [0.05, 0.5, 0.95]))


def test_tempering_keeps_as_many_draws_as_are_wanted_and_no_more() -> None:
    log = -(np.linspace(0, 60, 200) ** 2)
    assert effective(normalised(log)) < 5
    weights, share = tempered(log, 50)
    assert 0 < share < 1
    assert effective(weights) == pytest.approx(50, rel=0.01)
    mild = np.zeros(200)
    assert tempered(mild, 50)[1] == 1.0
