"""What the answers rest on: the library of interventions, every number with its source, and how it all works."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from exclusim.app.web.views import page
from exclusim.app.web.visitors import CurrentVisitor
from exclusim.calibration.costs import cost_book
from exclusim.calibration.evidence import statistics
from exclusim.calibration.fitting.posterior import shipped
from exclusim.results.document import Assumption, CostRow
from exclusim.results.documentation import number_tables
from exclusim.results.labels import label, number, unit
from exclusim.results.language import _, speaking
from exclusim.results.report.parts import Cell, Table, table
from exclusim.results.run.heading import assumption_rows, cited, cost_rows
from exclusim.scenarios import interventions_library as library

__all__ = ["router"]

router = APIRouter()

_PRICE_YEAR = 2024


@router.get("/library")
def interventions(request: Request, visitor: CurrentVisitor) -> HTMLResponse:
    """Every intervention of the library, nulls and harms included."""
    return page(request, visitor, "library.html", entries=library.interventions(), cited=cited, number=number)


@router.get("/assumptions")
def assumptions(request: Request, visitor: CurrentVisitor) -> HTMLResponse:
    """Every number of the model, the cost book and the statistics, with sources and quality."""
    numbers = _numbers()
    with speaking(visitor.language):
        tables = [
            ("parametrar", _("Parametrar"), _parameter_table(numbers)),
            ("kostnader", _("Kostnadsbok"), _cost_table(_costs())),
            ("statistik", _("Statistik som modellen är anpassad till och prövad mot"), _statistics_table()),
        ]
    return page(
        request,
        visitor,
        "assumptions.html",
        tables=tables,
        assumed=sum(item.assumption for item in numbers),
        all=len(numbers),
        held_out=sum(row.role == "validation" for row in statistics().values()),
        fitted=shipped("mixed") is not None,
    )


@router.get("/help")
def help_page(request: Request, visitor: CurrentVisitor) -> HTMLResponse:
    """How it works, what the words mean, and what it cannot say."""
    return page(request, visitor, "help.html")


@lru_cache(maxsize=1)
def _numbers() -> list[Assumption]:
    return assumption_rows(number_tables.all_parameters())


@lru_cache(maxsize=1)
def _costs() -> list[CostRow]:
    central = number_tables.all_parameters().central()
    return cost_rows(cost_book(central, _PRICE_YEAR))


def _parameter_table(numbers: list[Assumption]) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(item.name, _(item.note)),
            Cell(f"{item.value:.4g}", unit(item.unit)),
            item.prior,
            Cell(_("Antagande") if item.assumption else item.source, "" if item.assumption else item.source_text),
        ]
        for item in numbers
    ]
    return table(_("Parametrar"), [_("Parameter"), _("Värde"), _("Osäkerhet"), _("Källa")], rows, text=4)


def _cost_table(costs: list[CostRow]) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(_(item.service), _(item.note)),
            label(item.actor),
            Cell(number(item.amount), _("kr per månad") if item.per == "month" else _("kr per gång")),
            label(item.basis),
            Cell(item.source, cited(item.source)),
        ]
        for item in costs
    ]
    head = [_("Kostnad"), _("Betalas av"), _("Belopp"), _("Grund"), _("Källa")]
    return table(_("Kostnadsbok"), head, rows, text=5)


def _statistics_table() -> Table:
    roles = {"calibration": _("anpassad till"), "validation": _("prövad mot"), "context": _("sammanhang")}
    trust = {"high": _("hög"), "medium": _("medel"), "low": _("låg")}
    rows: list[list[Cell | str]] = [
        [
            Cell(f"{row.id} {row.indicator}", f"{row.population}, {row.year}"),
            Cell(row.printed, row.unit),
            roles[row.role],
            trust[row.confidence],
            Cell(row.source, row.publisher),
        ]
        for row in statistics().values()
    ]
    return table(_("Statistik"), [_("Uppgift"), _("Värde"), _("Roll"), _("Tilltro"), _("Källa")], rows, text=5)
