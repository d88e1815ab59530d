"""Designs on a known truth: what randomising gets right, and what the others get wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom
from tests.results.evaluation_pools import made_up, no_attrition, simulated

from exclusim.results.evaluation.designs import ESTIMATORS, difference_in_differences, matched
from exclusim.results.evaluation.document import DesignResult
from exclusim.results.evaluation.options import DESIGNS, EvaluationOptions
from exclusim.results.evaluation.people import Drawn
from exclusim.results.evaluation.pool import Attrition, leaving
from exclusim.results.evaluation.trials import Trials, mean_error, scores, trials

REPLICATES = 1_000


@pytest.fixture(scope="module")
def helped() -> Drawn:
    """People newly excluded at 21, in an idea that doubles the hazard of finding work."""
    return simulated(2.0, EvaluationOptions(persons=20_000), "newly-excluded")[1]


@pytest.fixture(scope="module")
def unhelped() -> Drawn:
    """The same people in an idea that does nothing (hazard ratio one)."""
    return simulated(1.0, EvaluationOptions(persons=20_000), "newly-excluded")[1]


def bias(found: Trials) -> tuple[float, float]:
    """Mean of estimate − truth, and its Monte Carlo error."""
    off = found.estimate - found.truth
    return float(off.mean()), mean_error(off, found.draw)


def test_a_trial_in_the_simulation_recovers_the_known_effect(helped: Drawn) -> None:
    """Coverage of the 95 % interval within the central 99.9 % of a binomial: error rate 0.001."""
    found = trials([no_attrition(helped.pool)], "rct", 200, REPLICATES, 5)
    assert helped.pool.truth > 0.05
    covered = int((np.abs(found.estimate - found.truth) <= 1.96 * found.error).sum())
    low, high = binom.interval(0.999, REPLICATES, 0.95)
    assert low <= covered <= high


@pytest.mark.parametrize("design", ["rct", "rct-adjusted"])
def test_a_trial_is_unbiased(helped: Drawn, design: str) -> None:
    """Within 3.9 Monte Carlo errors: error rate 1e-4 each."""
    found = trials([no_attrition(helped.pool)], design, 200, 400, 6)
    off, error = bias(found)
    assert abs(off) < 3.9 * error


def test_adjusting_a_trial_for_what_is_known_narrows_its_spread() -> None:
    pool = made_up()
    plain, adjusted = (trials([pool], design, 200, 300, 7) for design in ("rct", "rct-adjusted"))
    assert adjusted.error.mean() < 0.96 * plain.error.mean()


@pytest.mark.parametrize("true", [True, False])
def test_before_and_after_a_worst_moment_shows_too_much_even_where_nothing_was_done(
    helped: Drawn, unhelped: Drawn, true: bool
) -> None:
    drawn = helped if true else unhelped
    if not true:
        assert drawn.pool.truth == 0.0
        np.testing.assert_array_equal(drawn.pool.without, drawn.pool.treated)
    off, error = bias(trials([drawn.pool], "before-after", 200, 400, 8))
    assert off > 4 * error
    assert off > 0.1


def test_an_idea_without_effect_is_found_by_a_trial_no_more_often_than_chance_allows(unhelped: Drawn) -> None:
    """Two-sided five per cent, within the central 99.9 % of a binomial."""
    found = scores(trials([no_attrition(unhelped.pool)], "rct", 200, REPLICATES, 9))
    low, high = binom.interval(0.999, REPLICATES, 0.05)
    assert low <= round(found["false_alarm"] * REPLICATES) <= high
    assert found["power"] is None
    assert found["wrong_sign"] is None


def _crude(pool_observed: float, pool_unobserved: float) -> tuple[float, tuple[float, float]]:
    """Bias of the plain difference between participants and the others, and of matching with its error."""
    pool = made_up(observed=pool_observed, unobserved=pool_unobserved)
    plain = float(pool.share @ pool.treated - pool.refusing @ pool.without) - pool.truth
    return plain, bias(trials([pool], "matching", 400, 300, 10))


def test_matching_removes_selection_on_what_is_known() -> None:
    """What is left of a bias of 0.15 is within the calliper's coarseness and 3.9 Monte Carlo errors."""
    plain, (off, error) = _crude(2.5, 1.0)
    assert plain > 0.1
    assert abs(off) < 0.01 + 3.9 * error


def test_matching_lessens_but_does_not_remove_selection_on_what_nobody_sees() -> None:
    plain, (off, error) = _crude(2.0, 2.0)
    assert off > 4 * error
    assert off + 4 * error < plain


