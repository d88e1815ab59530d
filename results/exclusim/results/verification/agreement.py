"""Simulated counts against exact expected numbers: how unlikely is the most unlikely of them?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

__all__ = ["ERROR", "ERROR_FROM", "P_VALUE", "unlikeliest"]

ERROR = 1e-4
"""How often a correct model fails such a check."""
ERROR_FROM = "en riktig modell underkänns en gång på 10 000 (Bonferroni)"
P_VALUE = "p"
"""Unit of such a figure."""
_NEVER = 1e-14  # shares below this are rounding of zero


def unlikeliest(counted: Sequence[NDArray[np.int64]], expected: Sequence[NDArray[np.float64]], n: int) -> float:
    """Two-sided binomial probability of the most unlikely count, times the number of counts; at most 1.

    Each of ``n`` people is in a place with the expected share, independently of the others.
    """
    counts = np.concatenate([part.ravel() for part in counted])
    share = np.clip(np.concatenate([part.ravel() for part in expected]) / n, 0.0, 1.0)
    if counts[share < _NEVER].any() or (counts[share >= 1 - _NEVER] < n).any():
        return 0.0  # somebody is where nobody can be
    possible = (share >= _NEVER) & (share < 1 - _NEVER)
    counts, share = counts[possible], share[possible]
    tail = 2 * np.minimum(binom.cdf(counts, n, share), binom.sf(counts - 1, n, share))
    return float(min(tail.min(initial=1.0) * max(tail.size, 1), 1.0))
