"""``exclusim discover``: in which futures an investment fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.guard import say
from exclusim.app.options import AsJson, CaseOrFile, ExactSeed, Threads
from exclusim.app.study import hand_over

if TYPE_CHECKING:
    from exclusim.results.discovery import DiscoveryDocument

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(discover)


def discover(
    case: CaseOrFile,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The investment: a scenario of the case.", show_default="the first one"),
    ] = None,
    fails: Annotated[
        str,
        typer.Option(
            metavar="'OUTCOME<NUMBER'",
            help="What failing means: an actor's net gain, payback, excluded or long_term, a sign, a number.",
        ),
    ] = "society<0",
    origin: Annotated[
        Literal["priors", "posterior"],
        typer.Option("--from", help="priors: independent, before calibration. posterior: correlated, after it."),
    ] = "priors",
    runs: Annotated[int, typer.Option(metavar="N", help="Futures tried.")] = 1_500,
    persons: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Simulated people per future.", show_default="5000, or as the case has"),
    ] = None,
    preset: Annotated[
        Literal["published", "optimistic"],
        typer.Option(help="published: evidence with fade-out. optimistic: full and lasting effects."),
    ] = "published",
    seed: ExactSeed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for discover.html, discover.json and tables.",
            show_default="exclusim-out/CASE-SCENARIO-discover",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the futures in which an investment fails, as a rule that a person can read.

    Boxes over the uncertain parameters, by PRIM and by a classification tree, found on one half of the futures and
    judged on the other.
    """
    from exclusim.results.discovery.failing import parse_failing
    from exclusim.results.discovery.options import DiscoveryOptions, chosen_scenario
    from exclusim.results.sensitivity.measured import check
    from exclusim.scenarios.library import load

    loaded = load(case)
    name = chosen_scenario(loaded, scenario)
    check(loaded, name, (parse_failing(fails).outcome,))

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.discovery import run_discovery

    options = DiscoveryOptions(
        scenario=name,
        fails=fails,
        origin=origin,
        runs=runs,
        persons=persons,
        preset=preset,
        seed=seed,
        threads=threads,
    )
    folder = out or DEFAULT_FOLDER / f"{loaded.case}-{name}-discover"
    check_folder(folder)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation()
        document = interruptible(lambda: run_discovery(loaded, options, progress=report))
    if scenario is None and len(loaded.scenarios) > 1:
        others = ", ".join(other for other in loaded.scenarios if other != name)
        say(f"scenario {name}; choose another with --scenario: {others}")
    _write(document, folder)
    from exclusim.results.discovery.terminal import render_terminal

    written = {word: folder / file for word, file in _FILES.items()}
    hand_over(document, render_terminal, written, as_json=as_json)


_FILES = {"page": "discover.html", "document": "discover.json", "tables": "tables"}


def _write(document: DiscoveryDocument, folder: Path) -> None:
    from exclusim.results.discovery.page import write_discovery
    from exclusim.results.discovery.tables import write_tables
    from exclusim.results.files import write_text

    with staged(folder) as temporary:
        write_discovery(document, temporary / "discover.html")
        write_text(temporary / "discover.json", document.model_dump_json(indent=2))
        write_tables(document, temporary / "tables")
