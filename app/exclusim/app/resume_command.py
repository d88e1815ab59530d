"""``exclusim resume``: finish a run that was interrupted, to the bits it would have had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from exclusim.app.files import DEFAULT_STORE
from exclusim.app.options import AsJson, Threads
from exclusim.app.workers import Processes, Scheduler, chosen_workers, with_processes

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(resume)


def resume(
    run_id: Annotated[
        str, typer.Argument(help="Id of an unfinished run in `exclusim runs`; its first characters are enough.")
    ],
    store: Annotated[
        str,
        typer.Option(
            envvar="EXCLUSIM_STORE",
            metavar="URL",
            help="Database URL of the store, or the path of a SQLite file.",
        ),
    ] = DEFAULT_STORE,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for report.html, decision-basis.pdf, results.xlsx and tables.",
            show_default="exclusim-out/CASE-PRESET",
        ),
    ] = None,
    threads: Threads = 0,
    processes: Processes = None,
    scheduler: Scheduler = "",
    discard: Annotated[
        bool, typer.Option("--discard", help="Remove the unfinished run and its draws instead of finishing it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Finish a run that was interrupted.

    Draws that are stored are not simulated again. The result is the same, bit for bit, as if nothing had happened. The
    case is taken from the store: its file is not needed.
    """
    from exclusim.app import running
    from exclusim.app.guard import say
    from exclusim.results.store import Store

    with Store.open(store, must_exist=True) as opened:
        job = opened.job(run_id)
        if discard:
            opened.give_up(job.run_id)
            say(f"run {job.run_id} is given up; its draws are removed")
            return

    from exclusim.results.run.jobs import resumed

    case, options = resumed(job)
    processes = with_processes(
        processes, draws=options.replicates, persons=options.persons or case.size, threads=threads, scheduler=scheduler
    )
    workers = chosen_workers(threads, processes=processes, scheduler=scheduler)
    place = running.Place(store, out)
    running.run(case, replace(options, threads=threads), place, as_json=as_json, workers=workers)
