"""A month of casework begins: everybody's status, needs and case are read on the frozen state."""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.ahead import ask_for, coming
from exclusim.model.institutions.agencies import ASSOCIATION, NOBODY
from exclusim.model.institutions.columns import INSIDE, NEVER, NO_MONTH, UNKNOWN_STATUS
from exclusim.model.institutions.steps import (
    ACCEPTED,
    ALL,
    ALONE,
    BETWEEN,
    CONTACT,
    ELIGIBLE,
    HANDOVER,
    HELPED,
    JUSTICE,
    LEFT_ALONE,
    LEFT_SCHOOL,
    M_COMPOSITE,
    M_FOLLOWED,
    M_JOINT,
    M_RELEASED,
    N_SCHOOL,
    N_SUPPORT,
    NO_MONEY,
    NONE,
    PROJECT_ENDED,
    PUSHED,
    PUSHES,
    RELEASE,
    SCHOOL,
    SCHOOL_UNTIL,
    SOCIAL,
    TIME_LIMIT,
    TOO_EARLY,
    TOO_YOUNG,
    UNASKED,
    WAITING,
    WRONG_DOOR,
    arrives,
    association_says,
    best_agency,
    borrowing,
    candidate,
    count,
    lacking,
    project,
    stands,
    uniform_of,
)

__all__ = ["review"]


@njit(inline="always")
def _needs(rules, status, burdens, record, age, cell):  # type: ignore[no-untyped-def]
    needs = rules.status[status].needs | rules.burden_needs[burdens]
    if record <= ELIGIBLE and (age < SCHOOL_UNTIL or rules.newcomer[cell] == 1):
        needs |= N_SCHOOL
    if rules.disabled[cell] == 1:
        needs |= N_SUPPORT
    return needs


@borrowing
def _stirring(stirred, wake, month, rows):  # type: ignore[no-untyped-def]
    """Rows of the people to be reviewed, without a branch; returns their number."""
    found = 0
    for i in range(stirred.size):
        rows[found] = i
        found += (stirred[i] != 0) | (wake[i] <= month)
    return found


@borrowing
def review(month, people, rules, offices, cases, keys, desk):  # type: ignore[no-untyped-def]
    """Read the cases of everybody whom something may concern, at the beginning of a month."""
    turning, concerned, used, wake, last = desk.turning, desk.concerned, desk.used, desk.wake, desk.known
    statuses, status, stirred, helped = rules.status, people.status, people.stirred, offices.helped
    new_year = month % 12 == 0
    found = _stirring(stirred, wake, np.uint16(month), concerned)
    for n in range(found):
        i = np.uint64(concerned[n])
        ask_for(cases, coming(concerned, n, found))
        here = statuses[status[i]]
        if wake[i] == NEVER and here.concern == 0:  # a change in a life that no agency follows
            last[i], stirred[i], wake[i] = status[i], 0, _asleep(here)
            continue
        concerned[used[3]] = i
        used[3] += 1
        case, age = cases[i], people.age0[i] + month // 12
        news = (stirred[i] != 0) | (wake[i] != 0) | (case.released != NO_MONTH) | new_year
        more_needs, new_home = False, False
        if news:
            goes_on, more_needs, new_home = _news(month, i, age, here, case, people, rules, offices, keys, desk)
            if not goes_on:
                continue
        before = case.state
        turns, target, sender = _what_becomes(
            month, i, age, here, case, people.person[i], more_needs, new_home, rules, keys, desk
        )
        if turns:
            case.target, case.sender = target, sender
            turning[used[0]] = i
            used[0] += 1
        elif case.state == HELPED:
            helped[month, case.agency] += 1
        elif not news and case.state == before and before != WAITING:  # nothing to settle
            offices.situations[status[i], people.situation[i]] += 1
            used[3] -= 1


@njit(inline="always")
def _asleep(here):  # type: ignore[no-untyped-def]
    """When to look again at somebody who has no case."""
    return INSIDE if here.institution > 0 else NEVER


@njit(inline="always")
def _news(month, i, age, here, case, people, rules, offices, keys, desk):  # type: ignore[no-untyped-def]
    """What has happened to the person since the last review. Returns whether the case goes on, whether there are new
    needs, and whether another agency feeds the person from now on."""
    numbers, s, was = rules.numbers[0], people.status[i], desk.known[i]
    known = was != UNKNOWN_STATUS
    if desk.wake[i] != 0:
        if case.state == HELPED:
            offices.helped[month, case.agency] -= 1
            desk.helped[case.agency] -= 1
            # They were counted to the end.
            offices.situations[was, people.situation[i]] -= offices.helped.shape[0] - month
        desk.wake[i] = 0
    people.stirred[i] = 0
    came_outside, new_home = False, False
    if s != was:
        desk.known[i] = s
        there = rules.status[was if known else s]
        came_outside = here.concern == 1 and not (known and there.concern == 1)
        new_home = here.concern == 1 and not came_outside and here.home != there.home
        if known and there.institution > 0 and here.institution == 0 and here.gone == 0:
            case.released = month
            case.by = JUSTICE if there.institution == 2 else SOCIAL
            case.marks = M_RELEASED
            if uniform_of(people.person[i], keys, RELEASE, month, 0) < numbers.followed:
                case.marks |= M_FOLLOWED
        elif here.institution > 0 or here.gone == 1:
            case.released = NO_MONTH
    if case.released != NO_MONTH and month - case.released >= numbers.follow_months:
        case.released = NO_MONTH
        if case.marks & M_FOLLOWED:  # support ends; the person has to ask
            stands(case, ALONE, NOBODY, UNASKED, NOBODY, month)
        case.marks &= ALL - (M_RELEASED | M_FOLLOWED)
    more_needs = False
    if here.concern == 0:
        case.needs, case.unseen = 0, 0
        if case.released == NO_MONTH:
            desk.wake[i] = _asleep(here)
            case.marks = 0
            stands(case, NONE, NOBODY, 0, NOBODY, month)
        elif case.marks & M_FOLLOWED == 0:
            stands(case, ALONE, NOBODY, LEFT_ALONE, case.by, month)
    else:
        needs = _needs(rules, s, people.burdens[i], people.record[i], age, people.cell[i])
        more_needs = lacking(needs, case.needs) != 0
        case.needs = needs
        case.unseen &= needs
        if came_outside:
            case.outside = month
            case.visited, case.linked = 0, 0
            if case.released == NO_MONTH:
                case.marks = 0
            if known and rules.status[was].studies == 1:
                stands(case, ALONE, NOBODY, LEFT_SCHOOL, SCHOOL, month)
            else:  # whoever let go last, if it was care or prison
                stands(case, ALONE, NOBODY, UNASKED, NOBODY if case.released == NO_MONTH else case.by, month)
    followed = case.marks & M_FOLLOWED != 0
    if followed:
        if here.concern == 1:
            case.marks |= M_JOINT
        stands(case, HELPED, SOCIAL, ACCEPTED, SOCIAL, month)
        offices.helped[month, SOCIAL] += 1
    return here.concern == 1 and not followed, more_needs, new_home


