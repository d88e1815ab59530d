"""The fault study as a table on the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exclusim.results.labels import MINUS, mkr, number, percent
from exclusim.results.language import _, telling

from .document import FaultDocument
from .sentences import headline, interplay

__all__ = ["render_terminal"]

_PIPE_WIDTH = 120


@telling
def render_terminal(document: FaultDocument, console: Console) -> None:
    """Print the answer, the ranked faults and the warnings."""
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    console.print(Text(_("Systemfel: {title}").format(title=_(document.title)), style="bold"))
    console.print(headline(document))
    if told := interplay(document):
        console.print(told)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(_("Systemfel"), overflow="fold", ratio=1)
    heads = (
        _("Möter\ndet"),
        _("Mån per\nperson"),
        _("Andel av\nhelheten"),
        _("90 %"),
        _("Ensamt\nborttaget"),
        _("Topp 3"),
    )
    for name in heads:
        table.add_column(name, justify="right", no_wrap=True)
    for row in document.faults:
        share = row.shapley["society"]
        table.add_row(
            Text(f"{row.rank} {_(row.label)}"), percent(row.incidence_share), number(row.months_per_person, 1),
            mkr(share.mean), _range(share.p5, share.p95), mkr(row.removed["society"].mean),
            percent(row.probability_rank.top3),
        )  # fmt: skip
    joint = document.joint["society"]
    table.add_section()
    table.add_row(
        Text(_("Alla tillsammans"), style="bold"), "", "", mkr(joint.mean), _range(joint.p5, joint.p95), "", ""
    )
    console.print(table)
    basis = _("Mkr, nuvärde för samhället; {persons} personer × {draws} dragningar.").format(
        persons=number(document.persons), draws=number(document.draws)
    )
    console.print(f"{basis}\n")
    for warning in document.warnings:
        console.print(Text(f"• {_(warning)}", style="yellow"))


def _range(p5: float, p95: float) -> str:
    """Two ends in Mkr."""
    low, high = number(p5 / 1e6, 1), number(p95 / 1e6, 1)
    if MINUS in low + high:
        return _("{low}\u00a0till\u00a0{high}").format(low=low, high=high)
    return f"{low}–{high}"
