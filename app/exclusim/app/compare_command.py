"""``exclusim compare``: several ideas, one budget, many payers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.guard import say
from exclusim.app.options import AsJson, ExactSeed, Threads
from exclusim.model.errors import ExclusimError

if TYPE_CHECKING:
    from exclusim.results.compare import CompareDocument
    from exclusim.results.compare.budgets import Limit
    from exclusim.scenarios.schema import Case

__all__ = ["register", "with_library"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(compare)


def compare(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Scenario files (.yaml) or cases of `exclusim cases`."),
    ] = None,
    case: Annotated[
        str | None, typer.Option(metavar="CASE", help="One case; with --all, every shipped intervention on it.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="With --case: its own scenarios and every shipped intervention.")
    ] = False,
    actor: Annotated[str, typer.Option(metavar="ACTOR", help="Whose gain is the headline.")] = "society",
    budget: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[WHO[@YEAR]=]AMOUNT",
            help="What the best set of scenarios may cost together: 5e6 (present value), kommun=3e6/år, "
            "kommun.skola@2027=1e6, staff=4 (full-time posts). May be repeated.",
            show_default="no limit",
        ),
    ] = None,
    budgets: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="Limits by payer, department, staff and year.")
    ] = None,
    preset: Annotated[
        Literal["published", "optimistic"],
        typer.Option(help="published: evidence with fade-out and displacement. optimistic: full and lasting effects."),
    ] = "published",
    replicates: Annotated[
        int, typer.Option(min=2, metavar="R", help="Joint draws of all uncertain parameters at least.")
    ] = 200,
    most: Annotated[int, typer.Option(min=2, metavar="R", help="Draws at most.")] = 1_000,
    precision: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            help="Draw until the standard error of every scenario's mean gain is below this share of the standard "
            "deviation of the baseline's cost.",
        ),
    ] = 0.05,
    standard_error: Annotated[
        float | None, typer.Option(metavar="SEK", help="Wanted standard error in SEK instead of --precision.")
    ] = None,
    persons: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Simulated people per draw.", show_default="as many as the case has"),
    ] = None,
    fund_share: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of cost and gain that a central fund carries.")
    ] = 0.7,
    sure: Annotated[
        float, typer.Option(metavar="P", help="Probability with which nobody loses in the sure deal.")
    ] = 0.8,
    required_return: Annotated[
        float,
        typer.Option(
            metavar="SHARE", help="What the financier of an outcome contract asks a year, beyond the discount rate."
        ),
    ] = 0.05,
    cap: Annotated[
        float, typer.Option(metavar="TIMES", help="Most that is paid under an outcome contract, of the outlay.")
    ] = 1.5,
    bought: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SERVICE",
            help="A service of the cost book whose saving is money; repeat for several, they replace the default.",
            show_default="places and programmes bought by the day",
        ),
    ] = None,
    seed: ExactSeed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for compare.html, decision-basis.pdf, compare.xlsx, compare.json and tables.",
            show_default="exclusim-out/CASE-compare",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare ideas: which pays, for whom, when, how surely, and the deal in which nobody loses.

    All scenarios of the files run on the same people and the same draws. Draws are added until the headline is precise.
    """
    cases = _cases(files or [], case, every)
    limits = _limits(budget or [], budgets)
    folder = out or DEFAULT_FOLDER / f"{cases[0].case}-compare"
    check_folder(folder)

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.compare import CompareOptions, run_compare
    from exclusim.results.compare.lines import BOUGHT

    options = CompareOptions(
        preset=preset,
        draws=replicates,
        most_draws=max(most, replicates),
        precision=precision,
        standard_error=standard_error,
        actor=actor,
        persons=persons,
        seed=seed,
        threads=threads,
        limits=limits,
        fund_share=fund_share,
        sure=sure,
        required_return=required_return,
        cap=cap,
        bought=tuple(sorted(BOUGHT) if bought is None else bought),
    )
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation()
        document = interruptible(lambda: run_compare(cases, options, progress=report))
        report("writing the files", 0.99)
        _write(document, folder)
    where = "\n".join(f"{name:<11}{folder / file}" for name, file in _FILES.items())
    if as_json:
        print(document.model_dump_json(indent=2, by_alias=True))
        say(where)
    else:
        from exclusim.results.compare.terminal import render_terminal

        render_terminal(document, Console())
        print(f"\n{where}")


_FILES = {
    "page": "compare.html",
    "paper": "decision-basis.pdf",
    "workbook": "compare.xlsx",
    "document": "compare.json",
    "tables": "tables",
}


def _limits(texts: list[str], file: Path | None) -> tuple[Limit, ...]:
    """Limits of the command line, then those of the file."""
    from exclusim.results.compare.budgets import parse_limit, read_limits

    return (*map(parse_limit, texts), *(read_limits(file) if file else ()))


def _cases(files: list[str], case: str | None, every: bool) -> list[Case]:
    """The cases named, with the shipped interventions where they are asked for.

    Raises:
        ExclusimError: nothing is named, or --all without --case.
    """
    from exclusim.scenarios.library import load

    if every and case is None:
        raise ExclusimError("--all needs the case on which to try every intervention", hint="add --case CASE")
    if not files and case is None:
        raise ExclusimError("nothing to compare", hint="name scenario files, or a case with --case")
    found = [load(name) for name in files]
    if case is not None:
        found.append(with_library(load(case)) if every else load(case))
    return found


def with_library(case: Case) -> Case:
    """The case with every shipped intervention that fits it beside its own scenarios."""
    from exclusim.scenarios.interventions_library import interventions, misfit, with_intervention

    for entry in interventions():
        reason = misfit(case, entry.name)
        if reason is None:
            case = with_intervention(case, entry.name)
        else:
            say(f"{entry.name} is left out: {reason}")
    return case


def _write(document: CompareDocument, folder: Path) -> None:
    from exclusim.results.compare.page import write_compare
    from exclusim.results.compare.tables import write_tables
    from exclusim.results.compare.workbook import write_workbook
    from exclusim.results.files import write_text
    from exclusim.results.paper import write_compare_paper

    with staged(folder) as temporary:
        write_compare(document, temporary / "compare.html")
        write_compare_paper(document, temporary / "decision-basis.pdf")
        write_workbook(document, temporary / "compare.xlsx")
        write_text(temporary / "compare.json", document.model_dump_json(indent=2, by_alias=True))
        write_tables(document, temporary / "tables")
