"""The structures in the terminal: the answer, a table, what to remember."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.results.interval import Interval
from exclusim.results.labels import number, percent
from exclusim.results.language import _, telling
from exclusim.results.structures.document import Pooled, StructuresDocument, Weighting
from exclusim.results.structures.words import headline, meaning, payback_words

__all__ = ["render_terminal"]


def _short() -> dict[Weighting, str]:
    return {"equal": _("Lika vikter"), "agreement": _("Efter passning")}


@telling
def render_terminal(document: StructuresDocument, console: Console) -> None:
    """Print the document; it fits 80 columns."""
    scenario = document.scenario is not None
    console.print(Text(_(document.label), style="bold"))
    console.print(
        Text(
            _("{title} · {price_year} års priser").format(title=_(document.title), price_year=document.price_year),
            style="dim",
        )
    )
    console.print()
    console.print(Text(headline(document)))
    table = Table(title=Text(_("Samhället, Mkr (nuvärde)"), style="bold"), title_justify="left")
    table.box, table.pad_edge, table.padding = box.SIMPLE_HEAD, False, (0, 1, 0, 0)
    table.add_column(_("Struktur"), overflow="fold")
    for head in (_("Kostnad"), _("Utanför"), *((_("Netto"), _("Åter"), _("Risk")) if scenario else ()), _("Vikt")):
        table.add_column(head, justify="right", no_wrap=True)
    for item in document.structures:
        cells = [_mkr(item.cost["society"], 0), Text(percent(item.long_term.mean, 1))]
        if scenario:
            cells += [
                _mkr(item.net["society"], 1, spread=True),
                Text(payback_words(item.payback_month["society"])),
                Text(percent(item.probability_loss["society"])),
            ]
        weights = "/".join(number(100 * item.weights[found.weighting]) for found in document.ensembles)
        table.add_row(_(item.label), *cells, weights)
    for found in document.ensembles:
        cells = [_mkr(found.cost["society"], 0), Text(percent(found.long_term.mean, 1))]
        if scenario:
            cells += [
                _mkr(found.net["society"], 1, spread=True),
                Text(payback_words(found.payback_month["society"])),
                Text(percent(found.probability_loss["society"])),
            ]
        table.add_row(_short()[found.weighting], *cells, "", style="bold")
    console.print()
    console.print(table)
    console.print(Text(_("Inom parentes: {meaning} Vikter i procent.").format(meaning=meaning(document)), style="dim"))
    points = Table.grid(padding=(0, 1, 0, 0))
    for note in document.notes:
        points.add_row("•", Text(_(note)))
    console.print(Panel(points, title=_("Observera"), title_align="left", border_style="yellow"))


def _mkr(value: Interval | Pooled, decimals: int, *, spread: bool = False) -> Text:
    text = Text(number(value.mean / 1e6, decimals), style="red" if value.mean < 0 else "")
    if spread:
        text.append(
            " "
            + _("({low} till {high})").format(
                low=number(value.p5 / 1e6, decimals), high=number(value.p95 / 1e6, decimals)
            ),
            "not bold dim",
        )
    return text
