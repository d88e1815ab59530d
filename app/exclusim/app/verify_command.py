"""``exclusim verify``: the verification and validation report, made now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.guard import say
from exclusim.app.options import AsJson, ExactSeed, Threads

if TYPE_CHECKING:
    from exclusim.results.verification import VerificationDocument

__all__ = ["FAILED", "register"]

FAILED = 1
"""Exit code where a check has failed."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(verify)


def verify(
    draws: Annotated[
        int, typer.Option(min=2, max=1_000, metavar="N", help="Joint draws that statistics are compared over.")
    ] = 20,
    persons: Annotated[
        int, typer.Option(min=1_000, max=1_000_000, metavar="N", help="Simulated people in each of them.")
    ] = 20_000,
    seed: ExactSeed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Folder for verification.html and verification.json.",
            show_default="exclusim-out/verification",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Test the program now and write a report of it.

    Against closed forms, an exact solution, a plain program, conservation laws, published examples and published
    statistics. Exit code 0: every check passed. 1: one has failed.
    """
    folder = out or DEFAULT_FOLDER / "verification"
    check_folder(folder)

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.verification import VerificationOptions, run_verification

    options = VerificationOptions(draws, persons, seed, threads)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation()
        document = interruptible(lambda: run_verification(options, report))
    _write(document, folder)
    where = f"page       {folder / 'verification.html'}\ndocument   {folder / 'verification.json'}"
    if as_json:
        print(document.model_dump_json(indent=2))
        say(where)
    else:
        from exclusim.results.verification.terminal import render_terminal

        render_terminal(document, Console(markup=False, highlight=False, soft_wrap=True))
        print(f"\n{where}")
    if not document.passed:
        raise typer.Exit(FAILED)


def _write(document: VerificationDocument, folder: Path) -> None:
    from exclusim.results.files import write_text
    from exclusim.results.verification.page import write_verification

    with staged(folder) as temporary:
        write_verification(document, temporary / "verification.html")
        write_text(temporary / "verification.json", document.model_dump_json(indent=2))
