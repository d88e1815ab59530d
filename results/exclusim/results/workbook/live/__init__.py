"""Sheets an economist can change: unit costs, rate and convention as inputs, and the totals as formulas of them.

*Kalkylvärden* holds the inputs, *Nuvärden* the totals by actor beside what the report says, *Årsbelopp* the
undiscounted amounts behind them. Formulas are written with the value they have at the report's own inputs.
"""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.results.language import _
from exclusim.results.workbook.live import amounts, inputs, totals
from exclusim.results.workbook.live.parts import Block, Measure, Table, Term, cost, net
from exclusim.results.workbook.sheet import AnyBook, Headed

__all__ = ["Block", "Measure", "Table", "Term", "add_live", "cost", "net"]


def add_live[D: Headed](book: AnyBook[D], blocks: Sequence[Block]) -> None:
    """The three sheets; left out where a document of old has no amounts."""
    if not blocks:
        return
    front, summary = inputs.begin(book, blocks)
    result = book.sheet(
        _("Nuvärden"), _("Nuvärden med bladet Kalkylvärdens värden, tkr"), [38] + [15.0] * 10, freeze_columns=1
    )
    columns = max(len(block.amounts.years) + len(block.windows) for block in blocks)
    widths = [24, 40, 26, 18, 11, 10, *[11.5] * columns]
    detail = book.sheet(_("Årsbelopp"), _("Årsbelopp före diskontering, kr"), widths, freeze_columns=2)
    detail.raw.repeat_columns(0, 1)
    detail.raw.set_print_scale(50)  # all years on one page's width could not be read
    found = []
    for number, block in enumerate(blocks):
        places = inputs.add(front, block, number)
        where = amounts.add(detail, block, places)
        found.append(totals.add(result, block, where))
    inputs.finish(front, summary, blocks, found)
