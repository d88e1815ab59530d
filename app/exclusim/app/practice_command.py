"""``exclusim practice``: what it is worth to take a pilot into ordinary practice, and what may go wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.options import AsJson, CaseOrFile, ExactSeed, PersonsAsCase, Replicates, Threads
from exclusim.app.study import hand_over

if TYPE_CHECKING:
    from exclusim.results.practice import PracticeDocument

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(practice)


def practice(
    case: CaseOrFile,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A scenario of the case.", show_default="the first with a roll-out or risks"),
    ] = None,
    replicates: Replicates = 200,
    persons: PersonsAsCase = None,
    seed: ExactSeed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for practice.html and practice.json.",
            show_default="exclusim-out/CASE-SCENARIO-practice",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Follow a scenario from pilot to ordinary practice.

    Gain and cost year by year, what the loss of effect at scale and an early closure cost, how much of the pilot's
    effect must survive, and the listed risks.
    """
    from exclusim.scenarios.library import load

    loaded = load(case)
    if out is not None:
        check_folder(out)

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.practice import PracticeOptions, run_practice

    options = PracticeOptions(scenario, replicates, persons, seed, threads)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation(agencies=loaded.changes_rules)
        document = interruptible(lambda: run_practice(loaded, options, progress=report))
    folder = out or DEFAULT_FOLDER / f"{document.case}-{document.scenario}-practice"
    _write(document, folder)
    from exclusim.results.practice.terminal import render_terminal

    written = {"page": folder / "practice.html", "document": folder / "practice.json"}
    hand_over(document, render_terminal, written, as_json=as_json)


def _write(document: PracticeDocument, folder: Path) -> None:
    from exclusim.results.files import write_text
    from exclusim.results.practice.page import write_practice

    check_folder(folder)
    with staged(folder) as temporary:
        write_practice(document, temporary / "practice.html")
        write_text(temporary / "practice.json", document.model_dump_json(indent=2))
