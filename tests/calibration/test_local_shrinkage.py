"""Empirical Bayes against its closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from exclusim.calibration.local.shrinkage import Difference, Spread, estimate_spread, shrink


def _years(*values: float, variance: float = 0.04) -> list[Difference]:
    return [Difference(2015 + year, value, variance) for year, value in enumerate(values)]


def test_a_figure_as_uncertain_as_places_differ_counts_half() -> None:
    found = shrink(_years(0.3), Spread(between=0.04, within=0.0))
    assert found.weight == pytest.approx(0.5)
    assert found.shrunk == pytest.approx(0.15)
    assert found.sd == pytest.approx(math.sqrt(0.04 * 0.5))


def test_more_years_move_the_estimate_from_the_nation_to_the_municipality() -> None:
    spread = Spread(between=0.04, within=0.02)
    weights = [shrink(_years(*[0.3] * k), spread).weight for k in (1, 2, 5)]
    assert weights == [pytest.approx(0.04 / (0.04 + 0.06 / k)) for k in (1, 2, 5)]


def test_a_smaller_municipality_is_drawn_further_to_the_nation() -> None:
    spread = Spread(between=0.04, within=0.0)
    small, large = (shrink(_years(0.3, variance=v), spread) for v in (0.4, 0.004))
    assert 0 < small.shrunk < large.shrunk < 0.3
    assert small.sd > large.sd


def test_without_differences_between_places_every_place_is_the_nation() -> None:
    assert shrink(_years(0.3, 0.4), Spread(0.0, 0.01)).shrunk == 0.0


def test_spread_is_recovered_from_many_municipalities() -> None:
    rng = np.random.default_rng(3)
    between, within, noise = 0.09, 0.02, 0.03
    places = {
        str(m): _years(*(lasting + rng.normal(0, math.sqrt(within + noise), 5)), variance=noise)
        for m, lasting in enumerate(rng.normal(0, math.sqrt(between), 4000))
    }
    found = estimate_spread(places)
    assert found.between == pytest.approx(between, rel=0.08)
    assert found.within == pytest.approx(within, rel=0.08)


def test_pure_noise_gives_no_spread_worth_following() -> None:
    rng = np.random.default_rng(4)
    places = {str(m): _years(*rng.normal(0, 0.2, 5), variance=0.04) for m in range(2000)}
    found = estimate_spread(places)
    assert shrink(_years(0.2, 0.2, 0.2, 0.2, 0.2), found).weight < 0.1


def test_no_municipality_is_refused() -> None:
    with pytest.raises(ValueError, match="no municipality"):
        estimate_spread({"1480": []})


def test_what_follows_where_schools_lie_takes_weight_from_the_figure() -> None:
    total = Spread(between=0.4, within=0.0)
    own = total.of_residents(0.1)
    assert own.between == 0.1
    assert own.location == pytest.approx(0.3)
    assert shrink(_years(1.0, variance=0.1), own).weight == pytest.approx(0.1 / 0.5)
    assert total.of_residents(0.9) == total
