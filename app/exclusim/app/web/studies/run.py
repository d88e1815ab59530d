"""The appraisal: what exclusion costs, and what the interventions of one scenario file change."""

from __future__ import annotations

from pathlib import Path

from exclusim.app.web.studies.kind import PDF, XLSX, Download, Kind, Progress, as_json, as_page, zipped
from exclusim.app.web.studies.order import Order
from exclusim.results.document import RunDocument
from exclusim.results.store import Store

__all__ = ["KIND"]


def _perform(order: Order, folder: Path, progress: Progress) -> RunDocument:
    from exclusim.results.ensemble import InStore
    from exclusim.results.run import RunOptions, run_case

    (case,) = order.parsed()
    kept = InStore(_store(folder).exists, lambda: _open(folder))
    try:
        record = run_case(case, RunOptions(**order.options), progress, kept=kept)
    finally:
        kept.close()
    with _open(folder) as store:
        store.save(record)
    return record.document


def _store(folder: Path) -> Path:
    return folder / "draws.sqlite"


def _open(folder: Path) -> Store:
    return Store.open(f"sqlite:///{_store(folder)}")


def _page(document: RunDocument) -> str:
    from exclusim.results.report import render_report

    return render_report(document)


def _write_paper(document: RunDocument, _folder: Path, path: Path) -> None:
    from exclusim.results.paper import write_paper

    write_paper(document, path)


def _write_workbook(document: RunDocument, folder: Path, path: Path) -> None:
    from exclusim.results.workbook import write_workbook

    with _open(folder) as store:
        write_workbook(document, store.ledger(document.run_id), path)


def _write_tables(document: RunDocument, folder: Path, target: Path) -> None:
    from exclusim.results.tables import write_tables

    with _open(folder) as store:
        write_tables(document, store.ledger(document.run_id), store.panel(document.run_id), target)


KIND = Kind(
    "run",
    "Kalkyl",
    "Vad kostar utanförskapet, och vad ändrar insatserna?",
    _perform,
    RunDocument.model_validate_json,
    _page,
    (
        Download("beslutsunderlag.pdf", "Beslutsunderlag (PDF)", PDF, _write_paper),
        Download("kalkyl.xlsx", "Arbetsbok med formler (Excel)", XLSX, _write_workbook),
        as_page(_page, "rapport"),
        zipped(_write_tables),
        as_json("kalkyl"),
    ),
)
