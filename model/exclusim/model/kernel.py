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

from exclusim.model import (
    bounds,
    columns,
    compiled,
    coupling,
    lots,
    occasions,
    randomness,
    rates,
    resolving,
    sums,
    vocabulary,
)
from exclusim.model.bounds import renew
from exclusim.model.compiled import MOST_CHOICES
from exclusim.model.lots import fill_places
from exclusim.model.machine_code import digest_of
from exclusim.model.randomness import hash32
from exclusim.model.resolving import resolve
from exclusim.model.sums import of_month, same_row

__all__ = ["CHUNK", "SOURCES", "advance"]

SOURCES = (bounds, columns, compiled, coupling, lots, occasions, randomness, rates, resolving, sums, vocabulary)
"""Modules whose code or constants the compiled month contains."""

CHUNK = 1 << 15  # persons whose scanned columns stay in the second-level cache


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
        person, bound, due = people.person, people.bound, people.due
        n, statuses, n_burdens = person.size, rates.absorbing.size, panel.burden.shape[1]
        events = rates.group.size
        hit = np.empty(CHUNK, np.uint8)
        level = np.empty(events, np.float32)
        shape_now, shape_soon = np.empty(rates.shape.size, np.float32), np.empty(rates.shape.size, np.float32)
        scratch = np.empty((2, MOST_CHOICES)), np.empty(2), np.empty(2), np.empty(events, np.float32)
        for month in range(first_month, last_month):
            if log.row.size > 0 and log.row.size - log.used[0] < n:
                return month
            key1, key2 = keys[month, 0], keys[month, 1]
            coming = min(month + 1, rates.modifier.shape[1] - 1)
            first = month == first_month
            if first or not same_row(rates.modifier[0, month], rates.modifier[0, month - 1]):
                of_month(rates.group, rates.modifier[0, month], rates.shape, level, shape_now)
            if first or not same_row(rates.modifier_max[0, coming], rates.modifier_max[0, coming - 1]):
                of_month(rates.group, rates.modifier_max[0, coming], rates.shape_max, level, shape_soon)
            for start in range(0, n, CHUNK):
                end = min(start + CHUNK, n)
                found = scan(
                    person[start:end], bound[start:end], due[start:end], key1, key2, np.uint16(month), start, hit, hits
                )
                renewed = resolve(
                    month, key1, key2, rates, people, panel, counts, log, books, shape_now, scratch, hits, found
                )
                renew(month, rates, people, shape_soon, scratch[3], hits, renewed)
            if books.places.source.size > 0:
                fill_places(month, books.places, people, counts, panel.moves[month], books.accounts, log)
            if books.accounts.total.size > 0:
                books.accounts.panel[month] = books.accounts.total
            for s in range(statuses):
                panel.status[month, s] = counts[s]
            for b in range(n_burdens):
                panel.burden[month, b] = counts[statuses + b]
        return last_month if sources else first_month

    return cast(Callable[..., int], advance)


advance = _entry(digest_of(*SOURCES))
