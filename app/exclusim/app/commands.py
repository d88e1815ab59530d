"""The commands. Each one imports the library only when it runs: ``exclusim --help`` must answer at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer
from typer.core import TyperGroup

from exclusim.app import (
    calibrate_command,
    check_command,
    compare_command,
    degrees_command,
    discover_command,
    evaluate_command,
    explore_command,
    export_command,
    faults_command,
    fit_command,
    flow_command,
    follow_command,
    interventions_command,
    localise_command,
    odd_command,
    practice_command,
    reproduce_command,
    resume_command,
    sensitivity_command,
    serve_command,
    structures_command,
    trajectories_command,
    verify_command,
    whatif_command,
)
from exclusim.app.files import DEFAULT_STORE
from exclusim.app.guard import guarded
from exclusim.app.options import AsJson, CaseOrFile, ExactSeed, PersonsAsCase, Replicates, Threads
from exclusim.app.workers import Processes, Scheduler, chosen_workers, with_processes

if TYPE_CHECKING:
    from exclusim.results.run.options import Keep

__all__ = ["app"]


class _Guarded(TyperGroup):
    """Every command under the same guard: Typer would otherwise answer Ctrl-C and a closed pipe first."""

    def invoke(self, ctx: Any) -> Any:
        with guarded():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Guarded,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Simulate exclusion trajectories: what exclusion costs each public actor and society, "
    "and what changes when somebody acts.",
    epilog="Reports are in Swedish, or in English with --language en. An error that you can mend gives one "
    "clear message and exit code 2.",
)

Store = Annotated[
    str,
    typer.Option(
        envvar="EXCLUSIM_STORE",
        metavar="URL",
        help="Database URL of the store, or the path of a SQLite file.",
    ),
]


Boundary = Annotated[
    Literal["narrow", "widened"],
    typer.Option(
        help="Whose mission the headline is about. narrow: the shared clients of the four main actors, and what those "
        "pay. widened: everybody and society. Report and --json have both."
    ),
]


def _large_tables(names: list[str] | None) -> list[str]:
    for name in names or ():
        if name not in ("panel", "ledger", "spells"):
            raise typer.BadParameter(f"{name!r} is not one of panel, ledger and spells")
    return names or []


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"exclusim {version('exclusim')}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    language: Annotated[
        Literal["sv", "en"],
        typer.Option(
            envvar="EXCLUSIM_LANGUAGE", help="Language of reports, workbooks, papers and answers: Swedish or English."
        ),
    ] = "sv",
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    if language != "sv":
        from exclusim.results.language import speaking

        context.with_resource(speaking(language))


@app.command()
def cases() -> None:
    """List the cases that come with Exclusim."""
    from exclusim.app.listings import print_cases
    from exclusim.scenarios import library

    print_cases(library.cases())


@app.command()
def example(
    case: Annotated[str, typer.Argument(help="A case of `exclusim cases`.")] = "genomsnittskommun",
) -> None:
    """Print a case file to copy and change.

    For example: exclusim example trelleborg > mine.yaml
    """
    from exclusim.scenarios import library

    sys.stdout.write(library.example(case))


@app.command()
def validate(file: Annotated[str, typer.Argument(help="A scenario file.", metavar="FILE")]) -> None:
    """Check a scenario file.

    Every problem is listed with its line, column and field.
    """
    from exclusim.scenarios.loading import load_file

    case = load_file(Path(file))
    print(f"{file}: valid; case {case.case} with {', '.join(('baseline', *case.scenarios))}")


@app.command()
def run(
    case: CaseOrFile,
    preset: Annotated[
        Literal["flat-annuity", "published", "optimistic"],
        typer.Option(
            help="published: evidence with fade-out and displacement. optimistic: full and lasting effects. "
            "flat-annuity: the published worked example as it stands."
        ),
    ] = "published",
    persons: PersonsAsCase = None,
    replicates: Replicates = 200,
    seed: ExactSeed = 1,
    store: Store = DEFAULT_STORE,
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
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="panel|ledger|spells",
            callback=_large_tables,
            help="A large table to keep as Parquet beside the store; may be repeated.",
        ),
    ] = None,
    boundary: Boundary = "widened",
    as_json: AsJson = False,
) -> None:
    """Run a case and show what it costs whom.

    The run is stored, and its report, workbook and tables are written to a folder.
    """
    from exclusim.results.warm import warm_up
    from exclusim.scenarios.shipped import shipped_names

    def apart(size: int) -> bool:
        draws = 0 if preset == "flat-annuity" else replicates
        return with_processes(processes, draws=draws, persons=persons or size, threads=threads, scheduler=scheduler)

    if case in shipped_names() and apart(0):
        warm_up()  # workers load what they need while this process loads the rest

    from exclusim.scenarios.library import load

    loaded = load(case)  # before the imports that take seconds: a mistyped name is told at once
    processes = apart(loaded.size)
    if processes:
        warm_up()

    from exclusim.app import running
    from exclusim.results.run import RunOptions

    options = RunOptions(
        preset=preset,
        persons=persons,
        replicates=replicates,
        seed=seed,
        threads=threads,
        keep=cast("tuple[Keep, ...]", tuple(keep or ())),
    )
    workers = chosen_workers(threads, processes=processes, scheduler=scheduler)
    running.run(loaded, options, running.Place(store, out), as_json=as_json, boundary=boundary, workers=workers)


@app.command()
def show(
    run_id: Annotated[str, typer.Argument(help="Id of a stored run; its first characters are enough.")],
    store: Store = DEFAULT_STORE,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write report.html, results.xlsx and tables here.")
    ] = None,
    boundary: Boundary = "widened",
    as_json: AsJson = False,
) -> None:
    """Show a stored run again, without simulating."""
    from exclusim.app import running

    running.show(run_id, running.Place(store, out), as_json=as_json, boundary=boundary)


@app.command()
def runs(store: Store = DEFAULT_STORE) -> None:
    """List the stored runs, the latest first."""
    from exclusim.app.listings import print_runs
    from exclusim.results.store import Store as RunStore

    with RunStore.open(store, must_exist=True) as opened:
        print_runs(opened.runs())


@app.command()
def parameters(
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Comma-separated values with notes, for a spreadsheet.")
    ] = False,
) -> None:
    """List every number of the model.

    Each with its unit, prior and source, and whether it is an assumption.
    """
    from exclusim.app import listings
    from exclusim.results.documentation import number_tables

    chosen = listings.print_csv if as_csv else listings.print_parameters
    chosen(number_tables.all_parameters())


@app.command()
def schema(
    of: Annotated[
        Literal["scenario", "result"],
        typer.Argument(help="scenario: a scenario file. result: what --json prints."),
    ] = "scenario",
) -> None:
    """Print a JSON Schema, for editors and other programs."""
    import json

    if of == "scenario":
        from exclusim.scenarios.json_schema import json_schema

        found = json_schema()
    else:
        from exclusim.results.document import RunDocument

        found = RunDocument.model_json_schema(mode="serialization")
    print(json.dumps(found, ensure_ascii=False, indent=2))


for _command in (
    interventions_command,
    compare_command,
    whatif_command,
    practice_command,
    evaluate_command,
    follow_command,
    faults_command,
    flow_command,
    trajectories_command,
    degrees_command,
    calibrate_command,
    check_command,
    localise_command,
    fit_command,
    resume_command,
    export_command,
    reproduce_command,
    verify_command,
    odd_command,
    sensitivity_command,
    discover_command,
    structures_command,
    explore_command,
    serve_command,
):
    _command.register(app)
