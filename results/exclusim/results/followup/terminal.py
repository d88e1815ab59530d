"""A follow-up in the terminal: a sentence, the lights, the forecast, what to remember."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.model.money import REPORTED
from exclusim.results.followup.document import FollowDocument
from exclusim.results.followup.words import LIGHTS, headline, meaning, observed
from exclusim.results.labels import label, number, percent

__all__ = ["render_terminal"]

_STYLES = {"green": "green", "yellow": "yellow", "red": "red", "none": "dim"}


def render_terminal(document: FollowDocument, console: Console) -> None:
    """Print the document; it fits 80 columns."""
    console.print(Text(document.label, style="bold"))
    console.print(Text(f"{document.title} · {document.price_year} års priser", style="dim"))
    console.print()
    console.print(Text(headline(document)))
    if document.indicators:
        console.print()
        console.print(_lights(document))
    console.print()
    console.print(_forecast(document))
    console.print(Text(meaning(document), style="dim"))
    points = Table.grid(padding=(0, 1, 0, 0))
    for note in document.notes:
        points.add_row("•", Text(note))
    console.print(Panel(points, title="Observera", title_align="left", border_style="yellow"))


def _table(title: str) -> Table:
    table = Table(title=Text(title, style="bold"), title_justify="left")
    table.box, table.pad_edge, table.padding = box.SIMPLE_HEAD, False, (0, 2, 0, 0)
    return table


def _lights(document: FollowDocument) -> Table:
    table = _table("Observerat mot väntat")
    table.add_column("Månad", justify="right")
    table.add_column("Indikator", overflow="fold")
    for title in ("Observerat", "Väntat"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("Läge", no_wrap=True)
    for row in document.indicators:
        expected = "–" if row.expected is None else observed(row, row.expected.mean)
        light = Text(LIGHTS[row.light], style=_STYLES[row.light])
        table.add_row(str(row.month), row.label, observed(row, row.value), expected, light)
    return table


def _forecast(document: FollowDocument) -> Table:
    table = _table("Netto, Mkr (nuvärde)")
    table.add_column("Aktör", no_wrap=True)
    for title in ("Före", "Efter", "Risk före", "Risk efter"):
        table.add_column(title, justify="right", no_wrap=True)
    for actor in REPORTED:
        old, new = document.before.net[actor], document.after.net[actor]
        style = "bold" if actor in ("society", "public") else ""
        cells = [number(old.mean / 1e6, 2), number(new.mean / 1e6, 2)]
        cells += [percent(old.probability_loss), percent(new.probability_loss)]
        table.add_row(label(actor), *cells, style=style)
    return table
