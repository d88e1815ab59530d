"""The emulator against statistics whose form is known, and the scale on which parameters are searched."""

from __future__ import annotations

import numpy as np
import pytest

from exclusim.calibration.evidence import statistics
from exclusim.calibration.fitting.emulator import Emulator, fit_emulator, regress
from exclusim.calibration.fitting.identification import FAMILY_NAMES, family
from exclusim.calibration.fitting.observations import Observations, whitener
from exclusim.calibration.fitting.space import Space, fingerprint
from exclusim.calibration.fitting.variants import held_by
from exclusim.calibration.targets import Target, targets
from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Fixed, LogNormal, Parameter, Parameters

SIZE, MEMBERS = 60, 300


def _members() -> tuple[np.ndarray, np.ndarray]:
    """Statistics of 60 parameters of which three matter; the first bends along one of them."""
    rng = np.random.default_rng(1)
    z = rng.normal(size=(MEMBERS, SIZE))
    mean = np.column_stack([1 + z[:, 0] + 0.4 * z[:, 0] ** 2, 2 * z[:, 1] - z[:, 2]])
    return z, mean + 0.1 * rng.normal(size=mean.shape)


@pytest.fixture(scope="module")
def emulator() -> Emulator:
    z, y = _members()
    return fit_emulator(z, y, np.zeros(MEMBERS, np.int64), 0.04 * np.eye(2), np.full(2, 0.01), quadratic=3)


def test_a_bend_is_followed_and_parameters_that_do_not_matter_get_no_slope(emulator: Emulator) -> None:
    far = np.zeros((2, SIZE))
    far[:, 0] = -1.5, 1.5
    # The bend is first seen as noise of 0.57, which turns the direction that it is looked for along by a few degrees.
    assert emulator(far)[:, 0] == pytest.approx([0.4, 3.4], abs=0.2)
    # Noise of 0.1 over 300 members leaves 0.006 in each slope.
    assert np.abs(emulator.jacobian(np.zeros(SIZE))[:, 3:]).max() < 0.03


def test_residual_variance_is_split_into_chance_and_error(emulator: Emulator) -> None:
    # Of 300 members a variance is known to 8 %. What the bent statistic has above chance is its emulator's error.
    assert emulator.noise == pytest.approx(0.01, rel=0.3)
    assert emulator.error[1] < 0.002
    assert (emulator.error >= emulator.noise - 0.01).all()
    known = fit_emulator(*_members(), np.zeros(MEMBERS, np.int64), 0.04 * np.eye(2), np.full(2, 0.004), quadratic=3)
    assert known.error - emulator.error == pytest.approx(known.noise - 0.004 - (emulator.noise - 0.01).clip(0))


def test_many_parameters_that_do_not_matter_get_no_slope_by_chance() -> None:
    rng = np.random.default_rng(3)
    z = rng.normal(size=(2_000, 300))
    slopes = regress(z, z[:, :1] + rng.normal(size=(2_000, 1)))[1][0]
    # Alone, each of 299 has a slope of 0.022 by chance: together 0.39. Below two standard errors hardly any is kept.
    assert slopes[0] == pytest.approx(1.0, abs=0.07)
    assert np.linalg.norm(slopes[1:]) < 0.25


def test_slopes_are_derivatives(emulator: Emulator) -> None:
    point, step = np.random.default_rng(2).normal(size=SIZE), 1e-5
    for k in (0, 1, 7):
        moved = np.tile(point, (2, 1))
        moved[:, k] += step, -step
        up, down = emulator(moved)
        assert emulator.jacobian(point)[:, k] == pytest.approx((up - down) / (2 * step), abs=1e-6)


def test_the_number_of_threads_changes_no_coefficient() -> None:
    z, y = _members()
    for one, two in zip(regress(z, y), regress(z, y, threads=2), strict=True):
        assert np.array_equal(one, two)


def test_a_whitener_makes_errors_independent() -> None:
    covariance = np.array([[2.0, 0.8], [0.8, 1.0]])
    white = whitener(covariance, np.array([0.5, 0.0]))
    assert white @ (covariance + np.diag([0.5, 0.0])) @ white.T == pytest.approx(np.eye(2))


def test_a_share_on_the_fitted_scale_has_its_error_by_the_slope_there() -> None:
    def target(value: float) -> Target:
        found, _ = targets([row for row in statistics().values() if row.id == "S0016"])
        return Target(**{**{name: getattr(found[0], name) for name in Target.__slots__}, "value": value, "se": 0.001})

    both = Observations.of([target(0.1)]), Observations.of([target(0.101)])
    assert both[0].scales == ("logit",)
    assert both[1].y - both[0].y == pytest.approx(both[0].own_error, rel=0.03)
    assert np.isfinite(both[0].transformed(np.array([[0.0], [1.0]]))).all()


def test_held_out_rows_cannot_be_fitted() -> None:
    found, _ = targets(statistics().values())
    held_out = next(target for target in found if target.role == "validation")
    with pytest.raises(ExclusimError, match=f"{held_out.id} is a validation row"):
        Observations.of([held_out])


def test_a_point_of_the_space_is_a_draw_at_the_prior_s_quantiles() -> None:
    space = Space(
        Parameters([Parameter("a", 2.0, "ratio", LogNormal(0.5)), Parameter("b", 3.0, "ratio", Fixed())]),
    )
    assert space.names == ("a",)
    assert space.draw(np.array([1.0])).values == pytest.approx({"a": 2.0 * np.exp(0.5), "b": 3.0})


def test_sources_may_change_without_changing_what_was_fitted() -> None:
    one = Parameters([Parameter("a", 2.0, "ratio", LogNormal(0.5), "S0001")])
    other = Parameters([Parameter("a", 2.0, "ratio", LogNormal(0.5), "S0002", "a note")])
    moved = Parameters([Parameter("a", 2.0, "ratio", LogNormal(0.6), "S0001")])
    assert fingerprint(one) == fingerprint(other) != fingerprint(moved)


def test_every_free_parameter_belongs_to_a_part_of_life_with_a_swedish_name() -> None:
    names = Space(default_world().parameters).names
    assert {family(name) for name in names} <= set(FAMILY_NAMES)


def test_variants_hold_only_parameters_that_are_otherwise_free() -> None:
    free = Space(default_world().parameters)
    held = held_by("heterogeneity")
    assert set(held) <= set(free.names)
    assert Space(free.parameters, held).size == free.size - len(held)
    with pytest.raises(ExclusimError, match="do not exist: nonsense"):
        Space(free.parameters, {"nonsense": 1.0})
