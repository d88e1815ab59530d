"""Progress on stderr: a bar with share done and time left on a terminal, one line per stage elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from exclusim.app.guard import say

__all__ = ["Report", "progress"]

type Report = Callable[[str, float], None]
"""Called with the name of the stage at work and the share of the whole that is done, 0 … 1."""


@contextmanager
def progress(console: Console) -> Iterator[Report]:
    """A progress report for the block; the bar is gone when the block ends."""
    if console.is_terminal:
        with _bar(console) as report:
            yield report
    else:
        with _lines() as report:
            yield report


@contextmanager
def _bar(console: Console) -> Iterator[Report]:
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def report(stage: str, share: float) -> None:
            bar.update(task, description=stage, completed=min(max(share, 0.0), 1.0))

        yield report


@contextmanager
def _lines() -> Iterator[Report]:
    told: set[str] = set()
    ended = False

    def report(stage: str, share: float) -> None:
        if stage not in told and not ended:  # work that an interrupt left behind has nothing to tell
            told.add(stage)
            say(stage)

    try:
        yield report
    finally:
        ended = True
