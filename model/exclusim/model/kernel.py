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

__all__ = ["CHUNK", "LOOK_AGAIN", "Columns", "Panel", "SpellLog", "advance"]

CHUNK = 1 << 15  # persons whose scanned columns stay in the second-level cache
_RECORDS, _ATTEMPTS = len(RECORDS), ATTEMPTS
_FULL = 2.0**32
_ENOUGH = _FULL * (1.0 + 2.0**-18)  # a bound is above what it bounds when both are rounded
_NO_MONTH = 65535
LOOK_AGAIN = np.uint32(0xFFFFFFFF)
"""A bound that holds for whoever has just met something new: everything is computed exactly this month."""
_ZERO, _ONE, _TWO, _THREE, _FOUR = (np.uint64(k) for k in range(5))
_NOTHING = np.float32(0.0)
_ALMOST = 1.0 - 2.0**-20  # keeps what falls on a sum below the sum when both are rounded


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
    stirred: NDArray[np.uint8]  # something changed since casework last looked


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
        occasion = occasions[o]
        if (occasion.records >> record) & 1:
            if occasion.at_months != NEVER:
                falls = since + occasion.at_months
            elif occasion.month != NEVER:  # at most one such month lies ahead
                falls = month + 1 + (occasion.month - month - 1) % 12
                if falls - since < occasion.min_months:
                    continue
            else:
                falls = max(month + 1, since + occasion.min_months, (occasion.youngest - age0) * 12)
            if month < falls < due and (
                occasion.at_months != NEVER or occasion.youngest <= age0 + falls // 12 <= occasion.oldest
            ):
                due = falls
    return due


@njit(cache=True, nogil=True)
def _scan(person, bound, due, key1, key2, now, start, hit, hits):  # type: ignore[no-untyped-def]
    """Rows of the people to look at this month, written to ``hits``; returns their number. Two loops, as one of both
    would not be vectorised."""
    for i in range(person.size):
        hit[i] = (hash32(person[i], key1, key2) < bound[i]) | (due[i] == now)
    found = 0
    for i in range(person.size):
        hits[found] = start + i
        found += hit[i]
    return found


@njit(cache=True, nogil=True)
def _of_month(group, modifier, shape, level, result):  # type: ignore[no-untyped-def]
    """Duration shapes times the month's modifiers where no intervention acts, flat like ``result``."""
    for e in range(group.size):
        level[e] = modifier[group[e]]
    for slot in range(shape.shape[0]):
        of_slot, into = shape[slot], result[slot * group.size : (slot + 1) * group.size]
        for e in range(group.size):
            into[e] = of_slot[e] * level[e]


@njit(inline="always")
def _surely_above(total):  # type: ignore[no-untyped-def]
    """No less than 1 − exp(−total), without the exponential."""
    return min(total * (1.0 - total * (0.5 - total * (1.0 / 6.0))), 1.0)


@njit(inline="always")
def _total(hazard, state, shape, first, last, h, x, d):  # type: ignore[no-untyped-def]
    """Sum of one person's hazards; the order of the additions is fixed, and four run side by side.

    All tables are flat, and ``h``, ``x``, ``d`` are where the person's rows begin in them: unsigned, as signed
    positions would be tested for being negative, and rows taken out would be counted as references.
    """
    a, b, c, e = _NOTHING, _NOTHING, _NOTHING, _NOTHING
    for k in range(first, last, _FOUR):
        a += hazard[h + k] * state[x + k] * shape[d + k]
        b += hazard[h + k + _ONE] * state[x + k + _ONE] * shape[d + k + _ONE]
        c += hazard[h + k + _TWO] * state[x + k + _TWO] * shape[d + k + _TWO]
        e += hazard[h + k + _THREE] * state[x + k + _THREE] * shape[d + k + _THREE]
    return np.float64((a + b) + (c + e))


