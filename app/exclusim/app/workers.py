"""Who computes a run: the options of the command line, and what they mean together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.model.errors import ExclusimError

if TYPE_CHECKING:
    from exclusim.results.ensemble import Workers

__all__ = ["Processes", "Scheduler", "chosen_workers"]

Processes = Annotated[
    bool,
    typer.Option("--processes", help="Use processes, as many as --threads says: for rules written in Python."),
]
Scheduler = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        envvar="EXCLUSIM_SCHEDULER",
        help="Use the machines of a Dask scheduler, such as tcp://10.0.0.5:8786.",
        show_default="this machine",
    ),
]


def chosen_workers(threads: int, *, processes: bool, scheduler: str) -> Workers:
    """The workers that the options ask for.

    Raises:
        ExclusimError: they ask for two kinds.
    """
    from exclusim.results.ensemble import Workers

    if processes and scheduler:
        raise ExclusimError("--processes and --scheduler exclude each other", hint="leave one of them out")
    if scheduler:
        return Workers("cluster", scheduler=scheduler)
    return Workers("processes" if processes else "threads", threads)
