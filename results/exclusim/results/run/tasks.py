"""The draws of a run as tasks: what a worker anywhere needs to compute one, and all of them put in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import groupby
from threading import Lock
from typing import Any

from exclusim.calibration.fitting.variants import Variant
from exclusim.results.ensemble import Kept, pack, run_batches, unpack
from exclusim.results.language import recording
from exclusim.results.run.options import Preset
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate
from exclusim.scenarios.loading import digest
from exclusim.scenarios.schema import Case

__all__ = ["DrawTask", "Series", "compute"]

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


@dataclass(frozen=True)
class Series:
    """Draws 0 … ``count`` − 1 of one task.

    Args:
        work: computes a draw.
        count: how many.
        stage: name under which finished draws are kept; empty: they are not.
        found: results from an earlier start of the same run.
    """

    work: Callable[[int], bytes]
    count: int
    stage: str = ""
    found: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class _Works:
    """Computes draw ``index`` of series ``number``."""

    works: tuple[Callable[[int], bytes], ...]

    def __call__(self, draw: tuple[int, int]) -> bytes:
        number, index = draw
        return self.works[number](index)


def compute(
    series: Sequence[Series],
    crew: tuple[Executor, int],
    kept: Kept,
    done: Callable[[int], None] = lambda number: None,
) -> list[list[Any]]:
    """The results of all draws by series, in order; those not found are computed, and kept batch by batch.

    Series follow one another without a pause, so that no worker waits for the last draws of one.

    Args:
        series: what is computed.
        crew: who computes, and how many batches at once.
        kept: where batches go as they are finished.
        done: told how many are there, after every batch.
    """
    results: list[dict[int, Any]] = [
        {index: unpack(one.found[index]) for index in range(one.count) if index in one.found} for one in series
    ]
    missing = [
        (number, index)
        for number, one in enumerate(series)
        for index in range(one.count)
        if index not in results[number]
    ]
    work = _Works(tuple(one.work for one in series))
    for batch in run_batches(work, missing, *crew):
        for number, draws in groupby(batch.results, lambda result: result[0][0]):
            packed = [(index, data) for (_, index), data in draws]
            if series[number].stage:
                kept.keep(series[number].stage, packed)
            results[number].update((index, unpack(data)) for index, data in packed)  # while others are computed
        done(sum(map(len, results)))
    return [[found[index] for index in range(one.count)] for one, found in zip(series, results, strict=True)]
