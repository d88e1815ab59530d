"""The degrees in the terminal: a sentence, a table, what to remember."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.results.degrees.document import DegreesDocument
from exclusim.results.degrees.figure import degree_labels
from exclusim.results.degrees.words import headline, meaning
from exclusim.results.interval import Interval
from exclusim.results.labels import label, number, percent
from exclusim.results.language import _, telling

__all__ = ["render_terminal"]

_SHOWN = ("society", "public")


@telling
def render_terminal(document: DegreesDocument, console: Console) -> None:
    """Print the document; it fits 80 columns."""
    console.print(Text(_(document.label), style="bold"))
    console.print(
        Text(
            _("{title} · {price_year} års priser").format(title=_(document.title), price_year=document.price_year),
            style="dim",
        )
    )
    console.print()
    console.print(headline(document))
    for actor in _SHOWN:
        table = Table(
            title=Text(_("{actor}, Mkr netto (nuvärde)").format(actor=label(actor)), style="bold"), title_justify="left"
        )
        table.box, table.pad_edge, table.padding = box.SIMPLE_HEAD, False, (0, 2, 0, 0)
        table.add_column(_("Grad"), no_wrap=True)
        for title in (_("Chans"), _("Om det lyckas"), _("Chans gånger värde")):
            table.add_column(title, justify="right", no_wrap=True)
        for degree in document.degrees:
            chance = percent(degree.probability.mean, 1)
            cells = [_mkr(degree.value[actor]), _mkr(degree.expected[actor])]
            table.add_row(degree_labels()[degree.degree][0].split()[0], chance, *cells)
        table.add_row(_("Idén"), "", "", _mkr(document.expected_value[actor]), style="bold")
        console.print()
        console.print(table)
        for step in document.next:
            line = Text(
                _("Högsta budget för ett försök att nå {degree}:").format(
                    degree=degree_labels()[step.degree][0].lower()
                )
                + " "
            )
            console.print(line.append_text(_mkr(step.budget[actor])))
    console.print()
    console.print(_faults(document))
    console.print(Text(_("Inom parentes: {meaning}").format(meaning=meaning(document)), style="dim"))
    points = Table.grid(padding=(0, 1, 0, 0))
    for note in document.notes:
        points.add_row("•", Text(_(note)))
    console.print(Panel(points, title=_("Observera"), title_align="left", border_style="yellow"))


def _faults(document: DegreesDocument) -> Table:
    table = Table(title=Text(_("Fel som rättas i tredje graden"), style="bold"), title_justify="left")
    table.box, table.pad_edge, table.padding = box.SIMPLE_HEAD, False, (0, 2, 0, 0)
    table.add_column(_("Fel"), overflow="fold")
    table.add_column(_("Månader per person i målgruppen"), justify="right")
    for fault in document.faults:
        if fault.mended:
            table.add_row(_(fault.label), number(fault.months_per_client, 1))
    return table


def _mkr(value: Interval) -> Text:
    text = Text(number(value.mean / 1e6, 1), style="red" if value.mean < 0 else "")
    if value.p5 < value.p95:
        text.append(
            " " + _("({low} till {high})").format(low=number(value.p5 / 1e6, 1), high=number(value.p95 / 1e6, 1)),
            style="not bold dim",
        )
    return text
