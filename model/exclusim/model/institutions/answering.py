"""Assessment, referral and answer: what people hear who turn to an agency, and cases that are sent on."""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.ahead import ask_for, coming
from exclusim.model.institutions.agencies import ASSOCIATION, NOBODY
from exclusim.model.institutions.rules import MUNICIPALITY, STATE
from exclusim.model.institutions.steps import (
    ACCEPTED,
    ADULT,
    ALL,
    ALONE,
    ANSWER,
    ASSESSMENT,
    BETWEEN,
    HANDOVER,
    HIDDEN,
    JUSTICE,
    LINK,
    LOST,
    M_COMPOSITE,
    M_JOINT,
    M_STARTING,
    M_TO_MUNICIPALITY,
    M_TO_STATE,
    NEED_BITS,
    NO_DIAGNOSIS,
    NOT_OURS,
    PUSHED,
    PUSHES,
    TOO_EARLY,
    TOO_YOUNG,
    WRONG_DOOR,
    arrives,
    association_says,
    best_agency,
    borrowing,
    candidate,
    count,
    lacking,
    stands,
    uniform_of,
    wants,
)

__all__ = ["answer"]


@borrowing
def _wrong_agency(agencies, needs, age, u):  # type: ignore[no-untyped-def]
    """An agency that may do nothing about the needs, the first from a random place on; NOBODY if there is none."""
    for step in range(agencies.size):
        a = (np.int64(u * agencies.size) + step) % agencies.size
        if agencies[a].mandate & needs == 0 and agencies[a].open and age <= agencies[a].until_age:
            return a
    return NOBODY


@borrowing
def _receiver(agencies, seen, age, sector):  # type: ignore[no-untyped-def]
    """Whom a case is pushed to: the other sector's agency that may act on most of the needs."""
    other = MUNICIPALITY if sector == STATE else STATE
    best, most = NOBODY, 0
    for a in range(agencies.size):
        if agencies[a].sector == other and a != JUSTICE and age <= agencies[a].until_age:
            covered = count(agencies[a].mandate & seen)
            if covered > most:
                best, most = a, covered
    return best


@borrowing
def _weakest_link(partner, mandate, link, pairs, home, seen, age):  # type: ignore[no-untyped-def]
    """Collaboration of the weakest pair among those whom the needs concern; counts the pairs met."""
    weakest = 1.0
    grown = np.int64(age >= ADULT)
    for first in range(NEED_BITS):
        if lacking(seen, mandate) >> first & 1:
            a = partner[first, grown]
            if a != home:
                weakest = min(weakest, link[home, a])
                pairs[0, home, a] += 1
                pairs[0, a, home] += 1
            for second in range(first):
                if lacking(seen, mandate) >> second & 1 and partner[second, grown] != a:
                    weakest = min(weakest, link[a, partner[second, grown]])
    return weakest


@borrowing
def _count_joint(partner, mandate, pairs, home, seen, age):  # type: ignore[no-untyped-def]
    for need in range(NEED_BITS):
        a = partner[need, np.int64(age >= ADULT)]
        if lacking(seen, mandate) >> need & 1 and a != home:
            pairs[1, home, a] += 1
            pairs[1, a, home] += 1


@njit(inline="always")
def _arrives_now(numbers, case, person, keys, receiver, sender, month):  # type: ignore[no-untyped-def]
    """A case is sent on: whether it arrives this month. If not, it is on its way, or lost."""
    if uniform_of(person, keys, HANDOVER, month, 0) < numbers.lost_in_handover:
        stands(case, ALONE, NOBODY, LOST, sender, month)
        return False
    if uniform_of(person, keys, HANDOVER, month, 1) >= 1.0 / (1.0 + numbers.handover_months):
        stands(case, BETWEEN, receiver, PUSHED if case.marks & PUSHES else ACCEPTED, sender, month)
        return False
    return True


