"""What a municipality knows of a person at enrolment: columns for matching and adjustment.

Health, misuse, crime and the latent frailty are not among them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import Run, Spells
from exclusim.model.vocabulary import RECORDS, TRAITS, Status, cell_levels
from exclusim.results.evaluation.lives import months_in, record_at, since_change, status_at

__all__ = ["known_columns", "robustness"]

_SEEN = ("sex", "origin", "parental_education")
_BACK = 24  # months of its own records that a municipality looks back on


def known_columns(
    run: Run, spells: Spells, statuses: tuple[Status, ...], people: NDArray[np.bool_], month: int
) -> NDArray[np.float64]:
    """Background, age, status, school record and the last two years of ``people``, shape (people, columns).

    Columns in which nobody differs are left out.
    """
    levels = np.array(cell_levels())[run.people.cell[people]]
    found: list[NDArray[np.float64]] = []
    for place, trait in enumerate(TRAITS):
        if trait.name in _SEEN:
            found += [(levels[:, place] == level).astype(np.float64) for level in trait.levels[1:]]
    found.append(run.people.age0[people].astype(np.float64))
    now = status_at(spells, month)[people]
    for name in dict.fromkeys(status.activity for status in statuses):
        found.append(np.array([status.activity == name for status in statuses])[now].astype(np.float64))
    found.append(np.array([status.support == "social_assistance" for status in statuses])[now].astype(np.float64))
    record = record_at(spells, month)[people]
    found += [(record == level).astype(np.float64) for level in range(1, len(RECORDS))]
    found.append(np.log1p(since_change(spells, month)[people]))
    first = max(month + 1 - _BACK, 0)
    for flags in ([s.excluded for s in statuses], [s.works for s in statuses]):
        found.append(months_in(spells, np.array(flags), first, month + 1)[people])
    columns = np.column_stack(found)
    return columns[:, np.ptp(columns, axis=0) > 0] if len(columns) else columns


def robustness(run: Run, people: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The opposite of latent frailty, 1 (low) to −1 (high), shape (people,)."""
    frailty = np.array(cell_levels())[run.people.cell[people], -1]
    return np.array([{"low": 1.0, "middle": 0.0, "high": -1.0}[level] for level in frailty])
