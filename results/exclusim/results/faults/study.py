"""From a case to its fault document: draws over threads, kept as they are done, then put together."""

from __future__ import annotations

import threading
from pathlib import Path

from exclusim.results.language import recording
from exclusim.results.run.options import Progress
from exclusim.results.run.threads import in_order
from exclusim.scenarios.schema import Case

from .checkpoint import Checkpoint, study_key
from .document import FaultDocument
from .draw import DrawResult, FaultPlan, fault_plan, run_draw
from .life import typical_life
from .options import FaultOptions
from .summary import fault_document

__all__ = ["fault_study", "run_draws"]

_SIMULATED = 0.97  # share of the time that the draws take


def fault_study(
    case: Case,
    options: FaultOptions,
    progress: Progress = lambda stage, done: None,
    checkpoint: Path | None = None,
) -> FaultDocument:
    """Study what the system's faults cost in a case.

    Args:
        case: its baseline is simulated, without interventions.
        options: how.
        progress: told the stage at work and the share done.
        checkpoint: folder in which finished draws are kept until the study is whole; the same study begun again goes on
            from them. None keeps nothing.

    Raises:
        ExclusimError: the case cannot be run as asked, or the folder cannot be written to.
    """
    progress("preparing", 0.0)
    planned = fault_plan(case, options)
    kept = Checkpoint(checkpoint, study_key(planned))
    results = run_draws(planned, kept, progress)
    progress("looking at a life and putting the results together", _SIMULATED)
    with recording() as english:
        document = fault_document(planned, results, typical_life(planned), english)
    kept.clear()
    return document


def run_draws(planned: FaultPlan, kept: Checkpoint, progress: Progress) -> list[DrawResult]:
    """Every draw of a study, from the checkpoint where it is there."""
    options = planned.options
    found = kept.open(options.draws)
    coalitions = len(planned.masks(0))
    stage = f"simulating {options.draws} draws of {options.persons} people, about {coalitions} systems each"
    if found:
        stage += f" ({found} draws already done)"
    counted = _Counter(progress, stage, sum(len(planned.masks(index)) for index in range(options.draws)))

    def draw(index: int) -> DrawResult:
        done = kept.load(index)
        if done is None:
            done = run_draw(planned, index, counted.one)
            kept.save(index, done)
        else:
            counted.add(done.masks.size)
        return done

    progress(stage, 0.0)
    return list(in_order(draw, options.draws, options.threads))


class _Counter:
    """Runs done, counted over threads."""

    def __init__(self, progress: Progress, stage: str, total: int) -> None:
        self._progress, self._stage, self._total = progress, stage, total
        self._done, self._lock = 0, threading.Lock()

    def add(self, runs: int) -> None:
        with self._lock:
            self._done += runs
            self._progress(self._stage, _SIMULATED * (self._done / self._total))

    def one(self) -> None:
        self.add(1)
