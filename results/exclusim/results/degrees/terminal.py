"""The degrees in the terminal: a sentence, a table, what to remember."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.results.degrees.document import DegreesDocument
from exclusim.results.degrees.figure import DEGREE_LABELS
from exclusim.results.degrees.words import headline, meaning
from exclusim.results.interval import Interval
from exclusim.results.labels import label, number, percent

__all__ = ["render_terminal"]

_SHOWN = ("society", "public")


def render_terminal(document: DegreesDocument, console: Console) -> None:
    """Print the document; it fits 80 columns."""
    console.print(Text(document.label, style="bold"))
    console.print(Text(f"{document.title} · {document.price_year} års priser", style="dim"))
    console.print()
    console.print(headline(document))
    for actor in _SHOWN:
        table = Table(title=Text(f"{label(actor)}, Mkr netto (nuvärde)", style="bold"), title_justify="left")
        table.box, table.pad_edge, table.padding = box.SIMPLE_HEAD, False, (0, 2, 0, 0)
        table.add_column("Grad", no_wrap=True)
        for title in ("Chans", "Om det lyckas", "Chans gånger värde"):
            table.add_column(title, justify="right", no_wrap=True)
        for degree in document.degrees:
            chance = percent(degree.probability.mean, 1)
            cells = [_mkr(degree.value[actor]), _mkr(degree.expected[actor])]
            table.add_row(DEGREE_LABELS[degree.degree][0].split()[0], chance, *cells)
        table.add_row("Idén", "", "", _mkr(document.expected_value[actor]), style="bold")
        console.print()
        console.print(table)
        for step in document.next:
            line = Text(f"Högsta budget för ett försök att nå {DEGREE_LABELS[step.degree][0].lower()}: ")
            console.print(line.append_text(_mkr(step.budget[actor])))
    console.print()
    console.print(_faults(document))
    console.print(Text(f"Inom parentes: {meaning(document)}", style="dim"))
    points = Table.grid(padding=(0, 1, 0, 0))
    for note in document.notes:
        points.add_row("•", Text(note))
    console.print(Panel(points, title="Observera", title_align="left", border_style="yellow"))


def _faults(document: DegreesDocument) -> Table:
    table = Table(title=Text("Fel som rättas i tredje graden", style="bold"), title_justify="left")
    table.box, table.pad_edge, table.padding = box.SIMPLE_HEAD, False, (0, 2, 0, 0)
    table.add_column("Fel", overflow="fold")
    table.add_column("Månader per person i målgruppen", justify="right")
    for fault in document.faults:
        if fault.mended:
            table.add_row(fault.label, number(fault.months_per_client, 1))
    return table


def _mkr(value: Interval) -> Text:
    text = Text(number(value.mean / 1e6, 1), style="red" if value.mean < 0 else "")
    if value.p5 < value.p95:
        text.append(f" ({number(value.p5 / 1e6, 1)} till {number(value.p95 / 1e6, 1)})", style="not bold dim")
    return text
