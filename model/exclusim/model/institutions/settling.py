"""A month of casework ends: everybody's situation is set, and the cases that changed are logged."""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.ahead import ask_for, coming
from exclusim.model.columns import LOOK_AGAIN
from exclusim.model.institutions.agencies import ASSOCIATION
from exclusim.model.institutions.columns import NO_MONTH
from exclusim.model.institutions.rules import FEWER_CASES, FULL_GAP, PASSIVE, TO_MUNICIPALITY, TO_STATE, UNSUPPORTED
from exclusim.model.institutions.steps import (
    ALL,
    HELPED,
    M_COMPOSITE,
    M_FOLLOWED,
    M_JOINT,
    M_PASSIVE,
    M_RELEASED,
    M_STARTING,
    M_TO_MUNICIPALITY,
    M_TO_STATE,
    MEASURE,
    NONE,
    WRONG_DOOR,
    borrowing,
    count,
    lacking,
    project,
    uniform_of,
)

__all__ = ["settle"]


@borrowing
def settle(month, people, rules, offices, cases, keys, desk, log):  # type: ignore[no-untyped-def]
    """Set the situation of everybody concerned, log the cases that changed this month, and let those rest for whom
    nothing can change by itself."""
    statuses, agencies, numbers = rules.status, rules.agency, rules.numbers[0]
    concerned, used, noted = desk.concerned, desk.used, desk.noted
    learning = project(numbers, month)[1]
    for k in range(used[3]):
        i = np.uint64(concerned[k])
        ask_for(cases, coming(concerned, k, used[3]))
        ask_for(people.bound, coming(concerned, k, used[3]))
        case, status = cases[i], people.status[i]
        code = 0
        case.marks &= ALL - M_PASSIVE
        if case.state == HELPED:
            passive = statuses[status].passive
            if passive > 0.0 and uniform_of(people.person[i], keys, MEASURE, people.since[i], 0) < passive:
                case.marks |= M_PASSIVE
                code |= PASSIVE
            if case.marks & M_FOLLOWED:
                met = 1.0
            else:
                covered = lacking(case.needs, case.unseen)
                if not case.marks & M_JOINT:
                    covered &= agencies[case.agency].mandate
                met = count(covered) / max(count(case.needs), 1)
            if case.marks & M_STARTING:
                if learning:
                    met *= numbers.starting_quality
                else:
                    case.marks &= ALL - M_STARTING
            code |= int(FULL_GAP * (1.0 - met) + 0.5)
            if numbers.caseload != 1.0:
                code |= FEWER_CASES
        elif case.state != NONE:
            code |= FULL_GAP
            if case.marks & M_RELEASED:
                code |= UNSUPPORTED
        if case.marks & M_TO_MUNICIPALITY:
            code |= TO_MUNICIPALITY
        if case.marks & M_TO_STATE:
            code |= TO_STATE
        offices.situations[status, code] += 1
        if people.situation[i] != code:
            people.situation[i] = code
            if people.reached[i] == 0:  # the bound covers the baseline, hence this much of it covers the new situation
                people.bound[i] = np.uint32(min(people.bound[i] * rules.raises[code], 1.0 * LOOK_AGAIN))
            else:
                people.due[i], people.bound[i] = month, LOOK_AGAIN
        if case.state == HELPED and _may_rest(case, agencies, people.age0[i] + month // 12):
            until = (month // 12 + 1) * 12  # age and budgets change in January
            if case.marks & M_COMPOSITE and case.since + agencies[case.agency].time_limit < until:
                until = max(np.int64(np.ceil(case.since + agencies[case.agency].time_limit)), month + 1)
            desk.wake[i] = until
            desk.helped[case.agency] += 1
            offices.situations[status, code] += offices.helped.shape[0] - month - 1  # until the end, if nothing happens
        if log.row.size > 0:
            _note(month, i, case, log, noted)


@njit(inline="always")
def _may_rest(case, agencies, age):  # type: ignore[no-untyped-def]
    """Whether help goes on unchanged until status, needs, age or a time limit says otherwise."""
    joined = case.linked == 0 or case.marks & M_COMPOSITE == 0 or case.marks & M_JOINT != 0
    settled = case.agency != ASSOCIATION and case.answer != WRONG_DOOR and case.marks & M_STARTING == 0
    agency = agencies[case.agency]
    right = agency.mandate & case.needs != 0 and age <= agency.until_age
    return joined and settled and right and case.released == NO_MONTH


@borrowing
def _note(month, i, case, log, noted):  # type: ignore[no-untyped-def]
    """One row of the case log, unless nothing has changed."""
    last = noted[i]
    if last >= 0 and (
        log.state[last] == case.state
        and log.agency[last] == case.agency
        and log.answer[last] == case.answer
        and log.by[last] == case.by
        and log.needs[last] == case.needs
        and log.unseen[last] == case.unseen
        and log.marks[last] == case.marks
    ):
        return
    row = log.used[0]
    log.row[row], log.month[row], log.state[row], log.agency[row] = i, month, case.state, case.agency
    log.answer[row], log.by[row], log.needs[row] = case.answer, case.by, case.needs
    log.unseen[row], log.marks[row] = case.unseen, case.marks
    log.used[0] = row + 1
    noted[i] = row
