"""Table of moves between agencies, ascribed to faults."""

from __future__ import annotations

from exclusim.results.interval import Interval
from exclusim.results.labels import number, percent
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Table, is_certain, table

from .document import FaultDocument
from .sentences import between

__all__ = ["switches_table"]


def switches_table(document: FaultDocument) -> Table | None:
    """How many moves go with each fault, the most first; None in documents of old."""
    today, joint = document.today_switches, document.joint_switches
    found = [
        (row.label, row.removed_switches, row.shapley_switches)
        for row in document.faults
        if row.removed_switches is not None and row.shapley_switches is not None
    ]
    if today is None or joint is None or not found:
        return None
    found.sort(key=lambda one: -one[2].mean)
    rows: list[list[Cell | str]] = [
        [_(label), _count(alone), _count(share), _of(share, today)] for label, alone, share in found
    ]
    rows.append([_("Alla tillsammans"), "–", _count(joint), _of(joint, today)])
    return table(
        _("Byten mellan verksamheter som försvinner med felet"),
        [_("Systemfel"), _("När det ensamt tas bort"), _("Andel av helheten"), _("Av dagens byten")],
        rows,
        strong=frozenset({len(rows) - 1}),
        foot=_(
            "Ett byte: en annan verksamhet får ansvar för personens sysselsättning och stöd. Den som skickas runt utan "
            "att det händer står under Gånger i tabellen ovan. I dagens system är bytena {n} i gruppen under hela "
            "tiden. Ett negativt tal: bytena blir fler när felet är borta. Andelarna (Shapley) summerar till alla "
            "tillsammans."
        ).format(n=number(today.mean)),
    )


def _count(value: Interval) -> Cell:
    return Cell(number(value.mean, 1), "" if is_certain(value) else between(value, 1))


def _of(value: Interval, today: Interval) -> str:
    return "–" if today.mean <= 0 else percent(value.mean / today.mean, 1)
