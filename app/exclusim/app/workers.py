"""Who computes a run: the options of the command line, and what they mean together."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.model.errors import ExclusimError

if TYPE_CHECKING:
    from exclusim.results.ensemble import Workers

__all__ = ["Processes", "Scheduler", "chosen_workers", "with_processes"]

_MANY = 40  # draws: with fewer, processes take longer to begin than they save
_SMALL = 20_000  # people: with more, threads hardly wait for one another, and they share memory

Processes = Annotated[
    bool | None,
    typer.Option(
        "--processes/--no-processes",
        help="Use processes instead of threads, as many as --threads says.",
        show_default="for many draws of small groups",
    ),
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


def with_processes(asked: bool | None, *, draws: int, persons: int, threads: int, scheduler: str) -> bool:
    """Whether processes compute the draws: as asked or, where nothing is, when they are faster.

    Args:
        asked: what the user says; None for nothing.
        draws: of the run.
        persons: simulated people of a draw.
        threads: how many at once; 0 for every core.
        scheduler: address of a cluster's, which then computes.
    """
    if asked is not None:
        return asked
    return not scheduler and (threads or os.cpu_count() or 1) > 1 and draws >= _MANY and persons <= _SMALL


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
