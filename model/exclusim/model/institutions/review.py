"""A month of casework begins: everybody's status, needs and case are read on the frozen state."""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.institutions.agencies import ASSOCIATION, NOBODY
from exclusim.model.institutions.columns import NEVER, NO_MONTH, UNKNOWN_STATUS
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

__all__ = ["begin_month", "review"]


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


@njit(nogil=True)
def begin_month(month, rules, offices, desk):  # type: ignore[no-untyped-def]
    """Clear the desk; people who are helped and not reviewed count as helped; in January, a new year."""
    desk.used[:] = 0
    offices.helped[month] = desk.helped
    if month % 12 == 0:
        _new_year(month, offices, rules.numbers[0])


@borrowing
def review(month, people, rules, offices, cases, keys, desk):  # type: ignore[no-untyped-def]
    """Read the cases of everybody whom something may concern, at the beginning of a month."""
    turning, wanted, concerned, used, wake = desk.turning, desk.wanted, desk.concerned, desk.used, desk.wake
    statuses, agencies, numbers = rules.status, rules.agency, rules.numbers[0]
    enter, status, stirred, helped = people.enter, people.status, people.stirred, offices.helped
    for n in range(_stirring(stirred, wake, np.uint16(month), concerned)):
        i = np.uint64(concerned[n])
        if enter[i] >= month:
            continue
        case = cases[i]
        s, was = np.int64(status[i]), np.int64(case.status)
        inside = was != UNKNOWN_STATUS and statuses[was].institution > 0
        if case.state == NONE and case.released == NO_MONTH and statuses[s].concern == 0 and not inside:
            case.status, stirred[i], wake[i] = s, 0, NEVER  # a change in a life that no agency follows
            continue
        concerned[used[3]] = i
        used[3] += 1
        if wake[i] != 0:
            if case.state == HELPED:
                helped[month, case.agency] -= 1
                desk.helped[case.agency] -= 1
                desk.situations[case.status, people.situation[i]] -= 1
            wake[i] = 0
        stirred[i] = 0
        person, burdens = people.person[i], people.burdens[i]
        age = people.age0[i] + month // 12
        # What has happened to the person since the last review
        came_outside, new_home = False, False
        known = was != UNKNOWN_STATUS
        if s != was:
            case.status = s
            here = statuses[s]
            came_outside = here.concern == 1 and not (known and statuses[was].concern == 1)
            new_home = here.concern == 1 and not came_outside and here.home != statuses[was].home
            if known and statuses[was].institution > 0 and here.institution == 0 and here.gone == 0:
                case.released = month
                case.by = JUSTICE if statuses[was].institution == 2 else SOCIAL
                case.marks = M_RELEASED
                if uniform_of(person, keys, RELEASE, month, 0) < numbers.followed:
                    case.marks |= M_FOLLOWED
            elif here.institution > 0 or here.gone == 1:
                case.released = NO_MONTH
        if case.released != NO_MONTH and month - case.released >= numbers.follow_months:
            case.released = NO_MONTH
            if case.marks & M_FOLLOWED:  # support ends; the person has to ask
                stands(case, ALONE, NOBODY, UNASKED, NOBODY, month)
            case.marks &= ALL - (M_RELEASED | M_FOLLOWED)
        if statuses[s].concern == 0:
            case.needs, case.unseen = 0, 0
            if case.released == NO_MONTH:
                wake[i] = NEVER
                case.marks = 0
                stands(case, NONE, NOBODY, 0, NOBODY, month)
            elif case.marks & M_FOLLOWED:
                stands(case, HELPED, SOCIAL, ACCEPTED, SOCIAL, month)
                helped[month, SOCIAL] += 1
            else:
                stands(case, ALONE, NOBODY, LEFT_ALONE, case.by, month)
            continue
        needs = _needs(rules, s, burdens, people.record[i], age, people.cell[i])
        more_needs = lacking(needs, case.needs) != 0
        case.needs = needs
        case.unseen &= needs
        if came_outside:
            case.outside = month
            case.visited, case.linked = 0, 0
            if case.released == NO_MONTH:
                case.marks = 0
            if known and statuses[was].studies == 1:
                stands(case, ALONE, NOBODY, LEFT_SCHOOL, SCHOOL, month)
            else:  # whoever let go last, if it was care or prison
                stands(case, ALONE, NOBODY, UNASKED, NOBODY if case.released == NO_MONTH else case.by, month)
        if case.marks & M_FOLLOWED:
            case.marks |= M_JOINT
            stands(case, HELPED, SOCIAL, ACCEPTED, SOCIAL, month)
            helped[month, SOCIAL] += 1
            continue
        # What becomes of the case this month?
        turns, target, sender = False, NOBODY, NOBODY
        if case.state == ALONE:
            u = uniform_of(person, keys, CONTACT, month, 0)
            if case.answer == UNASKED or case.answer == LEFT_SCHOOL:
                chance = numbers.contact_left_school if case.answer == LEFT_SCHOOL else numbers.contact_unasked
                turns = statuses[s].home != NOBODY or u < chance
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
            if agencies[case.agency].mandate & needs == 0:
                turns = True  # it was sent for a need that is no longer there
            elif uniform_of(person, keys, HANDOVER, month, 1) < 1.0 / (1.0 + numbers.handover_months):
                if case.marks & PUSHES:
                    arrives(agencies, case, case.agency, case.by, month, i, wanted, used)
                else:
                    turns, target = True, case.agency  # the receiver makes its own assessment
        elif case.state == WAITING:
            astray = agencies[case.agency].mandate & needs == 0 and case.answer != WRONG_DOOR
            turns = new_home or astray or (more_needs and case.marks & M_JOINT == 0 and count(needs) >= 2)
            if not turns:
                wanted[used[1]] = candidate(agencies, case.agency, case, case.since, i)
                used[1] += 1
        else:
            turns, target, sender = _help_goes_on(
                agencies, statuses, numbers, case, person, keys, age, month, more_needs, new_home, i, wanted, used
            )
        if turns:
            case.target, case.sender = target, sender
            turning[used[0]] = i
            used[0] += 1
        elif case.state == HELPED:
            helped[month, case.agency] += 1


@njit(inline="always")
def _help_goes_on(  # type: ignore[no-untyped-def]
    agencies, statuses, numbers, case, person, keys, age, month, more_needs, new_home, i, wanted, used
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
        target = best_agency(agencies, statuses[case.status], lacking(case.needs, case.unseen), age, 0)
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
