"""The study of system faults: what each costs, and who pays."""

from __future__ import annotations

from pathlib import Path

from exclusim.app.web.studies.kind import Kind, Progress, as_json, as_page, zipped
from exclusim.app.web.studies.order import Order
from exclusim.results.faults.document import FaultDocument

__all__ = ["KIND"]


def _perform(order: Order, folder: Path, progress: Progress) -> FaultDocument:
    from exclusim.results.faults import FaultOptions, fault_study

    (case,) = order.parsed()
    options = order.options | {"faults": tuple(order.options.get("faults", ()))}
    return fault_study(case, FaultOptions(**options), progress, folder / "checkpoint")


def _page(document: FaultDocument) -> str:
    from exclusim.results.faults.page import render_faults

    return render_faults(document)


def _write_tables(document: FaultDocument, _folder: Path, target: Path) -> None:
    from exclusim.results.faults.tables import write_tables

    write_tables(document, target)


KIND = Kind(
    "faults",
    "Systemfel",
    "Vad kostar det att människor hamnar mellan stolarna, och vem betalar?",
    _perform,
    FaultDocument.model_validate_json,
    _page,
    (as_page(_page, "systemfel"), zipped(_write_tables), as_json("systemfel")),
)
