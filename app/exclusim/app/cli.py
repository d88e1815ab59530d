"""The command line's entry point. It imports nothing heavy, so that even an early Ctrl-C ends quietly."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from exclusim.app.guard import guarded, output_settings

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; always ends with :class:`SystemExit`.

    Args:
        arguments: words after ``exclusim``; None for those of this process.

    Exit codes: 0 done; 1 the reader of our output went away; 2 something the user can mend; 130 Ctrl-C;
    143 ended from outside.
    """
    with output_settings(), guarded():
        from exclusim.app.commands import app

        app(args=None if arguments is None else list(arguments), prog_name="exclusim")
    sys.exit(0)
