"""A follow-up in the terminal: a sentence, the lights, the forecast, what to remember."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.model.money import REPORTED
from exclusim.results.followup.document import FollowDocument
from exclusim.results.followup.words import headline, light_names, meaning, observed
from exclusim.results.labels import label, number, percent
from exclusim.results.language import _, telling

__all__ = ["render_terminal"]

_STYLES = {"green": "green", "yellow": "yellow", "red": "red", "none": "dim"}


@telling
def render_terminal(document: FollowDocument, console: Console) -> None:
    """Print the document; it fits 80 columns."""
    console.print(Text(_(document.label), style="bold"))
    console.print(
        Text(
            _("{title} · {price_year} års priser").format(title=_(document.title), price_year=document.price_year),
            style="dim",
        )
    )
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
        points.add_row("•", Text(_(note)))
    console.print(Panel(points, title=_("Observera"), title_align="left", border_style="yellow"))


def _table(title: str) -> Table:
    table = Table(title=Text(title, style="bold"), title_justify="left")
    table.box, table.pad_edge, table.padding = box.SIMPLE_HEAD, False, (0, 2, 0, 0)
    return table


def _lights(document: FollowDocument) -> Table:
    table = _table(_("Observerat mot väntat"))
    table.add_column(_("Månad"), justify="right")
    table.add_column(_("Indikator"), overflow="fold")
    for title in (_("Observerat"), _("Väntat")):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(_("Läge"), no_wrap=True)
    for row in document.indicators:
        expected = "–" if row.expected is None else observed(row, row.expected.mean)
        light = Text(light_names()[row.light], style=_STYLES[row.light])
        table.add_row(str(row.month), _(row.label), observed(row, row.value), expected, light)
    return table


def _forecast(document: FollowDocument) -> Table:
    table = _table(_("Netto, Mkr (nuvärde)"))
    table.add_column(_("Aktör"), no_wrap=True)
    for title in (_("Före"), _("Efter"), _("Risk före"), _("Risk efter")):
        table.add_column(title, justify="right", no_wrap=True)
    for actor in REPORTED:
        old, new = document.before.net[actor], document.after.net[actor]
        style = "bold" if actor in ("society", "public") else ""
        cells = [number(old.mean / 1e6, 2), number(new.mean / 1e6, 2)]
        cells += [percent(old.probability_loss), percent(new.probability_loss)]
        table.add_row(label(actor), *cells, style=style)
    return table
