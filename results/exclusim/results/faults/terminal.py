"""The fault study as a table on the terminal, in Swedish."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exclusim.results.labels import MINUS, NBSP, mkr, number, percent

from .document import FaultDocument
from .sentences import headline, interplay

__all__ = ["render_terminal"]

_PIPE_WIDTH = 120


def render_terminal(document: FaultDocument, console: Console) -> None:
    """Print the answer, the ranked faults and the warnings."""
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    console.print(Text(f"Systemfel: {document.title}", style="bold"))
    console.print(headline(document))
    if told := interplay(document):
        console.print(told)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Systemfel", overflow="fold", ratio=1)
    for name in ("Möter\ndet", "Mån per\nperson", "Andel av\nhelheten", "90 %", "Ensamt\nborttaget", "Topp 3"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in document.faults:
        share = row.shapley["society"]
        table.add_row(
            Text(f"{row.rank} {row.label}"), percent(row.incidence_share), number(row.months_per_person, 1),
            mkr(share.mean), _range(share.p5, share.p95), mkr(row.removed["society"].mean),
            percent(row.probability_rank.top3),
        )  # fmt: skip
    joint = document.joint["society"]
    table.add_section()
    table.add_row(Text("Alla tillsammans", style="bold"), "", "", mkr(joint.mean), _range(joint.p5, joint.p95), "", "")
    console.print(table)
    console.print(
        f"Mkr, nuvärde för samhället; {number(document.persons)} personer × {number(document.draws)} dragningar.\n"
    )
    for warning in document.warnings:
        console.print(Text(f"• {warning}", style="yellow"))


def _range(p5: float, p95: float) -> str:
    """Two ends in Mkr."""
    low, high = number(p5 / 1e6, 1), number(p95 / 1e6, 1)
    return f"{low}{f'{NBSP}till{NBSP}' if MINUS in low + high else '–'}{high}"
