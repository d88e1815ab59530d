"""The command line's entry point. It imports nothing heavy, so that even an early Ctrl-C ends quietly."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import NoReturn

from exclusim.app.guard import guarded, output_settings
from exclusim.app.signals import clean_ends, leave

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; always ends with :class:`SystemExit`.

    Args:
        arguments: words after ``exclusim``; None for those of this process.

    Exit codes: 0 done; 1 the reader of our output went away; 2 something the user can mend; 130 Ctrl-C;
    143 ended from outside.
    """
    code = 0
    gc.set_threshold(100_000)  # nearly all that a command makes, modules first, stays: looking often finds nothing
    try:
        with clean_ends(), output_settings(), guarded():
            from exclusim.app.commands import app

            app(args=None if arguments is None else list(arguments), prog_name="exclusim")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    leave(code)
