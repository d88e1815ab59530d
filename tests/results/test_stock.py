"""The stock of excluded people: one cohort's profile, shifted and added."""

from __future__ import annotations

import numpy as np
import pytest

from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.stock import YEARS, changes, stock
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import parse


def _profile(enter: float, leave: float, months: int) -> np.ndarray:
    """Share excluded by month in a chain of two statuses; everybody begins included."""
    return enter / (enter + leave) * (1 - (1 - enter - leave) ** np.arange(months))


def test_mopping_once_changes_the_stock_by_one_cohort_and_passes() -> None:
    before, after = np.array([[5.0, 4.0, 3.0]]), np.array([[5.0, 2.0, 2.0]])
    once, _ = changes(before, after, years=5)
    assert once[0].tolist() == [0, 0, -2, -1, 0, 0]


def test_mopping_every_year_adds_a_cohort_a_year_until_all_have_been_reached() -> None:
    before, after = np.array([[5.0, 4.0, 3.0]]), np.array([[5.0, 2.0, 2.0]])
    _, always = changes(before, after, years=5)
    assert always[0].tolist() == [0, 0, -2, -3, -3, -3]


def test_a_chain_of_two_statuses_gives_the_stock_of_the_formula() -> None:
    months, size = 12 * 30, 500
    before, after = size * _profile(0.02, 0.10, months), size * _profile(0.02, 0.20, months)
    found = stock(before[None], after[None])
    by_year = [(after - before)[12 * y : 12 * y + 12].mean() for y in range(30)]
    assert found.cohorts == 30
    assert found.baseline.mean == pytest.approx(before.sum() / 12)
    np.testing.assert_allclose(found.every_year.mean, [sum(by_year[:y]) for y in range(YEARS + 1)], atol=1e-9)
    np.testing.assert_allclose(found.once.mean, [0.0, *by_year[:YEARS]], atol=1e-9)
    # Long spells are halved, so in the end each cohort has 1/11 instead of 1/6 of its people outside.
    assert by_year[-1] == pytest.approx(size * (1 / 11 - 1 / 6), rel=1e-3)


def test_if_nobody_enters_the_stock_empties_only_as_fast_as_cohorts_are_replaced() -> None:
    before = np.full((1, 12 * 10), 7.0)
    found = stock(before, before)
    assert found.nobody_enters.mean == [-7.0 * min(year, 10) for year in range(YEARS + 1)]
    assert found.every_year.mean == [0.0] * (YEARS + 1)


_THREE = """
exclusim: 1
case: tre-kullar
extends: genomsnittskommun
title: Tre kullar
summary: Samma kull, en och tre gånger
population: {cohorts: 3}
"""


def test_cohorts_that_are_simulated_one_after_the_other_do_not_change_the_stock_of_a_cohort() -> None:
    """The stock is built from the first cohort, whose people are the same whether others follow or not."""
    options = RunOptions(replicates=2)
    one = run_case(load("genomsnittskommun"), options).document.differences["jobbstod"].stock
    three = run_case(parse(_THREE), options).document.differences["jobbstod"].stock
    assert one == three
