"""``exclusim faults``: what the system's faults cost, and who pays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.options import AsJson, Draws, Seed, Threads

if TYPE_CHECKING:
    from exclusim.results.faults import FaultDocument, FaultOptions
    from exclusim.scenarios.schema import Case

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(faults)


def faults(
    case: Annotated[
        str,
        typer.Argument(
            metavar="CASE_OR_FILE", help="A case of `exclusim cases`, or a scenario file (.yaml); its baseline is used."
        ),
    ],
    draws: Draws = 20,
    persons: Annotated[
        int, typer.Option(min=50, max=1_000_000, metavar="N", help="Simulated people per draw.")
    ] = 5_000,
    orders: Annotated[
        int,
        typer.Option(
            min=4,
            max=10_000,
            metavar="N",
            help="Orders in which faults are removed, per draw, an even number; unused with up to six faults, where "
            "every combination is run.",
        ),
    ] = 10,
    chosen: Annotated[
        str,
        typer.Option(
            "--faults",
            metavar="NAME,NAME,…",
            help="Study only these faults; the others stay.",
            show_default="all",
        ),
    ] = "",
    seed: Seed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for faults.html, faults.json and tables and, until the study is whole, its finished draws.",
            show_default="exclusim-out/CASE-faults",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each system fault costs, alone and as its share of the whole, and who pays.

    Faults such as falling between agencies, revolving doors or waiting come of the agencies' rules. Each is removed
    alone, all are removed together, and the whole is divided fairly between them. An interrupted study goes on where it
    was when the same command is given again.
    """
    from exclusim.scenarios.library import load

    loaded = load(case)  # before the imports that take seconds: a mistyped name is told at once

    from exclusim.app.files import check_folder, default_folder
    from exclusim.results.faults import FaultOptions

    names = tuple(name.strip() for name in chosen.split(",") if name.strip())
    options = FaultOptions(draws, persons, orders, names, seed, threads)
    folder = out or default_folder(loaded.case, "faults")
    check_folder(folder)
    document = _studied(loaded, options, folder / "checkpoint")
    _write(document, folder)
    _show(document, folder, as_json=as_json)


def _studied(case: Case, options: FaultOptions, checkpoint: Path) -> FaultDocument:
    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.faults import fault_study

    try:
        with progress(Console(stderr=True, markup=False, highlight=False)) as report:
            announce_compilation(agencies=True)
            return interruptible(lambda: fault_study(case, options, report, checkpoint))
    except KeyboardInterrupt:
        kept = f"finished draws are kept in {checkpoint}; the same command goes on from there"
        raise KeyboardInterrupt(kept if any(checkpoint.glob("draw-*.npz")) else "no draw was finished") from None


def _write(document: FaultDocument, folder: Path) -> None:
    from exclusim.app.files import staged
    from exclusim.results.faults.page import write_faults
    from exclusim.results.faults.tables import write_tables
    from exclusim.results.files import write_text

    with staged(folder) as temporary:
        write_faults(document, temporary / "faults.html")
        write_text(temporary / "faults.json", document.model_dump_json(indent=2) + "\n")
        write_tables(document, temporary)


def _show(document: FaultDocument, folder: Path, *, as_json: bool) -> None:
    from rich.console import Console

    from exclusim.app.guard import say
    from exclusim.results.faults.terminal import render_terminal
    from exclusim.results.language import _, speaking, spoken

    places = f"page      {folder / 'faults.html'}\ntables    {folder / 'faults.csv'}, {folder / 'owner_payer.csv'}"
    if as_json:
        with speaking(spoken(), document.english):
            for warning in document.warnings:
                say(_(warning), kind="warning")
        print(document.model_dump_json(indent=2))
        say(places)
    else:
        render_terminal(document, Console(markup=False, highlight=False))
        print(f"\n{places}")
