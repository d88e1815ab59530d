"""A month of casework begins on a clear desk, and January with new budgets and a year's experience."""

from __future__ import annotations

from numba import njit

__all__ = ["begin_month"]


@njit(nogil=True)
def begin_month(month, rules, offices, desk):  # type: ignore[no-untyped-def]
    """Clear the desk; people who are helped and not reviewed count as helped; in January, a new year."""
    desk.used[:] = 0
    offices.helped[month] = desk.helped
    if month % 12 == 0:
        _new_year(month, offices, rules.numbers[0])


@njit(nogil=True)
def _new_year(month, offices, numbers):  # type: ignore[no-untyped-def]
    """January: new budgets; a year's experience moves collaboration, and visible failure the rules."""
    offices.admitted[:] = 0
    link, pairs = offices.link, offices.pairs
    for a in range(link.shape[0]):
        for b in range(link.shape[0]):
            met = pairs[0, a, b] + pairs[2, a, b]
            if met > 0:
                joint, pushed = pairs[1, a, b] / met, pairs[2, a, b] / met
                gain = numbers.link_growth * joint * (1.0 - link[a, b])
                loss = (numbers.link_turnover + numbers.link_conflict * pushed) * link[a, b]
                link[a, b] = min(max(link[a, b] + gain - loss, 0.0), 1.0)
    pairs[:] = 0
    offices.links[month // 12] = link
    if month >= 12 and numbers.reform_rate > 0.0:
        helped, waiting = offices.helped[month - 12 : month].sum(), offices.waiting[month - 12 : month].sum()
        if helped + waiting > 0:
            offices.bite[0] *= 1.0 - numbers.reform_rate * waiting / (helped + waiting)
