"""Histories from a file of individual monthly sequences, of any state alphabet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.data import MISSING, Sequences
from exclusim.model.errors import ExclusimError
from exclusim.results.flow.histories import EventHistories, Support, Track
from exclusim.scenarios.issues import did_you_mean

__all__ = ["imported_histories"]


def imported_histories(sequences: Sequences, support: Sequence[str] = ()) -> EventHistories:
    """Monthly sequences as histories.

    Args:
        sequences: as ``exclusim fit`` reads them.
        support: states that are help. They leave the path and become help intervals, while the state before goes on:
            *home, out-patient, home* is one spell at home with support in the middle of it. Where nothing is known
            before, the state after is carried back; a stretch of nothing but support has no place in a path. With
            none named, support is not recorded.

    Raises:
        ExclusimError: a support state is not in the file, or none is left beside them.
    """
    for name in support:
        if name not in sequences.states:
            known = ", ".join(sequences.states)
            raise ExclusimError(
                f"--support: there is no state {name!r}{did_you_mean(name, sequences.states)}",
                hint=f"the states are {known}",
            )
    helping = np.array([name in support for name in sequences.states])
    if helping.all():
        raise ExclusimError("--support: expected at least one state that is no support")
    codes = sequences.codes.astype(np.int64)
    is_help = (codes != MISSING) & helping[codes]
    path = _track(sequences.states, _carried(codes, is_help))
    helped = _track(sequences.states, np.where(is_help, codes, MISSING))
    intervals = Support.of(
        helped.person, helped.start, helped.end, kind=[sequences.states[code] for code in helped.code]
    )
    return EventHistories(
        persons=sequences.persons,
        months=sequences.months,
        path=path,
        tracks={"state": path},
        weights=sequences.weights,
        support=intervals if support else None,
        labels=sequences.labels,
    )


def _carried(codes: NDArray[np.int64], is_help: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Codes with the months of support filled from the state before, else from the one after, shape (n, T)."""
    filled = np.where(is_help, MISSING, codes)
    for month in range(1, codes.shape[1]):
        open_ = is_help[:, month] & (filled[:, month] == MISSING)
        filled[open_, month] = filled[open_, month - 1]
    for month in range(codes.shape[1] - 2, -1, -1):
        open_ = is_help[:, month] & (filled[:, month] == MISSING)
        filled[open_, month] = filled[open_, month + 1]
    return filled


def _track(names: Sequence[str], codes: NDArray[np.int64]) -> Track:
    """Spells of a matrix of monthly codes, shape (n, T); missing months separate them."""
    persons = codes.shape[0]
    edged = np.full((persons, codes.shape[1] + 2), MISSING, np.int64)
    edged[:, 1:-1] = codes
    changes = edged[:, 1:] != edged[:, :-1]
    person, start = np.nonzero(changes & (edged[:, 1:] != MISSING))
    _, end = np.nonzero(changes & (edged[:, :-1] != MISSING))
    return Track.of(names, person, start, end, codes[person, start])
