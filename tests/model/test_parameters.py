"""Parameters, priors and draws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.model.worlds import STEADY

from exclusim.model.parameters import (
    Fixed,
    LogitNormal,
    LogNormal,
    Normal,
    Parameter,
    Parameters,
    Prior,
    Uniform,
)

probabilities = st.floats(1e-6, 1 - 1e-6)
PRIORS: list[tuple[Prior, float, tuple[float, float]]] = [
    (LogNormal(0.35), 0.02, (0, math.inf)),
    (Normal(0.3), -0.8, (-math.inf, math.inf)),
    (LogitNormal(0.4), 0.87, (0, 1)),
    (Uniform(2.0, 5.0), 3.0, (2, 5)),
]
named = pytest.mark.parametrize(("prior", "centre", "within"), PRIORS, ids=lambda p: type(p).__name__)


@named
@STEADY
@given(one=probabilities, other=probabilities)
def test_a_higher_quantile_is_a_higher_value_within_the_allowed_range(
    prior: Prior, centre: float, within: tuple[float, float], one: float, other: float
) -> None:
    low, high = (prior.quantile(u, centre) for u in sorted((one, other)))
    assert within[0] <= low <= high <= within[1]


@named
def test_the_median_of_a_prior_around_a_centre_is_the_centre(
    prior: Prior, centre: float, within: tuple[float, float]
) -> None:
    middle = 3.5 if isinstance(prior, Uniform) else centre
    assert prior.quantile(0.5, centre) == pytest.approx(middle, rel=1e-12)


def test_priors_have_the_spread_they_name() -> None:
    one_sd = 0.8413447460685429  # cumulative probability one standard deviation above the mean
    assert LogNormal(0.2).quantile(one_sd, 3.0) == pytest.approx(3 * math.exp(0.2))
    assert Normal(0.2).quantile(one_sd, 3.0) == pytest.approx(3.2)
    assert LogitNormal(0.2).quantile(one_sd, 0.5) == pytest.approx(1 / (1 + math.exp(-0.2)))
    assert Fixed().quantile(one_sd, 3.0) == 3.0


def test_a_prior_describes_itself_with_its_ninety_percent_range() -> None:
    assert Uniform(0.0, 10.0).describe(1.0) == "uniform 0–10"
    assert LogNormal(0.1).describe(1.0) == "log-normal, 90 % within 0.8483–1.179"
    assert Fixed().describe(1.0) == "fixed"


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_parameter_that_is_not_a_finite_number_is_refused_by_name(value: float) -> None:
    with pytest.raises(ValueError, match=r"parameter rate\.x: the value must be a finite number"):
        Parameter("rate.x", value, "per month")


def test_a_parameter_without_a_source_is_refused_unless_it_is_called_an_assumption() -> None:
    with pytest.raises(ValueError, match=r"rate\.x: a source is required"):
        Parameter("rate.x", 1.0, "per month", source=" ")
    assert Parameter("rate.x", 1.0, "per month", source="assumption").is_assumption
    assert not Parameter("rate.x", 1.0, "per month", source="S0171").is_assumption


def _two() -> Parameters:
    return Parameters([Parameter("a", 1.0, "ratio", LogNormal(0.3)), Parameter("b", 24, "months")])


def test_a_parameter_declared_twice_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="parameter b is declared twice"):
        _two() | Parameters([Parameter("b", 1.0, "ratio")])


def test_a_local_value_keeps_prior_and_order_and_leaves_the_original_alone() -> None:
    original = _two()
    changed = original.with_value("a", 2.0)
    assert (original["a"].value, changed["a"].value) == (1.0, 2.0)
    assert changed["a"].prior == LogNormal(0.3)
    assert list(changed) == ["a", "b"]
    with pytest.raises(KeyError, match="c"):
        original.with_value("c", 2.0)


def test_the_central_draw_has_central_values_and_fixed_parameters_never_vary() -> None:
    assert dict(_two().central().values) == {"a": 1.0, "b": 24}
    draws = [_two().draw(index, 1) for index in range(20)]
    assert {draw["b"] for draw in draws} == {24}
    assert len({draw["a"] for draw in draws}) == 20


def test_another_parameter_changes_no_other_parameters_draw() -> None:
    more = Parameters([Parameter("z", 1.0, "ratio", LogNormal(0.3))]) | _two()
    assert more.draw(3, 7)["a"] == _two().draw(3, 7)["a"]
    assert _two().draw(3, 7)["a"] != _two().draw(3, 8)["a"]


def test_prior_draws_of_different_parameters_are_uncorrelated() -> None:
    both = Parameters([Parameter("a", 0.0, "ratio", Normal(1.0)), Parameter("b", 0.0, "ratio", Normal(1.0))])
    n = 2000
    draws = [both.draw(index, 1) for index in range(n)]
    # Five standard errors of a mean, a variance and a covariance of n standard normals: one failure in 10⁶.
    assert abs(sum(d["a"] for d in draws)) / n < 5 / math.sqrt(n)
    assert abs(sum(d["a"] ** 2 for d in draws) / n - 1) < 5 * math.sqrt(2 / n)
    assert abs(sum(d["a"] * d["b"] for d in draws)) / n < 5 / math.sqrt(n)
