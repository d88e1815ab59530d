"""A flow analysis in the terminal: the pathways, and the best points for prevention."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exclusim.results.flow.document import FlowDocument
from exclusim.results.flow.words import (
    months_text,
    outcome_text,
    pathway_name,
    people,
    point_name,
    share_interval,
    small_cells_text,
    support_missing,
    supported_text,
)
from exclusim.results.labels import number, percent
from exclusim.results.language import _, telling

__all__ = ["render_terminal"]

_SHOWN_POINTS = 8


@telling
def render_terminal(document: FlowDocument, console: Console) -> None:
    """Print the document; it fits 80 columns."""
    heading = _("Flödesanalys bakåt i tiden: {outcome}").format(outcome=outcome_text(document))
    console.print(Text(heading, style="bold"))
    console.print(Text(f"{_(document.title)}. {_basis(document)}", style="dim"))
    size = _("{events} händelser hos {people} personer ({share} av alla).").format(
        events=people(document.events.value),
        people=people(document.people.value),
        share=percent(document.people_share.value, 1),
    )
    console.print(f"\n{size}\n")
    _pathways(document, console)
    _points(document, console)
    if not document.support_recorded:
        console.print(support_missing())
    if rule := small_cells_text(document):
        console.print(rule)
    for warning in document.warnings:
        console.print(Text(f"• {_(warning)}", style="yellow"))


def _basis(document: FlowDocument) -> str:
    persons = number(document.persons)
    if document.data == "simulated":
        return _("{draws} dragningar av {persons} simulerade personer; antal gäller en grupp om {group}.").format(
            draws=number(document.draws), persons=persons, group=number(document.group)
        )
    return _("{persons} personer, {months} månader.").format(persons=persons, months=number(document.months))


def _table(title: str) -> Table:
    return Table(
        title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )


def _pathways(document: FlowDocument, console: Console) -> None:
    table = _table(_("Vägar, det tidigaste först"))
    table.add_column(_("Väg"), overflow="fold", ratio=1)
    for name in (_("Andel"), _("90 %"), _("Månader")):
        table.add_column(name, justify="right", no_wrap=True)
    if document.support_recorded:
        table.add_column(_("Stöd"), justify="right", no_wrap=True)
    for way in document.pathways:
        cells = [percent(way.share.value), share_interval(way.share), months_text(way.time)]
        if document.support_recorded:
            cells.append(supported_text(document, way))
        table.add_row(Text(pathway_name(document, way)), *cells)
    console.print(table)


def _points(document: FlowDocument, console: Console) -> None:
    found = document.prevention[:_SHOWN_POINTS]
    if not found:
        console.print(_("Ingen punkt passeras av så många att den kan bedömas."))
        return
    table = _table(_("Punkter där en insats hade kunnat sättas in"))
    table.add_column(_("Punkt"), overflow="fold", ratio=1)
    for name in (_("Möter"), _("varav når\nutfallet"), _("Av dem som\nnår utfallet"), _("Månader\nföre")):
        table.add_column(name, justify="right", no_wrap=True)
    for point in found:
        table.add_row(
            Text(point_name(document, point)),
            people(point.passing.value),
            f"{people(point.reaching.value)} ({percent(point.precision.value)})",
            percent(point.reach.value),
            number(point.lead.median),
        )
    console.print(table)
