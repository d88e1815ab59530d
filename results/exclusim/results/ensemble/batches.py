"""Draws in batches over an executor, handed on as each batch is finished."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from time import perf_counter

__all__ = ["Batch", "run_batches"]

_LASTS = 0.2  # seconds a batch should take: what it costs to hand one over is far below
_MOST = 64  # draws of a batch, whatever they take: a batch is what is lost with a worker
_AHEAD = 2  # batches in hand for each worker, so that none waits while results are stored


@dataclass(frozen=True, slots=True)
class Batch[T]:
    """What one batch gave: packed results by draw, and how long it took, in seconds."""

    results: tuple[tuple[T, bytes], ...]
    seconds: float


def run_batches[T](
    work: Callable[[T], bytes], draws: Sequence[T], executor: Executor, workers: int
) -> Iterator[Batch[T]]:
    """Compute ``draws`` and yield batch after batch as they are done, in any order.

    Args:
        work: from a draw's number, or whatever names it, to its packed result; to be pickled where the executor is
            another process.
        draws: their numbers.
        executor: where it is done.
        workers: how many batches it works on at once.

    The first batches hold one draw; their time decides how many the next ones hold, so that a batch lasts
    long beside the cost of handing it over.
    """
    left = iter(draws)
    per_worker = math.ceil(len(draws) / max(workers, 1))
    running: set[Future[Batch[T]]] = set()
    size, exhausted = 1, False
    try:
        while True:
            while not exhausted and len(running) < _AHEAD * workers:
                numbers = tuple(number for _, number in zip(range(size), left, strict=False))
                exhausted = len(numbers) < size
                if numbers:
                    running.add(executor.submit(_compute, work, numbers))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                batch = future.result()
                each = batch.seconds / len(batch.results)
                size = max(1, min(math.ceil(_LASTS / max(each, 1e-6)), math.ceil(per_worker / 4), _MOST))
                yield batch
    finally:
        for future in running:
            future.cancel()


def _compute[T](work: Callable[[T], bytes], numbers: Sequence[T]) -> Batch[T]:
    begun = perf_counter()
    results = tuple((number, work(number)) for number in numbers)
    return Batch(results, perf_counter() - begun)
