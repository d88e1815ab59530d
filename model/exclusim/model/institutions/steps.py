"""What compiled casework is made of: codes as plain numbers, random numbers, and the small steps that all share."""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.institutions.agencies import ASSOCIATION, NOBODY, agency_index
from exclusim.model.institutions.vocabulary import Answer, CaseState, Mark, Need
from exclusim.model.randomness import TO_UNIT, Purpose, hash32

CASEWORK_PURPOSES = (
    Purpose.CONTACT,
    Purpose.ASSESSMENT,
    Purpose.ANSWER,
    Purpose.HANDOVER,
    Purpose.LINK,
    Purpose.MEASURE,
    Purpose.RELEASE,
)
"""Purposes of casework; ``keys[p]`` are the month keys of the p-th."""
CONTACT, ASSESSMENT, ANSWER, HANDOVER, LINK, MEASURE, RELEASE = range(len(CASEWORK_PURPOSES))

# Compiled code knows plain numbers only.
NONE, ALONE, WAITING, HELPED, BETWEEN = (int(state) for state in CaseState)
UNASKED, LEFT_SCHOOL, ACCEPTED = int(Answer.UNASKED), int(Answer.LEFT_SCHOOL), int(Answer.ACCEPTED)
NO_CAPACITY, NO_MONEY, NO_DIAGNOSIS = int(Answer.NO_CAPACITY), int(Answer.NO_MONEY), int(Answer.NO_DIAGNOSIS)
TOO_YOUNG, TOO_EARLY, NOT_OURS = int(Answer.TOO_YOUNG), int(Answer.TOO_EARLY), int(Answer.NOT_OURS)
PUSHED, WRONG_DOOR, TIME_LIMIT = int(Answer.PUSHED), int(Answer.WRONG_DOOR), int(Answer.TIME_LIMIT)
PROJECT_ENDED, LOST, LEFT_ALONE = int(Answer.PROJECT_ENDED), int(Answer.LOST), int(Answer.RELEASED)
M_PASSIVE, M_JOINT, M_COMPOSITE = int(Mark.PASSIVE), int(Mark.JOINT), int(Mark.COMPOSITE)
M_TO_MUNICIPALITY, M_TO_STATE = int(Mark.TO_MUNICIPALITY), int(Mark.TO_STATE)
M_RELEASED, M_FOLLOWED, M_STARTING = int(Mark.RELEASED), int(Mark.FOLLOWED), int(Mark.STARTING)
PUSHES = M_TO_MUNICIPALITY | M_TO_STATE
ALL = 255
N_SCHOOL, N_SUPPORT = int(Need.SCHOOL), int(Need.SUPPORT)
HIDDEN = int(Need.HEALTH | Need.HOUSING | Need.SUPPORT)  # needs that an assessment can miss
NEED_BITS = len(Need)
SCHOOL_UNTIL = 25  # age
ELIGIBLE = 1  # record: up to here there is no diploma
SCHOOL, SOCIAL, JUSTICE = (agency_index(name) for name in ("skola", "socialtjanst", "rattsvasende"))
ADULT = 20  # age from which another agency answers for schooling


borrowing = njit(nogil=True, error_model="numpy", _nrt=False)
"""Compiles a function that allocates nothing: it borrows its arrays from the caller, who keeps them alive. Numba would
count a reference, an atomic instruction, wherever an array gets another name; that took a fifth of the time."""


@njit(inline="always")
def uniform_of(person, keys, purpose, month, salt):  # type: ignore[no-untyped-def]
    """A uniform number for one person, purpose and month; ``salt`` tells several in one month apart."""
    key = np.uint32(keys[purpose, month, 0] + np.uint32(salt) * np.uint32(0x9E3779B9))
    return hash32(person, key, keys[purpose, month, 1]) * TO_UNIT


@njit(inline="always")
def count(mask):  # type: ignore[no-untyped-def]
    return (mask & 1) + (mask >> 1 & 1) + (mask >> 2 & 1) + (mask >> 3 & 1) + (mask >> 4 & 1)


@njit(inline="always")
def lacking(mask, other):  # type: ignore[no-untyped-def]
    """What is in the mask and not in the other."""
    return np.int64(mask) & ~np.int64(other)


@njit(inline="always")
def stands(case, state, agency, answer, by, month):  # type: ignore[no-untyped-def]
    """Write where a case stands, and since when."""
    if case.state != state or case.agency != agency:
        case.since = month
    case.state, case.agency, case.answer, case.by = state, agency, answer, by


@njit(inline="always")
def candidate(agencies, agency, case, since, i):  # type: ignore[no-untyped-def]
    """A queue place as one sortable number: agency, rank by its discipline, month of joining, person."""
    rank = np.int64(0)
    if agencies[agency].discipline == 1:
        rank = np.int64(count(lacking(case.needs, case.unseen)))
    elif agencies[agency].discipline == 2:
        rank = np.int64(16 - count(lacking(case.needs, case.unseen)))
    return (np.int64(agency) << 56) | (rank << 48) | (np.int64(since) << 32) | np.int64(i)


@njit(inline="always")
def project(numbers, month):  # type: ignore[no-untyped-def]
    """Whether the association's project is running, and whether it is still learning its method."""
    if numbers.project_pause <= 0.0:
        return True, month < numbers.project_starting
    within = month % (numbers.project_runs + numbers.project_pause)
    return within < numbers.project_runs, within < numbers.project_starting


@njit(inline="always")
def association_says(agencies, numbers, age, months_outside, month):  # type: ignore[no-untyped-def]
    """The association's answer before it looks at its room and money."""
    if not project(numbers, month)[0]:
        return PROJECT_ENDED
    if age < agencies[ASSOCIATION].age_gate:
        return TOO_YOUNG
    if months_outside < agencies[ASSOCIATION].months_gate:
        return TOO_EARLY
    return ACCEPTED


@borrowing
def best_agency(agencies, here, seen, age, visited):  # type: ignore[no-untyped-def]
    """Where somebody turns: the homes of the person's support first, then whoever may act on most of the needs."""
    best, most = NOBODY, 0
    for home in (here.home, here.other_home):
        if home != NOBODY and visited >> home & 1 == 0:
            covered = count(agencies[home].mandate & seen)
            if covered > most:
                best, most = home, covered
    if best != NOBODY:
        return best
    for a in range(agencies.size):
        agency = agencies[a]
        if a != ASSOCIATION and agency.open and visited >> a & 1 == 0 and age <= agency.until_age:
            covered = count(agency.mandate & seen)
            if covered > most:
                best, most = a, covered
    return best


@njit(inline="always")
def wants(agencies, case, agency, answer, by, month, i, wanted, used):  # type: ignore[no-untyped-def]
    """Let in: a candidate of the agency from this month on."""
    stands(case, WAITING, agency, answer, by, month)
    case.since = month
    wanted[used[1]] = candidate(agencies, agency, case, month, i)
    used[1] += 1


@njit(inline="always")
def arrives(agencies, case, receiver, sender, month, i, wanted, used):  # type: ignore[no-untyped-def]
    """A case that was sent on is received: it stands in the receiver's queue."""
    case.visited |= 1 << receiver
    wants(agencies, case, receiver, PUSHED if case.marks & PUSHES else ACCEPTED, sender, month, i, wanted, used)
