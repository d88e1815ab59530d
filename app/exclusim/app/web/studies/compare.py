"""The comparison: several ideas on the same people and the same draws."""

from __future__ import annotations

from pathlib import Path

from exclusim.app.web.studies.kind import PDF, XLSX, Download, Kind, Progress, as_json, as_page, zipped
from exclusim.app.web.studies.order import Order
from exclusim.results.compare.document import CompareDocument

__all__ = ["KIND", "page"]


def _perform(order: Order, _folder: Path, progress: Progress) -> CompareDocument:
    from exclusim.results.compare import CompareOptions, run_compare

    return run_compare(order.parsed(), CompareOptions(**order.options), progress=progress)


def page(document: CompareDocument) -> str:
    """The page of a comparison."""
    from exclusim.results.compare.page import render_compare

    return render_compare(document)


def _write_paper(document: CompareDocument, _folder: Path, path: Path) -> None:
    from exclusim.results.paper import write_compare_paper

    write_compare_paper(document, path)


def _write_workbook(document: CompareDocument, _folder: Path, path: Path) -> None:
    from exclusim.results.compare.workbook import write_workbook

    write_workbook(document, path)


def _write_tables(document: CompareDocument, _folder: Path, target: Path) -> None:
    from exclusim.results.compare.tables import write_tables

    write_tables(document, target)


KIND = Kind(
    "compare",
    "Jämförelse",
    "Vilken insats lönar sig, för vem, när och hur säkert?",
    _perform,
    CompareDocument.model_validate_json,
    page,
    (
        Download("beslutsunderlag.pdf", "Beslutsunderlag (PDF)", PDF, _write_paper),
        Download("jamforelse.xlsx", "Arbetsbok med formler (Excel)", XLSX, _write_workbook),
        as_page(page, "jamforelse"),
        zipped(_write_tables),
        as_json("jamforelse"),
    ),
)
