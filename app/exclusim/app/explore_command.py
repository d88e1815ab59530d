"""``exclusim explore``: a case with handles, stepped live on a page of this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from exclusim.app.options import CaseOrFile, ExactSeed

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(explore)


def explore(
    case: CaseOrFile = "genomsnittskommun",
    port: Annotated[
        int, typer.Option(min=0, max=65_535, metavar="P", help="Port on 127.0.0.1; 0 for any that is free.")
    ] = 8765,
    persons: Annotated[int, typer.Option(min=500, max=20_000, metavar="N", help="Simulated people at first.")] = 2_000,
    seed: ExactSeed = 1,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Explore a case on a page with sliders, month by month.

    For teaching and debugging: sliders on key parameters and on an intervention, people that are stepped live, what
    they do and what it costs. The page is for this machine only. Needs the extra `viz`.
    """
    from exclusim.scenarios.library import load

    loaded = load(case)

    from exclusim.app.explore_page import serve
    from exclusim.results.explore import Bench, Settings

    serve(Bench(loaded), Settings(persons=persons, seed=seed), port, browser=browser)
