"""The calibration: waves of simulations that close in on the posterior, and the posterior itself.

1. Simulate draws of the prior and fit an emulator to them.
2. Place the next ensemble where the emulator sees the posterior under widened errors, simulate it, refit; repeat.
3. Measure the part of chance by repeating one point.
4. Doubt groups that contradict the model or themselves; sample the posterior on the emulator.
5. Simulate every stored draw once more with the agent model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.evidence import data_hash
from exclusim.calibration.fitting.document import Stage
from exclusim.calibration.fitting.effort import FULL, Effort
from exclusim.calibration.fitting.emulator import Emulator, fit_emulator, regress
from exclusim.calibration.fitting.ensemble import (
    Checkpoint,
    Ensemble,
    Report,
    Simulator,
    member_numbers,
    run_members,
)
from exclusim.calibration.fitting.inference import Sampled, gaussian, sample
from exclusim.calibration.fitting.observations import Observations, whitener
from exclusim.calibration.fitting.space import Space, fingerprint
from exclusim.calibration.fitting.variants import Variant
from exclusim.model.errors import ExclusimError

__all__ = ["Fit", "Options", "Problem", "fit"]

_MEASURABLE = 0.98  # share of members in which a statistic must exist
_MOST_DOUBT = 5.0  # errors of contradicting groups are widened at most so much
_EMULATION = 0.1  # share of the whole time that fitting takes, about


@dataclass(frozen=True)
class Problem:
    """What is fitted to what.

    Args:
        space: the free parameters.
        observations: R rows.
        simulate: statistics of the rows, then of the outcomes, shape (R + outcomes,); called from several threads.
        outcomes: names and units of quantities that are not fitted but that the answers hang on.
        structure: fingerprint of the simulated world.
        indicators: of the rows, for the document.
    """

    space: Space
    observations: Observations
    simulate: Callable[[int], Simulator]
    outcomes: Mapping[str, str] = field(default_factory=dict)
    structure: str = ""
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """How a calibration is run; only ``threads`` has no influence on its result."""

    effort: Effort = FULL
    seed: int = 1
    threads: int = 1
    variant: Variant = "mixed"
    resume: bool = False


@dataclass(frozen=True)
class Fit:
    """Everything a calibration found; :func:`~exclusim.calibration.fitting.summary.summarise` makes it a posterior.

    Args:
        observations: those rows that could be measured.
        not_measured: ids of the others.
        prior, predictive: simulated prior draws and posterior draws, natural units.
        emulator: the last one. ``doubt``: factor on the error of each cell. ``chance``: variance of one
            simulation by cell.
        outcome_slopes: of each outcome at the posterior, shape (outcomes, d).
    """

    problem: Problem
    options: Options
    observations: Observations
    not_measured: tuple[str, ...]
    prior: Ensemble
    predictive: Ensemble
    emulator: Emulator
    doubt: NDArray[np.float64]
    chance: NDArray[np.float64]
    sampled: Sampled
    stages: tuple[Stage, ...]
    outcome_slopes: NDArray[np.float64]

    @property
    def rows(self) -> NDArray[np.bool_]:
        """Which of the problem's rows could be measured, shape (R,)."""
        return np.array([i not in set(self.not_measured) for i in self.problem.observations.ids])


def fit(
    problem: Problem,
    options: Options,
    progress: Report = lambda stage, share: None,
    checkpoint_folder: Path | None = None,
) -> Fit:
    """Calibrate.

    Args:
        problem, options: what and how.
        progress: told the stage at work and the share done.
        checkpoint_folder: where simulations are kept until the end; None for nowhere.

    Raises:
        ExclusimError: no row can be measured, or the checkpoint belongs to another calibration.
    """
    return _Calibration(problem, options, progress, Checkpoint(checkpoint_folder)).run()