def test_matched_people_are_alike_and_a_pair_too_far_apart_is_left_out() -> None:
    rng = np.random.default_rng(1)
    known = np.array([[0.0], [0.0], [1.0], [9.0]])
    others = np.array([[0.0], [1.0], [1.0], [0.0], [0.5]])
    outcome = np.array([0.0, 5.0, 5.0, 0.0, 2.0])
    found, _, stayed = matched(
        np.array([1.0, 1.0, 6.0, 99.0]), known, outcome, others, np.array([True, True, False, True]), rng
    )
    assert found == pytest.approx(1.0)
    assert stayed == pytest.approx(1.0)


def test_difference_in_differences_is_the_difference_of_four_means_with_an_error_by_person() -> None:
    rng = np.random.default_rng(2)
    before, others_before = rng.random(60), rng.random(90)
    after, others_after = before + 0.3 + 0.1 * rng.random(60), others_before + 0.1 * rng.random(90)
    estimate, error = difference_in_differences(before, after, others_before, others_after)
    change, other = after - before, others_after - others_before
    assert estimate == pytest.approx(change.mean() - other.mean())
    # Clusters of two rows: the sum of the variances of mean changes, but for the small-sample factor.
    plain = np.sqrt(change.var() / 60 + other.var() / 90)
    assert error == pytest.approx(plain, rel=0.02)


def test_difference_in_differences_is_unbiased_where_both_groups_would_have_changed_alike() -> None:
    pool = made_up()
    off, error = bias(trials([pool], "difference-in-differences", 200, 200, 11))
    assert abs(off) < 3.9 * error


def test_a_similar_group_with_another_level_misleads_by_the_difference_in_level() -> None:
    pool = made_up()
    worse = replace(pool, elsewhere=pool.without[pool.without == 0])
    off, error = bias(trials([worse], "similar-group", 200, 300, 12))
    assert off == pytest.approx(float(pool.share @ pool.without), abs=4 * error)


def test_those_who_leave_are_as_many_as_planned_and_worse_off_by_the_odds() -> None:
    pool = made_up()
    without, treated = leaving(pool, 0.2, 3.0)
    assert (pool.share @ without + pool.share @ treated) / 2 == pytest.approx(0.2)
    assert without[pool.without == 0].min() > without[pool.without == 1].max()
    none, _ = leaving(pool, 0.0, 3.0)
    assert not none.any()


def test_losing_those_for_whom_it_goes_badly_flatters_before_and_after() -> None:
    pool = made_up(effect=0.0)
    lossy = replace(pool, attrition=Attrition(lost=0.3, lost_worse=4.0))
    kept, lost = (bias(trials([p], "before-after", 200, 300, 13)) for p in (pool, lossy))
    assert abs(kept[0]) < 3.9 * kept[1]
    assert lost[0] > 4 * lost[1]


def test_counting_only_those_who_finish_flatters_when_those_leave_for_whom_it_goes_badly() -> None:
    pool = replace(made_up(effect=0.0), attrition=Attrition(drop_out=0.3, drop_out_worse=4.0))
    found = trials([pool], "rct", 200, 400, 14)
    assert abs(bias(found)[0]) < 3.9 * bias(found)[1]  # by intention to treat nobody is left out
    gap = found.completers - found.estimate
    assert gap.mean() > 4 * gap.std() / np.sqrt(gap.size)


def test_scores_say_bias_error_and_coverage_of_known_estimates() -> None:
    found = Trials(
        draw=np.array([0, 0, 1, 1]),
        truth=np.array([1.0, 1.0, 2.0, 2.0]),
        estimate=np.array([2.0, 4.0, 1.0, -1.0]),
        error=np.ones(4),
        completers=np.array([3.0, 3.0, np.nan, 3.0]),
    )
    got = scores(found)
    assert got["bias"] == pytest.approx(0.0)
    assert got["bias_se"] == pytest.approx(2.0)  # two draws, two off either way
    assert got["spread"] == pytest.approx(1.0)
    assert got["rmse"] == pytest.approx(np.sqrt((1 + 9 + 1 + 9) / 4))
    assert got["coverage"] == 0.5
    assert got["power"] == 0.5
    assert got["wrong_sign"] == 0.25
    assert got["false_alarm"] == 0.0
    assert got["per_protocol"] == 3.0
    assert set(got) < set(DesignResult.model_fields)


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_has_an_estimator_that_repeats_itself(design: str) -> None:
    pool = made_up(people=2_000)
    assert design in ESTIMATORS
    one, two = (trials([pool, pool], design, 40, 5, 15) for _ in range(2))
    np.testing.assert_array_equal(one.estimate, two.estimate)
    assert one.draw.tolist() == [0, 0, 0, 1, 1]
