"""Price conversion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exclusim.calibration.evidence import series
from exclusim.calibration.prices import price_index
from exclusim.model.errors import ExclusimError

years = st.integers(2006, 2024)
amounts = st.floats(-1e9, 1e9)


@given(amounts, years, years)
def test_converting_there_and_back_returns_the_amount(amount: float, first: int, second: int) -> None:
    index = price_index()
    assert index.convert(index.convert(amount, first, second), second, first) == pytest.approx(amount)


@given(amounts, years)
def test_an_amount_in_its_own_year_is_unchanged(amount: float, year: int) -> None:
    assert price_index().convert(amount, year, year) == amount


@given(years, years, years)
def test_the_way_between_two_years_does_not_matter(first: int, second: int, third: int) -> None:
    factor = price_index().factor
    assert factor(first, second) * factor(second, third) == pytest.approx(factor(first, third))


def test_prices_of_2014_are_raised_to_2023_by_the_published_levels() -> None:
    assert price_index().convert(313.49, 2014, 2023) == pytest.approx(403.70)


def test_the_index_covers_every_year_of_its_file() -> None:
    assert sorted(price_index().levels) == [int(row["year"]) for row in series("cpi_sweden_scb.csv")]


@pytest.mark.parametrize(("first", "second"), [(2005, 2020), (2020, 2025), (1995, 2030)])
def test_a_year_outside_the_index_is_an_error_that_names_the_years(first: int, second: int) -> None:
    with pytest.raises(ExclusimError, match=rf"from {first} to {second} prices.*2006 to 2024"):
        price_index().convert(1.0, first, second)
