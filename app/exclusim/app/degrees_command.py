"""``exclusim degrees``: what an idea is worth as a project, as ordinary practice and as a mended system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.guard import say
from exclusim.app.options import AsJson, CaseOrFile, ExactSeed, PersonsAsCase, Replicates, Threads

if TYPE_CHECKING:
    from exclusim.results.degrees import DegreesDocument

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(degrees)


def degrees(
    case: CaseOrFile,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The idea: a scenario of the case.", show_default="the first one"),
    ] = None,
    replicates: Replicates = 200,
    persons: PersonsAsCase = None,
    cohorts: Annotated[
        int, typer.Option(min=1, max=100, metavar="Y", help="Yearly cohorts that the second and third degree last.")
    ] = 10,
    mends: Annotated[
        str | None,
        typer.Option(
            metavar="FAULT,…",
            help="System faults that the third degree mends, by their names in `exclusim faults`.",
            show_default="the three that the idea's own clients meet most",
        ),
    ] = None,
    seed: ExactSeed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for degrees.html and degrees.json.",
            show_default="exclusim-out/CASE-SCENARIO-degrees",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Value an idea at three degrees of success.

    The project works; ordinary practice works so everywhere; the system's faults are mended. With the expected value
    and what an attempt at the next degree may cost.
    """
    from exclusim.scenarios.library import load

    loaded = load(case)
    if out is not None:
        check_folder(out)

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.degrees import DegreesOptions, run_degrees

    named = tuple(name.strip() for name in (mends or "").split(",") if name.strip())
    options = DegreesOptions(scenario, replicates, persons, seed, threads, cohorts, named)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation(agencies=True)
        document = interruptible(lambda: run_degrees(loaded, options, progress=report))
    if scenario is None and len(loaded.scenarios) > 1:
        others = ", ".join(name for name in loaded.scenarios if name != document.scenario)
        say(f"scenario {document.scenario}; choose another with --scenario: {others}")
    folder = out or DEFAULT_FOLDER / f"{document.case}-{document.scenario}-degrees"
    _write(document, folder)
    where = f"page       {folder / 'degrees.html'}\ndocument   {folder / 'degrees.json'}"
    if as_json:
        print(document.model_dump_json(indent=2))
        say(where)
    else:
        from exclusim.results.degrees.terminal import render_terminal

        render_terminal(document, Console())
        print(f"\n{where}")


def _write(document: DegreesDocument, folder: Path) -> None:
    from exclusim.results.degrees.page import write_degrees
    from exclusim.results.files import write_text

    check_folder(folder)
    with staged(folder) as temporary:
        write_degrees(document, temporary / "degrees.html")
        write_text(temporary / "degrees.json", document.model_dump_json(indent=2))
