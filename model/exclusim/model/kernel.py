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
from numpy.typing import NDArray

from exclusim.model import (
    bits,
    bounds,
    columns,
    compiled,
    coupling,
    lanes,
    lots,
    occasions,
    randomness,
    rates,
    resolving,
    sums,
    vocabulary,
)
from exclusim.model.bits import WORD, count_of, lowest_of, set_among
from exclusim.model.bounds import renew
from exclusim.model.compiled import MOST_CHOICES
from exclusim.model.lots import fill_places
from exclusim.model.machine_code import digest_of
from exclusim.model.randomness import hash32
from exclusim.model.resolving import resolve
from exclusim.model.sums import of_month, same_row

__all__ = ["CHUNK", "SOURCES", "advance", "room_for_hits"]

SOURCES = (
    bits, bounds, columns, compiled, coupling, lanes, lots, occasions, randomness, rates, resolving, sums, vocabulary,
)  # fmt: skip
"""Modules whose code or constants the compiled month contains."""

CHUNK = 1 << 15  # persons whose scanned columns stay in the second-level cache
_AT_ONCE = 8  # rows taken out of a word without asking whether there are so many


def room_for_hits() -> NDArray[np.uint32]:
    """Scratch for :data:`advance`."""
    return np.empty(CHUNK + WORD, np.uint32)


@njit(nogil=True)
def scan(person, bound, due, key1, key2, now, start, ends, met, hits):  # type: ignore[no-untyped-def]
    """Rows of the people to look at this month, written to ``hits``: first those whose bound ends, then those who may
    have met something. Returns how many there are of the first and of all.

    The loop over people has no branch, so that it is vectorised; in two lists, as each is alike in what comes next.
    """
    for i in range(person.size):
        ends[i] = due[i] == now
        met[i] = (hash32(person[i], key1, key2) < bound[i]) & (due[i] != now)
    ends[person.size :] = 0
    met[person.size :] = 0
    ending = _rows_of(ends, person.size, start, hits, np.uint64(0))
    return ending, _rows_of(met, person.size, start, hits, ending)


@njit(inline="always")
def _rows_of(flags, size, start, hits, found):  # type: ignore[no-untyped-def]
    """Append the rows whose flag is set to the ``found`` ones; returns how many there are then."""
    for w in range((size + WORD - 1) // WORD):
        first = np.uint64(w * WORD)
        word, at = set_among(flags, first), np.uint64(start) + first
        several = count_of(word)
        for k in range(_AT_ONCE):
            hits[found + np.uint64(k)] = at + lowest_of(word)
            word &= word - np.uint64(1)
        for k in range(np.uint64(_AT_ONCE), several):
            hits[found + k] = at + lowest_of(word)
            word &= word - np.uint64(1)
        found += several
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
            hits: scratch, see :func:`room_for_hits`.
            books: accounts and places.
        """
        person, bound, due = people.person, people.bound, people.due
        n, statuses, n_burdens = person.size, rates.absorbing.size, panel.burden.shape[1]
        events = rates.group.size
        ends, met = np.empty(CHUNK, np.uint8), np.empty(CHUNK, np.uint8)
        level = np.empty(events, np.float32)
        shape_now, shape_soon = np.empty(rates.shape.size, np.float32), np.empty(rates.shape.size, np.float32)
        scratch = np.empty((2, MOST_CHOICES)), np.empty(2), np.empty(2), np.empty(events, np.float32)
        for month in range(first_month, last_month):
            if log.row.size > 0 and log.row.size - log.used[0] < n:
                return month
            key1, key2, now = keys[month, 0], keys[month, 1], np.uint16(month)
            coming = min(month + 1, rates.modifier.shape[1] - 1)
            first = month == first_month
            if first or not same_row(rates.modifier[0, month], rates.modifier[0, month - 1]):
                of_month(rates.group, rates.modifier[0, month], rates.shape, level, shape_now)
            if first or not same_row(rates.modifier_max[0, coming], rates.modifier_max[0, coming - 1]):
                of_month(rates.group, rates.modifier_max[0, coming], rates.shape_max, level, shape_soon)
            for start in range(0, n, CHUNK):
                end = min(start + CHUNK, n)
                part = slice(start, end)
                ending, found = scan(person[part], bound[part], due[part], key1, key2, now, start, ends, met, hits)
                renewed = resolve(
                    month, key1, key2, rates, people, panel, counts, log, books, shape_now, scratch, hits, ending, found
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
