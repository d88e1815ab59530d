"""The flow analysis as one self-contained page, in the style of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.files import write_text
from exclusim.results.flow.document import Estimate, FlowDocument, Pathway
from exclusim.results.flow.figures import FLOW_FIGURES
from exclusim.results.flow.head import basis, facts, headline, interval, key_figures
from exclusim.results.flow.words import (
    HIDDEN,
    help_name,
    months_text,
    outcome_text,
    pathway_name,
    people,
    point_name,
    share_interval,
    small_cells_text,
    state_name,
    support_missing,
    supported_text,
)
from exclusim.results.labels import NBSP, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Cell, Table, table
from exclusim.results.report.shell import render

__all__ = ["render_page", "write_page"]

_SHOWN_POINTS = 15


@telling
def render_page(document: FlowDocument) -> str:
    """The page as one HTML document; no request leaves it."""
    return render(
        "exclusim.results.flow",
        "flow.html",
        document=document,
        outcome=outcome_text(document),
        facts=facts(document),
        headline=headline(document),
        keys=key_figures(document),
        basis=basis(document),
        small_cells=small_cells_text(document),
        streams=FLOW_FIGURES["streams"](document),
        pathways=_pathways(document),
        times=FLOW_FIGURES["times"](document),
        support=_support(document),
        waits=_waits(document),
        points=_points(document),
        warnings=_warnings(document),
    )


def write_page(document: FlowDocument, path: Path) -> None:
    """Write the page, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_page(document))


def _warnings(document: FlowDocument) -> list[str]:
    found = [_(warning) for warning in document.warnings]
    if document.support_recorded:
        return found
    without = _("Tider och luckor utan stöd kan därför inte visas.")
    return [f"{support_missing()} {without}", *found]


def _share(value: Estimate | None, decimals: int = 0) -> Cell:
    if value is None:
        return Cell(HIDDEN)
    return Cell(percent(value.value, decimals), share_interval(value, decimals))


def _count(value: Estimate) -> Cell:
    return Cell(people(value.value), interval(value))


def _pathways(document: FlowDocument) -> Table:
    head = [_("Väg"), _("Antal"), _("Andel"), _("Tid i allt"), _("Tid mellan")]
    foot = (
        _(
            "Månader, median (kvartiler): i allt från första steget till utfallet; mellan de två sista händelserna; "
            "därav utan stöd. Andelarna summerar till 100 %."
        )
        if document.support_recorded
        else _(
            "Månader, median (kvartiler): i allt från första steget till utfallet; mellan de två sista händelserna. "
            "Andelarna summerar till 100 %."
        )
    )
    if document.support_recorded:
        head += [_("Utan stöd"), _("Fick stöd")]
    rows: list[list[Cell | str]] = []
    for way in document.pathways:
        row: list[Cell | str] = [pathway_name(document, way), _count(way.events), _share(way.share)]
        row += [months_text(way.time), months_text(way.between)]
        if document.support_recorded:
            row += [months_text(way.gap_between), _supported(document, way)]
        rows.append(row)
    return table(_("Vägar till utfallet"), head, rows, foot=foot)


def _supported(document: FlowDocument, way: Pathway) -> Cell:
    if way.supported is None or way.supported_events is None:
        return Cell(supported_text(document, way))
    return Cell(supported_text(document, way), _("{n} st").format(n=people(way.supported_events.value)))


def _support(document: FlowDocument) -> Table | None:
    rows: list[list[Cell | str]] = [
        [pathway_name(document, way), help_name(document, given.kind, given.agency), _share(given.share)]
        for way in document.pathways
        for given in way.support
    ]
    if not rows:
        return None
    head = [_("Väg"), _("Stöd"), _("Andel som fick det")]
    return table(_("Stöd mellan de två sista händelserna"), head, rows, text=2)


def _waits(document: FlowDocument) -> Table:
    head = [
        _("Tillstånd"),
        _("Andel som passerar"),
        _("Månader där"),
        _("Alla som lämnat det"),
        _("Andel av all tid"),
    ]
    if document.support_recorded:
        head.append(_("Tid utan stöd"))
    rows: list[list[Cell | str]] = []
    for wait in document.waits[:12]:
        row: list[Cell | str] = [state_name(document, wait.state), _share(wait.share), months_text(wait.months)]
        everybody = months_text(wait.all_months) if wait.all_months or document.small_cells is None else HIDDEN
        row += [everybody, percent(wait.time_share)]
        if document.support_recorded:
            missing = "–" if document.small_cells is None else HIDDEN
            row.append(missing if wait.gap_share is None else percent(wait.gap_share))
        rows.append(row)
    return table(_("Var tiden går"), head, rows, foot=_("Månader: median (kvartiler)."))


def _points(document: FlowDocument) -> Table | None:
    rows: list[list[Cell | str]] = [
        [
            point_name(document, point),
            _count(point.passing),
            _count(point.reaching),
            _share(point.precision),
            f"{number(point.lift, 1)}{NBSP}×",
            _share(point.reach),
            months_text(point.lead),
        ]
        for point in document.prevention[:_SHOWN_POINTS]
    ]
    if not rows:
        return None
    head = [
        _("Punkt"),
        _("Möter"),
        _("Varav når utfallet"),
        _("Träffsäkerhet"),
        _("Mot slumpen"),
        _("Räckvidd"),
        _("Månader före"),
    ]
    return table(_("Punkter där en insats hade kunnat sättas in"), head, rows)
