"""The second solver: the expected number of people everywhere, without random numbers.

Where people do not influence one another, the distribution over status × completed months × burdens × record ×
attempts can be carried forward exactly. It reads the same :class:`Tables` as the kernel and means the same by them, so
it checks the kernel and needs no replications. People who share covariates, age, month of entry and interventions form
a *stratum*, which is carried forward alone. Completed months are told apart only as far as anything in the status
depends on them, so a status without memory has one slot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.compiled import MOST_CHOICES, NEVER, NONE, SLOTS, Tables, state_index
from exclusim.model.engine import RunPlan
from exclusim.model.parameters import Draw
from exclusim.model.population import Group, Reach, cell_shares, start_distribution
from exclusim.model.vocabulary import ATTEMPTS, BURDENS, CELLS, RECORDS

__all__ = ["Expected", "expected"]

_RECORDS, _ATTEMPTS, _BURDENS = len(RECORDS), ATTEMPTS, len(BURDENS)
_STATES = (1 << _BURDENS) * _RECORDS * _ATTEMPTS


@dataclass(frozen=True)
class Expected:
    """Expected numbers of people, T months: the panel of a run averaged over all seeds."""

    status: NDArray[np.float64]  # (T, S), after the month's moves
    burden: NDArray[np.float64]  # (T, burdens)
    moves: NDArray[np.float64]  # (T, S, S) from, to


class _Layout(NamedTuple):
    """Where a status keeps its slots, and what its events need. S statuses, K events.

    Slot i of a status holds those who stayed i + 1 completed months when the next month resolves; the last slot also
    those who stayed longer.
    """

    offset: NDArray[np.int64]  # (S + 1,) first slot of a status
    form: NDArray[np.float64]  # (J, most slots) duration shapes by slot; those of status s at form_ptr[s]:form_ptr[s + 1]
    form_ptr: NDArray[np.int64]
    local: NDArray[np.int64]  # (K,) an event's shape, counted from its status's first


class _Stratum(NamedTuple):
    cell: int
    age0: int
    enter: int
    reached: int
    kind: str


def expected(
    plan: RunPlan,
    draw: Draw,
    *,
    tables: Tables | None = None,
    cells: Collection[int] | None = None,
    threads: int = 1,
) -> Expected:
    """Expected panel of ``plan``: what :func:`~exclusim.model.engine.simulate` gives on average over all seeds.

    The result does not depend on ``threads``.

    Args:
        plan: as for ``simulate``.
        draw: values of all parameters.
        tables: the compiled plan, if at hand.
        cells: covariate cells to follow, as ``cell_levels`` numbers them; others count as nobody. None for all.
        threads: strata carried forward at the same time.
    """
    compiled = tables or plan.compile(draw)
    layout = _layout(compiled)
    weights = _strata(plan, draw, compiled, cells)
    names = [status.name for status in plan.world.statuses]
    starts = {group.kind: names.index(group.start) for group in plan.groups}
    first = {group.kind: _first_distribution(draw, group) for group in plan.groups}

    def follow(stratum: _Stratum) -> Expected:
        one = _nobody(plan)
        _propagate(
            compiled, layout, stratum.cell, stratum.age0, stratum.enter, stratum.reached, starts[stratum.kind],
            first[stratum.kind], one.status, one.burden, one.moves,
        )  # fmt: skip
        return one

    total = _nobody(plan)
    with ThreadPoolExecutor(threads) as pool:
        # map keeps the order of the strata, hence the order of the sums
        for people, one in zip(weights.values(), pool.map(follow, weights), strict=True):
            total.status[:] += people * one.status
            total.burden[:] += people * one.burden
            total.moves[:] += people * one.moves
    return total


def _nobody(plan: RunPlan) -> Expected:
    statuses = len(plan.world.statuses)
    return Expected(
        np.zeros((plan.months, statuses)),
        np.zeros((plan.months, _BURDENS)),
        np.zeros((plan.months, statuses, statuses)),
    )


def _strata(
    plan: RunPlan, draw: Draw, tables: Tables, cells: Collection[int] | None
) -> dict[_Stratum, float]:
    """Expected people of every stratum that has any; cells that no factor tells apart are one."""
    rows = tables.cell_age.reshape(tables.cell_age.shape[0], -1)
    _, first, inverse = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    alike = first[inverse.ravel()]
    followed = np.ones(CELLS, bool) if cells is None else np.isin(np.arange(CELLS), list(cells))
    weights: dict[_Stratum, float] = {}
    for group in plan.groups:
        if group.size == 0 or group.enter >= plan.months:
            continue
        share = cell_shares(draw, group.kind) * followed
        for age in group.ages():
            for cell in np.flatnonzero(share):
                for mask, p in _reached(plan.reaches, int(cell)):
                    felt = mask & (tables.modifier.shape[0] - 1)  # an intervention may reach people and change nothing
                    key = _Stratum(int(alike[cell]), age - group.enter // 12, group.enter, felt, group.kind)
                    people = group.size / len(group.ages()) * float(share[cell]) * p
                    weights[key] = weights.get(key, 0.0) + people
    return weights


def _reached(reaches: Collection[Reach], cell: int) -> Iterator[tuple[int, float]]:
    """Masks of interventions that reach people of a cell, and their probabilities where positive."""
    chance: dict[int, float] = {}
    for reach in reaches:
        if reach.matches()[cell]:
            # Two reaches of one intervention share the person's lot, so the larger share contains the smaller.
            chance[reach.bit] = max(chance.get(reach.bit, 0.0), min(reach.share, 1.0))
    masks = {0: 1.0}
    for bit, p in chance.items():
        masks = {m | b: q * r for m, q in masks.items() for b, r in ((0, 1 - p), (1 << bit, p)) if r > 0}
    yield from masks.items()


def _first_distribution(draw: Draw, group: Group) -> NDArray[np.float64]:
    """Shares of burdens and records on entry, in the order of ``state_index``, shape (states,)."""
    masks, records = start_distribution(draw, group.kind)
    result = np.zeros(_STATES)
    for mask, p in masks.items():
        for record, q in records.items():
            result[state_index(mask, record, 0)] += p * q
    return result


def _layout(tables: Tables) -> _Layout:
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
    return _Layout(
        np.concatenate([[0], np.cumsum(months)]),
        np.ascontiguousarray(tables.shape[np.array(rows, np.int64)][:, stayed]),
        np.array(form_ptr, np.int64),
        local,
    )


@njit(inline="always", error_model="numpy")
def _occasions_fall(
    due, occasions, outcomes, by_age, by_state, by_group, absorbing, offset, s, x, old, new, coming, moves
):  # type: ignore[no-untyped-def]
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
            first, alternatives = np.int64(occasions[o].first), np.int64(occasions[o].last) - occasions[o].first
            total = 0.0
            for k in range(alternatives):
                outcome = outcomes[first + k]
                weight[k] = outcome.weight * by_age[outcome.family] * by_state[outcome.family] * by_group[outcome.group]
                total += weight[k]
            if total == 0.0:
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
def _risks_compete(
    events, event_ptr, rate, by_state, form, form_ptr, local, absorbing, offset, s, x, old, new, coming, moves, scratch
):  # type: ignore[no-untyped-def]
    """Carry one block, people of one state in one status, through a month of competing hazards."""
    base, slots = offset[s], offset[s + 1] - offset[s]
    first, last, first_form, forms = event_ptr[s], event_ptr[s + 1], form_ptr[s], form_ptr[s + 1] - form_ptr[s]
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

    # Views, whose positions the compiler knows to be positive, let the loops over slots become vector instructions.
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
def _propagate(tables, layout, cell, age0, enter, reached, start, first_states, status, burden, moves):  # type: ignore[no-untyped-def]
    """Follow one person of a stratum from month ``enter`` to the end.

    Args:
        first_states: distribution over burdens, record and attempts on entry, shape (states,).
        status, burden, moves: filled, shapes (T, S), (T, burdens) and (T, S, S).
    """
    (
        events, event_ptr, occasions, occasion_ptr, outcomes, cell_age, state, _, _, modifier, _,
        band_of_age, absorbing, _,
    ) = tables  # fmt: skip
    offset, form, form_ptr, local = layout
    statuses, slots = absorbing.size, offset[-1]
    old, new = np.zeros((_STATES, slots)), np.zeros((_STATES, slots))
    # Blocks (state, status) in which there may be anybody; the others are not looked at.
    live, coming = np.zeros((_STATES, statuses), np.bool_), np.zeros((_STATES, statuses), np.bool_)
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
            for x in range(_STATES):
                record = x // _ATTEMPTS % _RECORDS
                for s in range(statuses):
                    if not live[x, s]:
                        continue
                    live[x, s] = False
                    found = 0
                    for o in range(occasion_ptr[s], occasion_ptr[s + 1]):
                        calendar = (
                            occasions[o].month == NEVER or occasions[o].month == month % 12
                        ) and occasions[o].youngest <= age <= occasions[o].oldest
                        if (occasions[o].records >> record) & 1 and (occasions[o].at_months != NEVER or calendar):
                            due[found] = o
                            found += 1
                    if found > 0:
                        _occasions_fall(
                            due[:found], occasions, outcomes, by_age, state[x], by_group, absorbing, offset, s, x,
                            old, new, coming, moves[month],
                        )  # fmt: skip
                    _risks_compete(
                        events, event_ptr, rate, state[x], form, form_ptr, local, absorbing, offset, s, x,
                        old, new, coming, moves[month], scratch,
                    )  # fmt: skip
            old, new = new, old
            live, coming = coming, live

        for x in range(_STATES):
            for s in range(statuses):
                if live[x, s]:
                    people = old[x, offset[s] : offset[s + 1]].sum()
                    live[x, s] = people > 0.0
                    status[month, s] += people
                    for b in range(burden.shape[1]):
                        if (x // (_RECORDS * _ATTEMPTS)) >> b & 1:
                            burden[month, b] += people
