"""``exclusim trajectories``: the lives of a case as sequence analysts draw them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.options import AsJson, CaseOrFile, Seed, Threads

if TYPE_CHECKING:
    from exclusim.results.trajectories import TrajectoriesDocument

__all__ = ["register"]

_PIPE_WIDTH = 120
_LOOPS = 4


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
    from exclusim.results.trajectories import TrajectoryOptions, build, write_trajectories
    from exclusim.results.trajectories.tables import write_tables

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
        for warning in document.warnings:
            say(warning, kind="warning")
        print(document.model_dump_json(indent=2))
        say(places)
    else:
        _print(document)
        print(f"\n{places}")


def _print(document: TrajectoriesDocument) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from exclusim.results.labels import number, percent, years
    from exclusim.results.trajectories.network_figure import loop_code

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    console.print(Text(f"Livsbanor: {document.title}", style="bold"))
    console.print(
        f"{number(document.persons)} personer × {number(document.draws)} dragningar, {years(document.months / 12)}; "
        f"långvarigt utanför {percent(document.long_term.mean, 1)}\n"
    )
    table = Table(box=None, pad_edge=False)
    table.add_column("typ", overflow="fold")
    for name in ("andel", "90 %", "utanför", "långvarigt", "byten"):
        table.add_column(name, justify="right", no_wrap=True)
    for kind in document.typology.types:
        table.add_row(
            Text(f"{kind.rank} {kind.name}"), percent(kind.share.mean),
            f"{number(100 * kind.share.p5)}–{percent(kind.share.p95)}", years(kind.excluded_months.mean / 12, 1),
            percent(kind.long_term.mean), number(kind.switches.mean, 1),
        )  # fmt: skip
    console.print(table)
    network = document.agencies
    console.print(
        f"\nHjälp av någon myndighet: {percent(network.ever.mean)}. Av dem möter var och en i medeltal "
        f"{number(network.agencies_per_person.mean, 1)} myndigheter och byter "
        f"{number(network.switches_per_person.mean, 1)} gånger; {percent(network.looped.mean)} går runt inom två år."
    )
    for loop in network.loops[:_LOOPS]:
        console.print(
            f"  {loop_code(loop)}: {number(100 * loop.per_person.mean, 1)} varv per hundra "
            f"personer, {percent(loop.without_progress.mean)} utan framsteg"
        )
    for warning in document.warnings:
        console.print(Text(f"• {warning}", style="yellow"))
