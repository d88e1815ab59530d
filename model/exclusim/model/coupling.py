"""What one random number means: which of several alternatives happens, alone or read against the baseline."""

from __future__ import annotations

from numba import njit

__all__ = ["choose", "read_against"]


@njit(inline="always")
def choose(cumulative, alternatives, threshold):  # type: ignore[no-untyped-def]
    chosen = 0
    while chosen < alternatives - 1 and cumulative[chosen] <= threshold:
        chosen += 1
    return chosen


@njit(nogil=True, error_model="numpy")
def read_against(cumulative, totals, happens, alternatives, u, kept):  # type: ignore[no-untyped-def]
    """What the number ``u`` means in a scenario, read against the baseline; ``alternatives`` stands for "nothing".

    Each alternative keeps as much of its baseline interval as it can (a maximal coupling), so a life changes only
    where the intervention changes a probability: never, to the bit, where it changes none. What one alternative gives
    up goes to those that gain, in order.

    Args:
        cumulative: cumulated weights in the baseline and in the scenario, shape (2, alternatives or more); overwritten.
        totals, happens: their totals, and the probability that anything happens (1 at an occasion), shape (2,).
        kept: what ``u`` means in the baseline.
    """
    for reading in range(2):  # from cumulated weights to probabilities
        scale = happens[reading] / totals[reading] if totals[reading] > 0.0 else 0.0
        below = 0.0
        for k in range(alternatives):
            upto = cumulative[reading, k]
            cumulative[reading, k] = (upto - below) * scale
            below = upto
    before, after = cumulative[0], cumulative[1]
    given, start = 0.0, 0.0  # given: mass given up before the place that u falls on
    for k in range(kept):
        given += max(before[k] - after[k], 0.0)
        start += before[k]
    if kept < alternatives:
        inside = min(max(u - start, 0.0), before[kept])
        if after[kept] >= before[kept] or inside < after[kept]:
            return kept
        given += inside - after[kept]
    else:
        inside = max(u - happens[0], 0.0)
        if inside >= happens[1] - happens[0] and happens[1] < 1.0:
            return alternatives
        given += inside
    for k in range(alternatives):
        given -= max(after[k] - before[k], 0.0)
        if given < 0.0:
            return k
    return alternatives if happens[1] < 1.0 else alternatives - 1
