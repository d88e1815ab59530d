"""A flow analysis in the terminal: the pathways, and the best points for prevention, in Swedish."""

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
    support_missing,
)
from exclusim.results.labels import number, percent

__all__ = ["render_terminal"]

_SHOWN_POINTS = 8


def render_terminal(document: FlowDocument, console: Console) -> None:
    """Print the document; it fits 80 columns."""
    console.print(Text(f"Flödesanalys bakåt i tiden: {outcome_text(document)}", style="bold"))
    basis = f"{document.title}. "
    if document.data == "simulated":
        basis += f"{number(document.draws)} dragningar av {number(document.persons)} simulerade personer; antal gäller "
        basis += f"en grupp om {number(document.group)}."
    else:
        basis += f"{number(document.persons)} personer, {number(document.months)} månader."
    console.print(Text(basis, style="dim"))
    console.print(
        f"\n{people(document.events.value)} händelser hos {people(document.people.value)} personer "
        f"({percent(document.people_share.value, 1)} av alla).\n"
    )
    _pathways(document, console)
    _points(document, console)
    if not document.support_recorded:
        console.print(support_missing)
    for warning in document.warnings:
        console.print(Text(f"• {warning}", style="yellow"))


def _table(title: str) -> Table:
    return Table(
        title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )


def _pathways(document: FlowDocument, console: Console) -> None:
    table = _table("Vägar, det tidigaste först")
    table.add_column("Väg", overflow="fold", ratio=1)
    for name in ("Andel", "90 %", "Månader"):
        table.add_column(name, justify="right", no_wrap=True)
    if document.support_recorded:
        table.add_column("Stöd", justify="right", no_wrap=True)
    for way in document.pathways:
        cells = [percent(way.share.value), share_interval(way.share), months_text(way.time)]
        if document.support_recorded:
            cells.append("–" if way.supported is None else percent(way.supported.value))
        table.add_row(Text(pathway_name(document, way)), *cells)
    console.print(table)


def _points(document: FlowDocument, console: Console) -> None:
    found = document.prevention[:_SHOWN_POINTS]
    if not found:
        console.print("Ingen punkt passeras av så många att den kan bedömas.")
        return
    table = _table("Punkter där en insats hade kunnat sättas in")
    table.add_column("Punkt", overflow="fold", ratio=1)
    for name in ("Möter", "varav når\nutfallet", "Av dem som\nnår utfallet", "Månader\nföre"):
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
