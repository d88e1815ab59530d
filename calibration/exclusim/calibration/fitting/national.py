"""The national calibration: the shipped world, the published calibration rows, and the agent model between them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book, cost_parameters
from exclusim.calibration.evidence import statistics
from exclusim.calibration.fitting.calibrate import Options, Problem, fit
from exclusim.calibration.fitting.ensemble import Report, Simulator
from exclusim.calibration.fitting.observations import Observations
from exclusim.calibration.fitting.posterior import Posterior
from exclusim.calibration.fitting.space import Space, structure_fingerprint
from exclusim.calibration.fitting.summary import summarise
from exclusim.calibration.fitting.variants import Variant, held_by
from exclusim.calibration.targets import Register, Target, make_register, measure, targets
from exclusim.calibration.targets.who import Who
from exclusim.model.declared import default_world
from exclusim.model.ledger import CostBook, actor_view
from exclusim.model.parameters import Draw

__all__ = ["OUTCOMES", "calibrate", "calibration_targets", "national_problem"]

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "society_cost": "SEK per person, ages 16–42",
        "excluded_years": "years per person, ages 16–42",
    }
)
"""Not fitted: what the answers hang on. Costs at central cost parameters, undiscounted, without burdens and events."""

_AGES = (16, 42)
_PRICE_YEAR = 2023


def calibrate(
    options: Options, progress: Report = lambda stage, share: None, checkpoint_folder: Path | None = None
) -> Posterior:
    """Fit the shipped world to the published calibration rows.

    Args:
        options: effort, seed, threads, structural variant, and whether to go on with a checkpoint.
        progress: told the stage at work and the share of the whole that is done.
        checkpoint_folder: where simulations are kept until the calibration is finished.

    Raises:
        ExclusimError: the checkpoint belongs to another calibration.
    """
    return summarise(fit(national_problem(options.variant), options, progress, checkpoint_folder))


def calibration_targets() -> tuple[Target, ...]:
    """Targets of role ``calibration``; nothing else is ever fitted."""
    found, _ = targets(statistics().values())
    return tuple(target for target in found if target.role == "calibration")


def national_problem(variant: Variant = "mixed") -> Problem:
    """The problem that ``exclusim calibrate`` solves."""
    world, fitted = default_world(), calibration_targets()

    def simulator(persons: int) -> Simulator:
        def simulate(draw: Draw, seed: int) -> NDArray[np.float64]:
            register = make_register(draw, seed, persons)
            return np.concatenate([measure(fitted, register), _outcomes(register, persons)])

        return simulate

    return Problem(
        Space(world.parameters, held_by(variant)),
        Observations.of(fitted),
        simulator,
        OUTCOMES,
        structure_fingerprint(world),
        tuple(target.indicator for target in fitted),
    )


def _outcomes(register: Register, persons: int) -> NDArray[np.float64]:
    months = register.months(Who(), *_AGES)
    cost, excluded = _status_views()
    return np.array([months @ cost, months @ excluded / 12]) / persons


@cache
def _status_views() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Society's cost of a person-month in each status, and whether the status is excluded, shape (statuses,)."""
    world = default_world()
    book = CostBook(cost_book(cost_parameters().central(), _PRICE_YEAR), world.statuses)
    society = actor_view(book.lines, ("society",))[:, 0]
    return book.held @ (society * book.in_exclusion), np.array([float(status.excluded) for status in world.statuses])