@njit(inline="always")
def _what_becomes(month, i, age, here, case, person, more_needs, new_home, rules, keys, desk):  # type: ignore[no-untyped-def]
    """What becomes of the case this month? Does the person turn to an agency, to which, and who sends the case on?"""
    agencies, numbers, wanted, used = rules.agency, rules.numbers[0], desk.wanted, desk.used
    turns, target, sender = False, NOBODY, NOBODY
    if case.state == ALONE:
        u = uniform_of(person, keys, CONTACT, month, 0)
        if case.answer == UNASKED or case.answer == LEFT_SCHOOL:
            chance = numbers.contact_left_school if case.answer == LEFT_SCHOOL else numbers.contact_unasked
            turns = here.home != NOBODY or u < chance
        elif case.answer == TOO_YOUNG:
            turns, target = age >= agencies[case.by].age_gate, case.by
        elif case.answer == TOO_EARLY:
            turns, target = month - case.outside >= agencies[case.by].months_gate, case.by
        elif case.answer == NO_MONEY:
            turns = month % 12 == 0
        else:
            turns = u < numbers.contact_again
        if new_home:
            turns, target = True, NOBODY
        if turns:
            case.marks &= ALL - PUSHES
    elif case.state == BETWEEN:
        if agencies[case.agency].mandate & case.needs == 0:
            turns = True  # it was sent for a need that is no longer there
        elif uniform_of(person, keys, HANDOVER, month, 1) < 1.0 / (1.0 + numbers.handover_months):
            if case.marks & PUSHES:
                arrives(agencies, case, case.agency, case.by, month, i, wanted, used)
            else:
                turns, target = True, case.agency  # the receiver makes its own assessment
    elif case.state == WAITING:
        astray = agencies[case.agency].mandate & case.needs == 0 and case.answer != WRONG_DOOR
        turns = new_home or astray or (more_needs and case.marks & M_JOINT == 0 and count(case.needs) >= 2)
        if not turns:
            wanted[used[1]] = candidate(agencies, case.agency, case, case.since, i)
            used[1] += 1
    else:
        turns, target, sender = _help_goes_on(
            agencies, here, numbers, case, person, keys, age, month, more_needs, new_home, i, wanted, used
        )
    return turns, target, sender


@njit(inline="always")
def _help_goes_on(  # type: ignore[no-untyped-def]
    agencies, here, numbers, case, person, keys, age, month, more_needs, new_home, i, wanted, used
):
    """Somebody is being helped. Does the person turn elsewhere this month, where to, and who sends the case on?"""
    agency = agencies[case.agency]
    composite, joint = case.marks & M_COMPOSITE != 0, case.marks & M_JOINT != 0
    turns, target, sender = False, NOBODY, NOBODY
    many = count(case.needs) >= 2
    if case.agency == ASSOCIATION and not project(numbers, month)[0]:
        stands(case, ALONE, NOBODY, PROJECT_ENDED, ASSOCIATION, month)
    elif composite and month - case.since >= agency.time_limit:
        case.marks &= ALL - (M_JOINT | PUSHES)
        stands(case, ALONE, NOBODY, TIME_LIMIT, case.agency, month)
    elif case.answer == WRONG_DOOR:
        found = uniform_of(person, keys, CONTACT, month, 1) < numbers.wrong_door_found
        turns = found or agency.mandate & case.needs != 0
    elif new_home and case.agency != ASSOCIATION and not joint:
        # Another agency feeds the person from now on, and the case follows.
        target = best_agency(agencies, here, lacking(case.needs, case.unseen), age, 0)
        turns = target != NOBODY and (target != case.agency or (more_needs and many))
        if target != case.agency:
            sender = case.agency
    elif (
        (more_needs and not joint and many) or agency.mandate & case.needs == 0 or age > agency.until_age
    ):  # needs or age have changed: the case is looked at anew
        turns = True
        if agency.mandate & case.needs and age <= agency.until_age:
            target = case.agency
    elif composite and case.linked == 1 and not joint:
        # The association was asked before. Has its answer changed?
        said = association_says(agencies, numbers, age, month - case.outside, month)
        if said == ACCEPTED:
            wanted[wanted.size - 1 - used[2]] = candidate(agencies, ASSOCIATION, case, case.since, i)
            used[2] += 1
        elif case.answer != PUSHED:
            case.answer, case.by = said, ASSOCIATION
    return turns, target, sender
