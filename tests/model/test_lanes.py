"""What is written in vector instructions gives, to the bit, what the plain loops give."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from exclusim.model import sums
from exclusim.model.kernel import CHUNK, room_for_hits, scan
from exclusim.model.lanes import most_of_products, passed_by, sum_of_products
from exclusim.model.randomness import hash32

HAZARD, STATE, SHAPE, OWN = np.random.default_rng(1).random((4, 200)).astype(np.float32)
RUNS = [(0, 0), (0, 4), (8, 20), (4, 64)]  # events of a status


@njit
def _in_lanes(first, last, hazard, h, later, state, x, shape, d, own, w, below):  # type: ignore[no-untyped-def]
    return (
        sum_of_products(first, last, hazard, h, state, x, shape, d),
        sum_of_products(first, last, hazard, h, state, x, shape, d, own, w),
        most_of_products(first, last, hazard, h, hazard, later, state, x, shape, d),
        passed_by(first, last, below, hazard, h, state, x, shape, d),
    )


@pytest.mark.parametrize(("first", "last"), RUNS)
def test_sums_in_lanes_are_the_plain_ones(first: int, last: int) -> None:
    run, (h, x, d, w) = np.array([first, last], np.uint64), np.array([16, 32, 48, 64], np.uint64)
    for share in (0.0, 0.3, 0.99, 2.0):
        plain = sums.total_of_hazards(HAZARD, STATE, SHAPE, *run, h, x, d)
        threshold = share * plain
        below = np.float32(threshold * sums.ALMOST)
        found = _in_lanes(*run, HAZARD, h, h + np.uint64(3), STATE, x, SHAPE, d, OWN, w, below)
        assert found[0] == plain
        assert found[1] == sums.total_beside(HAZARD, STATE, SHAPE, OWN, *run, h, x, d, w)
        larger = np.maximum(HAZARD[16 + first : 16 + last], HAZARD[19 + first : 19 + last])
        products = larger * STATE[32 + first : 32 + last] * SHAPE[48 + first : 48 + last]
        assert found[2] == pytest.approx(float(products.sum()), rel=1e-5)
        assert found[3] == sums.pick(HAZARD, STATE, SHAPE, *run, h, x, d, threshold)


@pytest.mark.parametrize("size", [1, 63, 64, 1000, CHUNK])
@pytest.mark.parametrize("likely", [0.0, 0.1, 1.0])
def test_the_scan_finds_everybody_it_should_in_order(size: int, likely: float) -> None:
    random = np.random.default_rng(size)
    person = random.integers(0, 1 << 32, size, dtype=np.uint32)
    bound = np.full(size, likely * (2.0**32 - 1), np.uint32)
    due = random.integers(0, 4, size).astype(np.uint16)
    key1, key2, now = np.uint32(5), np.uint32(7), np.uint16(3)
    hits, flags = room_for_hits(), np.ones((2, CHUNK), np.uint8)
    ending, found = scan(person, bound, due, key1, key2, now, 10, *flags, hits)
    drawn = np.array([hash32(one, key1, key2) for one in person[:1000]])
    ends, met = np.flatnonzero(due == now), np.flatnonzero((due[:1000] != now) & (drawn < bound[:1000]))
    assert np.array_equal(hits[:ending], ends + 10)
    rest = hits[ending:found]
    assert np.array_equal(rest[rest < 1010], met + 10)
    if likely == 1.0:
        assert found == size
