"""From exceptions to messages and exit codes: no traceback for what a user can mend."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn, TextIO

from exclusim.model.errors import ExclusimError

__all__ = ["BROKEN_PIPE", "INTERRUPTED", "TERMINATED", "USER_ERROR", "guarded", "output_settings", "say"]

BROKEN_PIPE = 1
USER_ERROR = 2
INTERRUPTED = 130
TERMINATED = 143

_FULL = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up"}


def say(message: str, *, kind: str = "") -> None:
    """Write a message to stderr; every line carries its kind, so that each can be found and read alone."""
    prefix = f"{kind}: " if kind else ""
    with suppress(OSError, ValueError):  # stderr is closed or full: nobody is left to tell
        sys.stderr.write("".join(f"{prefix}{line}\n" for line in message.splitlines()))
        sys.stderr.flush()


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what may go wrong in the block into a message and an exit code (:class:`SystemExit`).

    A programming error passes through with its traceback.
    """
    try:
        try:
            yield
        finally:
            if sys.exception() is None or isinstance(sys.exception(), SystemExit):
                sys.stdout.flush()  # here, where a full disk or a closed pipe still gets its message
    except ExclusimError as error:
        _end(str(error), error.exit_code)
    except KeyboardInterrupt as interrupt:
        _end(f"interrupted: {interrupt}" if interrupt.args else "interrupted", INTERRUPTED, kind="")
    except BrokenPipeError:
        _abandon_output()
        raise SystemExit(BROKEN_PIPE) from None
    except MemoryError:
        _end("there is not enough memory; choose fewer --persons, --replicates or --threads", USER_ERROR)
    except OSError as error:
        _abandon_output()
        _end(_describe(error), USER_ERROR)


def _end(message: str, code: int, *, kind: str = "error") -> NoReturn:
    say(message, kind=kind)
    raise SystemExit(code) from None


def _describe(error: OSError) -> str:
    where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    if error.errno in _FULL:
        return f"{where}{_FULL[error.errno]}; free some space or choose another folder with --out and --store"
    return f"{where}{error.strerror or error}"


def _abandon_output() -> None:
    """Send what is still in stdout's buffer nowhere; else the interpreter stumbles over it when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, sys.stdout.fileno())
        finally:
            os.close(nowhere)


@contextmanager
def output_settings() -> Iterator[None]:
    """UTF-8 where a program reads, warnings as plain lines on stderr, a clean end on SIGTERM and Ctrl-C."""
    _utf8(sys.stdout)
    _utf8(sys.stderr)
    log = logging.StreamHandler(_Stderr())
    log.setFormatter(logging.Formatter("warning: %(message)s"))
    log.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(log)
    handlers = {signal.SIGTERM: _terminated, signal.SIGINT: _interrupted}
    previous = (
        {number: signal.signal(number, handler) for number, handler in handlers.items()}
        if threading.current_thread() is threading.main_thread()
        else {}
    )
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            yield
    finally:
        root.removeHandler(log)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _utf8(stream: TextIO) -> None:
    if hasattr(stream, "reconfigure"):
        # JSON and CSV are UTF-8 whatever the locale; a terminal keeps its own; no letter may stop a run.
        with suppress(ValueError, OSError):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)  # unwinds, so that temporary files are removed


def _interrupted(_signal: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, _insists)
    raise KeyboardInterrupt


def _insists(_signal: int, _frame: FrameType | None) -> NoReturn:
    """A second Ctrl-C while the first is still cleaning up or waiting for threads."""
    os._exit(INTERRUPTED)


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    say(str(message), kind="warning")


class _Stderr:
    """The stderr of the moment, not the one at start-up."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()
