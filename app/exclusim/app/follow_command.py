"""``exclusim follow``: observed figures of a started project update its forecast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.guard import say
from exclusim.app.options import AsJson, CaseOrFile, ExactSeed, PersonsAsCase, Threads

if TYPE_CHECKING:
    from exclusim.results.followup import FollowDocument

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(follow)


def follow(
    case: CaseOrFile,
    scenario: Annotated[str, typer.Option(metavar="NAME", help="The started project: a scenario of the case.")],
    observed: Annotated[
        Path,
        typer.Option(metavar="FILE", help="Table (.csv): month, indicator, value, and where needed n, error and note."),
    ],
    preset: Annotated[
        Literal["published", "optimistic"],
        typer.Option(help="published: evidence with fade-out and displacement. optimistic: full and lasting effects."),
    ] = "published",
    replicates: Annotated[
        int, typer.Option(min=2, metavar="R", help="Joint draws before, and at least as many after, the observations.")
    ] = 400,
    most: Annotated[
        int, typer.Option(min=2, metavar="R", help="Draws after the observations at most, while few carry the weight.")
    ] = 1_600,
    enough: Annotated[int, typer.Option(min=2, metavar="R", help="Effective number of draws wanted.")] = 100,
    persons: PersonsAsCase = None,
    seed: ExactSeed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for follow.html and follow.json.",
            show_default="exclusim-out/CASE-SCENARIO-follow",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Hold a started project against what was expected of it, and update the forecast.

    Process figures update the plan's own; outcomes of people reweight the draws. The decision's limits say whether to
    go on, mend or stop.
    """
    from exclusim.results.followup import FollowOptions, read_observed, run_follow
    from exclusim.scenarios.library import load

    loaded = load(case)
    folder = out or DEFAULT_FOLDER / f"{loaded.case}-{scenario}-follow"
    check_folder(folder)
    rows = read_observed(observed)
    options = FollowOptions(
        scenario=scenario,
        preset=preset,
        draws=replicates,
        most_draws=max(most, replicates),
        enough=enough,
        persons=persons,
        seed=seed,
        threads=threads,
    )

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible

    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation(agencies=loaded.changes_rules)
        document = interruptible(lambda: run_follow(loaded, options, rows, observed, progress=report))
    _write(document, folder)
    where = f"page       {folder / 'follow.html'}\ndocument   {folder / 'follow.json'}"
    if as_json:
        print(document.model_dump_json(indent=2))
        say(where)
    else:
        from exclusim.results.followup.terminal import render_terminal

        render_terminal(document, Console())
        print(f"\n{where}")


def _write(document: FollowDocument, folder: Path) -> None:
    from exclusim.results.files import write_text
    from exclusim.results.followup.page import write_follow

    with staged(folder) as temporary:
        write_follow(document, temporary / "follow.html")
        write_text(temporary / "follow.json", document.model_dump_json(indent=2))
