"""The draws of a run as tasks: what a worker anywhere needs to compute one, and all of them put in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from exclusim.calibration.fitting.variants import Variant
from exclusim.results.ensemble import Kept, pack, run_batches, unpack
from exclusim.results.language import recording
from exclusim.results.run.options import Preset
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import Replicate, replicate
from exclusim.scenarios.loading import digest
from exclusim.scenarios.schema import Case

__all__ = ["DrawTask", "replicates"]

_plans: dict[str, CasePlan] = {}
_planning = Lock()
_MOST_PLANS = 8


@dataclass(frozen=True)
class DrawTask:
    """From a draw's number to its packed replicate: (scenarios, draw, seed, code) decide every bit of it.

    It travels to other processes and machines; each plans the case once for itself.

    Args:
        case: all its scenarios are run on the same draw.
        preset: of the run.
        persons: simulated people; None: as many as the plan says.
        variant: structure of the model.
        seed: of the run.
        prepared: the plan, in the process that made it; it does not travel.
    """

    case: Case
    preset: Preset
    persons: int | None
    variant: Variant
    seed: int
    prepared: CasePlan | None = field(default=None, compare=False, repr=False)

    def __call__(self, index: int) -> bytes:
        return pack(replicate(self.plan(), index, self.seed))

    def __reduce__(self) -> tuple[Any, ...]:
        return DrawTask, (self.case, self.preset, self.persons, self.variant, self.seed)

    def plan(self) -> CasePlan:
        """The case made ready: as it came, or once in each process that it has travelled to."""
        if self.prepared is None:
            key = f"{digest(self.case)} {self.preset} {self.persons} {self.variant}"
            with _planning:
                if key not in _plans:
                    while len(_plans) >= _MOST_PLANS:
                        _plans.pop(next(iter(_plans)))
                    with recording():  # a document's sentences must not depend on which thread makes the plan
                        _plans[key] = case_plan(self.case, self.preset, self.persons, self.variant)
            object.__setattr__(self, "prepared", _plans[key])  # for the other draws of its batch
        assert self.prepared is not None
        return self.prepared


def replicates(
    task: DrawTask,
    count: int,
    crew: tuple[Executor, int],
    kept: Kept,
    found: Mapping[int, bytes],
    done: Callable[[int], None] = lambda number: None,
) -> list[Replicate]:
    """Draws 0 … ``count`` − 1 in order; those not found are computed, and kept batch by batch.

    Args:
        task: computes a draw.
        count: how many draws.
        crew: who computes, and how many batches at once.
        kept: where batches go as they are finished, under the name of the structure.
        found: results from an earlier start of the same run.
        done: told how many are there, after every batch.
    """
    results: dict[int, Replicate] = {index: unpack(found[index]) for index in range(count) if index in found}
    missing = [index for index in range(count) if index not in results]
    for batch in run_batches(task, missing, *crew):
        kept.keep(task.variant, batch.results)
        results.update((index, unpack(packed)) for index, packed in batch.results)  # while others are computed
        done(len(results))
    return [results[index] for index in range(count)]
