"""A municipality's own figures: how far they move the national model, as a scenario to go on with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exclusim.app.web.studies.kind import Kind, Progress, as_json
from exclusim.app.web.studies.order import Order
from exclusim.calibration.local.document import LocalDocument
from exclusim.results.labels import number, percent, unit
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Cell, KeyFigure, Table, table
from exclusim.scenarios.schema import Case

if TYPE_CHECKING:
    from exclusim.calibration.local import Place
    from exclusim.calibration.local.connectors import Fetcher

__all__ = ["KIND", "WORKBOOK", "moved"]

WORKBOOK = "own.xlsx"
"""Name of the filled-in template in the study's folder, where there is one."""


def _perform(order: Order, folder: Path, progress: Progress) -> LocalDocument:
    from dataclasses import replace

    from exclusim.calibration.local import Request, localise
    from exclusim.calibration.local.connectors import default_fetcher, latest_figures
    from exclusim.results.language import recording, told_in_both
    from exclusim.results.local_figures import read_workbook

    (case,) = order.parsed()
    name, wanted = str(order.options["case"]), str(order.options["place"])
    fetcher = default_fetcher() if order.options.get("fetch") else None
    own = read_workbook((folder / WORKBOOK).read_bytes(), WORKBOOK) if (folder / WORKBOOK).exists() else None
    if own is not None:
        request = own.request(case, name, own.place())
    else:
        request = Request(_place(wanted, fetcher), case, name, (), order.options.get("births"))
    if fetcher is not None:
        progress("fetching from Kolada and Statistics Sweden", 0.0)
        given, place = latest_figures(fetcher, request.place)
        request = replace(request, place=place, given=(*given, *request.given))
    with recording() as english:
        document = localise(request, progress=progress, say=told_in_both)
    return document.model_copy(update={"english": english})


def _place(wanted: str, fetcher: Fetcher | None) -> Place:
    from exclusim.calibration.local import Place, find_place
    from exclusim.calibration.local.connectors import kolada_name
    from exclusim.model.errors import ExclusimError

    try:
        return find_place(wanted)
    except ExclusimError:
        if fetcher is None:
            raise
    return Place(*kolada_name(fetcher, wanted), {})


def moved(case: Case, document: LocalDocument) -> Case:
    """A case moved to the place of the document: its name, its births and its own values of parameters."""
    from exclusim.calibration.local import scenario_text
    from exclusim.results.language import told
    from exclusim.scenarios.loading import parse

    local = parse(telling(scenario_text)(document, case, Path("local.yaml"), told), file="local.yaml")
    return case.model_copy(
        update={
            "title": local.title,
            "summary": local.summary,
            "population": case.population.model_copy(update={"place": document.name, "births": document.births.number}),
            "parameters": {**case.parameters, **local.parameters},
        }
    )


@telling
def _page(document: LocalDocument) -> str:
    from exclusim.results.report.shell import render

    changed = len(document.parameters) + len(document.costs)
    return render(
        "exclusim.app.web",
        "local_result.html",
        document=document,
        facts=[
            (_("Kommun"), f"{document.name} ({document.municipality})"),
            (_("Simulerade personer"), number(document.persons)),
        ],
        headline=_("{n} av modellens tal byts mot {place}s egna. Allt annat är som i riket.").format(
            n=number(changed), place=document.name
        ),
        keys=[
            KeyFigure(_("Årskull"), number(document.births.number), "", _(document.births.source)),
            KeyFigure(
                _("Nyckeltal som används"),
                number(len(document.figures)),
                "",
                _("Krympta mot riket efter hur säkra de är."),
            ),
            KeyFigure(_("Egna kostnader"), number(len(document.costs)), "", _("Omräknade till kalkylens prisår.")),
        ],
        warnings=[],
        statistics=_statistics(document),
        changes=_changes(document),
        fallbacks=[(_(item.what), _(item.reason)) for item in document.fallbacks],
    )


def _statistics(document: LocalDocument) -> Table:
    weights = {figure.kpi: figure.weight for figure in document.figures}
    rows: list[list[Cell | str]] = [
        [
            Cell(_(row.label), row.kpi),
            _share(row.observed),
            _share(row.nation),
            number(weights[row.kpi], 2) if row.kpi in weights else "–",
            _share(row.shrunk),
            _share(row.simulated),
        ]
        for row in document.statistics
    ]
    head = [_("Nyckeltal"), _("Kommunen"), _("Riket"), _("Vikt"), _("Krympt"), _("Modellen")]
    return table(_("Nyckeltal"), head, rows)


def _changes(document: LocalDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(change.name),
            f"{number(change.national, 4)} {unit(change.unit)}",
            number(change.local, 4),
            _(change.source),
        ]
        for change in document.parameters
    ]
    rows += [
        [
            Cell(_(cost.label), cost.name),
            f"{number(cost.national)} {unit(cost.unit)}",
            number(cost.local),
            _(cost.source),
        ]
        for cost in document.costs
    ]
    return table(_("Ändrade tal"), [_("Tal"), _("Riket"), _("Kommunen"), _("Källa")], rows, text=4)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value, 1)


KIND: Kind[LocalDocument] = Kind(
    "local",
    "Lokala siffror",
    "Hur skiljer sig kommunen från riket?",
    _perform,
    LocalDocument.model_validate_json,
    _page,
    (as_json("lokala-siffror"),),
)
