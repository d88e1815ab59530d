"""Flow analysis: from an outcome backwards in time."""

from __future__ import annotations

from pathlib import Path

from exclusim.app.web.studies.kind import Kind, Progress, as_json, as_page, zipped
from exclusim.app.web.studies.order import Order
from exclusim.results.flow.document import FlowDocument

__all__ = ["KIND"]


def _perform(order: Order, _folder: Path, progress: Progress) -> FlowDocument:
    from exclusim.results.flow import FlowOptions, flow_of_case

    (case,) = order.parsed()
    return flow_of_case(case, FlowOptions(**order.options), progress)


def _page(document: FlowDocument) -> str:
    from exclusim.results.flow.report import render_page

    return render_page(document)


def _write_tables(document: FlowDocument, _folder: Path, target: Path) -> None:
    from exclusim.results.flow.tables import write_csv

    write_csv(document, target)


KIND = Kind(
    "flow",
    "Flödesanalys",
    "Vilka vägar ledde hit, och var hade någon kunnat göra något?",
    _perform,
    FlowDocument.model_validate_json,
    _page,
    (as_page(_page, "flode"), zipped(_write_tables), as_json("flode")),
)
