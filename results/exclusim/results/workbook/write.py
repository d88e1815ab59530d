"""Writing the workbook: its sheets in order, and the file whole or not at all."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from exclusim.results.document import RunDocument
from exclusim.results.language import _, telling
from exclusim.results.workbook import (
    actors,
    difference,
    flows,
    ledger,
    missions,
    pathways,
    registers,
    reporting,
    rules,
    states,
    summary,
    yearly,
)
from exclusim.results.workbook.file import workbook_at
from exclusim.results.workbook.live import add_live
from exclusim.results.workbook.live.of_run import blocks_of_run
from exclusim.results.workbook.sheet import Book

__all__ = ["write_workbook"]

_log = logging.getLogger(__name__)


@telling
def write_workbook(document: RunDocument, ledger_table: pd.DataFrame | None, path: Path) -> None:
    """Write the run to ``path`` (``.xlsx``), atomically; the same run gives the same bytes.

    Args:
        document: the run.
        ledger_table: its ledger (``LEDGER_COLUMNS``), shown as yearly means over replicates; None or empty
            leaves that sheet out.
        path: the file; its folder must exist.

    Raises:
        ExclusimError: the file cannot be written; an older one is then untouched.
    """
    with workbook_at(path) as workbook:
        workbook.set_properties(
            {
                "title": _(document.title),
                "subject": _("Vad utanförskap kostar, per aktör"),
                "author": f"Exclusim {document.code_version}",
                "created": _created(document.created),
            }
        )
        book = Book(workbook, document)
        front = summary.add(book)
        actors.add(book)
        by_year = yearly.add(book)
        cumulative = difference.add(book)
        add_live(book, blocks_of_run(document))
        summary.place_charts(front, [by_year, *cumulative])
        missions.add(book)
        pathways.add(book)
        rules.add(book)
        flows.add(book)
        states.add(book)
        labels = {name: _(scenario.label) for name, scenario in document.scenarios.items()}
        reporting.add_decisions(book, document.decisions, labels)
        registers.add_assumptions(book)
        registers.add_costs(book)
        if ledger_table is not None and not ledger_table.empty:
            ledger.add(book, ledger_table)
        reporting.add_checklist(book, document.checklist)
        registers.add_about(book)


def _created(text: str) -> datetime:
    """The run's own time, so that the file does not depend on when it was written."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        _log.warning("the run's time %r is not an ISO time; the workbook carries 1 January 2000", text)
        return datetime(2000, 1, 1)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
