"""``exclusim localise``: a municipality's own figures as a scenario file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder, staged
from exclusim.app.guard import say
from exclusim.app.options import AsJson

if TYPE_CHECKING:
    from exclusim.calibration.local import LocalDocument, Observation, Place
    from exclusim.calibration.local.connectors import Fetcher
    from exclusim.scenarios.schema import Case

__all__ = ["register"]

_FETCHED_YEARS = 12
_BIRTH_YEARS = 40


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(localise)


def localise(
    municipality: Annotated[str, typer.Option(metavar="CODE_OR_NAME", help="Such as 1480 or Göteborg.")],
    figures: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The municipality's key figures: CSV, or JSON as Kolada's API gives it (per cent)."
        ),
    ] = None,
    case: Annotated[
        str, typer.Option(metavar="CASE_OR_FILE", help="The case to move there; it must follow a birth cohort.")
    ] = "genomsnittskommun",
    births: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="People in one cohort.", show_default="as Statistics Sweden")
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch the latest figures from Kolada and Statistics Sweden.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.yaml", help="Scenario file to write.", show_default="exclusim-out/PLACE-CASE.yaml"),
    ] = None,
    persons: Annotated[
        int, typer.Option(min=1000, metavar="N", help="Simulated people when solving for the local parameters.")
    ] = 40_000,
    seed: Annotated[int, typer.Option(min=0, metavar="S", help="The same seed gives the same file.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Move a case to a municipality by its own figures.

    Writes a scenario file that `exclusim run` takes. What is unknown locally stays as in the nation, and is listed.
    """
    from exclusim.scenarios.library import load

    loaded = load(case)

    from rich.console import Console

    from exclusim.app.progress import progress
    from exclusim.calibration.local import Request, read_figures
    from exclusim.calibration.local import localise as solve
    from exclusim.model.errors import ExclusimError
    from exclusim.scenarios.source import is_path

    given: Sequence[Observation] = read_figures(figures) if figures else ()
    fetcher = _fetcher() if fetch else None
    place = _place(municipality, given, fetcher)
    _check_given(figures, given, place)
    if fetcher is not None:
        fetched, place = _fetched(fetcher, place)
        given = (*fetched, *given)
    file = _file(out, place, loaded)
    if is_path(case) and file.resolve() == Path(case).resolve():
        raise ExclusimError(f"--out {file}: this is the case itself", hint="choose another name for the local one")
    request = Request(place, loaded, case, tuple(given), births)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        document = solve(request, persons=persons, seed=seed, progress=report)
    document = document.model_copy(update={"file": str(file)})
    _write(document, loaded, file)
    if as_json:
        print(document.model_dump_json(indent=2))
        say(f"scenario  {file}")
    else:
        _print(document)
        print(f"\nscenario   {file}\nrun it     exclusim run {file}")


def _fetcher() -> Fetcher:
    from exclusim.calibration.local.connectors import default_fetcher

    return default_fetcher()


def _place(wanted: str, given: Sequence[Observation], fetcher: Fetcher | None) -> Place:
    from exclusim.calibration.local import Place, find_place
    from exclusim.model.errors import ExclusimError

    try:
        return find_place(wanted, {item.municipality for item in given})
    except ExclusimError:
        if fetcher is None:
            raise
    from exclusim.calibration.local.connectors import kolada_name

    return Place(*kolada_name(fetcher, wanted), {})


def _check_given(file: Path | None, given: Sequence[Observation], place: Place) -> None:
    from exclusim.model.errors import ExclusimError

    places = sorted({item.municipality for item in given})
    if file is not None and place.code not in places:
        raise ExclusimError(
            f"{file}: expected figures of {place.name} ({place.code})",
            hint=f"it has {', '.join(places[:10]) or 'no figures'}{' …' if len(places) > 10 else ''}",
        )


def _fetched(fetcher: Fetcher, place: Place) -> tuple[Sequence[Observation], Place]:
    from dataclasses import replace
    from datetime import UTC, datetime

    from exclusim.calibration.local.connectors import births, kolada_figures

    say("fetching from Kolada and Statistics Sweden")
    this_year = datetime.now(UTC).year
    found = kolada_figures(fetcher, place.code, range(this_year - _FETCHED_YEARS, this_year))
    # Statistics Sweden refuses a question about a year that is not published yet, and nobody of them is 16.
    born = births(fetcher, place.code, range(this_year - _BIRTH_YEARS, this_year - 1))
    return found, replace(place, births={**place.births, **born})


def _file(out: Path | None, place: Place, case: Case) -> Path:
    from exclusim.calibration.local.scenario import slug
    from exclusim.model.errors import ExclusimError

    file = out or DEFAULT_FOLDER / f"{slug(place.name)}-{slug(case.case)}.yaml"
    if file.suffix not in {".yaml", ".yml"}:
        raise ExclusimError(f"--out {file}: expected a file name that ends in .yaml")
    if file.is_dir():
        raise ExclusimError(f"cannot write {file}: it is a folder")
    check_folder(file.parent)
    return file


def _write(document: LocalDocument, case: Case, file: Path) -> None:
    from exclusim.calibration.local import scenario_text
    from exclusim.results.files import ensure_folder
    from exclusim.scenarios.loading import load_file

    if file.parent == DEFAULT_FOLDER:
        ensure_folder(DEFAULT_FOLDER)
    with staged(file.parent) as folder:
        (folder / file.name).write_text(scenario_text(document, case, file), encoding="utf-8")
    load_file(file)  # what we write must read


def _print(document: LocalDocument) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(markup=False, highlight=False)
    console.print(Text(f"{document.name} ({document.municipality})", style="bold"))
    console.print(f"Årskull: {document.births.number} ({document.births.source})\n")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("nyckeltal", ratio=1)
    for name in ("kommunen", "riket", "vikt", "krympt", "modellen", "modellens rike"):
        table.add_column(name, justify="right", no_wrap=len(name) < 10)
    weights = {figure.kpi: figure.weight for figure in document.figures}
    for row in document.statistics:
        weight = weights.get(row.kpi)
        table.add_row(
            Text(f"{row.kpi} {row.label}"),
            _percent(row.observed),
            _percent(row.nation),
            "–" if weight is None else f"{weight:.2f}".replace(".", ","),
            _percent(row.shrunk),
            _percent(row.simulated),
            _percent(row.simulated_nation),
        )
    console.print(table)
    changes = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("parameter", "riket", "kommunen", "källa"):
        changes.add_column(name, justify="right" if name in ("riket", "kommunen") else "left")
    for change in document.parameters:
        values = (f"{value:.4g}".replace(".", ",") for value in (change.national, change.local))
        changes.add_row(Text(change.name), *values, Text(change.source))
    if document.parameters:
        console.print()
        console.print(changes)
    if document.fallbacks:
        console.print("\nRikets värde används, eftersom lokala uppgifter saknas eller inte kan användas:")
        for item in document.fallbacks:
            console.print(Text(f"• {item.what}: {item.reason}"))


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %".replace(".", ",")
