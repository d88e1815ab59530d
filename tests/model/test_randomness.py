"""The hashed numbers are uniform, and independent over persons, months, purposes and seeds.

Seeds are fixed. A perfect generator fails a test with a chance of at most 1e-6 over all its comparisons.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chi2, norm
from tests.model.reference import plain_hash
from tests.model.worlds import STEADY

from exclusim.model.randomness import Purpose, hash32, month_keys, uniform

N = 200_000
PEOPLE = np.arange(N, dtype=np.uint32)
ERROR = 1e-6
WORD = st.integers(0, 2**32 - 1)
# Keys whose numbers should have nothing to do with one another: neighbours in month, purpose and seed.
KEYS = [
    (7, Purpose.LIFE, 0),
    (7, Purpose.LIFE, 1),
    (7, Purpose.LIFE, 12),
    (7, Purpose.TRAITS, 0),
    (7, Purpose.TREATMENT, 0),
    (8, Purpose.LIFE, 0),
]
COLUMNS = [uniform(PEOPLE, seed, purpose, month) for seed, purpose, month in KEYS]


def _chi_square_p(counts: NDArray[np.int64]) -> float:
    expected = counts.sum() / counts.size
    return float(chi2.sf(((counts - expected) ** 2 / expected).sum(), counts.size - 1))


@STEADY
@given(WORD, WORD, WORD)
def test_the_hash_is_the_one_written_in_whole_numbers(person: int, key1: int, key2: int) -> None:
    assert hash32(np.uint32(person), np.uint32(key1), np.uint32(key2)) == plain_hash(person, key1, key2)


def test_a_number_depends_on_its_key_alone_not_on_who_else_asks() -> None:
    np.testing.assert_array_equal(uniform(PEOPLE[500:600], *KEYS[1]), COLUMNS[1][500:600])
    np.testing.assert_array_equal(month_keys(3, Purpose.LIFE, 9), month_keys(3, Purpose.LIFE, 20)[:9])


@pytest.mark.parametrize("stride", [1, 2, 1 << 8, 1 << 14])
def test_numbers_are_uniform_over_people_numbered_in_any_stride(stride: int) -> None:
    people = (np.arange(N, dtype=np.uint64) * stride).astype(np.uint32)
    for key in KEYS:
        counts = np.histogram(uniform(people, *key), bins=1024, range=(0, 1))[0]
        assert _chi_square_p(counts) > ERROR / (4 * len(KEYS))


def test_one_persons_numbers_are_uniform_over_months() -> None:
    keys = month_keys(5, Purpose.LIFE, 20_000)
    people = (0, 1, 77, 123_456)
    for person in people:
        numbers = [plain_hash(person, int(a), int(b)) >> 24 for a, b in keys]
        assert _chi_square_p(np.bincount(numbers, minlength=256)) > ERROR / len(people)


def test_the_smallest_numbers_that_decide_rare_events_are_as_common_as_they_should_be() -> None:
    months, below = 300, 2.0**-12
    hits = sum(int((uniform(PEOPLE, 1, Purpose.LIFE, month) < below).sum()) for month in range(0, months, 10))
    n = N * len(range(0, months, 10))
    z = (hits - n * below) / np.sqrt(n * below * (1 - below))
    assert 2 * norm.sf(abs(z)) > ERROR


def test_months_purposes_and_seeds_are_pairwise_independent() -> None:
    pairs = list(combinations(COLUMNS, 2))
    for a, b in pairs:
        table = np.histogram2d(a, b, bins=32, range=((0, 1), (0, 1)))[0].astype(np.int64)
        assert _chi_square_p(table.ravel()) > ERROR / len(pairs)


def test_neighbouring_people_have_nothing_in_common() -> None:
    lags = (1, 2, 3, 16, 480)
    for column in COLUMNS:
        for lag in lags:
            table = np.histogram2d(column[:-lag], column[lag:], bins=16, range=((0, 1), (0, 1)))[0].astype(np.int64)
            # Overlapping pairs have the chi-square's mean and, for independent numbers, nearly its spread.
            r = np.corrcoef(column[:-lag], column[lag:])[0, 1] * np.sqrt(N - lag)
            assert 2 * norm.sf(abs(r)) > ERROR / (2 * len(COLUMNS) * len(lags))
            assert _chi_square_p(table.ravel()) > ERROR / (2 * len(COLUMNS) * len(lags))


def test_no_two_months_share_a_sequence_shifted_along_the_people() -> None:
    first = uniform(PEOPLE, *KEYS[0])
    for column in COLUMNS[1:]:
        assert np.intersect1d(first[:20_000], column[:20_000]).size < 10  # by chance 0.1 meet on average
        spectrum = np.fft.irfft(np.fft.rfft(first - 0.5) * np.conj(np.fft.rfft(column - 0.5)))
        z = np.abs(spectrum).max() / (np.sqrt(N) / 12)
        assert 2 * norm.sf(z) * N > ERROR / len(COLUMNS)
