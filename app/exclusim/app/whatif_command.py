"""``exclusim whatif``: a question in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.files import check_folder
from exclusim.app.options import AsJson, Seed, Threads
from exclusim.model.errors import ExclusimError

if TYPE_CHECKING:
    from exclusim.results.compare import CompareDocument
    from exclusim.scenarios.schema import Case

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(whatif)


def whatif(
    cost: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What it costs in all: SEK such as 5e6, or with a unit: '5 Mkr'.")
    ],
    prevents: Annotated[str, typer.Option(metavar="SHARE", help="Share of the cases prevented: 0.25 or '25 %'.")],
    of: Annotated[
        str,
        typer.Option(
            metavar="PROBLEM",
            help="school-failure, long-term-exclusion, mental-ill-health, substance-misuse, crime, homelessness, "
            "care-placement or disability-pension.",
        ),
    ],
    place: Annotated[
        str, typer.Option("--in", metavar="PLACE", help="A place, a case of `exclusim cases`, or a file.")
    ],
    years: Annotated[int, typer.Option(min=1, max=20, metavar="Y", help="How long the work lasts and is paid.")] = 3,
    payer: Annotated[str, typer.Option(metavar="ACTOR", help="Who pays.")] = "kommun",
    replicates: Annotated[
        int, typer.Option(min=2, metavar="R", help="Joint draws of all uncertain parameters, each run once.")
    ] = 100,
    persons: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Simulated people per draw.", show_default="as many as the place has"),
    ] = None,
    seed: Seed = 1,
    threads: Threads = 0,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write whatif.html and whatif.json here.", show_default="nothing")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask what something would be worth, in one line.

    For example: exclusim whatif --cost 5e6 --prevents 0.25 --of school-failure --in Trelleborg
    """
    amount, share = _number(cost, "--cost", "money"), _number(prevents, "--prevents", "share")
    case = _case(place)
    _check_payer(payer)
    if out is not None:
        check_folder(out)

    from rich.console import Console

    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.results.compare import CompareOptions, run_compare
    from exclusim.results.compare.whatif import what_if

    options = CompareOptions(
        draws=replicates,
        most_draws=replicates,
        persons=persons,
        seed=seed,
        threads=threads,
        side_draws=min(20, replicates),
    )
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        report("searching for the effect", 0.0)
        asked, _ = interruptible(lambda: what_if(case, of, share, amount, months=12 * years, payer=payer))
        document = interruptible(lambda: run_compare([asked], options, progress=report))
    if out is not None:
        _write(document, out)
    if as_json:
        print(document.model_dump_json(indent=2, by_alias=True))
    else:
        from exclusim.results.compare.terminal import render_answer

        render_answer(document, Console())


def _number(text: str, option: str, dimension: str) -> float:
    """An amount or a share with or without a unit; without one it is SEK, or a share between 0 and 1.

    Raises:
        ExclusimError: it is neither.
    """
    from exclusim.scenarios.quantities import QuantityError, parse

    try:
        return float(text)
    except ValueError:
        pass
    expected = "SEK such as 5e6, or '5 Mkr'" if dimension == "money" else "a share such as 0.25, or '25 %'"
    try:
        quantity = parse(text)
    except QuantityError:
        raise ExclusimError(f"{option} {text!r} cannot be read", hint=f"expected {expected}") from None
    if quantity.dimension != dimension:
        raise ExclusimError(f"{option} {text!r} is not {dimension}", hint=f"expected {expected}")
    return float(quantity)


def _case(place: str) -> Case:
    """The case of a place by its name, or a case or file by its own.

    Raises:
        ExclusimError: there is no such place, case or file.
    """
    from exclusim.scenarios.issues import did_you_mean
    from exclusim.scenarios.library import cases, load
    from exclusim.scenarios.source import is_path

    if is_path(place):
        return load(place)
    known = cases()
    for case in known:
        if place.casefold() in (case.name.casefold(), case.place.casefold()):
            return load(case.name)
    names = [case.place for case in known]
    raise ExclusimError(
        f"--in: there is no place {place[:60]!r}{did_you_mean(place.casefold(), [name.casefold() for name in names])}",
        hint=f"there are {', '.join(dict.fromkeys(names))}; for another, give a scenario file",
    )


def _check_payer(payer: str) -> None:
    from exclusim.scenarios.issues import did_you_mean
    from exclusim.scenarios.schema import PAYERS

    if payer not in PAYERS:
        raise ExclusimError(
            f"--payer: there is no payer {payer!r}{did_you_mean(payer, PAYERS)}", hint=f"there are {', '.join(PAYERS)}"
        )


def _write(document: CompareDocument, folder: Path) -> None:
    from exclusim.app.files import staged
    from exclusim.results.compare.page import write_compare
    from exclusim.results.files import write_text

    with staged(folder) as temporary:
        write_compare(document, temporary / "whatif.html")
        write_text(temporary / "whatif.json", document.model_dump_json(indent=2, by_alias=True))
