"""``exclusim reproduce``: an archived run made again, and compared bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.options import AsJson, Threads

if TYPE_CHECKING:
    from exclusim.results.run import RunOptions
    from exclusim.scenarios.schema import Case

__all__ = ["DIFFERENT", "register"]

DIFFERENT = 1
"""Exit code where the result is another one."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(reproduce)


def reproduce(
    archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="A file of `exclusim export`.")],
    threads: Threads = 0,
    as_json: AsJson = False,
) -> None:
    """Make an archived run again and compare every bit.

    Exit code 0: the same bits. 1: something differs, and what is printed. 2: the archive cannot be used.
    """
    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.archive import reproduce as made_again
    from exclusim.results.archive.terminal import render_terminal

    def announce(case: Case, options: RunOptions) -> None:
        if options.preset != "flat-annuity":
            announce_compilation(agencies=case.changes_rules)

    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        document = interruptible(lambda: made_again(archive, threads=threads, progress=report, before=announce))
    if as_json:
        print(document.model_dump_json(indent=2))
    else:
        render_terminal(document, Console(markup=False, highlight=False, soft_wrap=True))
    if not document.same:
        raise typer.Exit(DIFFERENT)
