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
    from exclusim.results.local_figures import LocalFigures
    from exclusim.scenarios.schema import Case

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(localise)


def localise(
    municipality: Annotated[
        str | None,
        typer.Option(
            metavar="CODE_OR_NAME", help="Such as 1480 or Göteborg; a --workbook may name it.", show_default=False
        ),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The municipality's key figures: CSV, or JSON as Kolada's API gives it (per cent)."
        ),
    ] = None,
    workbook: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.xlsx", help="The municipality's own key figures and unit costs, in the filled-in template."
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE.xlsx", help="Only write the workbook in which a municipality fills in its own."),
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
    With --template, writes a workbook where a municipality fills in its own key figures and unit costs; --workbook
    reads it back, checked cell by cell.
    """
    from exclusim.scenarios.library import load

    loaded = load(case)
    if template is not None:
        from exclusim.app.local_workbook import write_template

        write_template(template, loaded, municipality)
        print(f"template   {template}\nread it    exclusim localise --workbook {template}")
        return

    from rich.console import Console

    from exclusim.app.progress import progress
    from exclusim.calibration.local import Request, read_figures
    from exclusim.calibration.local import localise as solve
    from exclusim.model.errors import ExclusimError
    from exclusim.results.language import recording, telling, told_in_both
    from exclusim.scenarios.source import is_path

    if workbook is not None and figures is not None:
        raise ExclusimError("give either --figures or --workbook, not both")
    own = _own(workbook)
    given: Sequence[Observation] = read_figures(figures) if figures else ()
    fetcher = _fetcher() if fetch else None
    place = _place(municipality, given, fetcher) if own is None else _own_place(own, municipality)
    _check_given(figures, given, place)
    if fetcher is not None:
        fetched, place = _fetched(fetcher, place)
        given = (*fetched, *given)
    file = _file(out, place, loaded)
    if is_path(case) and file.resolve() == Path(case).resolve():
        raise ExclusimError(f"--out {file}: this is the case itself", hint="choose another name for the local one")
    request = Request(place, loaded, case, tuple(given), births)
    if own is not None:
        from exclusim.app.local_workbook import request_of

        request = request_of(own, place, loaded, case, given, births)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report, recording() as english:
        document = solve(request, persons=persons, seed=seed, progress=report, say=told_in_both)
    document = document.model_copy(update={"file": str(file), "english": english})
    telling(_write)(document, loaded, file)
    if as_json:
        print(document.model_dump_json(indent=2))
        say(f"scenario  {file}")
    else:
        telling(_print)(document)
        print(f"\nscenario   {file}\nrun it     exclusim run {file}")


def _fetcher() -> Fetcher:
    from exclusim.calibration.local.connectors import default_fetcher

    return default_fetcher()


def _own(workbook: Path | None) -> LocalFigures | None:
    if workbook is None:
        return None
    from exclusim.app.local_workbook import read_own

    return read_own(workbook)


def _own_place(own: LocalFigures, municipality: str | None) -> Place:
    from exclusim.app.local_workbook import place_of

    return place_of(own, municipality)


def _place(wanted: str | None, given: Sequence[Observation], fetcher: Fetcher | None) -> Place:
    from exclusim.calibration.local import Place, find_place
    from exclusim.model.errors import ExclusimError

    if wanted is None:
        raise ExclusimError("which municipality?", hint="give --municipality, such as 1480 or Göteborg, or --workbook")
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
    from exclusim.calibration.local.connectors import latest_figures

    say("fetching from Kolada and Statistics Sweden")
    return latest_figures(fetcher, place)


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
    from exclusim.results.language import told
    from exclusim.scenarios.loading import load_file

    if file.parent == DEFAULT_FOLDER:
        ensure_folder(DEFAULT_FOLDER)
    with staged(file.parent) as folder:
        (folder / file.name).write_text(scenario_text(document, case, file, told), encoding="utf-8")
    load_file(file)  # what we write must read


def _print(document: LocalDocument) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from exclusim.app.local_workbook import print_costs
    from exclusim.results.language import _

    console = Console(markup=False, highlight=False)
    console.print(Text(f"{document.name} ({document.municipality})", style="bold"))
    births = _("Årskull: {number} ({source})")
    console.print(births.format(number=document.births.number, source=_(document.births.source)) + "\n")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_("nyckeltal"), ratio=1)
    for name in (_("kommunen"), _("riket"), _("vikt"), _("krympt"), _("modellen"), _("modellens rike")):
        table.add_column(name, justify="right", no_wrap=len(name) < 10)
    weights = {figure.kpi: figure.weight for figure in document.figures}
    for row in document.statistics:
        table.add_row(
            Text(f"{row.kpi} {_(row.label)}"),
            _percent(row.observed),
            _percent(row.nation),
            _number(weights.get(row.kpi), ".2f"),
            _percent(row.shrunk),
            _percent(row.simulated),
            _percent(row.simulated_nation),
        )
    console.print(table)
    changes = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    changes.add_column(_("parameter"))
    for name in (_("riket"), _("kommunen")):
        changes.add_column(name, justify="right")
    changes.add_column(_("källa"))
    for change in document.parameters:
        values = (_number(value, ".4g") for value in (change.national, change.local))
        changes.add_row(Text(change.name), *values, Text(change.source))
    if document.parameters:
        console.print()
        console.print(changes)
    print_costs(document, console)
    if document.fallbacks:
        console.print("\n" + _("Rikets värde används, eftersom lokala uppgifter saknas eller inte kan användas:"))
        for item in document.fallbacks:
            console.print(Text(f"• {_(item.what)}: {_(item.reason)}"))


def _percent(value: float | None) -> str:
    return "–" if value is None else _number(100 * value, ".1f") + " %"


def _number(value: float | None, form: str) -> str:
    """A number with the decimal mark of the language spoken."""
    from exclusim.results.language import SWEDISH, spoken

    text = "–" if value is None else format(value, form)
    return text.replace(".", ",") if spoken() == SWEDISH else text
