"""Who computes: threads, processes or a cluster, behind one ``concurrent.futures.Executor``."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, Literal

from threadpoolctl import threadpool_limits

from exclusim.model.errors import ExclusimError
from exclusim.results.warm import start_method

__all__ = ["Workers"]

_CONNECT = 10  # seconds to wait for a scheduler


@dataclass(frozen=True, slots=True)
class Workers:
    """Who computes the tasks of an ensemble. They change nothing but the time.

    Args:
        kind: ``threads`` share this process: the kernels let go of Python's lock. ``processes`` do not wait for one
            another; they are for rules written in Python and for many small runs, and begin sooner after
            :func:`~exclusim.results.warm.warm_up`. ``cluster`` sends tasks to the machines of a Dask scheduler.
        count: threads or processes; 0 for every core. A cluster knows its own number.
        scheduler: address of the Dask scheduler, as ``tcp://host:8786``; only for a cluster.

    Raises:
        ExclusimError: the two do not fit.
    """

    kind: Literal["threads", "processes", "cluster"] = "threads"
    count: int = 0
    scheduler: str = ""

    def __post_init__(self) -> None:
        if (self.kind == "cluster") != bool(self.scheduler):
            raise ExclusimError("a cluster, and nothing else, takes the address of a scheduler")

    @contextmanager
    def open(self) -> Iterator[tuple[Executor, int]]:
        """An executor and how many tasks it works on at once.

        What has not begun when the block is left by an error is cancelled.

        Raises:
            ExclusimError: no scheduler answers, Dask is not installed, or a worker was lost for good.
        """
        try:
            if self.kind == "cluster":
                with _cluster(self.scheduler) as found:
                    yield found
                return
            count = self.count or os.cpu_count() or 1
            executor = self._local(count)
            try:
                # Many small matrices: the threads of linear algebra would take the cores from ours and wait.
                with threadpool_limits(1, "blas"):
                    yield executor, count
            finally:
                executor.shutdown(cancel_futures=True)
        except BrokenExecutor as error:
            raise _lost() from error

    def _local(self, count: int) -> Executor:
        if self.kind == "threads":
            return ThreadPoolExecutor(count)
        return ProcessPoolExecutor(count, multiprocessing.get_context(start_method()), initializer=_begin)


def _begin() -> None:
    """In a worker process, before its first task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; whoever waits for us answers it
    threadpool_limits(1, "blas")
    parent = multiprocessing.parent_process()
    assert parent is not None
    Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(parent: int) -> None:
    """A worker does not outlive the process that it works for, however that one ended."""
    wait([parent])
    os._exit(1)


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        dask = importlib.import_module("distributed")  # an extra, and without types
        cancelled = importlib.import_module("distributed.client").FutureCancelledError
    except ModuleNotFoundError as error:
        raise ExclusimError("a cluster needs Dask", hint="install the extra: exclusim[cluster]") from error
    try:
        client = dask.Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ExclusimError(
            f"no Dask scheduler answers at {address}",
            hint="start one with `dask scheduler` and workers with `dask worker`",
        ) from error
    try:
        # Another worker takes over what a lost one had; pure=False: our keys, not Dask's, say what is the same task.
        executor = client.get_executor(pure=False, retries=2)
        try:
            yield executor, _cores(client, address)
        finally:
            executor.shutdown(wait=False)
    except dask.KilledWorker as error:
        raise _lost() from error
    except cancelled as error:
        raise ExclusimError(f"the Dask scheduler at {address} was lost") from error
    finally:
        client.close()


def _cores(client: Any, address: str) -> int:
    client.wait_for_workers(1, timeout=_CONNECT)
    found: int = sum(client.nthreads().values())
    if not found:
        raise ExclusimError(f"the Dask scheduler at {address} has no workers", hint="start some with `dask worker`")
    return found


def _lost() -> ExclusimError:
    return ExclusimError(
        "a worker ended in the middle of its task",
        hint="was it killed, or out of memory? choose fewer --persons or workers",
    )
