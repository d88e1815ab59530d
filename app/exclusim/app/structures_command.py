"""``exclusim structures``: the same question under other model structures, and together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.guard import say
from exclusim.app.options import AsJson, CaseOrFile, ExactSeed, Threads
from exclusim.app.study import hand_over

if TYPE_CHECKING:
    from exclusim.results.structures import StructuresDocument

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(structures)


def structures(
    case: CaseOrFile,
    scenario: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="A scenario of the case, or baseline.",
            show_default="the first one, or the baseline where there is none",
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option(min=2, max=10_000, metavar="N", help="Joint draws, each run once under every structure.")
    ] = 100,
    persons: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Simulated people per draw.",
            show_default="as the case has, at least 5000; 1500 without a scenario",
        ),
    ] = None,
    seed: ExactSeed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for structures.html, structures.json and tables.",
            show_default="exclusim-out/CASE-SCENARIO-structures",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the same question under other model structures.

    Duration dependence or differences between people, with and without stigma, scars and displacement, with agencies
    that act: each by itself on the same draws and lives, and together with equal weights and by agreement with the
    statistics that the model is fitted to.
    """
    from exclusim.scenarios.library import load

    loaded = load(case)
    if scenario not in (None, "baseline"):
        loaded.chain(scenario)
    folder = out or DEFAULT_FOLDER / f"{loaded.case}-{scenario or next(iter(loaded.scenarios), 'baseline')}-structures"
    check_folder(folder)

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.structures import StructuresOptions, run_structures

    options = StructuresOptions(scenario, draws, persons, seed, threads)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation(agencies=True)
        document = interruptible(lambda: run_structures(loaded, options, progress=report))
    if scenario is None and len(loaded.scenarios) > 1:
        others = ", ".join(name for name in loaded.scenarios if name != document.scenario)
        say(f"scenario {document.scenario}; choose another with --scenario: {others}")
    _write(document, folder)
    from exclusim.results.structures.terminal import render_terminal

    written = {word: folder / file for word, file in _FILES.items()}
    hand_over(document, render_terminal, written, as_json=as_json)


_FILES = {"page": "structures.html", "document": "structures.json", "tables": "tables"}


def _write(document: StructuresDocument, folder: Path) -> None:
    from exclusim.results.files import write_text
    from exclusim.results.structures.page import write_structures
    from exclusim.results.structures.tables import write_tables

    with staged(folder) as temporary:
        write_structures(document, temporary / "structures.html")
        write_text(temporary / "structures.json", document.model_dump_json(indent=2))
        write_tables(document, temporary / "tables")
