"""Models: what derived values mean, and how a scenario differs from its baseline."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic import ValidationError

from exclusim.model.errors import ExclusimError
from exclusim.scenarios.loading import parse
from exclusim.scenarios.schema import Effect, Environment, LocalValue, Newcomers, ProjectCost


def effect(**fields: object) -> Effect:
    return Effect.model_validate({"on": "job_finding", "hazard_ratio": 2, "source": "GBG-REF-SR", **fields})


def test_an_effect_holds_for_its_duration_and_then_fades_in_a_straight_line() -> None:
    months = np.arange(-1, 8)
    fading = effect(duration="3 mån", fade="3 mån").strength(months)
    np.testing.assert_allclose(fading, [0, 1, 1, 1, 0.75, 0.5, 0.25, 0, 0])
    abrupt = effect(duration="3 mån").strength(months)
    np.testing.assert_allclose(abrupt, [0, 1, 1, 1, 0, 0, 0, 0, 0])


def test_a_lasting_effect_never_fades_and_does_not_act_before_its_start() -> None:
    np.testing.assert_array_equal(effect(lasting=True).strength([-1, 0, 500]), [0, 1, 1])


def test_scale_multiplies_the_log_effect_and_its_standard_error() -> None:
    full = effect(lasting=True, low=1, high=4)
    half = effect(lasting=True, low=1, high=4, scale="50 %")
    assert math.isclose(full.log_effect, math.log(2))
    assert math.isclose(half.log_effect, math.log(2) / 2)
    assert full.log_sd is not None
    assert half.log_sd is not None
    assert math.isclose(full.log_sd, math.log(4) / (2 * 1.96), rel_tol=1e-4)
    assert math.isclose(half.log_sd, full.log_sd / 2)
    assert effect(lasting=True).log_sd is None


def test_the_labour_market_keeps_its_level_until_the_next_step() -> None:
    steps = [{"from": "2013-05", "level": 0.9}, {"from": "2014-03", "level": 1.1}]
    levels = Environment.model_validate({"labour_market": steps}).labour_market_levels(2014, 4)
    np.testing.assert_array_equal(levels, [0.9, 0.9, 1.1, 1.1])
    np.testing.assert_array_equal(Environment().labour_market_levels(2014, 2), [1, 1])


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.05, "per month", 0.05),
        ("4 %", "probability", 0.04),
        ("42 000 kr", "SEK/year", 42_000),
        ("3 år", "months", 36),
        ("18 mån", "years", 1.5),
    ],
)
def test_a_local_value_is_given_in_the_parameters_unit(value: object, unit: str, expected: float) -> None:
    assert LocalValue.model_validate({"value": value, "source": "egen statistik"}).in_unit(unit) == expected


@pytest.mark.parametrize(("value", "unit"), [("5 Mkr", "share"), ("4 %", "per month"), ("3 mån", "SEK/month")])
def test_a_local_value_of_the_wrong_kind_is_refused(value: str, unit: str) -> None:
    with pytest.raises(ExclusimError, match="cannot be used"):
        LocalValue.model_validate({"value": value, "source": "egen statistik"}).in_unit(unit)


def test_newcomers_may_give_both_ages_as_one_range() -> None:
    group = {"kind": "newcomers", "place": "X", "persons": 10, "start_year": 2020}
    one = Newcomers.model_validate({**group, "ages": "25–30 år"})
    two = Newcomers.model_validate({**group, "age_from": "25 år", "age_to": "30 år"})
    assert one == two


def test_models_cannot_be_changed() -> None:
    group = ProjectCost.model_validate({"amount": "5 Mkr", "per": "project", "payer": {"region": "100 %"}})
    with pytest.raises(ValidationError, match="frozen"):
        group.amount = 1.0  # type: ignore[misc]


TWO_STEPS = """\
exclusim: 1
case: two
title: Två steg
summary: Ett scenario ovanpå ett annat
population: {kind: cohort, place: X, births: 100, start_year: 2020}
appraisal: {years: 20 år, discount_rate: 4 %, price_year: 2020}
scenarios:
  first:
    label: Första
    interventions: [{name: a, label: A, lasts: 12 mån}]
  second:
    label: Andra
    baseline: first
    interventions: [{name: b, label: B, lasts: 12 mån}]
"""


def test_a_scenario_adds_its_interventions_to_those_of_its_baseline() -> None:
    case = parse(TWO_STEPS)
    assert case.interventions("baseline") == ()
    assert [item.name for item in case.interventions("first")] == ["a"]
    assert [item.name for item in case.interventions("second")] == ["a", "b"]
    with pytest.raises(ExclusimError, match="baseline, first, second"):
        case.interventions("third")
