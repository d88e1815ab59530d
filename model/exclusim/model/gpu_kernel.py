"""The months of one person on a CUDA GPU: one thread a person, nothing shared but counts.

What decides a life is not written anew: hash, occasions, sums and coupling are the functions of the kernel for the CPU,
compiled for the device, so every sum has the same terms in the same order. There is no thinning: the threads of a warp
wait for each other, and hardly a warp has a month in which nobody needs to be computed.

Importing this module imports Numba's CUDA target; nothing but :mod:`exclusim.model.gpu` does.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import numpy as np
from numba import config, cuda
from numba.core.errors import NumbaPerformanceWarning
from numba.cuda.cudadrv import nvvm

from exclusim.model import coupling, occasions, randomness, sums
from exclusim.model.compiled import MOST_CHOICES, NEVER, NONE, SLOTS
from exclusim.model.randomness import TO_UNIT
from exclusim.model.vocabulary import ATTEMPTS, RECORDS

__all__ = ["is_fused", "live", "to_the_bit"]

_RECORDS, _ATTEMPTS, _YEAR = len(RECORDS), ATTEMPTS, 12
# A kernel linked later would be compiled by the linker, with products and sums fused; the simulator links nothing.
_COMPILED_AT_ONCE = {} if config.ENABLE_CUDASIM else {"lto": False}
_FUSED = re.compile(r"\bfma\.\w+\.f32\b")

_hash32 = cuda.jit(device=True)(randomness.hash32.py_func)
_falls = cuda.jit(device=True)(occasions.falls.py_func)
_choose = cuda.jit(device=True)(coupling.choose.py_func)
_read_against = cuda.jit(device=True)(coupling.read_against.py_func)
_surely_above = cuda.jit(device=True)(sums.surely_above.py_func)
_total_of_hazards = cuda.jit(device=True)(sums.total_of_hazards.py_func)
_total_beside = cuda.jit(device=True)(sums.total_beside.py_func)
_cumulate = cuda.jit(device=True)(sums.cumulate.py_func)
_cumulate_outcomes = cuda.jit(device=True)(sums.cumulate_outcomes.py_func)
_pick = cuda.jit(device=True)(sums.pick.py_func)


@cuda.jit(device=True)
def _event_of(hazard, state, shape, own, first, end, hz, x, d, w, treated, u, cumulative, totals, happens):  # type: ignore[no-untyped-def]
    """Which of the competing risks ``u`` means, counted from ``first``; their number for none."""
    alternatives = np.int64(end - first)
    chosen = alternatives
    total = _total_of_hazards(hazard, state, shape, first, end, hz, x, d)
    if u < _surely_above(total):
        surely = 1.0 - math.exp(-total)
        if u < surely:
            chosen = _pick(hazard, state, shape, first, end, hz, x, d, u / surely * total)
    if treated == 0:
        return chosen
    beside = _total_beside(hazard, state, shape, own, first, end, hz, x, d, w)
    if u >= _surely_above(max(total, beside)):
        return chosen
    _cumulate(hazard, state, shape, own, first, end, hz, x, d, np.uint64(0), cumulative[0])
    _cumulate(hazard, state, shape, own, first, end, hz, x, d, w, cumulative[1])
    for reading in range(2):
        totals[reading] = cumulative[reading, alternatives - 1]
        happens[reading] = 1.0 - math.exp(-totals[reading])
    return _read_against(cumulative, totals, happens, alternatives, u, chosen)


@cuda.jit(device=True)
def _outcome_of(  # type: ignore[no-untyped-def]
    outcomes, first, last, by_age, by_state, modifier, situation, month, treated, u, cumulative, totals, happens
):  # fmt: skip
    """Which outcome of an occasion ``u`` means, counted from ``first``."""
    readings = 1 if treated == 0 else 2
    for reading in range(readings):
        totals[reading] = _cumulate_outcomes(
            outcomes, first, last, by_age, by_state, modifier[treated * reading, month], situation, cumulative[reading]
        )
        happens[reading] = 1.0
    chosen = _choose(cumulative[0], last - first, u * totals[0])
    if readings == 2:
        chosen = _read_against(cumulative, totals, happens, last - first, u, chosen)
    return chosen


@cuda.jit(**_COMPILED_AT_ONCE)
def live(  # type: ignore[no-untyped-def]
    first_month, last_month, keys,
    hazard, state, shape, own, ptr, change,
    rules, rule_ptr, outcomes, cell_age, state_factor, modifier, situation, band_of_age, absorbing, agency,
    person, cell, age0, enter, reached, status, burdens, record, attempts, since, switches, stirred,
    status_change, burden_change, moves,
):  # fmt: skip
    """Months ``first_month`` … ``last_month`` − 1 of the person whose number this thread has.

    Args:
        keys: shape (T, 2), keys of ``Purpose.LIFE``.
        hazard, state: tables of :class:`~exclusim.model.rates.Rates`, flat.
        shape: duration shapes times the month's modifiers where nothing intervenes, flat from (T, SLOTS, E).
        own: what interventions do to the events of those they reach, flat from (bit masks, T, E); ones for nobody.
        rules, rule_ptr, …, agency: occasions and the rest of the same tables.
        person, …, stirred: columns of :class:`~exclusim.model.columns.Columns`, changed in place.
        status_change, burden_change: changes of the counts by month, shapes (T, S) and (T, burdens).
        moves: shape (T, S, S).
    """
    i = cuda.grid(1)
    if i >= person.size:
        return
    cumulative = cuda.local.array((2, MOST_CHOICES), np.float64)
    totals, happens = cuda.local.array(2, np.float64), cuda.local.array(2, np.float64)
    n_burdens, months, masks = burden_change.shape[1], moves.shape[0], modifier.shape[0]
    cells, width = np.uint64(cell_age.shape[0]), np.uint64(change.shape[0])
    c, joins, treated = np.int64(cell[i]), np.int64(enter[i]), np.int64(reached[i]) & (masks - 1)
    s, held, level = np.int64(status[i]), np.int64(burdens[i]), np.int64(record[i])
    failures, entered, switched = np.int64(attempts[i]), np.int64(since[i]), np.int64(switches[i])
    changed = np.int64(stirred[i])
    for month in range(max(first_month, joins), last_month):
        if month == joins:
            changed = np.int64(1)
            cuda.atomic.add(status_change, (month, s), 1)
            for b in range(n_burdens):
                if held >> b & 1:
                    cuda.atomic.add(burden_change, (month, b), 1)
            continue
        if absorbing[s] == 1:
            break
        # Propose: one number decides whether anything happens, and what.
        u = _hash32(person[i], keys[month, 0], keys[month, 1]) * TO_UNIT
        stayed, age = month - entered, np.int64(age0[i]) + month // _YEAR
        band, row = np.int64(band_of_age[age]), (held * _RECORDS + level) * _ATTEMPTS + failures
        occasion = np.int64(NEVER)
        for o in range(rule_ptr[s], rule_ptr[s + 1]):
            if (rules[o].records >> level) & 1 and _falls(rules[o], stayed, age, month):
                occasion = np.int64(o)
                break
        target, new_record, failed, bit = np.int64(NONE), np.int64(NONE), np.int64(0), np.int64(0)
        if occasion != NEVER:
            first, last = np.int64(rules[occasion].first), np.int64(rules[occasion].last)
            chosen = _outcome_of(
                outcomes, first, last, cell_age[c, band], state_factor[row], modifier, situation[0], month, treated, u,
                cumulative, totals, happens,
            )  # fmt: skip
            if chosen < last - first:
                outcome = outcomes[first + chosen]
                target, new_record = np.int64(outcome.target), np.int64(outcome.record)
                failed = np.int64(outcome.failed)
        else:
            first_event, end = np.uint64(ptr[s]), np.uint64(ptr[s + 1])
            chosen = _event_of(
                hazard, state, shape, own, first_event, end,
                (np.uint64(band) * cells + np.uint64(c)) * width,
                np.uint64(row) * width,
                np.uint64(month * SLOTS + (stayed if stayed < SLOTS else SLOTS - 1)) * width,
                np.uint64(treated * months + month) * width,
                treated, u, cumulative, totals, happens,
            )  # fmt: skip
            e = np.int64(ptr[s]) + chosen
            if e < np.int64(ptr[s + 1]):
                target, new_record = np.int64(change[e, 0]), np.int64(change[e, 1])
                failed, bit = np.int64(change[e, 2]), np.int64(change[e, 3])
        # Apply.
        if bit != 0:
            changed = np.int64(1)
            held ^= bit
            for b in range(n_burdens):
                if bit == 1 << b:
                    cuda.atomic.add(burden_change, (month, b), 1 if held & bit else -1)
        if new_record != NONE:
            changed = np.int64(1)
            level = new_record
        if failed == 1 and failures < _ATTEMPTS - 1:
            failures += 1
        if target not in (NONE, s):
            changed = np.int64(1)
            cuda.atomic.add(status_change, (month, s), -1)
            cuda.atomic.add(status_change, (month, target), 1)
            cuda.atomic.add(moves, (month, s, target), 1)
            if agency[target] != agency[s] and switched < 255:
                switched += 1
            s, entered = target, np.int64(month)
            if absorbing[target] == 1:
                for b in range(n_burdens):
                    if held >> b & 1:
                        cuda.atomic.add(burden_change, (month, b), -1)
                held = np.int64(0)
    status[i], burdens[i], record[i], attempts[i] = s, held, level, failures
    since[i], switches[i], stirred[i] = entered, switched, changed


def is_fused(ptx: str) -> bool:
    """Whether the device would round a product and a sum of hazards once, where the CPU rounds twice."""
    return _FUSED.search(ptx) is not None


@contextmanager
def to_the_bit() -> Iterator[None]:
    """While a kernel is compiled: products and sums are rounded one by one, as on the CPU.

    The device's compiler would fuse them, and Numba passes its option ``fma`` on only together with the options that
    make arithmetic less exact; so it is added to the call.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NumbaPerformanceWarning)  # a small group leaves a large GPU idle
        if config.ENABLE_CUDASIM:
            yield
            return
        compile_ir = nvvm.compile_ir
        with mock.patch.object(nvvm, "compile_ir", lambda ir, **options: compile_ir(ir, **{**options, "fma": False})):
            yield