@borrowing
def answer(month, people, rules, offices, cases, keys, desk):  # type: ignore[no-untyped-def]
    """Assess everybody who turns to an agency, and give its answer. Arguments as in :func:`review`."""
    statuses, agencies, numbers, partner = rules.status, rules.agency, rules.numbers[0], rules.partner
    link, pairs, bite = offices.link, offices.pairs, offices.bite[0]
    turning, wanted, used = desk.turning, desk.wanted, desk.used
    for k in range(used[0]):
        i = np.uint64(turning[k])
        ask_for(cases, coming(turning, k, used[0]))
        case, person, cell = cases[i], people.person[i], people.cell[i]
        age = people.age0[i] + month // 12
        here, target, sender = statuses[people.status[i]], case.target, case.sender
        if sender != NOBODY:  # another agency feeds the person from now on, and the case follows
            case.marks &= ALL - PUSHES
            if not _arrives_now(numbers, case, person, keys, target, sender, month):
                continue
        # Assessment: needs can be missed, though not the one that brings somebody here.
        unseen = 0
        for bit in range(NEED_BITS):
            if (case.needs & HIDDEN) >> bit & 1 and uniform_of(person, keys, ASSESSMENT, month, bit) < numbers.unseen:
                unseen |= 1 << bit
        case.unseen = 0 if unseen == case.needs else unseen
        seen = lacking(case.needs, case.unseen)
        composite = count(seen) >= 2
        case.marks &= ALL - (M_COMPOSITE | M_JOINT | M_STARTING)
        if composite:
            case.marks |= M_COMPOSITE
        # Referral
        if target != NOBODY and agencies[target].mandate & seen == 0:
            target = NOBODY
        if target == NOBODY:
            target = best_agency(agencies, here, seen, age, case.visited)
            if target == NOBODY:  # everybody has been asked: begin again
                case.visited = 0
                target = best_agency(agencies, here, seen, age, 0)
        if target == NOBODY:
            stands(case, ALONE, NOBODY, NOT_OURS, NOBODY, month)
            continue
        if composite or here.home == NOBODY:
            error = numbers.wrong_door * bite
            u = uniform_of(person, keys, ASSESSMENT, month, NEED_BITS)
            wrong = _wrong_agency(agencies, case.needs, age, u / error) if u < error else NOBODY
            if wrong != NOBODY:
                wants(agencies, case, wrong, WRONG_DOOR, target, month, i, wanted, used)
                continue
        case.visited |= 1 << target
        agency = agencies[target]
        if not composite:
            wants(agencies, case, target, ACCEPTED, target, month, i, wanted, used)
            continue
        # Composite needs. Do those concerned act together?
        weakest = _weakest_link(partner, agency.mandate, link, pairs, target, seen, age)
        if numbers.always_joint > 0.0 or uniform_of(person, keys, LINK, month, 0) < weakest:
            if lacking(seen, agency.mandate) != 0:
                _count_joint(partner, agency.mandate, pairs, target, seen, age)
                case.marks |= M_JOINT
            wants(agencies, case, target, ACCEPTED, target, month, i, wanted, used)
            continue
        # One agency alone: it may push the case on, refuse, or act on its part.
        push = 0.0
        if agency.sector == STATE:
            push = numbers.push_to_municipality
        elif agency.sector == MUNICIPALITY:
            push = numbers.push_to_state
        receiver = NOBODY
        if uniform_of(person, keys, ANSWER, month, 0) < push * bite:
            receiver = _receiver(agencies, seen, age, agency.sector)
        if receiver != NOBODY:
            pairs[2, target, receiver] += 1
            pairs[2, receiver, target] += 1
            case.marks &= ALL - PUSHES
            case.marks |= M_TO_MUNICIPALITY if agency.sector == STATE else M_TO_STATE
            if _arrives_now(numbers, case, person, keys, receiver, target, month):
                arrives(agencies, case, receiver, target, month, i, wanted, used)
        else:
            case.marks &= ALL - PUSHES
            said = ACCEPTED
            documented = rules.disabled[cell] == 1 or rules.diagnosed[people.burdens[i]] == 1
            if age < agency.age_gate:
                said = TOO_YOUNG
            elif month - case.outside < agency.months_gate:
                said = TOO_EARLY
            elif (
                agency.needs_diagnosis
                and not documented
                and uniform_of(person, keys, ANSWER, month, 1) < numbers.no_diagnosis * bite
            ):
                said = NO_DIAGNOSIS
            elif uniform_of(person, keys, ANSWER, month, 2) < 1.0 - (1.0 - numbers.not_ours * bite) ** (
                count(seen) - 1
            ):
                said = NOT_OURS
            if said != ACCEPTED:
                stands(case, ALONE, NOBODY, said, target, month)
                continue
            case.linked = np.uint8(uniform_of(person, keys, LINK, month, 1) < numbers.to_association)
            if case.linked:
                said = association_says(agencies, numbers, age, month - case.outside, month)
            if case.linked and said == ACCEPTED:
                stands(case, BETWEEN, ASSOCIATION, ACCEPTED, target, month)  # until it is asked below
                wanted[wanted.size - 1 - used[2]] = candidate(agencies, ASSOCIATION, case, month, i)
                used[2] += 1
            else:
                by = target if said == ACCEPTED else ASSOCIATION
                wants(agencies, case, target, said, by, month, i, wanted, used)
