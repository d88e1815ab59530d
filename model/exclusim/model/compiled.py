"""The tables that every solver reads, made from a declared world and one draw by :mod:`exclusim.model.compiling`.

A monthly hazard is a product of five numbers, each looked up: base × cell-and-age × state × duration shape × modifier.
Nothing here knows a single state by name, so a new status, effect or family needs no change in any solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exclusim.model.vocabulary import ATTEMPTS, RECORDS

__all__ = [
    "EVENT",
    "LOOKAHEAD",
    "MOST_CHOICES",
    "NEVER",
    "NONE",
    "OCCASION",
    "OUTCOME",
    "SLOTS",
    "Modifier",
    "Tables",
    "state_index",
]

SLOTS = 37  # completed months in the status that hazards can tell apart: 0 … 36 and more
LOOKAHEAD = 72  # months for which a bound on a person's hazard is valid, unless a third age band begins before
NEVER = -1


@dataclass(frozen=True, slots=True)
class Modifier:
    """What one intervention does to one family of hazards or odds, for the people it reaches.

    Args:
        on: a family, ``entry_to_exclusion`` or ``exit_from_exclusion``.
        log_ratio: log change by month of the run, shape (months,).
        bit: number of the intervention (0, 1, …).
    """

    on: str
    log_ratio: NDArray[np.float64]
    bit: int


NONE = 255  # "no status", "no record": keeps indices unsigned, which the compiler turns into plain loads
EVENT = np.dtype(
    [
        ("base", np.float64),  # monthly hazard before covariates
        ("family", np.uint16),
        ("group", np.uint16),
        ("shape", np.uint16),
        ("target", np.uint8),  # status, or NONE where only a burden changes
        ("bit", np.uint8),  # burden that changes
        ("onset", np.uint8),
        ("requires", np.uint8),
        ("record", np.uint8),
        ("failed", np.uint8),
    ],
    align=True,
)
OCCASION = np.dtype(
    [
        ("first", np.uint16),  # its outcomes
        ("last", np.uint16),
        ("month", np.int16),  # calendar month, or NEVER for any
        ("youngest", np.int16),
        ("oldest", np.int16),
        ("min_months", np.int16),
        ("at_months", np.int16),  # NEVER for calendar occasions
        ("records", np.uint8),  # bit mask
    ],
    align=True,
)
OUTCOME = np.dtype(
    [
        ("weight", np.float64),
        ("family", np.uint16),
        ("group", np.uint16),
        ("target", np.uint8),  # NONE to stay
        ("record", np.uint8),
        ("failed", np.uint8),
    ],
    align=True,
)
MOST_CHOICES = 64  # alternatives that one person can have in one month


class Tables(NamedTuple):
    """One compiled world. Shapes: S statuses, F families, M modified groups, T months, C cells, A age bands.

    Family F, the last, is the neutral one: all its factors are 1.
    """

    events: NDArray[np.void]  # EVENT records; those of status s at event_ptr[s]:event_ptr[s + 1]
    event_ptr: NDArray[np.uint32]
    occasions: NDArray[np.void]  # OCCASION records; those of status s at occasion_ptr[s]:occasion_ptr[s + 1]
    occasion_ptr: NDArray[np.uint32]
    outcomes: NDArray[np.void]  # OUTCOME records
    # Factors, families last: all that one person needs in a month lies together
    cell_age: NDArray[np.float64]  # (C, A, F + 1)
    state: NDArray[np.float64]  # (burdens × records × attempts, F + 1)
    shape: NDArray[np.float64]  # (shapes, SLOTS)
    shape_max: NDArray[np.float64]  # the same, largest over the coming LOOKAHEAD months
    modifier: NDArray[np.float64]  # (2 ** interventions, T, M)
    modifier_max: NDArray[np.float64]
    situation: NDArray[np.float64]  # (situations, M); row 0 is all ones
    band_of_age: NDArray[np.uint16]  # age 0 … 199 → band
    absorbing: NDArray[np.uint8]
    agency: NDArray[np.uint8]


def state_index(burdens: int, record: int, attempts: int) -> int:
    """Position in ``Tables.state`` of a burden mask, record and attempt count."""
    return (burdens * len(RECORDS) + record) * ATTEMPTS + attempts
