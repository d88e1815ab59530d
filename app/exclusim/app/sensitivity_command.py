"""``exclusim sensitivity``: which uncertain parameters a result depends on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.options import AsJson, CaseOrFile, ExactSeed, Threads
from exclusim.app.study import hand_over

if TYPE_CHECKING:
    from exclusim.results.sensitivity import SensitivityDocument

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(sensitivity)


def sensitivity(
    case: CaseOrFile,
    method: Annotated[
        Literal["morris", "sobol", "pawn", "shapley"],
        typer.Option(
            help="morris: steps of one parameter. sobol: shares of variance. pawn: shifts of the distribution. "
            "shapley: shares of variance, correlated parameters allowed."
        ),
    ] = "sobol",
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OUTCOME",
            help="An actor, excluded, long_term or payback (of a scenario); repeat for several.",
            show_default="society",
        ),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME", help="A scenario of the case.", show_default="the baseline")
    ] = None,
    origin: Annotated[
        Literal["priors", "posterior"],
        typer.Option("--from", help="priors: independent, before calibration. posterior: correlated, after it."),
    ] = "priors",
    groups: Annotated[bool, typer.Option("--groups", help="Take parameters in six groups.")] = False,
    direct: Annotated[
        bool,
        typer.Option("--direct", help="Sobol from the model's own runs, never from an emulator."),
    ] = False,
    runs: Annotated[int, typer.Option(metavar="N", help="Runs of the model, about.")] = 4_000,
    minutes: Annotated[
        float | None,
        typer.Option("--time", metavar="MINUTES", help="Time for the runs, instead of their number."),
    ] = None,
    persons: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Simulated people per run.",
            show_default="as many as the case has, at least 1500; with a scenario 5000",
        ),
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
            help="Folder for sensitivity.html, sensitivity.json and tables.",
            show_default="exclusim-out/CASE-SCENARIO-sensitivity",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Rank the uncertain parameters of a case by what they do to its results.

    The luck of single lives is measured by itself and kept out of the indices.
    """
    from exclusim.results.sensitivity.measured import check
    from exclusim.scenarios.library import load

    loaded = load(case)
    name, outcomes = scenario or "baseline", tuple(outcome or ["society"])
    check(loaded, name, outcomes)

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.sensitivity import SensitivityOptions, run_sensitivity

    options = SensitivityOptions(
        method=method,
        scenario=scenario,
        outcomes=outcomes,
        origin=origin,
        groups=groups,
        direct=direct,
        runs=runs,
        minutes=minutes,
        preset=preset,
        persons=persons,
        seed=seed,
        threads=threads,
    )
    folder = out or DEFAULT_FOLDER / f"{loaded.case}-{name}-sensitivity"
    check_folder(folder)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation()
        document = interruptible(lambda: run_sensitivity(loaded, options, progress=report))
    _write(document, folder)
    from exclusim.results.sensitivity.terminal import render_terminal

    written = {word: folder / file for word, file in _FILES.items()}
    hand_over(document, render_terminal, written, as_json=as_json)


_FILES = {"page": "sensitivity.html", "document": "sensitivity.json", "tables": "tables"}


def _write(document: SensitivityDocument, folder: Path) -> None:
    from exclusim.results.files import write_text
    from exclusim.results.sensitivity.page import write_sensitivity
    from exclusim.results.sensitivity.tables import write_tables

    with staged(folder) as temporary:
        write_sensitivity(document, temporary / "sensitivity.html")
        write_text(temporary / "sensitivity.json", document.model_dump_json(indent=2))
        write_tables(document, temporary / "tables")
