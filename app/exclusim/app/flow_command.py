"""``exclusim flow``: from an outcome backwards in time, on simulated lives or individual sequences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.options import AsJson, Draws, Seed, Threads

if TYPE_CHECKING:
    from exclusim.results.flow import FlowDocument, FlowOptions

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(flow)


def flow(
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="CASE_OR_FILE",
            help="A case of `exclusim cases`, or a scenario file (.yaml); its baseline is simulated. "
            "Leave out with --sequences.",
            show_default=False,
        ),
    ] = None,
    *,
    outcome: Annotated[
        str,
        typer.Option(
            metavar="OUTCOME",
            help="What to trace: activity_compensation@25, enters:prison, re-enters:out_of_home_care, "
            "status:unemployed/none@30, burden:crime@30, working@30, fault:between_chairs@25. "
            "In sequences: STATE@MONTH, enters:STATE.",
        ),
    ],
    steps: Annotated[int, typer.Option(min=1, max=8, metavar="N", help="States to go back, at most.")] = 3,
    window: Annotated[
        int,
        typer.Option(
            min=1, max=1200, metavar="MONTHS", help="How long before the outcome a state or a point still counts."
        ),
    ] = 120,
    persons: Annotated[
        int, typer.Option(min=1, max=1_000_000, metavar="N", help="Simulated people per draw.")
    ] = 10_000,
    draws: Draws = 40,
    seed: Seed = 1,
    threads: Threads = 0,
    sequences: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Trace monthly sequences of individuals instead of a case.")
    ] = None,
    identity: Annotated[
        str | None, typer.Option("--id", metavar="COLUMN", help="With --sequences: column with a person's id.")
    ] = None,
    states: Annotated[
        str | None,
        typer.Option(
            metavar="FIRST:LAST|a,b,c|MONTH,STATE",
            help="With --sequences: the columns of months of a file with a row a person, or the columns of month and "
            "state of a file with a row a month.",
        ),
    ] = None,
    weight: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="With --sequences: column of survey weights.")
    ] = None,
    support: Annotated[
        list[str] | None,
        typer.Option(metavar="STATE", help="With --sequences: a state that is help received; may be repeated."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder for flow.html, flow.json and tables.", show_default="exclusim-out/CASE-flow"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Trace an outcome, good or bad, backwards in time.

    Shows the pathways that lead to it with their shares, the time between events, the months without support, and the
    points at which prevention would have met how many people, how many of them on their way to the outcome.
    """
    from exclusim.app.files import DEFAULT_FOLDER, check_folder
    from exclusim.results.flow import FlowOptions

    given = {"--id": identity, "--states": states, "--weight": weight, "--support": support}
    _check_source(case, sequences, given)
    options = FlowOptions(outcome, steps, window, persons, draws, seed, threads)
    name = Path(case or str(sequences)).stem
    folder = out or DEFAULT_FOLDER / f"{name}-flow"
    check_folder(folder)
    if sequences is not None and identity and states:
        document = _of_sequences(sequences, (identity, states, weight), tuple(support or ()), options)
    else:
        document = _of_case(str(case), options)
    _write(document, folder)
    _show(document, folder, as_json=as_json)


def _check_source(case: str | None, sequences: Path | None, given: dict[str, str | list[str] | None]) -> None:
    """One of a case and a file of sequences, with the options that belong to it."""
    from exclusim.model.errors import ExclusimError

    if (case is None) == (sequences is None):
        got = "neither" if case is None else "both"
        raise ExclusimError(f"expected either a case or --sequences FILE.csv, got {got}")
    if sequences is None:
        needless = [option for option, value in given.items() if value]
        if needless:
            raise ExclusimError(f"{needless[0]} belongs to --sequences FILE.csv; a case has no file of sequences")
        return
    for option, what in (("--id", "the column with a person's id"), ("--states", "the columns of monthly states")):
        if not given[option]:
            raise ExclusimError(f"--sequences {sequences}: expected {option}, {what}")


def _of_case(name: str, options: FlowOptions) -> FlowDocument:
    from exclusim.scenarios.library import load

    case = load(name)  # before the imports that take seconds: a mistyped name is told at once

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.flow import flow_of_case

    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation(agencies=True)
        return interruptible(lambda: flow_of_case(case, options, report))


def _of_sequences(
    file: Path, columns: tuple[str, str, str | None], support: tuple[str, ...], options: FlowOptions
) -> FlowDocument:
    from rich.console import Console

    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.calibration.sequences import Columns, read_sequences
    from exclusim.results.flow import flow_of_sequences

    identity, states, weight = columns
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        report("reading the sequences", 0.0)
        reading = read_sequences(file, Columns(identity.strip(), states, weight=weight))
        return interruptible(
            lambda: flow_of_sequences(reading, options, source=str(file), support=support, progress=report)
        )


def _write(document: FlowDocument, out: Path) -> None:
    from exclusim.app.files import staged
    from exclusim.results.flow.report import write_page
    from exclusim.results.flow.tables import write_csv

    with staged(out) as folder:
        write_page(document, folder / "flow.html")
        (folder / "flow.json").write_text(document.model_dump_json(indent=2) + "\n", encoding="utf-8")
        write_csv(document, folder)


def _show(document: FlowDocument, folder: Path, *, as_json: bool) -> None:
    from rich.console import Console

    from exclusim.app.guard import say
    from exclusim.results.flow.terminal import render_terminal
    from exclusim.results.flow.words import support_missing
    from exclusim.results.language import _, speaking, spoken

    places = f"page      {folder / 'flow.html'}\ntables    {folder}"
    if as_json:
        with speaking(spoken(), document.english):
            for warning in (*document.warnings, *([] if document.support_recorded else [support_missing()])):
                say(_(warning), kind="warning")
        print(document.model_dump_json(indent=2))
        say(places)
    else:
        render_terminal(document, Console(markup=False, highlight=False))
        print(f"\n{places}")
