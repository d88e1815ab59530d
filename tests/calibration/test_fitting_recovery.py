"""The calibration against a problem whose posterior is known in closed form: linear statistics, normal errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.calibration.fitting.calibrate import Fit, Options, Problem, fit
from exclusim.calibration.fitting.effort import Effort, Wave
from exclusim.calibration.fitting.ensemble import Simulator
from exclusim.calibration.fitting.observations import Observations
from exclusim.calibration.fitting.space import Space
from exclusim.model.parameters import Draw, Normal, Parameter, Parameters

SIZE, ROWS = 14, 8
EFFORT = Effort(1, 300, (Wave(150, 2.0), Wave(150, 1.3)), 30, 200, 1_500)
NOISE = 0.1


@dataclass(frozen=True)
class Row:
    """A target with a negative value is fitted as it is, so the problem stays linear."""

    id: str
    group: str
    value: float
    se: float
    indicator: str = "toy"
    role: str = "calibration"
    unit: str = "units"
    age_from: int = 20
    age_to: int = 24
    sex: str = "all"
    background: str = "all"


def _slopes() -> NDArray[np.float64]:
    slopes = np.random.default_rng(5).normal(size=(ROWS, SIZE))
    slopes[:, 6:] *= 0.05
    return slopes


def _space() -> Space:
    return Space(Parameters(Parameter(f"toy.{i}", 1.0, "ratio", Normal(2.0)) for i in range(SIZE)))


def _simulator(_: int) -> Simulator:
    slopes = _slopes()

    def simulate(draw: Draw, seed: int) -> NDArray[np.float64]:
        z = np.array([(draw[f"toy.{i}"] - 1.0) / 2.0 for i in range(SIZE)])
        return np.asarray(-50 + slopes @ z + NOISE * np.random.default_rng(seed).normal(size=ROWS))

    return simulate


def problem() -> Problem:
    truth = np.random.default_rng(6).normal(size=SIZE)
    se = np.full(ROWS, 0.4)
    value = -50 + _slopes() @ truth + se * np.random.default_rng(7).normal(size=ROWS)
    rows = [Row(f"T{i}", f"g{i // 2}", float(value[i]), float(se[i]), age_from=20 + i) for i in range(ROWS)]
    return Problem(_space(), Observations.of(rows), _simulator)


def _exact(found: Fit) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    slopes, observations = _slopes(), found.observations
    precision = np.linalg.inv(observations.covariance(found.doubt))
    covariance = np.linalg.inv(np.eye(SIZE) + slopes.T @ precision @ slopes)
    return covariance @ slopes.T @ precision @ (observations.value + 50), covariance


@pytest.fixture(scope="module")
def found() -> Fit:
    return fit(problem(), Options(EFFORT, seed=1))


def test_a_linear_problem_has_its_closed_form_posterior(found: Fit) -> None:
    mean, covariance = _exact(found)
    sd = np.sqrt(covariance.diagonal())
    # The chains are worth about 1 000 draws or more, so 0.15 posterior sd is beyond four Monte-Carlo errors.
    assert found.sampled.effective > 1_000
    assert np.abs((found.sampled.mean - mean) / sd).max() < 0.15
    assert np.abs(found.sampled.sd / sd - 1).max() < 0.1


def test_the_stored_draws_have_the_posterior_s_spread_and_its_correlations(found: Fit) -> None:
    mean, covariance = _exact(found)
    draws = found.predictive.z
    root = np.linalg.cholesky(np.linalg.inv(covariance))
    white = (draws - mean) @ root
    # 200 draws: a mean is known to 0.07, a variance to 0.1; bounds of five errors.
    assert np.abs(white.mean(axis=0)).max() < 0.36
    assert np.abs(np.cov(white, rowvar=False) - np.eye(SIZE)).max() < 0.5


def test_what_the_statistics_cannot_see_keeps_its_prior(found: Fit) -> None:
    hidden = np.linalg.svd(_slopes())[2][ROWS:]
    spread = (found.predictive.z @ hidden.T).std(axis=0)
    assert np.abs(spread - 1).max() < 0.2


def test_another_seed_gives_the_same_posterior_within_monte_carlo_error(found: Fit) -> None:
    again = fit(problem(), Options(EFFORT, seed=2))
    assert not np.array_equal(again.predictive.z, found.predictive.z)
    assert np.abs((again.sampled.mean - found.sampled.mean) / found.sampled.sd).max() < 0.2
    assert np.abs(again.sampled.sd / found.sampled.sd - 1).max() < 0.12


def _information(rows: list[Row]) -> float:
    """What the rows say about a level that they all share."""
    return float(np.linalg.inv(Observations.of(rows).covariance()).sum())


def test_more_years_of_the_same_statistic_add_no_evidence() -> None:
    one = [Row("T0", "g", -50.3, 0.4)]
    many = [Row(f"T{i}", "g", -50.3 + i, 0.4) for i in range(9)]
    assert _information(one) == pytest.approx(_information(many))
    assert Observations.of(many).y == pytest.approx([-46.3])


def test_more_ages_of_one_group_never_count_as_more_than_two_pieces_of_evidence() -> None:
    one = [Row("T0", "g", -50.3, 0.4)]
    ages = [Row(f"T{i}", "g", -50.3, 0.4, age_from=i) for i in range(50)]
    apart = [Row(f"T{i}", f"g{i}", -50.3, 0.4, age_from=i) for i in range(50)]
    assert _information(one) < _information(ages) < 2 * _information(one)
    assert _information(apart) == pytest.approx(50 * _information(one))
