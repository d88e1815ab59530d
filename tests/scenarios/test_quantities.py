"""Quantities: what a person may write, what it means, and what is refused."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exclusim.scenarios.quantities import (
    Quantity,
    QuantityError,
    parse,
    parse_age_range,
    write_money,
    write_months,
    write_quantity,
    write_share,
    write_years,
)


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("5 Mkr", 5_000_000, "money"),
        ("5 MSEK", 5_000_000, "money"),
        ("5Mkr", 5_000_000, "money"),
        ("1,1 miljarder kronor", 1_100_000_000, "money"),
        ("736 tkr", 736_000, "money"),
        ("0,736 Mkr", 736_000, "money"),
        ("15,75 Mkr", 15_750_000, "money"),
        ("1181.25 Mkr", 1_181_250_000, "money"),
        ("42 000 kr", 42_000, "money"),
        ("42\u00a0000\u00a0kr", 42_000, "money"),
        ("1\u2009250\u202f000,50 kr", 1_250_000.5, "money"),
        ("−5 kr", -5, "money"),
        ("4 %", 0.04, "share"),
        ("4%", 0.04, "share"),
        ("2,5 procent", 0.025, "share"),
        ("36 mån", 36, "months"),
        ("3 år", 36, "months"),
        ("1,5 år", 18, "months"),
        ("1 month", 1, "months"),
        ("60 personer", 60, "persons"),
        ("0.75", 0.75, "number"),
    ],
)
def test_a_quantity_is_read_in_its_base_unit(text: str, value: float, dimension: str) -> None:
    quantity = parse(text)

    assert float(quantity) == value
    assert quantity.dimension == dimension


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kr",
        "fem Mkr",
        "5e6 kr",
        "5 6 kr",
        "42 00 kr",
        "5 Mkr extra 3",
        "٥ kr",
        "0x10 kr",
        "inf kr",
        "1 " + "0" * 90,
    ],
)
def test_what_is_no_number_with_a_unit_is_refused(text: str) -> None:
    with pytest.raises(QuantityError):
        parse(text)


def test_an_unknown_unit_is_named_in_the_message() -> None:
    with pytest.raises(QuantityError, match="instead of 'dollar'"):
        parse("5 dollar")


@pytest.mark.parametrize("text", ["1.500 tkr", "1,500 tkr", "42.000 kr"])
def test_a_number_that_two_readers_read_differently_is_refused_with_both_readings(text: str) -> None:
    digits = text.split()[0].replace(",", ".").replace(".", " ")
    with pytest.raises(QuantityError, match=f"'{digits} .*' for thousands or '.*' for decimals"):
        parse(text)


def test_a_range_of_ages_is_read_with_dash_or_hyphen_and_refused_backwards() -> None:
    assert parse_age_range("20-44 år") == parse_age_range("20 – 44 years") == (20, 44)
    with pytest.raises(QuantityError, match="the lower first"):
        parse_age_range("44–20 år")


amounts = st.floats(min_value=0, max_value=1e12).filter(lambda x: x == 0 or x > 1e-9)


@given(amounts)
def test_every_amount_written_is_read_back_to_the_same_bits(amount: float) -> None:
    assert parse(write_money(amount)) == amount
    assert parse(write_share(amount)) == amount


@given(st.integers(0, 2400))
def test_every_duration_written_is_read_back(count: int) -> None:
    assert float(parse(write_months(count))) == count
    assert float(parse(write_years(count))) == 12 * count


@given(amounts, st.sampled_from(["money", "share", "persons", "number"]))
def test_a_quantity_keeps_its_dimension_in_text_and_pickle(amount: float, dimension: str) -> None:
    quantity = Quantity(amount, dimension)  # type: ignore[arg-type]
    written = write_quantity(quantity)
    read = parse(written) if isinstance(written, str) else Quantity(written)

    for copy in (read, pickle.loads(pickle.dumps(quantity))):
        assert (float(copy), copy.dimension) == (amount, dimension)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"]))
def test_thousands_may_be_grouped_by_any_thin_or_normal_space(high: int, low: int, space: str) -> None:
    assert float(parse(f"{high}{space}{low:03} kr")) == 1000 * high + low
