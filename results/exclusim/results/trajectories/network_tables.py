"""Tables of the agency-switch network: the most common loops, and cases beside what comes after them."""

from __future__ import annotations

from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Table, table

from .document import AgencyNetwork, Loop
from .figures import interval_percent
from .network_figure import SMALLEST, hundred, loop_code, place_name, plain

__all__ = ["loops_table", "outcomes_table"]


def loops_table(network: AgencyNetwork, most: int = 8) -> Table | None:
    """The most common loops; None where nobody loops."""
    shown = [loop for loop in network.loops if loop.per_person.mean >= SMALLEST][:most]
    if not shown:
        return None
    rows: list[list[Cell | str]] = [
        [_loop_words(loop), hundred(loop.per_person), interval_percent(loop.without_progress)] for loop in shown
    ]
    return table(_("Rundgång"), [_("Varv"), _("Per hundra"), _("Utan framsteg")], rows)


def _loop_words(loop: Loop) -> Cell:
    way = _("{agency} via {by}").format(agency=place_name(loop.agency), by=place_name(loop.by))
    return Cell(loop_code(loop), way)


def outcomes_table(network: AgencyNetwork) -> Table:
    """Cases handled beside what comes after them."""
    rows: list[list[Cell | str]] = [
        [
            place_name(row.agency),
            interval_percent(row.ever),
            plain(row.cases),
            interval_percent(row.lasting),
            interval_percent(row.passed_on),
            interval_percent(row.back),
        ]
        for row in network.rows
    ]
    head = [_("Myndighet"), _("Varit där"), _("Ärenden"), _("Varaktigt"), _("Vidare"), _("Tillbaka")]
    return table(_("Ärenden och resultat"), head, rows)
