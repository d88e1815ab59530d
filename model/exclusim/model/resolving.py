"""What a month brings the people whom the scan has found: one event each, proposed on the frozen state and applied."""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.compiled import NEVER, NONE, SLOTS
from exclusim.model.coupling import choose, read_against
from exclusim.model.lanes import passed_by, sum_of_products
from exclusim.model.occasions import falls
from exclusim.model.randomness import TO_UNIT, hash32
from exclusim.model.sums import (
    ALMOST,
    ORIGIN,
    cumulate,
    cumulate_outcomes,
    own_factors,
    surely_above,
)
from exclusim.model.vocabulary import ATTEMPTS, RECORDS

__all__ = ["resolve"]

_RECORDS, _ATTEMPTS = len(RECORDS), ATTEMPTS


@njit(nogil=True, error_model="numpy", _nrt=False)  # counts no references to the arrays it borrows
def resolve(month, key1, key2, rates, people, panel, counts, log, books, shape_now, scratch, hits, ended, found):  # type: ignore[no-untyped-def]
    """Resolve the first ``found`` rows of ``hits``.

    Args:
        key1, key2: the month's keys.
        shape_now: duration shapes and modifiers of the month, flat.
        ended: how many rows, the first ones, are of people whose bound ends now. Only these can join, meet an occasion
            or reach a mark, as bounds end there.
        scratch: cumulated weights of shape (2, MOST_CHOICES), two pairs, and one number an event.

    Returns:
        Number of rows, now the first ones of ``hits``, whose bound must be renewed.
    """
    # Arrays are taken out of their tuples once: inside the loop each access through a tuple would cost much more.
    (
        hazard3, state2, _, _, lack2, ptr, group, change, _, limits, occasions, occasion_ptr, outcomes,
        cell_age, state_factor, modifier3, _, situations2, band_of_age, absorbing, agency,
    ) = rates  # fmt: skip
    clock, mark_at, mark = limits
    (
        person, cell, age0, enter, reached, situation, status, burdens, record, attempts, since, switches, bound,
        _, stirred,
    ) = people  # fmt: skip
    moves, states = panel.moves[month].reshape(absorbing.size**2), np.uint64(absorbing.size)
    log_row, log_month, log_status, log_burdens, log_record, log_used = log
    accounts, places = books
    account_of, weight, total_of, _ = accounts
    keeps_accounts, kinds = total_of.size > 0, places.source.size
    account, levels = account_of.reshape(account_of.size), np.uint64(account_of.shape[2])
    place_source, place_records, waiting, listed = places.source, places.records, places.waiting, places.listed
    cumulative, totals, happens, own = scratch
    statuses, n_burdens = absorbing.size, panel.burden.shape[1]
    modified = np.uint8(modifier3.shape[0] - 1)  # interventions that change some hazard; others may only cost
    older, of_one_month, now = month // clock[0], clock[1] == 1, np.uint16(month)
    cells, width = np.uint64(hazard3.shape[1]), np.uint64(hazard3.shape[2])
    hazard, state, lack = hazard3.reshape(hazard3.size), state2.reshape(state2.size), lack2.reshape(lack2.size)
    renewed = 0
    for h in range(found):
        ends = h < ended
        i = np.uint64(hits[h])
        s, before = status[i], record[i]
        changed = False
        joins = ends and enter[i] == now
        if joins:
            changed = True
            counts[s] += 1
            for b in range(n_burdens):
                counts[statuses + b] += burdens[i] >> b & 1
            if keeps_accounts:
                total_of[np.uint64(account[(s * cells + cell[i]) * levels + record[i]])] += weight[i]
        else:
            # Propose: one number decides whether anything happens, and what.
            drawn = hash32(person[i], key1, key2)
            stayed, age = month - since[i], age0[i] + older
            target, new_record, failed, bit = np.uint8(NONE), np.uint8(NONE), np.uint8(0), np.uint8(0)
            occasion = np.int64(NEVER)
            if ends:
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
                by_age, by_state = cell_age[cell[i], band_of_age[np.uint64(age)]], state_factor[row]
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
                first_event, last_event = np.uint64(ptr[s]), np.uint64(ptr[s + 1])
                hz = (np.uint64(band_of_age[np.uint64(age)]) * cells + cell[i]) * width
                x, d = np.uint64(row) * width, np.uint64(min(stayed, SLOTS - 1)) * width
                total = sum_of_products(first_event, last_event, hazard, hz, state, x, shape_now, d)
                alternatives = np.int64(last_event - first_event)
                chosen = alternatives
                if of_one_month:
                    if u < total:
                        chosen = passed_by(
                            first_event, last_event, np.float32(u * ALMOST), hazard, hz, state, x, shape_now, d
                        )
                elif u < surely_above(total):
                    surely = 1.0 - np.exp(-total)
                    if u < surely:
                        threshold = u / surely * total
                        chosen = passed_by(
                            first_event, last_event, np.float32(threshold * ALMOST), hazard, hz, state, x, shape_now, d
                        )
                if readings == 2:
                    w = np.uint64(situation[i]) * width
                    if treated == 0:
                        beside = sum_of_products(first_event, last_event, hazard, hz, state, x, shape_now, d, lack, w)
                    else:
                        own_factors(
                            group, modifier3[treated, month], modifier3[0, month],
                            situations2[situation[i]], first_event, last_event, own,
                        )  # fmt: skip
                        beside = sum_of_products(
                            first_event, last_event, hazard, hz, state, x, shape_now, d, own, ORIGIN
                        )
                    if u < surely_above(max(total, beside)):
                        cumulate(
                            hazard, state, shape_now, lack, first_event, last_event, hz, x, d, ORIGIN,
                            cumulative[0],
                        )  # fmt: skip
                        if treated == 0:
                            cumulate(
                                hazard, state, shape_now, lack, first_event, last_event, hz, x, d, w,
                                cumulative[1],
                            )  # fmt: skip
                        else:
                            cumulate(
                                hazard, state, shape_now, own, first_event, last_event, hz, x, d, ORIGIN,
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
            if ends:
                new_record = mark[s, before] if (mark_at[s, before] == stayed) & (target == NONE) else new_record
            if bit != 0:
                changed = True
                burdens[i] ^= bit
                for b in range(n_burdens):
                    if bit == 1 << b:
                        counts[statuses + b] += 1 if burdens[i] & bit else -1
            changed |= new_record != NONE
            record[i] = before if new_record == NONE else new_record
            if failed == 1 and attempts[i] < _ATTEMPTS - 1:
                attempts[i] += 1
            if target != NONE and target != s:
                changed = True
                counts[s] -= 1
                counts[target] += 1
                moves[s * states + target] += 1
                switches[i] += (agency[target] != agency[s]) & (switches[i] < 255)
                status[i] = target
                since[i] = now
                if absorbing[target] == 1:
                    for b in range(n_burdens):
                        counts[statuses + b] -= burdens[i] >> b & 1
                    burdens[i] = 0
            if changed and keeps_accounts:
                total_of[np.uint64(account[(s * cells + cell[i]) * levels + before])] -= weight[i]
                total_of[np.uint64(account[(status[i] * cells + cell[i]) * levels + record[i]])] += weight[i]
        if changed and kinds > 0:
            for p in range(kinds):
                was = (not joins) & (s == place_source[p]) & (place_records[p] >> before)
                waits = (status[i] == place_source[p]) & (place_records[p] >> record[i])
                if waits & ~was & 1:
                    listed[p, waiting[p]] = i
                    waiting[p] += 1
        if changed and log_row.size > 0:
            row = log_used[0]
            log_row[row], log_month[row] = i, now
            log_status[row], log_burdens[row], log_record[row] = status[i], burdens[i], record[i]
            log_used[0] = row + 1
        stirred[i] |= changed
        hits[renewed] = i
        renewed += changed | ends
    return renewed
