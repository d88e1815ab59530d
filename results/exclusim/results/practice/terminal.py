"""A roll-out in the terminal: a sentence, the years, what to remember."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.results.labels import mkr, number, percent
from exclusim.results.language import _, telling
from exclusim.results.practice.document import PracticeDocument
from exclusim.results.practice.words import alternative_names, headline, phase_names, running

__all__ = ["render_terminal"]


@telling
def render_terminal(document: PracticeDocument, console: Console) -> None:
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
    console.print()
    years = _table(_("År för år, samhället, Mkr"), _("År"), _("Fas"), _("Börjar"), _("Pågår"), _("Vinst"), _("Kostnad"))
    for year in document.years:
        gain, cost = year.gain["society"].mean / 1e6, year.cost["society"].mean / 1e6
        cells = (number(year.enrolled.mean, 1), running(year), number(gain, 2), number(cost, 2))
        years.add_row(str(year.year), phase_names()[year.phase], *cells)
    console.print(years)
    if document.alternatives:
        others = _table(_("Om något vore annorlunda, samhället"), "", _("Netto"), _("Skillnad"))
        for row in document.alternatives:
            net, change = row.net["society"].mean, row.difference["society"].mean
            others.add_row(alternative_names()[row.key][0], mkr(net), mkr(change))
        console.print(others)
    if document.risks:
        risks = _table(_("Risker, samhället"), _("Risk"), _("Chans"), _("Förlust"), _("Andel av spridningen"))
        for one in document.risks:
            loss = "–" if one.loss is None else mkr(one.loss["society"].mean)
            spread = "–" if one.spread is None else percent(one.spread["society"], 1)
            risks.add_row(_(one.risk.label), percent(one.risk.probability), loss, spread)
        console.print(risks)
    if document.notes:
        points = Table.grid(padding=(0, 1, 0, 0))
        for note in document.notes:
            points.add_row("•", Text(_(note)))
        console.print(Panel(points, title=_("Observera"), title_align="left", border_style="yellow"))


def _table(title: str, first: str, *others: str) -> Table:
    made = Table(title=Text(title, style="bold"), title_justify="left")
    made.box, made.pad_edge, made.padding = box.SIMPLE_HEAD, False, (0, 2, 0, 0)
    made.add_column(first, overflow="fold")
    for name in others:
        made.add_column(name, justify="left" if name == _("Fas") else "right", no_wrap=True)
    return made
