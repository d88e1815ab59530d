"""The monthly kernel: everybody proposes on the frozen state, one event a person, all applied.

*Thinning* makes it fast. Each person carries an upper bound of the probability that anything happens in any of the
coming months, and the month in which the bound must be renewed or an occasion is due. The scan of a month compares one
hash with the bound; some nine in ten person-months end there. Only the rest are computed exactly, with the same random
number, so results do not depend on how tight the bound is. Totals are integers changed by moves, hence exact and
independent of order, chunk and thread.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.compiled import LOOKAHEAD, MOST_CHOICES, NEVER, NONE, SLOTS
from exclusim.model.randomness import TO_UNIT, hash32
from exclusim.model.vocabulary import ATTEMPTS, RECORDS

__all__ = ["CHUNK", "Columns", "Panel", "SpellLog", "advance"]

CHUNK = 1 << 15  # persons whose scanned columns stay in the second-level cache
_RECORDS, _ATTEMPTS = len(RECORDS), ATTEMPTS
_FULL = 2.0**32
_NO_MONTH = 65535


class Columns(NamedTuple):
    """The people, one array a property, all of shape (persons,)."""

    person: NDArray[np.uint32]
    cell: NDArray[np.uint8]
    age0: NDArray[np.int16]  # age attained in the calendar year of month 0
    enter: NDArray[np.uint16]  # month in which the person joins the run
    reached: NDArray[np.uint8]  # bit mask of interventions
    situation: NDArray[np.uint8]  # row of Tables.situation: what agencies do or leave undone; 0 where nothing is amiss
    status: NDArray[np.uint8]
    burdens: NDArray[np.uint8]
    record: NDArray[np.uint8]
    attempts: NDArray[np.uint8]
    since: NDArray[np.uint16]  # month in which the present status was entered
    switches: NDArray[np.uint8]  # moves from one agency to another
    bound: NDArray[np.uint32]
    due: NDArray[np.uint16]


class Panel(NamedTuple):
    """What a run counts, T months: people after the month's moves."""

    status: NDArray[np.int64]  # (T, S)
    burden: NDArray[np.int64]  # (T, burdens)
    moves: NDArray[np.int32]  # (T, S, S) from, to


class SpellLog(NamedTuple):
    """Every change of status, burden or record, in order of month; ``used[0]`` rows are filled."""

    row: NDArray[np.int32]  # position of the person in the columns
    month: NDArray[np.uint16]
    status: NDArray[np.uint8]
    burdens: NDArray[np.uint8]
    record: NDArray[np.uint8]
    used: NDArray[np.int64]


@njit(inline="always")
def _falls(occasion, stayed, age, month):  # type: ignore[no-untyped-def]
    """Whether an occasion falls on somebody of this age after this many months in the status."""
    if occasion.at_months != NEVER:
        return stayed == occasion.at_months
    return (
        (occasion.month == NEVER or occasion.month == month % 12)
        and occasion.youngest <= age <= occasion.oldest
        and stayed >= occasion.min_months
    )


