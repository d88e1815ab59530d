"""How the people of one simulated run stand in the months that were observed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import Run
from exclusim.model.vocabulary import Status
from exclusim.results.followup.observed import Observation

__all__ = ["Standing", "standing"]

_NO_SUPPORT = ("none", "wage", "study_aid", "parental_benefit")


@dataclass(frozen=True)
class Standing:
    """Simulated people behind each observed outcome of one scope, by row.

    Args:
        lines: of the observations, in the order of the rows.
        hits: people to whom it applies, shape (rows,).
        people: people still there, shape (rows,).
        both: people to whom two rows apply, shape (rows, rows); ``pairs``: people there in both months.
    """

    lines: tuple[int, ...]
    hits: NDArray[np.float64]
    people: NDArray[np.float64]
    both: NDArray[np.float64]
    pairs: NDArray[np.float64]


def standing(
    run: Run, statuses: tuple[Status, ...], rows: Sequence[Observation], first: int, members: NDArray[np.bool_] | None
) -> Standing:
    """Count people at the end of each row's month.

    Args:
        run: one cohort's, with histories.
        statuses: of its world.
        rows: outcomes of one scope.
        first: first month of the scenario.
        members: people who belong, shape (persons,); None for everybody.
    """
    there = np.zeros((len(rows), run.people.reached.size), np.float64)
    holds = np.zeros_like(there)
    present = np.array([not s.absorbing for s in statuses])
    for index, row in enumerate(rows):
        status = _status(run, first + row.month - 1)
        inside = present[status] if members is None else present[status] & members
        there[index] = inside
        holds[index] = inside & _belongs(statuses, row.indicator.partition(".")[2])[status]
    lines = tuple(row.line for row in rows)
    return Standing(lines, holds.sum(axis=1), there.sum(axis=1), holds @ holds.T, there @ there.T)


def _status(run: Run, month: int) -> NDArray[np.intp]:
    """Status of each person in one month, shape (persons,)."""
    spells = run.spells
    assert spells is not None  # every run of a replicate keeps them
    now = (spells.month <= month) & (spells.until() > month)
    status = np.zeros(spells.first.size - 1, np.intp)
    status[spells.person()[now]] = spells.status[now]
    return status


def _belongs(statuses: tuple[Status, ...], state: str) -> NDArray[np.bool_]:
    match state:
        case "work":
            return np.array([s.works for s in statuses])
        case "studies":
            return np.array([s.studies for s in statuses])
        case "excluded":
            return np.array([s.excluded for s in statuses])
    return np.array([s.support not in _NO_SUPPORT for s in statuses])
