"""Replicates over threads: they change nothing but the time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from threadpoolctl import threadpool_limits

__all__ = ["in_order"]


def in_order[T](work: Callable[[int], T], count: int, threads: int = 0) -> Iterator[T]:
    """``work(0)`` … ``work(count − 1)`` in order, whatever thread they ran in; 0 threads for every core.

    >>> list(in_order(lambda index: index * index, 4, threads=2))
    [0, 1, 4, 9]
    """
    # Many small matrices: the threads of linear algebra would take the cores from ours and wait for each other.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        pending = [pool.submit(work, index) for index in range(count)]
        try:
            for future in pending:
                yield future.result()
        finally:
            for future in pending:
                future.cancel()