@njit(cache=True, nogil=True)
def _next_occasion(occasions, first, last, record, since, age0, month):  # type: ignore[no-untyped-def]
    """First month within the look-ahead in which one of the occasions falls, else the end of the look-ahead."""
    due = month + LOOKAHEAD
    for o in range(first, last):
        if (occasions[o].records >> record) & 1:
            for t in range(month + 1, due):
                if _falls(occasions[o], t - since, age0 + t // 12, t):
                    due = t
                    break
    return due


@njit(cache=True, nogil=True)
def _bound(events, first, last, burdens, cell_age, next_age, state, shape_max, slot, modifier_max, situation):  # type: ignore[no-untyped-def]
    """Upper bound, as a 32-bit threshold, of the monthly probability of any event during the look-ahead.

    ``cell_age`` and ``next_age`` are the factor rows of this and the next age band: a look-ahead touches both.
    """
    total = 0.0
    for k in range(first, last):
        event = events[k]
        held = burdens & event.bit
        possible = event.bit == 0 or (held == 0) == (event.onset == 1)
        if possible and (burdens & event.requires) == event.requires:
            total += (
                event.base
                * max(cell_age[event.family], next_age[event.family])
                * state[event.family]
                * shape_max[event.shape, slot]
                * modifier_max[event.group]
                * situation[event.group]
            )
    return np.uint32(min((1.0 - np.exp(-total)) * _FULL + 2.0, _FULL - 1.0))


@njit(cache=True, nogil=True)
def _cumulate_hazards(events, first, last, burdens, cell_age, state, shape, slot, modifier, situation, cumulative):  # type: ignore[no-untyped-def]
    """Exact cumulated hazards of one person's month; returns their sum."""
    total = 0.0
    for k in range(first, last):
        event = events[k]
        held = burdens & event.bit
        possible = event.bit == 0 or (held == 0) == (event.onset == 1)
        if possible and (burdens & event.requires) == event.requires:
            total += (
                event.base
                * cell_age[event.family]
                * state[event.family]
                * shape[event.shape, slot]
                * modifier[event.group]
                * situation[event.group]
            )
        cumulative[k - first] = total
    return total


@njit(cache=True, nogil=True)
def _cumulate_outcomes(outcomes, first, last, cell_age, state, modifier, situation, cumulative):  # type: ignore[no-untyped-def]
    """Cumulated weights of the outcomes of an occasion; returns their sum."""
    total = 0.0
    for k in range(first, last):
        outcome = outcomes[k]
        total += (
            outcome.weight
            * cell_age[outcome.family]
            * state[outcome.family]
            * modifier[outcome.group]
            * situation[outcome.group]
        )
        cumulative[k - first] = total
    return total


@njit(inline="always")
def _choose(cumulative, alternatives, threshold):  # type: ignore[no-untyped-def]
    chosen = 0
    while chosen < alternatives - 1 and cumulative[chosen] <= threshold:
        chosen += 1
    return chosen


@njit(cache=True, nogil=True, error_model="numpy")
def _read_against(cumulative, totals, happens, alternatives, u):  # type: ignore[no-untyped-def]
    """What the number ``u`` means in a scenario, read against the baseline; ``alternatives`` stands for "nothing".

    Each alternative keeps as much of its baseline interval as it can (a maximal coupling), so a life changes only
    where the intervention changes a probability. What one alternative gives up goes to those that gain, in order.

    Args:
        cumulative: cumulated weights in the baseline and in the scenario, shape (2, alternatives or more); overwritten.
        totals, happens: their totals, and the probability that anything happens (1 at an occasion), shape (2,).
    """
    for reading in range(2):  # from cumulated weights to probabilities
        scale = happens[reading] / totals[reading] if totals[reading] > 0.0 else 0.0
        below = 0.0
        for k in range(alternatives):
            upto = cumulative[reading, k]
            cumulative[reading, k] = (upto - below) * scale
            below = upto
    before, after = cumulative[0], cumulative[1]
    given, start, quiet = 0.0, 0.0, True  # given: mass given up before the place that u falls on
    for k in range(alternatives):
        if u < start + before[k]:
            if u - start < after[k]:
                return k
            given += u - start - after[k]
            quiet = False
            break
        given += max(before[k] - after[k], 0.0)
        start += before[k]
    if quiet:
        if u - happens[0] >= happens[1] - happens[0] and happens[1] < 1.0:
            return alternatives
        given += u - happens[0]
    for k in range(alternatives):
        given -= max(after[k] - before[k], 0.0)
        if given < 0.0:
            return k
    return alternatives if happens[1] < 1.0 else alternatives - 1


@njit(cache=True, nogil=True, error_model="numpy")
def advance(tables, people, keys, first_month, last_month, panel, counts, log, hits):  # type: ignore[no-untyped-def]
    """Run months ``first_month`` … ``last_month`` − 1 and return the next month to run.

    It stops early only when the spell log could overflow in the coming month; the caller makes room and calls again.

    Args:
        tables: compiled world.
        people: columns, changed in place.
        keys: shape (months, 2), keys of ``Purpose.LIFE``.
        panel: counts by month, filled for the months run.
        counts: shape (S + burdens,), current numbers, changed in place.
        log: spell log; give arrays of length 0 to keep none.
        hits: scratch of shape (CHUNK,).
    """
    # Arrays are taken out of their tuples once: inside the loops each access through a tuple would cost ten times more.
    (
        events, event_ptr, occasions, occasion_ptr, outcomes, cell_age, state, shape, shape_max, modifier, modifier_max,
        situations, band_of_age, absorbing, agency,
    ) = tables  # fmt: skip
    (
        person, cell, age0, enter, reached, situation, status, burdens, record, attempts, since, switches, bound, due,
    ) = people  # fmt: skip
    panel_status, panel_burden, moves = panel
    log_row, log_month, log_status, log_burdens, log_record, log_used = log

    n, statuses, n_burdens = person.size, absorbing.size, panel_burden.shape[1]
    modified = np.uint8(modifier.shape[0] - 1)  # interventions that change some hazard; others may only cost
    cumulative, totals, happens = np.empty((2, MOST_CHOICES)), np.empty(2), np.empty(2)
    for month in range(first_month, last_month):
        if log_row.size > 0 and log_row.size - log_used[0] < n:
            return month
        key1, key2 = keys[month, 0], keys[month, 1]
        now = np.uint16(month)
        coming = min(month + 1, modifier.shape[1] - 1)
        for start in range(0, n, CHUNK):
            found = 0
            for i in range(start, min(start + CHUNK, n)):
                hits[found] = i
                found += (hash32(person[i], key1, key2) < bound[i]) | (due[i] == now)
            for h in range(found):
                i = hits[h]
                s = status[i]
                changed = False
                if enter[i] == now:
                    changed = True
                    counts[s] += 1
                    for b in range(n_burdens):
                        counts[statuses + b] += burdens[i] >> b & 1
                else:
                    # Propose: one number decides whether anything happens, and what.
                    u = hash32(person[i], key1, key2) * TO_UNIT
                    stayed, age = month - since[i], age0[i] + month // 12
                    by_age = cell_age[cell[i], band_of_age[age]]
                    by_state = state[(burdens[i] * _RECORDS + record[i]) * _ATTEMPTS + attempts[i]]
                    treated = reached[i] & modified
                    # The baseline and, for those whom anything reaches, the scenario beside it
                    readings = 1 if treated == 0 and situation[i] == 0 else 2
                    target, new_record, failed, bit = np.uint8(NONE), np.uint8(NONE), np.uint8(0), np.uint8(0)
                    occasion = np.int64(NEVER)
                    for o in range(occasion_ptr[s], occasion_ptr[s + 1]):
                        if (occasions[o].records >> record[i]) & 1 and _falls(occasions[o], stayed, age, month):
                            occasion = np.int64(o)
                            break
                    if occasion != NEVER:
                        first, last = np.int64(occasions[occasion].first), np.int64(occasions[occasion].last)
                        for reading in range(readings):
                            by_group = modifier[treated * reading, month]
                            by_situation = situations[situation[i] * reading]
                            totals[reading] = _cumulate_outcomes(
                                outcomes, first, last, by_age, by_state, by_group, by_situation, cumulative[reading]
                            )
                            happens[reading] = 1.0
                    else:
                        first, last = np.int64(event_ptr[s]), np.int64(event_ptr[s + 1])
                        slot = min(stayed, SLOTS - 1)
                        for reading in range(readings):
                            by_group = modifier[treated * reading, month]
                            by_situation = situations[situation[i] * reading]
                            totals[reading] = _cumulate_hazards(
                                events, first, last, burdens[i], by_age, by_state, shape, slot, by_group,
                                by_situation, cumulative[reading],
                            )  # fmt: skip
                            happens[reading] = 1.0 - np.exp(-totals[reading])
                    chosen = last - first
                    if readings == 2:
                        chosen = _read_against(cumulative, totals, happens, last - first, u)
                    elif u < happens[0]:
                        chosen = _choose(cumulative[0], last - first, u / happens[0] * totals[0])
                    if chosen == last - first:
                        pass
                    elif occasion != NEVER:
                        outcome = outcomes[first + chosen]
                        target, new_record, failed = outcome.target, outcome.record, outcome.failed
                    else:
                        event = events[first + chosen]
                        target, new_record, failed, bit = event.target, event.record, event.failed, event.bit
                    # Apply.
                    if bit != 0:
                        changed = True
                        burdens[i] ^= bit
                        for b in range(n_burdens):
                            if bit == 1 << b:
                                counts[statuses + b] += 1 if burdens[i] & bit else -1
                    if new_record != NONE:
                        changed = True
                        record[i] = new_record
                    if failed == 1 and attempts[i] < _ATTEMPTS - 1:
                        attempts[i] += 1
                    if target != NONE and target != s:
                        changed = True
                        counts[s] -= 1
                        counts[target] += 1
                        moves[month, s, target] += 1
                        if agency[target] != agency[s] and switches[i] < 255:
                            switches[i] += 1
                        status[i] = target
                        since[i] = now
                        if absorbing[target] == 1:
                            for b in range(n_burdens):
                                counts[statuses + b] -= burdens[i] >> b & 1
                            burdens[i] = 0
                if changed and log_row.size > 0:
                    row = log_used[0]
                    log_row[row], log_month[row] = i, now
                    log_status[row], log_burdens[row], log_record[row] = status[i], burdens[i], record[i]
                    log_used[0] = row + 1
                if changed or due[i] == now:
                    s = status[i]
                    if absorbing[s] == 1:
                        bound[i], due[i] = 0, _NO_MONTH
                    else:
                        age = age0[i] + (month + 1) // 12
                        due[i] = _next_occasion(
                            occasions, occasion_ptr[s], occasion_ptr[s + 1], record[i], since[i], age0[i], month
                        )
                        by_state = state[(burdens[i] * _RECORDS + record[i]) * _ATTEMPTS + attempts[i]]
                        this_age, next_age = (
                            cell_age[cell[i], band_of_age[age]],
                            cell_age[cell[i], band_of_age[age + 1]],
                        )
                        slot = min(month + 1 - since[i], SLOTS - 1)
                        first, last = np.int64(event_ptr[s]), np.int64(event_ptr[s + 1])
                        treated = reached[i] & modified
                        readings = 1 if treated == 0 and situation[i] == 0 else 2
                        bound[i] = 0
                        for reading in range(readings):
                            by_group = modifier_max[treated * reading, coming]
                            by_situation = situations[situation[i] * reading]
                            widest = _bound(
                                events, first, last, burdens[i], this_age, next_age, by_state, shape_max, slot,
                                by_group, by_situation,
                            )  # fmt: skip
                            bound[i] = max(bound[i], widest)
        for s in range(statuses):
            panel_status[month, s] = counts[s]
        for b in range(n_burdens):
            panel_burden[month, b] = counts[statuses + b]
    return last_month
