"""Present values against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.model.worlds import STEADY

from exclusim.model.money import Actor, Basis, Convention, CostLine, Kind, discount_factors

rates = st.floats(0.001, 0.2)
years = st.integers(1, 60)


def _annuity(rate: float, periods: int) -> float:
    """Present value of one at the end of each period."""
    return (1 - (1 + rate) ** -periods) / rate


@STEADY
@given(rates, years)
def test_a_year_of_equal_months_paid_at_the_years_end_is_the_ordinary_annuity(rate: float, n: int) -> None:
    present = discount_factors(12 * n, 0, rate, Convention.END_OF_YEAR).sum() / 12
    assert present == pytest.approx(_annuity(rate, n), rel=1e-10)


@STEADY
@given(rates, years)
def test_paid_at_the_years_start_it_is_the_annuity_due(rate: float, n: int) -> None:
    present = discount_factors(12 * n, 0, rate, Convention.START_OF_YEAR).sum() / 12
    assert present == pytest.approx(_annuity(rate, n) * (1 + rate), rel=1e-10)


@STEADY
@given(rates, years)
def test_paid_at_each_months_end_it_is_the_annuity_of_the_monthly_rate(rate: float, n: int) -> None:
    monthly = (1 + rate) ** (1 / 12) - 1
    present = discount_factors(12 * n, 0, rate, Convention.MONTHLY).sum()
    assert present == pytest.approx(_annuity(monthly, 12 * n), rel=1e-9)


@pytest.mark.parametrize("convention", list(Convention))
def test_at_a_rate_of_zero_nothing_is_discounted(convention: Convention) -> None:
    np.testing.assert_array_equal(discount_factors(50, 7, 0.0, convention), np.ones(50))


@STEADY
@given(st.integers(0, 120), rates, st.sampled_from(list(Convention)))
def test_another_valuation_month_only_moves_the_factors(start: int, rate: float, convention: Convention) -> None:
    moved = discount_factors(start + 60, start, rate, convention)
    np.testing.assert_allclose(moved[start:], discount_factors(60, 0, rate, convention), rtol=1e-12)


def test_what_was_paid_in_the_year_before_valuation_is_compounded_forward() -> None:
    factors = discount_factors(24, 12, 0.04, Convention.START_OF_YEAR)
    assert factors[11] == pytest.approx(1.04)
    assert factors[12] == 1.0


@STEADY
@given(rates, st.integers(2, 40))
def test_start_of_year_is_worth_most_and_end_of_year_least(rate: float, n: int) -> None:
    end, monthly, start = (
        discount_factors(12 * n, 0, rate, convention).sum()
        for convention in (Convention.END_OF_YEAR, Convention.MONTHLY, Convention.START_OF_YEAR)
    )
    assert end < monthly < start


def test_a_rate_of_minus_one_hundred_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="above -100 %, got -100%"):
        discount_factors(12, 0, -1.0)


def test_the_municipalitys_departments_are_reported_as_one_municipality() -> None:
    assert {actor.reported for actor in Actor if actor.value.startswith("kommun")} == {"kommun"}
    assert Actor.REGION.reported == "region"


@pytest.mark.parametrize(
    ("kind", "payee"),
    [
        (Kind.TRANSFER, None),
        (Kind.REVENUE, None),
        (Kind.REAL, Actor.INDIVID),
        (Kind.PRODUCTION, Actor.INDIVID),
    ],
)
def test_transfers_and_revenue_and_only_they_go_to_somebody(kind: Kind, payee: Actor | None) -> None:
    with pytest.raises(ValueError, match="need a payee"):
        CostLine("activity:prison", Actor.REGION, kind, 1.0, "Vård", Basis.ASSUMED, "assumption", payee)
