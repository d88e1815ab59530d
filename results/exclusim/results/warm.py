"""A head start: the process that workers are forked from loads the engine while the first one still loads the rest.

This module imports nothing else of Exclusim, so that a command can call it before anything heavy.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

__all__ = ["start_method", "warm_up"]

_READY = "exclusim.results.run.ready"


def start_method() -> Literal["forkserver", "spawn"]:
    """How worker processes begin. Never by forking this one: a copy of a process with threads may hang on a lock that
    nobody will ever let go of. The server that they are forked from has none."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def warm_up() -> None:
    """Begin to get workers ready and return at once; without fork servers (Windows) nothing is done.

    Only worth its two seconds of a core where draws are going to be computed by processes.
    """
    if start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload([_READY])
        with _no_interrupts():
            forkserver.ensure_running()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """What begins in the block never answers Ctrl-C, which reaches the whole group: this process answers it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say so
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
