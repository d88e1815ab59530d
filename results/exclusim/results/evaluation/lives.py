"""What an evaluation reads in histories: a status in a month, months within a window."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import Spells

__all__ = ["months_in", "record_at", "since_change", "status_at"]


def _rows_at(spells: Spells, month: int) -> NDArray[np.intp]:
    return np.flatnonzero((spells.month <= month) & (spells.until() > month))


def status_at(spells: Spells, month: int) -> NDArray[np.int64]:
    """Each person's status at the end of ``month``, shape (persons,); everybody has joined by then."""
    rows = _rows_at(spells, month)
    return spells.status[rows].astype(np.int64)


def record_at(spells: Spells, month: int) -> NDArray[np.int64]:
    """Each person's school record at the end of ``month``, shape (persons,)."""
    return spells.record[_rows_at(spells, month)].astype(np.int64)


def months_in(spells: Spells, flags: NDArray[np.bool_], start: int, end: int) -> NDArray[np.float64]:
    """Months from ``start`` to ``end`` (exclusive) in the statuses flagged, shape (persons,)."""
    overlap = np.minimum(spells.until(), end) - np.maximum(spells.month.astype(np.int64), start)
    counted = np.maximum(overlap, 0) * flags[spells.status]
    return np.bincount(spells.person(), counted, spells.first.size - 1)


def since_change(spells: Spells, month: int) -> NDArray[np.int64]:
    """Months since each person's last change of any kind, at the end of ``month``, shape (persons,)."""
    return month - spells.month[_rows_at(spells, month)].astype(np.int64)
