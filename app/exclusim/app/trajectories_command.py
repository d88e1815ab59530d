"""``exclusim trajectories``: the lives of a case as sequence analysts draw them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exclusim.app.options import AsJson, CaseOrFile, Seed, Threads

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(trajectories)


def trajectories(
    case: CaseOrFile,
    persons: Annotated[int, typer.Option(min=200, max=200_000, metavar="N", help="Simulated people per draw.")] = 5_000,
    draws: Annotated[
        int, typer.Option(min=1, max=1_000, metavar="N", help="Joint draws of all uncertain parameters.")
    ] = 40,
    seed: Seed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for trajectories.html and tables.",
            show_default="exclusim-out/CASE-trajectories",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the lives of a case: who is where when, types of lives, moves between agencies that help.

    The baseline is simulated with today's agencies, without interventions, to the end of the case's horizon.
    """
    from exclusim.scenarios.library import load

    loaded = load(case)  # before the imports that take seconds: a mistyped name is told at once

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.files import check_folder, default_folder, staged
    from exclusim.app.guard import say
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.language import _, speaking, spoken
    from exclusim.results.trajectories import TrajectoryOptions, build, write_trajectories
    from exclusim.results.trajectories.tables import write_tables
    from exclusim.results.trajectories.terminal import render_terminal

    folder = out or default_folder(loaded.case, "trajectories")
    check_folder(folder)
    options = TrajectoryOptions(persons=persons, draws=draws, seed=seed, threads=threads)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation(agencies=True)
        document = interruptible(lambda: build.trajectories(loaded, options, report))
        report("writing the page and the tables", 0.97)
        with staged(folder) as temporary:
            write_trajectories(document, temporary / "trajectories.html")
            (temporary / "tables").mkdir()
            write_tables(document, temporary / "tables")
    places = f"page      {folder / 'trajectories.html'}\ntables    {folder / 'tables'}"
    if as_json:
        with speaking(spoken(), document.english):
            for warning in document.warnings:
                say(_(warning), kind="warning")
        print(document.model_dump_json(indent=2))
        say(places)
    else:
        render_terminal(document, Console(markup=False, highlight=False))
        print(f"\n{places}")