@njit(inline="always")
def _total_most(hazard, state, shape, first, last, h, later, x, d):  # type: ignore[no-untyped-def]
    """Upper bound of the sum over two age bands: a look-ahead touches both."""
    a, b, c, e = _NOTHING, _NOTHING, _NOTHING, _NOTHING
    for k in range(first, last, _FOUR):
        a += max(hazard[h + k], hazard[later + k]) * state[x + k] * shape[d + k]
        b += max(hazard[h + k + _ONE], hazard[later + k + _ONE]) * state[x + k + _ONE] * shape[d + k + _ONE]
        c += max(hazard[h + k + _TWO], hazard[later + k + _TWO]) * state[x + k + _TWO] * shape[d + k + _TWO]
        e += max(hazard[h + k + _THREE], hazard[later + k + _THREE]) * state[x + k + _THREE] * shape[d + k + _THREE]
    return np.float64((a + b) + (c + e))


@njit(inline="always")
def _total_beside(hazard, state, shape, group, modifier, situation, first, last, h, x, d, m, w):  # type: ignore[no-untyped-def]
    """The same in a situation that agencies make."""
    a, b = 0.0, 0.0
    for k in range(first, last, _TWO):
        o = k + _ONE
        g, j = group[k], group[o]
        a += np.float64(hazard[h + k] * state[x + k] * shape[d + k]) * (modifier[m + g] * situation[w + g])
        b += np.float64(hazard[h + o] * state[x + o] * shape[d + o]) * (modifier[m + j] * situation[w + j])
    return a + b


@njit(inline="always")
def _total_max(hazard, state, shape, group, modifier, situation, first, last, h, later, x, d, m, w):  # type: ignore[no-untyped-def]
    """Upper bound of the sum over two age bands: a look-ahead touches both."""
    a, b = 0.0, 0.0
    for k in range(first, last, _TWO):
        o = k + _ONE
        g, j = group[k], group[o]
        one, other = max(hazard[h + k], hazard[later + k]), max(hazard[h + o], hazard[later + o])
        a += np.float64(one * state[x + k] * shape[d + k]) * (modifier[m + g] * situation[w + g])
        b += np.float64(other * state[x + o] * shape[d + o]) * (modifier[m + j] * situation[w + j])
    return a + b


@njit(inline="always")
def _cumulate(hazard, state, shape, group, modifier, situation, first, last, h, x, d, m, w, cumulative):  # type: ignore[no-untyped-def]
    """Cumulated hazards of one person's month."""
    total = 0.0
    for k in range(first, last):
        g = group[k]
        total += np.float64(hazard[h + k] * state[x + k] * shape[d + k]) * (modifier[m + g] * situation[w + g])
        cumulative[k - first] = total
    return total


