"""Shares, survival and re-entry on a handful of lives written by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.calibration.sequences.data import MISSING, Sequences
from exclusim.calibration.sequences.exposure import exposures, previous_classes
from exclusim.calibration.sequences.measures import (
    returns_of,
    spells_of,
    state_shares,
    survival,
    transition_counts,
)


def lives(*rows: str) -> NDArray[np.int8]:
    """Codes from letters: a is 0, b is 1; a dot is missing."""
    return np.array([[MISSING if letter == "." else ord(letter) - ord("a") for letter in row] for row in rows], np.int8)


def test_shares_are_among_those_observed_in_the_month_and_weighted() -> None:
    shares = state_shares(lives("ab", "b."), np.array([1.0, 3.0]), 2)
    assert shares.tolist() == [[0.25, 0.75], [0.0, 1.0]]


def test_a_spell_ends_by_a_move_and_is_censored_by_a_gap_or_the_end() -> None:
    spells = spells_of(lives("aabb.b", ".aaaa."))
    assert spells.person.tolist() == [0, 0, 0, 1]
    assert spells.state.tolist() == [0, 1, 1, 0]
    assert spells.length.tolist() == [2, 2, 1, 4]
    assert spells.ended.tolist() == [True, False, False, False]
    assert spells.truncated.tolist() == [True, False, True, True]


def test_survival_is_the_kaplan_meier_estimate_worked_by_hand() -> None:
    length, ended = np.array([1, 2, 2, 3, 5]), np.array([True, True, False, True, False])
    curve = survival(length, ended, np.ones(5), np.array([0, 1, 2, 3, 4]))
    assert curve == pytest.approx([1, 4 / 5, 4 / 5 * 3 / 4, 4 / 5 * 3 / 4 / 2, 4 / 5 * 3 / 4 / 2])


def test_survival_beyond_the_last_person_at_risk_is_unknown_unless_nobody_survived() -> None:
    at = np.array([3])
    assert np.isnan(survival(np.array([1, 2]), np.array([True, False]), np.ones(2), at)[0])
    assert survival(np.array([1, 2]), np.array([True, True]), np.ones(2), at)[0] == 0


def test_return_counts_months_elsewhere_and_is_censored_where_observation_breaks() -> None:
    codes = lives("abbab", "abb.a")
    after, back = returns_of(codes, spells_of(codes))
    assert list(zip(after.tolist(), back.tolist(), strict=True)) == [(2, True), (1, True), (1, False), (2, False)]


def test_the_month_after_a_gap_is_nobodys_transition() -> None:
    assert transition_counts(lives("a.b", "abb"), np.ones(2), 2).tolist() == [[0, 1], [0, 1]]


def test_duration_counts_completed_months_and_starts_again_after_a_gap() -> None:
    codes = lives("aaabbb.bba")
    group = Sequences(("1",), ("a", "b"), codes, tuple("0123456789"), np.ones(1), np.zeros((1, 0)))
    seen = {}
    for exposure in exposures(group, np.zeros(1, np.int64), previous_classes(codes, 2)):
        for month, duration, history in zip(exposure.month, exposure.duration, exposure.history, strict=True):
            seen[int(month)] = (exposure.state, int(duration), int(history % 3))
    assert seen == {
        1: (0, 1, 0), 2: (0, 2, 0), 3: (0, 3, 0), 4: (1, 1, 1), 5: (1, 2, 1), 8: (1, 1, 0), 9: (1, 2, 0),
    }  # fmt: skip
