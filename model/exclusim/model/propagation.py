"""Carries the expected distribution of one stratum forward month by month, exactly.

A *state* is a burden mask, record and attempt count, numbered as ``state_index`` does; a *block* is one state
in one status. Completed months are told apart only as far as anything in the status depends on them, so a
status without memory has one slot. Every step means what it means in :func:`exclusim.model.kernel.advance`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.compiled import MOST_CHOICES, NEVER, NONE, SLOTS, Tables
from exclusim.model.vocabulary import ATTEMPTS, BURDENS, RECORDS

__all__ = ["STATES", "Slots", "propagate", "slots_of"]

_RECORDS, _ATTEMPTS = len(RECORDS), ATTEMPTS
STATES = (1 << len(BURDENS)) * _RECORDS * _ATTEMPTS


class Slots(NamedTuple):
    """Where a status keeps its slots, and what its events need. S statuses, K events.

    Slot i of a status holds those who will have stayed i + 1 completed months in the coming month; the last
    slot also those who stayed longer.
    """

    offset: NDArray[np.int64]  # (S + 1,) first slot of a status
    form: NDArray[np.float64]  # (J, most slots) duration shapes by slot
    form_ptr: NDArray[np.int64]  # (S + 1,) those of status s at form_ptr[s]:form_ptr[s + 1]
    local: NDArray[np.int64]  # (K,) an event's shape, counted from its status's first


def slots_of(tables: Tables) -> Slots:
    """Slots that the compiled world needs."""
    statuses = tables.absorbing.size
    months = np.ones(statuses, np.int64)
    rows: list[int] = []
    form_ptr = [0]
    local = np.zeros(tables.events.size, np.int64)
    for s in range(statuses):
        events = slice(tables.event_ptr[s], tables.event_ptr[s + 1])
        distinct, local[events] = np.unique(tables.events["shape"][events], return_inverse=True)
        rows.extend(distinct.tolist())
        form_ptr.append(len(rows))
        changes = np.flatnonzero(np.diff(tables.shape[distinct], axis=1).any(axis=0))
        limits = [
            max(occasion["min_months"], occasion["at_months"] + 1)
            for occasion in tables.occasions[tables.occasion_ptr[s] : tables.occasion_ptr[s + 1]]
        ]
        months[s] = max([1, *(changes[-1:] + 1), *limits])
    stayed = np.arange(1, months.max() + 1).clip(max=SLOTS - 1)
    return Slots(
        np.concatenate([[0], np.cumsum(months)]),
        np.ascontiguousarray(tables.shape[np.array(rows, np.int64)][:, stayed]),
        np.array(form_ptr, np.int64),
        local,
    )


@njit(inline="always", error_model="numpy")
def _occasions_fall(  # type: ignore[no-untyped-def]
    due, occasions, outcomes, by_age, by_state, by_group, absorbing, offset, s, x, old, new, coming, moves
):
    """Send those people of one block on their way on whom one of the ``due`` occasions falls."""
    base, last_slot = offset[s], offset[s + 1] - offset[s] - 1
    mask, record, attempts = x // (_RECORDS * _ATTEMPTS), x // _ATTEMPTS % _RECORDS, x % _ATTEMPTS
    weight = np.empty(MOST_CHOICES)
    for slot in range(last_slot + 1):
        people, stayed = old[x, base + slot], slot + 1
        if people == 0.0:
            continue
        for o in due:
            limit = occasions[o].at_months
            if stayed != limit if limit != NEVER else stayed < occasions[o].min_months:
                continue
            first = np.int64(occasions[o].first)
            alternatives = np.int64(occasions[o].last) - first
            total = 0.0
            for k in range(alternatives):
                outcome = outcomes[first + k]
                weight[k] = outcome.weight * by_age[outcome.family] * by_state[outcome.family]
                weight[k] *= by_group[outcome.group]
                total += weight[k]
            if total == 0.0:  # as the kernel chooses: the last one
                weight[alternatives - 1] = total = 1.0
            for k in range(alternatives):
                outcome = outcomes[first + k]
                flow = people * weight[k] / total
                r = record if outcome.record == NONE else np.int64(outcome.record)
                a = min(attempts + np.int64(outcome.failed), _ATTEMPTS - 1)
                t = s if outcome.target == NONE else np.int64(outcome.target)
                y = ((0 if absorbing[t] == 1 else mask) * _RECORDS + r) * _ATTEMPTS + a
                if t == s:
                    new[y, base + min(slot + 1, last_slot)] += flow
                else:
                    new[y, offset[t]] += flow
                    moves[s, t] += flow
                coming[y, t] = True
            old[x, base + slot] = 0.0
            break


@njit(inline="always", error_model="numpy")
def _risks_compete(  # type: ignore[no-untyped-def]
    events, event_ptr, rate, by_state, form, form_ptr, local, absorbing, offset, s, x, old, new, coming,
    moves, scratch,
):  # fmt: skip
    """Carry one block, people of one state in one status, through a month of competing hazards."""
    base, slots = offset[s], offset[s + 1] - offset[s]
    first, last = event_ptr[s], event_ptr[s + 1]
    first_form, forms = form_ptr[s], form_ptr[s + 1] - form_ptr[s]
    mask, record, attempts = x // (_RECORDS * _ATTEMPTS), x // _ATTEMPTS % _RECORDS, x % _ATTEMPTS
    hazard, by_form, happened, each = scratch[0], scratch[1], scratch[2], scratch[3]
    by_form[:forms] = 0.0
    for k in range(first, last):
        event = events[k]
        possible = event.bit == 0 or ((mask & event.bit) == 0) == (event.onset == 1)
        if possible and (mask & event.requires) == event.requires:
            hazard[k - first] = rate[k] * by_state[event.family]
            by_form[local[k]] += hazard[k - first]
        else:
            hazard[k - first] = 0.0

    # Positions in views are known to be positive, so the loops over slots become vector instructions.
    people, stayed, shapes = old[x, base : base + slots], new[x, base : base + slots], form[first_form:]
    each[:slots] = 0.0
    for j in range(forms):
        for i in range(slots):
            each[i] += by_form[j] * shapes[j, i]
    for i in range(slots):
        survival = np.exp(-each[i])
        # Turned round into events per unit of hazard.
        each[i] = people[i] * (1.0 - survival) / each[i] if each[i] > 0.0 else 0.0
        people[i] *= survival
    for i in range(slots - 1):
        stayed[i + 1] += people[i]
    stayed[slots - 1] += people[slots - 1]
    people[:] = 0.0
    coming[x, s] = True
    for j in range(forms):
        happened[j] = 0.0
        for i in range(slots):
            happened[j] += each[i] * shapes[j, i]

    for k in range(first, last):
        flow = hazard[k - first] * happened[local[k]]
        if flow == 0.0:
            continue
        event = events[k]
        r = record if event.record == NONE else np.int64(event.record)
        a = min(attempts + np.int64(event.failed), _ATTEMPTS - 1)
        t = s if event.target == NONE else np.int64(event.target)
        m = 0 if absorbing[t] == 1 else mask ^ np.int64(event.bit)
        y = (m * _RECORDS + r) * _ATTEMPTS + a
        coming[y, t] = True
        if t != s:
            new[y, offset[t]] += flow
            moves[s, t] += flow
        else:
            h, shape, there = hazard[k - first], shapes[local[k]], new[y, base : base + slots]
            for i in range(slots - 1):
                there[i + 1] += h * each[i] * shape[i]
            there[slots - 1] += h * each[slots - 1] * shape[slots - 1]


@njit(cache=True, nogil=True, error_model="numpy")
def propagate(  # type: ignore[no-untyped-def]
    tables, layout, cell, age0, enter, reached, start, first_states, status, burden, moves
):
    """Follow one person of a stratum from month ``enter`` to the end.

    Args:
        tables: compiled world.
        layout: its :class:`Slots`.
        cell, age0, enter, reached, start: what people of the stratum share; ``start`` is their first status.
        first_states: distribution over burdens, record and attempts on entry, shape (states,).
        status, burden, moves: filled, shapes (T, S), (T, burdens) and (T, S, S).
    """
    (
        events, event_ptr, occasions, occasion_ptr, outcomes, cell_age, state, _, _, modifier, _, _,
        band_of_age, absorbing, _,
    ) = tables  # fmt: skip
    offset, form, form_ptr, local = layout
    statuses, slots = absorbing.size, offset[-1]
    old, new = np.zeros((STATES, slots)), np.zeros((STATES, slots))
    # Blocks (state, status) in which there may be anybody; the others are not looked at.
    live, coming = np.zeros((STATES, statuses), np.bool_), np.zeros((STATES, statuses), np.bool_)
    rate, due = np.empty(events.size), np.empty(occasions.size, np.int64)
    scratch = np.empty((4, max(MOST_CHOICES, form.shape[1])))
    old[:, offset[start]] = first_states
    live[:, start] = first_states > 0.0

    for month in range(enter, status.shape[0]):
        if month > enter:
            age = age0 + month // 12
            by_age, by_group = cell_age[cell, band_of_age[age]], modifier[reached, month]
            for k in range(events.size):
                rate[k] = events[k].base * by_age[events[k].family] * by_group[events[k].group]
            for x in range(STATES):
                record = x // _ATTEMPTS % _RECORDS
                for s in range(statuses):
                    if not live[x, s]:
                        continue
                    live[x, s] = False
                    if absorbing[s] == 1:
                        new[x, offset[s]] += old[x, offset[s]]
                        old[x, offset[s]] = 0.0
                        coming[x, s] = True
                        continue
                    found = 0
                    for o in range(occasion_ptr[s], occasion_ptr[s + 1]):
                        occasion = occasions[o]
                        today = occasion.month == NEVER or occasion.month == month % 12
                        today = today and occasion.youngest <= age <= occasion.oldest
                        if (occasion.records >> record) & 1 and (today or occasion.at_months != NEVER):
                            due[found] = o
                            found += 1
                    if found > 0:
                        _occasions_fall(
                            due[:found], occasions, outcomes, by_age, state[x], by_group, absorbing, offset,
                            s, x, old, new, coming, moves[month],
                        )  # fmt: skip
                    _risks_compete(
                        events, event_ptr, rate, state[x], form, form_ptr, local, absorbing, offset, s, x,
                        old, new, coming, moves[month], scratch,
                    )  # fmt: skip
            old, new = new, old
            live, coming = coming, live

        for x in range(STATES):
            for s in range(statuses):
                if live[x, s]:
                    people = old[x, offset[s] : offset[s + 1]].sum()
                    live[x, s] = people > 0.0
                    status[month, s] += people
                    for b in range(burden.shape[1]):
                        if (x // (_RECORDS * _ATTEMPTS)) >> b & 1:
                            burden[month, b] += people
