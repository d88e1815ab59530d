"""Help and system faults of simulated lives, from the agencies' case files."""

from __future__ import annotations

import numpy as np

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.institutions.vocabulary import CaseState
from exclusim.results.flow.histories import Support, Track

__all__ = ["FAULT", "fault_names", "fault_track", "help_of"]

FAULT = "fault"
"""Kind of an outcome that is a system fault, as in ``fault:between_chairs@25``."""


def fault_names() -> tuple[str, ...]:
    """Names of the faults that an outcome may name."""
    return tuple(fault.name for fault in FAULTS)


def help_of(cases: CaseHistories) -> Support:
    """Intervals in which an agency works with a person; a place in a queue is no help."""
    end = cases.month + cases.lasts()
    rows = np.flatnonzero((cases.state == CaseState.HELPED) & (end > cases.month))
    return Support(
        kinds=tuple((agency.label, agency.name) for agency in AGENCIES),
        person=cases.person()[rows],
        start=cases.month[rows].astype(np.int64),
        end=end[rows],
        code=cases.agency[rows].astype(np.int64),
    )


def fault_track(cases: CaseHistories, name: str) -> Track:
    """Spans in which one fault holds in the case file."""
    (fault,) = (one for one in FAULTS if one.name == name)
    end = cases.month + cases.lasts()
    rows = np.flatnonzero(fault.holds(cases) & (end > cases.month))
    month = cases.month[rows].astype(np.int64)
    return Track.of((name,), cases.person()[rows], month, end[rows], np.zeros(rows.size, np.int64))
