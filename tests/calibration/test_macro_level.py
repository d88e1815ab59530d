"""The labour-market level against its closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import logit

from exclusim.calibration.evidence import statistics
from exclusim.calibration.macro import (
    labour_market_level,
    labour_market_series,
    labour_market_steps,
    measured_response,
    unemployment_rates,
)
from exclusim.calibration.macro.level import average_unemployment
from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.scenarios.schema import Environment

CENTRAL = default_world().parameters.central()


def test_the_average_of_1987_to_2000_is_level_one() -> None:
    assert labour_market_level(average_unemployment(), 1.6) == pytest.approx(1.0)


def test_the_level_is_the_odds_ratio_to_the_power_of_minus_one_over_the_response() -> None:
    rate = 0.0933
    ratio = rate / (1 - rate) * (1 - average_unemployment()) / average_unemployment()
    assert labour_market_level(rate, 1.6) == pytest.approx(ratio ** (-1 / 1.6))
    assert labour_market_level(rate, 0.8) == pytest.approx(labour_market_level(rate, 1.6) ** 2)


def test_years_held_out_for_validation_do_not_reach_the_level() -> None:
    held_out = {
        row.year
        for row in statistics().values()
        if row.role == "validation" and row.indicator == "unemployment_rate_LFS" and row.population.endswith("15-74")
    }
    assert {"2019", "2024"} <= held_out
    assert max(unemployment_rates()) == 2018
    assert np.all(labour_market_series(2019, 72, 1.0) == 1.0)


def test_yearly_rates_stand_at_mid_year_and_are_joined_by_lines() -> None:
    log_series = np.log(labour_market_series(1998, 24, 1.0))
    steps = np.diff(log_series[6:18])  # July 1998 – June 1999
    assert steps == pytest.approx(np.full(11, steps[0]))
    middle = log_series[6] - steps[0] / 2
    assert math.exp(middle) == pytest.approx(labour_market_level(unemployment_rates()[1998], 1.0))


def test_the_series_is_a_window_of_one_and_the_same_path() -> None:
    assert labour_market_series(1990, 120, 1.2)[36:48] == pytest.approx(labour_market_series(1993, 12, 1.2))


def test_before_the_series_begins_the_level_is_one() -> None:
    assert np.all(labour_market_series(1950, 12, 1.0) == 1.0)


def test_steps_fit_a_scenario_file() -> None:
    steps = labour_market_steps(2007, 2010, 1.0)
    environment = Environment.model_validate({"labour_market": steps})
    levels = environment.labour_market_levels(2007, 60)
    assert levels[24] == pytest.approx(labour_market_level(unemployment_rates()[2009], 1.0), abs=0.001)
    assert levels[-1] == 1.0
    assert levels[24] < levels[0], "2009 was a worse year than 2007"


def test_a_year_without_a_usable_rate_is_refused() -> None:
    with pytest.raises(ExclusimError, match="no unemployment rate to use for 2019"):
        labour_market_steps(2018, 2020, 1.0)
    with pytest.raises(ExclusimError, match="between 0 and 1"):
        labour_market_level(7.5, 1.0)


def test_the_measured_response_is_below_that_of_work_and_unemployment_alone() -> None:
    response = measured_response(CENTRAL, persons=3_000)
    alone = CENTRAL["job_finding.labour_market"] - CENTRAL["job_loss.labour_market"]
    assert 0.3 * alone < response < alone


def test_stronger_elasticities_give_a_stronger_response() -> None:
    stronger = {"job_finding.labour_market": 2.0, "job_loss.labour_market": -1.2, "job_upgrade.labour_market": 1.0}
    twice = measured_response(Draw(-1, {**CENTRAL.values, **stronger}), persons=3_000)
    assert twice > 1.5 * measured_response(CENTRAL, persons=3_000)


def test_a_labour_market_that_nothing_follows_is_refused() -> None:
    flat = {name: 0.0 for name in CENTRAL.values if name.endswith(".labour_market")}
    with pytest.raises(ExclusimError, match="does not fall when"):
        measured_response(Draw(-1, {**CENTRAL.values, **flat}), persons=500)


def test_the_response_maps_a_level_back_to_the_rate_it_came_from() -> None:
    rate, response = 0.09, 1.03
    back = logit(average_unemployment()) - response * math.log(labour_market_level(rate, response))
    assert back == pytest.approx(logit(rate))
