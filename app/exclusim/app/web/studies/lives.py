"""Typical lives: who is where when, types of lives, moves between agencies."""

from __future__ import annotations

from pathlib import Path

from exclusim.app.web.studies.kind import Kind, Progress, as_json, as_page, zipped
from exclusim.app.web.studies.order import Order
from exclusim.results.trajectories.document import TrajectoriesDocument

__all__ = ["KIND"]


def _perform(order: Order, _folder: Path, progress: Progress) -> TrajectoriesDocument:
    from exclusim.results.trajectories import TrajectoryOptions, build

    (case,) = order.parsed()
    return build.trajectories(case, TrajectoryOptions(**order.options), progress)


def _page(document: TrajectoriesDocument) -> str:
    from exclusim.results.trajectories import render_trajectories

    return render_trajectories(document)


def _write_tables(document: TrajectoriesDocument, _folder: Path, target: Path) -> None:
    from exclusim.results.trajectories.tables import write_tables

    write_tables(document, target)


KIND = Kind(
    "lives",
    "Livsbanor",
    "Hur ser liven ut, månad för månad?",
    _perform,
    TrajectoriesDocument.model_validate_json,
    _page,
    (as_page(_page, "livsbanor"), zipped(_write_tables), as_json("livsbanor")),
)
