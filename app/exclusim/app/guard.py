"""From exceptions to messages and exit codes: no traceback for what a user can mend."""

from __future__ import annotations

import errno
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn, TextIO

from exclusim.app.signals import INTERRUPTED
from exclusim.model.errors import ExclusimError

__all__ = ["BROKEN_PIPE", "USER_ERROR", "guarded", "output_settings", "say"]

BROKEN_PIPE = 1
USER_ERROR = 2

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
    """UTF-8 where a program reads, warnings as plain lines on stderr."""
    _utf8(sys.stdout)
    _utf8(sys.stderr)
    log = logging.StreamHandler(_Stderr())
    log.setFormatter(logging.Formatter("warning: %(message)s"))
    log.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(log)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            yield
    finally:
        root.removeHandler(log)


def _utf8(stream: TextIO) -> None:
    if hasattr(stream, "reconfigure"):
        # JSON and CSV are UTF-8 whatever the locale; a terminal keeps its own; no letter may stop a run.
        with suppress(ValueError, OSError):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


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
