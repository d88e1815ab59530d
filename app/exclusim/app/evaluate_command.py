"""``exclusim evaluate``: a planned evaluation tried out where the truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.guard import say
from exclusim.app.options import AsJson, CaseOrFile, ExactSeed, Threads
from exclusim.model.errors import ExclusimError

if TYPE_CHECKING:
    from exclusim.results.evaluation import EvaluationDocument

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(evaluate)


def evaluate(
    case: CaseOrFile,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The idea: a scenario of the case.", show_default="the first one"),
    ] = None,
    design: Annotated[
        str,
        typer.Option(
            metavar="DESIGN",
            help="all, rct, matching, similar-group, earlier-example, before-after or difference-in-differences.",
        ),
    ] = "all",
    participants: Annotated[
        int, typer.Option(metavar="N", help="People in the programme; the comparison group is as large.")
    ] = 200,
    drop_out: Annotated[float, typer.Option(metavar="SHARE", help="Share who leave the programme early.")] = 0.2,
    lost: Annotated[float, typer.Option(metavar="SHARE", help="Share who do not answer at follow-up.")] = 0.1,
    follow_up: Annotated[str, typer.Option(metavar="TIME", help="From enrolment: 12mån, 2 år, or months.")] = "12mån",
    outcome: Annotated[
        str,
        typer.Option(
            metavar="OUTCOME",
            help="excluded, work, study, work-or-study, support or excluded-months (until follow-up).",
        ),
    ] = "excluded",
    enrol: Annotated[
        Literal["auto", "newly-excluded", "excluded", "target"],
        typer.Option(help="Who takes part: the first of the others with people enough, or one of them."),
    ] = "auto",
    replicates: Annotated[int, typer.Option(metavar="R", help="Evaluations tried per design, over all draws.")] = 500,
    power: Annotated[float, typer.Option(metavar="P", help="Wanted probability of finding the effect.")] = 0.8,
    draws: Annotated[int, typer.Option(metavar="N", help="Joint draws of all uncertain parameters.")] = 10,
    persons: Annotated[int, typer.Option(metavar="N", help="Simulated people per draw.")] = 60_000,
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
            help="Folder for evaluate.html, evaluate.json and tables.",
            show_default="exclusim-out/CASE-SCENARIO-evaluate",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Try a planned evaluation before the money is spent: what each design would show, and the truth.

    Everybody's life is simulated with and without the programme, so the effect is known. Bias, spread, power and the
    number of participants needed, per design; and which parts of the scenario carried the effect.
    """
    from exclusim.scenarios.library import load

    months = _months(follow_up)
    loaded = load(case)
    if out is not None:
        check_folder(out)

    from rich.console import Console

    from exclusim.app.compiling import announce_compilation
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.evaluation import EvaluationOptions, run_evaluation

    options = EvaluationOptions(
        scenario=scenario,
        design=design,
        participants=participants,
        drop_out=drop_out,
        lost=lost,
        follow_up=months,
        outcome=outcome,
        enrolment=enrol,
        replicates=replicates,
        power=power,
        draws=draws,
        persons=persons,
        preset=preset,
        seed=seed,
        threads=threads,
    )
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        announce_compilation()
        document = interruptible(lambda: run_evaluation(loaded, options, progress=report))
    if scenario is None and len(loaded.scenarios) > 1:
        others = ", ".join(name for name in loaded.scenarios if name != document.scenario)
        say(f"scenario {document.scenario}; choose another with --scenario: {others}")
    folder = out or DEFAULT_FOLDER / f"{document.case}-{document.scenario}-evaluate"
    _write(document, folder)
    where = "\n".join(f"{name:<11}{folder / file}" for name, file in _FILES.items())
    if as_json:
        print(document.model_dump_json(indent=2))
        say(where)
    else:
        from exclusim.results.evaluation.terminal import render_terminal

        render_terminal(document, Console())
        print(f"\n{where}")


_FILES = {"page": "evaluate.html", "document": "evaluate.json", "tables": "tables"}


def _months(text: str) -> int:
    """Whole months from a time with or without its unit.

    Raises:
        ExclusimError: it is neither a time nor a whole number of months.
    """
    from exclusim.scenarios.quantities import QuantityError, parse

    try:
        found = parse(text)
    except QuantityError as error:
        raise ExclusimError(f"--follow-up {text!r}: expected a time such as 12mån: {error}") from None
    if found.dimension not in ("months", "number") or not float(found).is_integer():
        raise ExclusimError(f"--follow-up {text!r}: expected a whole number of months, such as 12mån or 2 år")
    return int(found)


def _write(document: EvaluationDocument, folder: Path) -> None:
    from exclusim.results.evaluation.page import write_evaluation
    from exclusim.results.evaluation.tables import write_tables
    from exclusim.results.files import write_text

    check_folder(folder)
    with staged(folder) as temporary:
        write_evaluation(document, temporary / "evaluate.html")
        write_text(temporary / "evaluate.json", document.model_dump_json(indent=2))
        write_tables(document, temporary / "tables")
