"""How well each structure agrees with the statistics that the model is fitted to; no held-out row is read.

A structure with a posterior of its own is scored by the check that is stored with it. One that borrows the standard
model's is scored by the same check, moved by the difference between simulations with and without what it takes away,
which share draws and lives: the difference needs few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.evidence import statistics
from exclusim.calibration.fitting.observations import Observations
from exclusim.calibration.fitting.posterior import Calibrated, Posterior, calibrated, shipped
from exclusim.calibration.targets import Target, make_register, measure, targets
from exclusim.model.declared import default_world
from exclusim.results.run.threads import in_order
from exclusim.results.structures.catalogue import MAIN, Prepared, neutral_values, neutralised
from exclusim.results.structures.document import Score

__all__ = ["misfits", "scores"]

_PERSONS = 5_000
_SEED = 1


def scores(
    structures: Sequence[Prepared], draws: int, threads: int = 0, progress: Callable[[float], None] = lambda done: None
) -> dict[str, Score] | None:
    """Score of each structure by name; None where there is no posterior to score.

    Args:
        structures: those that are run.
        draws: for each structure that borrows its posterior.
        threads: they change nothing but the time.
        progress: told the share done.
    """
    main = shipped(MAIN)
    if main is None or structures[0].plan.posterior is None:
        return None
    found, observations = _fitted(main)
    doubt = {item.group: item.doubt for item in main.document.groups}
    middle = _stored(main, found, observations)
    borrowed = [item for item in structures if item.structure.fit == "borrowed"]
    moved = _moved([item.structure.neutral for item in borrowed], found, observations, draws, threads, progress)
    standard = _score(misfits(observations, middle, doubt), "standard")
    answers = {}
    for item in structures:
        if item.structure.fit == "own":
            posterior = shipped(item.structure.variant)
            assert posterior is not None  # it has been planned with
            fitted = _stored(posterior, found, observations)
            answers[item.structure.name] = _score(misfits(observations, fitted, doubt), "posterior")
        elif item.structure.fit == "borrowed":
            shift = moved[borrowed.index(item)]
            answers[item.structure.name] = _score(misfits(observations, middle + shift, doubt), "shift")
        else:
            answers[item.structure.name] = standard
    return answers


def misfits(observations: Observations, simulated: NDArray[np.float64], doubt: Mapping[str, float]) -> dict[str, float]:
    """Mean squared residual of each group's cells in their errors, over the square of the group's doubt.

    Args:
        observations: published values, C cells.
        simulated: on the fitted scale, shape (C,).
        doubt: group → factor on its errors, because it contradicts the model or itself; the same for all structures.
    """
    error = np.sqrt(observations.covariance().diagonal())
    squared = ((simulated - observations.y) / error) ** 2
    groups = np.array(observations.cell_groups)
    return {
        group: float(squared[groups == group].mean()) / doubt.get(group, 1.0) ** 2
        for group in dict.fromkeys(observations.cell_groups)
    }


def _score(by_group: dict[str, float], origin: str) -> Score:
    return Score.model_validate({"misfit": sum(by_group.values()), "by_group": by_group, "origin": origin})


def _fitted(posterior: Posterior) -> tuple[list[Target], Observations]:
    """The rows that a posterior was fitted to: :class:`Observations` refuses a held-out one."""
    known = {row.id for row in posterior.document.rows}
    found = [target for target in targets(statistics().values())[0] if target.id in known]
    return found, Observations.of(found)


def _stored(posterior: Posterior, found: Sequence[Target], observations: Observations) -> NDArray[np.float64]:
    """Mean of the simulated statistics that are stored with a posterior, on the fitted scale, shape (C,)."""
    mean = {row.id: row.simulated_mean for row in posterior.document.rows}
    return observations.transformed(np.array([mean[target.id] for target in found]))


def _moved(
    neutral: Sequence[Mapping[str, float]],
    found: Sequence[Target],
    observations: Observations,
    draws: int,
    threads: int,
    progress: Callable[[float], None],
) -> NDArray[np.float64]:
    """By how much each change moves the statistics on the fitted scale, shape (changes, C)."""
    if not neutral:
        return np.zeros((0, observations.cell_count))
    source = _national()
    held = [neutral_values(source.parameters, patterns) for patterns in neutral]

    def one(index: int) -> NDArray[np.float64]:
        draw = source.draw(index, _SEED)
        rows = [
            observations.transformed(measure(found, make_register(changed, _SEED + index, _PERSONS)))
            for changed in (draw, *(neutralised(draw, values) for values in held))
        ]
        return np.array(rows[1:]) - rows[0]

    shifts: list[NDArray[np.float64]] = []
    for done, shift in enumerate(in_order(one, draws, threads), start=1):
        shifts.append(shift)
        progress(done / draws)
    # A statistic that nobody was at risk of in a draw says nothing there.
    told = np.isfinite(shifts)
    return np.asarray(np.where(told, shifts, 0.0).sum(axis=0) / told.sum(axis=0).clip(1))


@cache
def _national() -> Calibrated:
    return calibrated(default_world().parameters)