@njit(inline="always")
def _pick(hazard, state, shape, first, last, h, x, d, threshold):  # type: ignore[no-untyped-def]
    """The event on which ``threshold``, a little below the sum of the hazards, falls; counted from the first."""
    reached, below = _NOTHING, np.float32(threshold * _ALMOST)
    for k in range(first, last):
        reached += hazard[h + k] * state[x + k] * shape[d + k]
        if reached > below:
            return np.int64(k - first)
    return np.int64(last - first)


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
def advance(rates, people, keys, first_month, last_month, panel, counts, log, hits):  # type: ignore[no-untyped-def]
    """Run months ``first_month`` … ``last_month`` − 1 and return the next month to run.

    It stops early only when the spell log could overflow in the coming month; the caller makes room and calls again.

    Args:
        rates: the compiled world, multiplied out.
        people: columns, changed in place.
        keys: shape (months, 2), keys of ``Purpose.LIFE``.
        panel: counts by month, filled for the months run.
        counts: shape (S + burdens,), current numbers, changed in place.
        log: spell log; give arrays of length 0 to keep none.
        hits: scratch of shape (CHUNK,).
    """
    # Arrays are taken out of their tuples once: inside the loops each access through a tuple would cost ten times more.
    (
        hazard3, state2, shape2, shape_max2, ptr, group, change, limits, occasions, occasion_ptr, outcomes, cell_age,
        state_factor, modifier3, modifier_max3, situations2, band_of_age, absorbing, agency,
    ) = rates  # fmt: skip
    clock, mark_at, mark = limits
    (
        person, cell, age0, enter, reached, situation, status, burdens, record, attempts, since, switches, bound, due,
        stirred,
    ) = people  # fmt: skip
    panel_status, panel_burden, moves = panel
    log_row, log_month, log_status, log_burdens, log_record, log_used = log

    n, statuses, n_burdens = person.size, absorbing.size, panel_burden.shape[1]
    modified = np.uint8(modifier3.shape[0] - 1)  # interventions that change some hazard; others may only cost
    step, of_month = clock[0], clock[1] == 1
    cumulative, totals, happens = np.empty((2, MOST_CHOICES)), np.empty(2), np.empty(2)
    hit = np.empty(CHUNK, np.uint8)
    level = np.empty(group.size, np.float32)
    shape_now, shape_soon = np.empty(shape2.size, np.float32), np.empty(shape2.size, np.float32)
    cells, width, groups = np.uint64(hazard3.shape[1]), np.uint64(hazard3.shape[2]), np.uint64(modifier3.shape[2])
    months_groups = np.uint64(modifier3.shape[1]) * groups
    hazard, state, shape, shape_max = hazard3.ravel(), state2.ravel(), shape2.ravel(), shape_max2.ravel()
    modifier, modifier_max, situations = modifier3.ravel(), modifier_max3.ravel(), situations2.ravel()
    for month in range(first_month, last_month):
        if log_row.size > 0 and log_row.size - log_used[0] < n:
            return month
        key1, key2 = keys[month, 0], keys[month, 1]
        now = np.uint16(month)
        coming = min(month + 1, modifier3.shape[1] - 1)
        older = month // step
        older_soon, older_late = (month + 1) // step, (month + 1 + LOOKAHEAD) // step
        _of_month(group, modifier3[0, month], shape2, level, shape_now)
        _of_month(group, modifier_max3[0, coming], shape_max2, level, shape_soon)
        for start in range(0, n, CHUNK):
            end = min(start + CHUNK, n)
            found = _scan(person[start:end], bound[start:end], due[start:end], key1, key2, now, start, hit, hits)
            renewed = 0
            for h in range(found):
                i = np.uint64(hits[h])
                s = status[i]
                changed = False
                if enter[i] == now:
                    changed = True
                    counts[s] += 1
                    for b in range(n_burdens):
                        counts[statuses + b] += burdens[i] >> b & 1
                else:
                    # Propose: one number decides whether anything happens, and what.
                    drawn = hash32(person[i], key1, key2)
                    stayed, age = month - since[i], age0[i] + older
                    target, new_record, failed, bit = np.uint8(NONE), np.uint8(NONE), np.uint8(0), np.uint8(0)
                    occasion = np.int64(NEVER)
                    for o in range(occasion_ptr[s], occasion_ptr[s + 1]):
                        if (occasions[o].records >> record[i]) & 1 and _falls(occasions[o], stayed, age, month):
                            occasion = np.int64(o)
                            break
                    treated = reached[i] & modified
                    # The baseline and, for those whom anything reaches, the scenario beside it
                    readings = 1 if treated == 0 and situation[i] == 0 else 2
                    row = (burdens[i] * _RECORDS + record[i]) * _ATTEMPTS + attempts[i]
                    if occasion != NEVER:
                        u = drawn * TO_UNIT
                        by_age, by_state = cell_age[cell[i], band_of_age[age]], state_factor[row]
                        first, last = np.int64(occasions[occasion].first), np.int64(occasions[occasion].last)
                        for reading in range(readings):
                            by_group = modifier3[treated * reading, month]
                            by_situation = situations2[situation[i] * reading]
                            totals[reading] = _cumulate_outcomes(
                                outcomes, first, last, by_age, by_state, by_group, by_situation, cumulative[reading]
                            )
                            happens[reading] = 1.0
                        chosen = last - first
                        if readings == 2:
                            chosen = _read_against(cumulative, totals, happens, last - first, u)
                        else:
                            chosen = _choose(cumulative[0], last - first, u if of_month else u * totals[0])
                        if chosen < last - first:
                            outcome = outcomes[first + chosen]
                            target, new_record, failed = outcome.target, outcome.record, outcome.failed
                    elif drawn < bound[i]:
                        u = drawn * TO_UNIT
                        f, l = np.uint64(ptr[s]), np.uint64(ptr[s + 1])
                        hz = (np.uint64(band_of_age[age]) * cells + cell[i]) * width
                        x, d = np.uint64(row) * width, np.uint64(min(stayed, SLOTS - 1)) * width
                        m = np.uint64(month) * groups
                        total = _total(hazard, state, shape_now, f, l, hz, x, d)
                        alternatives = np.int64(l - f)
                        chosen = alternatives
                        if readings == 1:
                            if of_month:
                                if u < total:
                                    chosen = _pick(hazard, state, shape_now, f, l, hz, x, d, u)
                            elif u < _surely_above(total):
                                surely = 1.0 - np.exp(-total)
                                if u < surely:
                                    threshold = u / surely * total
                                    chosen = _pick(hazard, state, shape_now, f, l, hz, x, d, threshold)
                        else:
                            mt = np.uint64(treated) * months_groups + m
                            w = np.uint64(situation[i]) * groups
                            beside = _total_beside(hazard, state, shape, group, modifier, situations, f, l, hz, x, d, mt, w)
                            if u < _surely_above(max(total, beside)):
                                totals[0] = _cumulate(hazard, state, shape, group, modifier, situations, f, l, hz, x, d, m, _ZERO, cumulative[0])
                                totals[1] = _cumulate(hazard, state, shape, group, modifier, situations, f, l, hz, x, d, mt, w, cumulative[1])
                                for reading in range(2):
                                    happens[reading] = 1.0 - np.exp(-totals[reading])
                                chosen = _read_against(cumulative, totals, happens, alternatives, u)
                        if chosen < alternatives:
                            e = f + np.uint64(chosen)
                            target, new_record, failed, bit = change[e, 0], change[e, 1], change[e, 2], change[e, 3]
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
                stirred[i] |= changed
                hits[renewed] = i
                renewed += changed | (due[i] == now)
            for h in range(renewed):
                i = np.uint64(hits[h])
                s = status[i]
                if absorbing[s] == 1:
                    bound[i], due[i] = 0, _NO_MONTH
                    continue
                due[i] = _next_occasion(
                    occasions, occasion_ptr[s], occasion_ptr[s + 1], record[i], since[i], age0[i], month
                )
                row = (burdens[i] * _RECORDS + record[i]) * _ATTEMPTS + attempts[i]
                f, l = np.uint64(ptr[s]), np.uint64(ptr[s + 1])
                hz = (np.uint64(band_of_age[age0[i] + older_soon]) * cells + cell[i]) * width
                later = (np.uint64(band_of_age[age0[i] + older_late]) * cells + cell[i]) * width
                x = np.uint64(row) * width
                d = np.uint64(min(month + 1 - since[i], SLOTS - 1)) * width
                m = np.uint64(coming) * groups
                total = _total_most(hazard, state, shape_soon, f, l, hz, later, x, d)
                treated = reached[i] & modified
                if treated != 0 or situation[i] != 0:
                    mt = np.uint64(treated) * months_groups + m
                    w = np.uint64(situation[i]) * groups
                    beside = _total_max(
                        hazard, state, shape_max, group, modifier_max, situations, f, l, hz, later, x, d, mt, w
                    )
                    total = max(total, beside)
                chance = min(total, 1.0) if of_month else _surely_above(total)
                bound[i] = np.uint32(min(chance * _ENOUGH + 2.0, _FULL - 1.0))
        for s in range(statuses):
            panel_status[month, s] = counts[s]
        for b in range(n_burdens):
            panel_burden[month, b] = counts[statuses + b]
    return last_month
