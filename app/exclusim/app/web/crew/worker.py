"""The life of one worker process: warm up, take a study, tell how it goes, take the next."""

from __future__ import annotations

import logging
import resource
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

__all__ = ["work"]

_TELL_EVERY = 0.1  # seconds
_LARGEST = 1_500_000_000  # bytes; a process that has grown beyond this makes room for a new one after its study

_log = logging.getLogger(__name__)


def work(orders: Connection) -> None:
    """Serve orders, each the folder of a study, until the other end is closed.

    Tells ``("ready",)``, ``("stage", name, share)``, and at the end of each study ``("done", stays)`` or
    ``("failed", stays, message)``; a process that has grown too large does not stay.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the web app's to answer
    from exclusim.app.web.studies import perform, warm_up

    try:
        warm_up()
        orders.send(("ready",))
        stays = True
        while stays:
            folder = Path(orders.recv())
            try:
                perform(folder, _Teller(orders))
            except (EOFError, BrokenPipeError):
                raise
            except BaseException as error:
                stays = _size() < _LARGEST
                orders.send(("failed", stays, _in_words(error)))
            else:
                stays = _size() < _LARGEST
                orders.send(("done", stays))
    except (EOFError, BrokenPipeError):
        pass  # the web app has ended


class _Teller:
    """Progress, told often enough to be seen and not oftener."""

    def __init__(self, orders: Connection) -> None:
        self._orders = orders
        self._told = ("", 0.0)

    def __call__(self, stage: str, share: float) -> None:
        now = time.monotonic()
        if stage != self._told[0] or now - self._told[1] >= _TELL_EVERY:
            self._orders.send(("stage", stage, min(max(share, 0.0), 1.0)))
            self._told = (stage, now)


def _in_words(error: BaseException) -> str:
    """What a visitor can act on; a mistake of ours goes to the log with its traceback, and is told as such."""
    from exclusim.model.errors import ExclusimError

    if isinstance(error, ExclusimError):
        return str(error)
    if isinstance(error, MemoryError):
        return "memory"
    _log.error("a study failed", exc_info=error)
    return "mistake"


def _size() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