class _Calibration:
    def __init__(self, problem: Problem, options: Options, progress: Report, checkpoint: Checkpoint) -> None:
        self.problem, self.options, self.progress, self.checkpoint = problem, options, progress, checkpoint
        self.effort = options.effort
        self.simulate = problem.simulate(self.effort.persons)
        self.finished = 0
        self.z = np.empty((0, problem.space.size))
        self.y = np.empty((0, problem.observations.cell_count))
        self.stage = np.empty(0, np.int64)
        self.outcomes = np.empty((0, len(problem.outcomes)))
        self.stages: list[Stage] = []

    def run(self) -> Fit:
        self.checkpoint.open(self._settings(), resume=self.options.resume)
        prior = self._simulated("simulating the prior", 0, self._numbers(0, self.effort.prior_members))
        self._choose_rows(prior)
        self._add(prior, "prior", 0, 1.0)
        covariance = self.observations.covariance()
        emulator = self._emulator(covariance)
        for number, wave in enumerate(self.effort.waves, start=1):
            near = gaussian(emulator, self.observations.y, covariance * wave.widening**2)
            points, seeds = self._numbers(number, wave.members)
            name = f"wave {number} of {len(self.effort.waves)}"
            found = self._simulated(name, number, (near.points(points), seeds))
            self._add(found, name, number, wave.widening)
            emulator = self._emulator(covariance)
        chance = self._chance(gaussian(emulator, self.observations.y, covariance).mean)
        emulator = self._emulator(covariance, chance)
        doubt = self._doubt(emulator, covariance)
        covariance = self.observations.covariance(doubt)
        self.progress("sampling the posterior", self._share())
        sampled = sample(
            emulator,
            self.observations.y,
            covariance,
            draws=self.effort.draws,
            steps=self.effort.steps,
            seed=self.options.seed,
        )
        _, seeds = self._numbers(91, self.effort.draws)
        # Only what is stored is simulated: a draw read back from the table gives the same lives.
        predictive = self._simulated("checking the posterior", 91, (np.round(sampled.draws, 4), seeds))
        self.progress("done", 1.0)
        return Fit(
            self.problem,
            self.options,
            self.observations,
            tuple(i for i, kept in zip(self.problem.observations.ids, self.rows, strict=True) if not kept),
            prior,
            predictive,
            emulator,
            doubt,
            chance,
            sampled,
            tuple(self.stages),
            self._outcome_slopes(),
        )

    def _settings(self) -> dict[str, object]:
        parameters = {**self.problem.space.held}
        return {
            "effort": repr(asdict(self.effort)),
            "seed": self.options.seed,
            "variant": self.options.variant,
            "parameters": fingerprint(self.problem.space.parameters),
            "held parameters": repr(parameters),
            "structure": self.problem.structure,
            "targets": self.problem.observations.fingerprint(),
            "code version": version("exclusim"),
            "data": data_hash(),
        }

    def _numbers(self, stage: int, members: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        found = [member_numbers(self.options.seed, stage, i, self.problem.space.size) for i in range(members)]
        return np.array([z for z, _ in found]), np.array([seed for _, seed in found])

    def _share(self) -> float:
        return (1 - _EMULATION) * self.finished / self.effort.simulations + _EMULATION * min(
            1.0, len(self.stages) / (1 + len(self.effort.waves))
        )

    def _simulated(self, name: str, stage: int, members: tuple[NDArray[np.float64], NDArray[np.int64]]) -> Ensemble:
        before = self.finished
        points, seeds = members

        def done(count: int) -> None:
            self.finished = before + count
            self.progress(name, self._share())

        self.progress(name, self._share())
        return run_members(
            self.simulate,
            self.problem.space.draw,
            points,
            seeds,
            stage=stage,
            threads=self.options.threads,
            checkpoint=self.checkpoint,
            done=done,
        )

    def _choose_rows(self, prior: Ensemble) -> None:
        """Keep rows that nearly every prior draw lets us measure and that vary at all."""
        statistics = prior.statistics[:, : self.problem.observations.size]
        exists = np.isfinite(statistics)
        low = np.where(exists, statistics, np.inf).min(axis=0)
        varies = np.where(exists, statistics, -np.inf).max(axis=0) > low
        self.rows = (exists.mean(axis=0) >= _MEASURABLE) & varies
        if not self.rows.any():
            raise ExclusimError("none of the targets can be measured on simulated people")
        self.observations = self.problem.observations.select(self.rows)
        self.y = np.empty((0, self.observations.cell_count))

    def _fitted_scale(self, ensemble: Ensemble) -> NDArray[np.float64]:
        """Statistics on the fitted scale; the few that are missing get the ensemble's mean."""
        y = self.observations.transformed(ensemble.statistics[:, : self.rows.size][:, self.rows])
        missing = ~np.isfinite(y)
        if missing.any():
            y[missing] = np.broadcast_to(np.nanmean(np.where(missing, np.nan, y), axis=0), y.shape)[missing]
        return y

    def _add(self, ensemble: Ensemble, name: str, number: int, widening: float) -> None:
        y = self._fitted_scale(ensemble)
        self.z = np.concatenate([self.z, ensemble.z])
        self.y = np.concatenate([self.y, y])
        self.stage = np.concatenate([self.stage, np.full(len(y), number)])
        self.outcomes = np.concatenate([self.outcomes, ensemble.statistics[:, self.rows.size :]])
        white = whitener(self.observations.covariance(), np.zeros(self.observations.cell_count))
        misfit = float(np.median((((y - self.observations.y) @ white.T) ** 2).mean(axis=1)))
        self.stages.append(Stage(name=name, members=len(y), widening=widening, misfit=misfit))

    def _emulator(self, covariance: NDArray[np.float64], chance: NDArray[np.float64] | None = None) -> Emulator:
        self.progress("fitting the emulator", self._share())
        return fit_emulator(self.z, self.y, self.stage, covariance, chance, threads=self.options.threads)

    def _chance(self, point: NDArray[np.float64]) -> NDArray[np.float64]:
        """Variance of each statistic over repeated simulations of one point, shape (R,)."""
        _, seeds = self._numbers(90, self.effort.repeats)
        points = np.tile(point, (self.effort.repeats, 1))
        return self._fitted_scale(self._simulated("measuring chance", 90, (points, seeds))).var(axis=0, ddof=1)

    def _doubt(self, emulator: Emulator, covariance: NDArray[np.float64]) -> NDArray[np.float64]:
        """Factor on each cell's error: the Birge ratio of its group at the mode, at least one.

        A group whose cells contradict each other or the model beyond their errors cannot be as certain as it says.
        """
        mode = gaussian(emulator, self.observations.y, covariance).mean
        residual = self.observations.y - emulator(mode[None])[0]
        groups, doubt = np.array(self.observations.cell_groups), np.ones(residual.size)
        for group in dict.fromkeys(self.observations.cell_groups):
            member = groups == group
            white = whitener(covariance[np.ix_(member, member)], emulator.error[member])
            ratio = float(np.sqrt(((white @ residual[member]) ** 2).mean()))
            doubt[member] = min(max(ratio, 1.0), _MOST_DOUBT)
        return doubt

    def _outcome_slopes(self) -> NDArray[np.float64]:
        """How the outcomes change with each parameter around the posterior, shape (outcomes, d)."""
        if not self.problem.outcomes:
            return np.empty((0, self.problem.space.size))
        last = self.stage >= self.stage.max() - 1
        return regress(self.z[last], self.outcomes[last])[1]
