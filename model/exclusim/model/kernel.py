"""The monthly kernel: everybody proposes on the frozen state, one event a person, all applied.

*Thinning* makes it fast. Each person carries an upper bound of the probability that anything happens in any of the
coming months, and the month in which the bound must be renewed or an occasion is due. The scan of a month compares one
hash with the bound; some nine in ten person-months end there. Only the rest are computed exactly, with the same random
number, so results do not depend on how tight the bound is. Totals are integers changed by moves, hence exact and
independent of order, chunk and thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from numba import njit

from exclusim.model import columns, compiled, coupling, lots, occasions, randomness, rates, sums, vocabulary
from exclusim.model.compiled import LOOKAHEAD, MOST_CHOICES, NEVER, NONE, SLOTS
from exclusim.model.coupling import choose, read_against
from exclusim.model.lots import fill_places
from exclusim.model.machine_code import digest_of
from exclusim.model.occasions import falls, next_occasion
from exclusim.model.randomness import TO_UNIT, hash32
from exclusim.model.sums import (
    ORIGIN,
    cumulate,
    cumulate_outcomes,
    of_month,
    own_factors,
    pick,
    surely_above,
    total_beside,
    total_most,
    total_most_beside,
    total_of_hazards,
)
from exclusim.model.vocabulary import ATTEMPTS, RECORDS

__all__ = ["CHUNK", "SOURCES", "advance"]

SOURCES = (columns, compiled, coupling, lots, occasions, randomness, rates, sums, vocabulary)
"""Modules whose code or constants the compiled month contains."""

CHUNK = 1 << 15  # persons whose scanned columns stay in the second-level cache
_RECORDS, _ATTEMPTS = len(RECORDS), ATTEMPTS
_FULL = 2.0**32
_ENOUGH = _FULL * (1.0 + 2.0**-18)  # a bound is above what it bounds when both are rounded
_NO_MONTH = 65535


@njit(nogil=True)
def scan(person, bound, due, key1, key2, now, start, hit, hits):  # type: ignore[no-untyped-def]
    """Rows of the people to look at this month, written to ``hits``; returns their number. Two loops, as one of both
    would not be vectorised."""
    for i in range(person.size):
        hit[i] = (hash32(person[i], key1, key2) < bound[i]) | (due[i] == now)
    found = 0
    for i in range(person.size):
        hits[found] = start + i
        found += hit[i]
    return found


def _entry(sources: str) -> Callable[..., int]:
    """The function that Python calls; see :mod:`~exclusim.model.machine_code` for ``sources``."""

    @njit(cache=True, nogil=True, error_model="numpy")
    def advance(rates, people, keys, first_month, last_month, panel, counts, log, hits, books):  # type: ignore[no-untyped-def]
        """Run months ``first_month`` … ``last_month`` − 1 and return the next month to run.

        It stops early only when the spell log could overflow in the coming month; the caller makes room and calls
        again.

        Args:
            rates: the compiled world, multiplied out.
            people: columns, changed in place.
            keys: shape (months, 2), keys of ``Purpose.LIFE``.
            panel: counts by month, filled for the months run.
            counts: shape (S + burdens,), current numbers, changed in place.
            log: spell log; give arrays of length 0 to keep none.
            hits: scratch of shape (CHUNK,).
            books: accounts and places.
        """
        # Arrays are taken out of their tuples once: inside the loops each access through a tuple would cost much more.
        (
            hazard3, state2, shape2, shape_max2, lack2, ptr, group, change, limits, occasions, occasion_ptr, outcomes,
            cell_age, state_factor, modifier3, modifier_max3, situations2, band_of_age, absorbing, agency,
        ) = rates  # fmt: skip
        clock, mark_at, mark = limits
        (
            person, cell, age0, enter, reached, situation, status, burdens, record, attempts, since, switches, bound,
            due, stirred,
        ) = people  # fmt: skip
        panel_status, panel_burden, moves = panel
        log_row, log_month, log_status, log_burdens, log_record, log_used = log
        accounts, places = books
        account_of, weight, total_of, panel_of = accounts
        keeps_accounts, kinds = total_of.size > 0, places.source.size
        place_source, place_records, waiting, listed = places.source, places.records, places.waiting, places.listed

        n, statuses, n_burdens = person.size, absorbing.size, panel_burden.shape[1]
        modified = np.uint8(modifier3.shape[0] - 1)  # interventions that change some hazard; others may only cost
        step, of_one_month = clock[0], clock[1] == 1
        cumulative, totals, happens = np.empty((2, MOST_CHOICES)), np.empty(2), np.empty(2)
        hit = np.empty(CHUNK, np.uint8)
        level, own = np.empty(group.size, np.float32), np.empty(group.size, np.float32)
        lack = lack2.ravel()
        shape_now, shape_soon = np.empty(shape2.size, np.float32), np.empty(shape2.size, np.float32)
        cells, width = np.uint64(hazard3.shape[1]), np.uint64(hazard3.shape[2])
        hazard, state, shape_max = hazard3.ravel(), state2.ravel(), shape_max2.ravel()
        for month in range(first_month, last_month):
            if log_row.size > 0 and log_row.size - log_used[0] < n:
                return month
            key1, key2 = keys[month, 0], keys[month, 1]
            now = np.uint16(month)
            coming = min(month + 1, modifier3.shape[1] - 1)
            older = month // step
            older_soon, older_late = (month + 1) // step, (month + 1 + LOOKAHEAD) // step
            of_month(group, modifier3[0, month], shape2, level, shape_now)
            of_month(group, modifier_max3[0, coming], shape_max2, level, shape_soon)
            for start in range(0, n, CHUNK):
                end = min(start + CHUNK, n)
                found = scan(person[start:end], bound[start:end], due[start:end], key1, key2, now, start, hit, hits)
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
                        if keeps_accounts:
                            total_of[account_of[s, cell[i], record[i]]] += weight[i]
                    else:
                        # Propose: one number decides whether anything happens, and what.
                        drawn = hash32(person[i], key1, key2)
                        stayed, age = month - since[i], age0[i] + older
                        target, new_record, failed, bit = np.uint8(NONE), np.uint8(NONE), np.uint8(0), np.uint8(0)
                        occasion = np.int64(NEVER)
                        for o in range(occasion_ptr[s], occasion_ptr[s + 1]):
                            if (occasions[o].records >> record[i]) & 1 and falls(occasions[o], stayed, age, month):
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
                                totals[reading] = cumulate_outcomes(
                                    outcomes, first, last, by_age, by_state, by_group, by_situation, cumulative[reading]
                                )
                                happens[reading] = 1.0
                            chosen = choose(cumulative[0], last - first, u if of_one_month else u * totals[0])
                            if readings == 2:
                                chosen = read_against(cumulative, totals, happens, last - first, u, chosen)
                            if chosen < last - first:
                                outcome = outcomes[first + chosen]
                                target, new_record, failed = outcome.target, outcome.record, outcome.failed
                        elif drawn < bound[i]:
                            u = drawn * TO_UNIT
                            first_event, end = np.uint64(ptr[s]), np.uint64(ptr[s + 1])
                            hz = (np.uint64(band_of_age[age]) * cells + cell[i]) * width
                            x, d = np.uint64(row) * width, np.uint64(min(stayed, SLOTS - 1)) * width
                            total = total_of_hazards(hazard, state, shape_now, first_event, end, hz, x, d)
                            alternatives = np.int64(end - first_event)
                            chosen = alternatives
                            if of_one_month:
                                if u < total:
                                    chosen = pick(hazard, state, shape_now, first_event, end, hz, x, d, u)
                            elif u < surely_above(total):
                                surely = 1.0 - np.exp(-total)
                                if u < surely:
                                    threshold = u / surely * total
                                    chosen = pick(hazard, state, shape_now, first_event, end, hz, x, d, threshold)
                            if readings == 2:
                                w = np.uint64(situation[i]) * width
                                if treated == 0:
                                    beside = total_beside(hazard, state, shape_now, lack, first_event, end, hz, x, d, w)
                                else:
                                    own_factors(
                                        group, modifier3[treated, month], modifier3[0, month],
                                        situations2[situation[i]], first_event, end, own,
                                    )  # fmt: skip
                                    beside = total_beside(
                                        hazard, state, shape_now, own, first_event, end, hz, x, d, ORIGIN
                                    )
                                if u < surely_above(max(total, beside)):
                                    cumulate(
                                        hazard, state, shape_now, lack, first_event, end, hz, x, d, ORIGIN,
                                        cumulative[0],
                                    )  # fmt: skip
                                    if treated == 0:
                                        cumulate(
                                            hazard, state, shape_now, lack, first_event, end, hz, x, d, w,
                                            cumulative[1],
                                        )  # fmt: skip
                                    else:
                                        cumulate(
                                            hazard, state, shape_now, own, first_event, end, hz, x, d, ORIGIN,
                                            cumulative[1],
                                        )  # fmt: skip
                                    for reading in range(2):
                                        totals[reading] = cumulative[reading, alternatives - 1]
                                        happens[reading] = 1.0 - np.exp(-totals[reading])
                                    chosen = read_against(cumulative, totals, happens, alternatives, u, chosen)
                            if chosen < alternatives:
                                e = first_event + np.uint64(chosen)
                                target, new_record, failed, bit = change[e, 0], change[e, 1], change[e, 2], change[e, 3]
                        # Apply.
                        before = record[i]
                        if mark_at[s, before] == stayed and target == NONE:
                            new_record = mark[s, before]
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
                        if changed and keeps_accounts:
                            total_of[account_of[s, cell[i], before]] -= weight[i]
                            total_of[account_of[status[i], cell[i], record[i]]] += weight[i]
                        if changed and kinds > 0:
                            for p in range(kinds):
                                was = s == place_source[p] and place_records[p] >> before & 1
                                if status[i] == place_source[p] and place_records[p] >> record[i] & 1 and not was:
                                    listed[p, waiting[p]] = i
                                    waiting[p] += 1
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
                    due[i] = next_occasion(
                        occasions, occasion_ptr[s], occasion_ptr[s + 1], record[i], since[i], age0[i], month,
                        mark_at[s, record[i]],
                    )  # fmt: skip
                    row = (burdens[i] * _RECORDS + record[i]) * _ATTEMPTS + attempts[i]
                    first_event, end = np.uint64(ptr[s]), np.uint64(ptr[s + 1])
                    hz = (np.uint64(band_of_age[age0[i] + older_soon]) * cells + cell[i]) * width
                    later = (np.uint64(band_of_age[age0[i] + older_late]) * cells + cell[i]) * width
                    x = np.uint64(row) * width
                    d = np.uint64(min(month + 1 - since[i], SLOTS - 1)) * width
                    total = total_most(hazard, state, shape_soon, first_event, end, hz, later, x, d)
                    treated = reached[i] & modified
                    if treated != 0 or situation[i] != 0:
                        if treated == 0:
                            w = np.uint64(situation[i]) * width
                            beside = total_most_beside(
                                hazard, state, shape_soon, lack, first_event, end, hz, later, x, d, w
                            )
                        else:
                            own_factors(
                                group, modifier_max3[treated, coming], situations2[0], situations2[situation[i]],
                                first_event, end, own,
                            )  # fmt: skip
                            beside = total_most_beside(
                                hazard, state, shape_max, own, first_event, end, hz, later, x, d, ORIGIN
                            )
                        total = max(total, beside)
                    chance = min(total, 1.0) if of_one_month else surely_above(total)
                    bound[i] = np.uint32(min(chance * _ENOUGH + 2.0, _FULL - 1.0))
            if kinds > 0:
                fill_places(month, places, people, counts, moves[month], accounts, log)
            if keeps_accounts:
                panel_of[month] = total_of
            for s in range(statuses):
                panel_status[month, s] = counts[s]
            for b in range(n_burdens):
                panel_burden[month, b] = counts[statuses + b]
        return last_month if sources else first_month

    return cast(Callable[..., int], advance)


advance = _entry(digest_of(*SOURCES))
