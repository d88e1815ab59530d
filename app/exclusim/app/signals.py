"""Ctrl-C and SIGTERM: an end at once, with temporary files removed, even in the middle of compiled code."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

__all__ = ["INTERRUPTED", "TERMINATED", "clean_ends", "interruptible", "leave"]

INTERRUPTED = 130
TERMINATED = 143
_PATIENCE = 2.0  # seconds for work to end whose worker processes are gone

_workers: list[threading.Thread] = []


@contextmanager
def clean_ends() -> Iterator[None]:
    """In the block SIGINT raises :class:`KeyboardInterrupt` and SIGTERM :class:`SystemExit`.

    A second Ctrl-C, while the first is still cleaning up, ends the process there and then.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set handlers
        return
    previous = {signal.SIGTERM: signal.signal(signal.SIGTERM, _terminated)}
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored, as under nohup
        previous[signal.SIGINT] = signal.signal(signal.SIGINT, _interrupted)
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def interruptible[T](work: Callable[[], T]) -> T:
    """Do ``work`` in a thread and return its result.

    The main thread stays free to answer a signal; it could not while it waits for compiled code to end. What
    an interrupt leaves behind must have no effect but its result; :func:`leave` ends it.
    """
    result: Future[T] = Future()

    def do() -> None:
        try:
            result.set_result(work())
        except BaseException as error:
            result.set_exception(error)

    worker = threading.Thread(target=do, daemon=True)
    _workers.append(worker)
    worker.start()
    while not wait([result], timeout=0.5).done:  # without a limit, Windows would not answer Ctrl-C
        pass
    return result.result()


def leave(code: int) -> NoReturn:
    """End the process; work that an interrupt left behind is not waited for."""
    if any(worker.is_alive() for worker in _workers) and "multiprocessing" in sys.modules:
        _dismiss()
    if any(worker.is_alive() for worker in _workers):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


def _dismiss() -> None:
    """End worker processes. Who waits for them then ends by itself, and their locks and queues are put away."""
    from multiprocessing import active_children

    for child in active_children():
        child.terminate()
    for worker in _workers:
        worker.join(_PATIENCE)


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)


def _interrupted(_signal: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, _insists)
    raise KeyboardInterrupt


def _insists(_signal: int, _frame: FrameType | None) -> NoReturn:
    os._exit(INTERRUPTED)
