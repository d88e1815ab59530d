"""A discovery in the terminal: how often it fails, the rule, how sure each limit is."""

from __future__ import annotations

from rich import box as boxes
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exclusim.results.discovery.document import BoxLimit, DiscoveryDocument
from exclusim.results.language import _, telling

__all__ = ["render_terminal"]


@telling
def render_terminal(document: DiscoveryDocument, console: Console) -> None:
    """Print the document in English; it fits 80 columns."""
    console.print(Text(f"{_(document.label)} ({document.scenario})", style="bold"))
    console.print(
        Text(
            f"{document.runs} runs with {document.persons} people · {document.parameters} uncertain parameters from "
            f"the {document.origin} · {document.seconds:.0f} s",
            style="dim",
        )
    )
    console.print()
    console.print(
        f"Fails ({document.fails}) in {document.failing:.0%} of the futures; the same answer with other lives in "
        f"{document.agreement:.0%}."
    )
    if document.box is None:
        console.print("No rule tells failures from the rest more surely than chance.")
    for number, box in enumerate(document.boxes, start=1):
        console.print()
        console.print(
            f"Box {number} ({box.method}): coverage {box.coverage:.0%}, density {box.density:.0%}, "
            f"{box.mass:.0%} of the futures."
        )
        table = Table(box=boxes.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column("Limit", overflow="fold")
        table.add_column("quasi-p", justify="right", no_wrap=True)
        table.add_column("Again", justify="right", no_wrap=True)
        for limit in box.limits:
            table.add_row(_words(limit), f"{limit.quasi_p:.3f}", f"{limit.reproduced:.0%}")
        console.print(table)
    if document.boxes:
        console.print(
            Text(
                "Found on one half of the futures, judged on the other. Again: share of resamples in which the "
                "parameter is limited again.",
                style="dim",
            )
        )


def _words(limit: BoxLimit) -> str:
    low = "" if limit.low is None else f"{limit.low:.4g} < "
    high = "" if limit.high is None else f" < {limit.high:.4g}"
    return f"{low}{limit.parameter}{high}"
