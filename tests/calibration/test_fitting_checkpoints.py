"""An interrupted calibration goes on where it was, and ends with the same bits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.calibration.fitting.calibrate import Fit, Options, Problem, fit
from exclusim.calibration.fitting.effort import Effort, Wave
from exclusim.calibration.fitting.ensemble import Simulator
from exclusim.calibration.fitting.observations import Observations
from exclusim.calibration.fitting.space import Space
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw, LogNormal, Parameter, Parameters

EFFORT = Effort(1, 120, (Wave(70, 2.0),), 10, 40, 200)
OPTIONS = Options(EFFORT, seed=3)


class Target:
    role = "calibration"
    unit = "per person-year"
    age_from, age_to, sex, background = 20, 24, "all", "all"

    def __init__(self, number: int) -> None:
        self.id = self.indicator = self.group = f"T{number}"
        self.value, self.se = 0.1 * (number + 1), 0.01 * (number + 1)


def problem(called: Callable[[], None] = lambda: None) -> Problem:
    def simulator(persons: int) -> Simulator:
        def simulate(draw: Draw, seed: int) -> NDArray[np.float64]:
            called()
            noise = np.random.default_rng(seed).normal(1, 0.01, 3)
            return np.array([0.12, 0.2, 0.25]) * [draw["a"], draw["a"] * draw["b"], draw["b"]] * noise

        return simulate

    space = Space(
        Parameters([Parameter("a", 1.0, "ratio", LogNormal(0.3)), Parameter("b", 1.0, "ratio", LogNormal(0.3))])
    )
    return Problem(space, Observations.of([Target(i) for i in range(3)]), simulator)


def _same(first: Fit, second: Fit) -> bool:
    return np.array_equal(first.predictive.z, second.predictive.z) and np.array_equal(
        first.predictive.statistics, second.predictive.statistics
    )


class Stopper:
    """Counts simulations and stops at one of them, as an interrupt would."""

    def __init__(self, at: int | None) -> None:
        self.calls, self.at, self.lock = 0, at, Lock()

    def __call__(self) -> None:
        with self.lock:
            self.calls += 1
            if self.at is not None and self.calls >= self.at:
                raise KeyboardInterrupt


@pytest.mark.parametrize("at", [5, 110, 200, 215])
def test_an_interrupted_calibration_goes_on_and_ends_with_the_same_bits(tmp_path: Path, at: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        fit(problem(Stopper(at)), OPTIONS, checkpoint_folder=tmp_path / "c")
    counter = Stopper(None)
    resumed = fit(problem(counter), replace(OPTIONS, resume=True), checkpoint_folder=tmp_path / "c")
    assert counter.calls <= EFFORT.simulations - 50 * (at // 50 - 1)
    assert _same(resumed, fit(problem(), OPTIONS))


def test_the_number_of_threads_changes_nothing() -> None:
    assert _same(fit(problem(), OPTIONS), fit(problem(), replace(OPTIONS, threads=4)))


def test_a_process_killed_while_it_writes_leaves_only_whole_batches(tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        import sys, time
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        import test_fitting_checkpoints as t
        from exclusim.calibration.fitting.calibrate import fit
        fit(t.problem(lambda: time.sleep(0.004)), t.OPTIONS, checkpoint_folder=Path({str(tmp_path)!r}))
        """
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("stage-0-batch-0001.npz")) and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    process.wait()
    kept = len(list(tmp_path.glob("stage-*.npz")))
    assert kept >= 2
    resumed = fit(problem(), replace(OPTIONS, resume=True), checkpoint_folder=tmp_path)
    assert _same(resumed, fit(problem(), OPTIONS))


def test_a_checkpoint_of_another_calibration_is_refused(tmp_path: Path) -> None:
    fit(problem(), OPTIONS, checkpoint_folder=tmp_path)
    with pytest.raises(ExclusimError, match="begun with another seed"):
        fit(problem(), replace(OPTIONS, seed=4, resume=True), checkpoint_folder=tmp_path)


def test_without_resume_a_calibration_begins_again(tmp_path: Path) -> None:
    fit(problem(), OPTIONS, checkpoint_folder=tmp_path)
    counter = Stopper(None)
    fit(problem(counter), replace(OPTIONS, seed=4), checkpoint_folder=tmp_path)
    assert counter.calls == EFFORT.simulations
    assert json.loads((tmp_path / "run.json").read_text())["seed"] == 4


def test_progress_goes_from_nothing_to_everything_and_never_back() -> None:
    told: list[float] = []
    fit(problem(), OPTIONS, lambda stage, share: told.append(share))
    assert told == sorted(told)
    assert told[0] == 0.0
    assert told[-1] == 1.0


def test_statistics_that_cannot_be_measured_are_left_out_and_named() -> None:
    def simulator(persons: int) -> Simulator:
        inner = problem().simulate(persons)
        return lambda draw, seed: np.where([False, True, False], np.nan, inner(draw, seed))

    found = fit(replace(problem(), simulate=simulator), OPTIONS)
    assert found.not_measured == ("T1",)
    assert found.observations.ids == ("T0", "T2")
