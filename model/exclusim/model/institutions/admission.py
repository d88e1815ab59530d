"""Queues: agencies take in candidates while there is room and money.

A queue is nothing but the people waiting, sorted by rule and time, so nobody can be lost in it or stand in it twice.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.institutions.agencies import ASSOCIATION, NOBODY
from exclusim.model.institutions.steps import (
    ACCEPTED,
    ALONE,
    HELPED,
    M_COMPOSITE,
    M_JOINT,
    M_STARTING,
    NO_CAPACITY,
    NO_MONEY,
    PUSHED,
    WRONG_DOOR,
    borrowing,
    project,
    stands,
    wants,
)

__all__ = ["admit", "admit_association", "segments"]

_DIGIT = 8  # bits
_FEW = 256  # are sorted faster by comparing them


@njit(nogil=True)
def _in_order(places, number):  # type: ignore[no-untyped-def]
    """Sort the first ``number`` places upwards, digit by digit from the last one; the end of ``places`` is scratch."""
    if number < _FEW or 2 * number > places.size:
        places[:number].sort()
        return
    here, there = places[:number], places[places.size - number :]
    differing = np.int64(0)
    for c in range(number):
        differing |= here[c] ^ here[0]
    begins = np.empty(1 << _DIGIT, np.int64)
    for low in range(0, 64, _DIGIT):
        if differing >> low & ((1 << _DIGIT) - 1) == 0:
            continue
        begins[:] = 0
        for c in range(number):
            begins[here[c] >> low & ((1 << _DIGIT) - 1)] += 1
        begin = 0
        for digit in range(begins.size):
            begin, begins[digit] = begin + begins[digit], begin
        for c in range(number):
            digit = here[c] >> low & ((1 << _DIGIT) - 1)
            there[begins[digit]] = here[c]
            begins[digit] += 1
        here, there = there, here
    places[:number] = here


@njit(nogil=True)
def segments(wanted, number, first):  # type: ignore[no-untyped-def]
    """Sort the candidates and mark where each agency's begin: those of agency a at first[a]:first[a + 1]."""
    _in_order(wanted, number)
    c = 0
    for agency in range(first.size):
        while c < number and wanted[c] >> 56 < agency:
            c += 1
        first[agency] = c


@njit(inline="always")
def _is_spent(month, agency, numbers, offices):  # type: ignore[no-untyped-def]
    """Whether the year's money for new composite cases is used up: the agency's own, or all of a joint budget."""
    if numbers.joint_budget > 0.0:
        return offices.admitted.sum() >= offices.budget[month // 12].sum()
    return offices.admitted[agency] >= offices.budget[month // 12, agency]


@borrowing
def admit(month, agency, candidates, first, last, rules, offices, cases):  # type: ignore[no-untyped-def]
    """One agency takes in candidates ``first`` … ``last`` − 1, in their order, while it has room and money."""
    numbers = rules.numbers[0]
    taken = 0
    room = offices.capacity[month, agency] - offices.helped[month, agency]
    for c in range(first, last):
        case = cases[np.int64(candidates[c] & 0xFFFFFFFF)]
        composite = case.marks & M_COMPOSITE != 0
        offices.arrived[month, agency] += case.since == month
        if composite and case.answer != WRONG_DOOR and _is_spent(month, agency, numbers, offices):
            stands(case, ALONE, NOBODY, NO_MONEY, agency, month)
        elif taken + 1 > room:
            if case.answer == ACCEPTED:
                case.answer, case.by = NO_CAPACITY, agency
            offices.waiting[month, agency] += 1
        else:
            taken += 1
            if composite:
                offices.admitted[agency] += 1
                offices.composite[month, agency] += 1
            if case.answer == NO_CAPACITY:
                case.answer, case.by = ACCEPTED, agency
            case.state, case.since = HELPED, month
    offices.taken[month, agency] += taken
    offices.helped[month, agency] += taken


@njit(nogil=True)
def admit_association(month, rules, offices, cases, wanted, used):  # type: ignore[no-untyped-def]
    """The association takes in whom it can; the others get their own agency's part, or stand in its queue."""
    agencies, numbers = rules.agency, rules.numbers[0]
    asked = wanted[wanted.size - used[2] :]  # sorted upwards, so that its places fall free from below
    asked.sort()
    starting = project(numbers, month)[1]
    room = offices.capacity[month, ASSOCIATION] - offices.helped[month, ASSOCIATION]
    taken = 0
    for c in range(used[2]):
        i = np.int64(asked[c] & 0xFFFFFFFF)
        case = cases[i]
        offices.arrived[month, ASSOCIATION] += 1
        full = taken + 1 > room
        if not full and not _is_spent(month, ASSOCIATION, numbers, offices):
            taken += 1
            offices.admitted[ASSOCIATION] += 1
            offices.composite[month, ASSOCIATION] += 1
            if case.state == HELPED:
                offices.helped[month, case.agency] -= 1
            case.marks |= M_JOINT | M_STARTING if starting else M_JOINT
            stands(case, HELPED, ASSOCIATION, ACCEPTED, ASSOCIATION, month)
        elif case.state == HELPED:
            if case.answer != PUSHED:
                case.answer, case.by = NO_CAPACITY if full else NO_MONEY, ASSOCIATION
        else:
            refusal = NO_CAPACITY if full else NO_MONEY
            wants(agencies, case, case.by, refusal, ASSOCIATION, month, i, wanted, used)
    offices.taken[month, ASSOCIATION] += taken
    offices.helped[month, ASSOCIATION] += taken
