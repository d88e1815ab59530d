"""Effect conversions against closed forms written out here, and there and back again."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exclusim.model.declared import default_world
from exclusim.scenarios.conversions import (
    MEASURES,
    ODDS_FAMILIES,
    convert,
    hazard_ratio_from_shares,
    in_words,
    monthly_hazard,
    odds_ratio_from_shares,
    odds_ratio_from_standardised,
    ratio_from_duration_change,
    scale_of,
    share_after_hazard_ratio,
    share_after_odds_ratio,
    standardised_from_odds_ratio,
)

SHARES = st.floats(0.02, 0.95)
RATIOS = st.floats(0.2, 5)


def test_a_hazard_ratio_from_shares_gives_the_shares_back_in_an_exponential_model() -> None:
    months, ratio = 18, hazard_ratio_from_shares(0.16, 0.26)
    hazard = -math.log(1 - 0.16) / months
    assert monthly_hazard(0.16, months) == pytest.approx(hazard)
    assert 1 - math.exp(-hazard * ratio * months) == pytest.approx(0.26)
    assert ratio == pytest.approx(math.log(0.74) / math.log(0.84))


def test_an_effect_that_ends_before_the_follow_up_must_have_been_larger() -> None:
    hazard, at, holds = monthly_hazard(0.15, 24), 24, 12
    ratio = hazard_ratio_from_shares(0.15, 0.30, at=at, holds=holds)
    assert 1 - math.exp(-hazard * (ratio * holds + at - holds)) == pytest.approx(0.30)
    assert hazard_ratio_from_shares(0.15, 0.30, at=12, holds=24) == hazard_ratio_from_shares(0.15, 0.30)
    with pytest.raises(ValueError, match="holds longer than 2 of the 24"):
        hazard_ratio_from_shares(0.30, 0.15, at=24, holds=2)


@given(SHARES, RATIOS)
def test_shares_go_to_ratios_and_back(control: float, ratio: float) -> None:
    for there, back in (
        (share_after_hazard_ratio, hazard_ratio_from_shares),
        (share_after_odds_ratio, odds_ratio_from_shares),
    ):
        assert back(control, there(control, ratio)) == pytest.approx(ratio, rel=1e-6)
    treated = share_after_hazard_ratio(control, ratio, at=24, holds=12)
    assert hazard_ratio_from_shares(control, treated, at=24, holds=12) == pytest.approx(ratio, rel=1e-6)


@given(st.floats(-2, 2))
def test_a_standardised_difference_is_an_odds_ratio_by_the_logistic_standard_deviation(difference: float) -> None:
    ratio = odds_ratio_from_standardised(difference)
    assert math.log(ratio) == pytest.approx(difference * 1.8137993642342178, abs=1e-12)
    assert standardised_from_odds_ratio(ratio) == pytest.approx(difference, abs=1e-12)


@given(st.floats(0.01, 0.2), st.floats(0.5, 2))
def test_for_rare_outcomes_all_ratios_agree(baseline: float, ratio: float) -> None:
    for scale in ("hazard", "odds"):
        found = convert("risk_ratio", ratio, scale, baseline=baseline / 1000)
        assert found == pytest.approx(ratio, rel=1e-3)


@given(SHARES, st.floats(0.02, 0.95))
def test_the_same_two_shares_give_one_ratio_however_they_are_stated(control: float, treated: float) -> None:
    for scale, ratio in (
        ("hazard", hazard_ratio_from_shares(control, treated)),
        ("odds", odds_ratio_from_shares(control, treated)),
    ):
        for measure, value in (
            ("risk_ratio", treated / control),
            ("percentage_points", 100 * (treated - control)),
            ("relative_change", treated / control - 1),
            ("odds_ratio", odds_ratio_from_shares(control, treated)),
            ("standardised", standardised_from_odds_ratio(odds_ratio_from_shares(control, treated))),
        ):
            assert convert(measure, value, scale, baseline=control) == pytest.approx(ratio, rel=1e-6)  # type: ignore[arg-type]


def test_a_longer_duration_is_a_lower_hazard_of_leaving() -> None:
    assert ratio_from_duration_change(0.10) == pytest.approx(1 / 1.1)
    assert ratio_from_duration_change(-0.5) == 2
    with pytest.raises(ValueError, match="above −100 %"):
        ratio_from_duration_change(-1)


@pytest.mark.parametrize("measure", ["hazard_ratio", "odds_ratio", "incidence_rate_ratio"])
def test_ratios_stand_as_they_are_without_a_baseline(measure: str) -> None:
    for scale in ("hazard", "odds"):
        assert convert(measure, 1.5, scale) == 1.5  # type: ignore[arg-type]


@pytest.mark.parametrize("measure", MEASURES)
def test_no_effect_is_the_ratio_one_in_every_measure(measure: str) -> None:
    neutral = 1.0 if measure.endswith("_ratio") else 0.0
    for scale in ("hazard", "odds"):
        assert convert(measure, neutral, scale, baseline=0.3) == pytest.approx(1.0, abs=1e-12)  # type: ignore[arg-type]


def test_a_share_outside_zero_to_one_says_what_was_expected() -> None:
    with pytest.raises(ValueError, match=r"a share with the intervention above 0 % and below 100 %, not 123 %"):
        convert("risk_ratio", 2.46, "hazard", baseline=0.5)
    with pytest.raises(ValueError, match="baseline"):
        convert("risk_ratio", 1.5, "hazard")


def test_the_words_hold_the_numbers_of_the_conversion() -> None:
    words = in_words("percentage_points", 10, "hazard", 1.727, baseline=0.16, at=18)
    assert words == "p₀ = 16 % → p₁ = 26 %, t = 18; HR = ln(1 − 0.26)/ln(1 − 0.16) = 1.73"
    assert in_words("standardised", 0.288, "odds", 1.686) == "OR = exp(0.288·π/√3) = 1.69"
    assert in_words("duration_change", 0.05, "hazard", 0.952) == "HR = 1/(1 + 0.05) = 0.952"
    assert in_words("hazard_ratio", 0.68, "hazard", 0.68) == ""


def test_the_families_taken_as_odds_are_those_that_have_no_hazard_in_the_declared_world() -> None:
    world = default_world()
    hazards = {hazard.family for hazard in world.hazards}
    outcomes = {outcome.family for occasion in world.occasions for outcome in occasion.outcomes}
    assert outcomes - hazards - {None} == ODDS_FAMILIES
    assert scale_of("school_completion") == "odds"
    assert scale_of("job_finding") == scale_of("exit_from_exclusion") == "hazard"
