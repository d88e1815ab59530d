"""Limited places, filled by lot."""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.columns import LOOK_AGAIN
from exclusim.model.randomness import hash32

__all__ = ["fill_places"]


@njit(nogil=True)
def fill_places(month, places, people, counts, moves, accounts, log):  # type: ignore[no-untyped-def]
    """Free places go to candidates by lot: the smallest numbers win, so a lot is the same in every scenario."""
    status, record, lots = people.status, people.record, places.lots
    key1, key2 = places.keys[month, 0], places.keys[month, 1]
    for p in range(places.source.size):
        source, target, listed = places.source[p], places.target[p], places.listed[p]
        still = 0
        for c in range(places.waiting[p]):
            i = np.uint64(listed[c])
            listed[still] = i
            still += (status[i] == source) & ((places.records[p] >> record[i]) & 1)
        places.waiting[p] = still
        free = places.capacity[p] - counts[target]
        if free <= 0 or still == 0:
            continue
        for c in range(still):
            i = np.uint64(listed[c])
            lots[c] = (np.uint64(hash32(people.person[i], key1, key2)) << np.uint64(32)) | i
        winners = lots[:still]
        if still > free:
            winners = np.partition(winners, free)[:free]
        for c in range(winners.size):
            i = winners[c] & np.uint64(0xFFFFFFFF)
            if accounts.total.size > 0:
                accounts.total[accounts.row[source, people.cell[i], record[i]]] -= accounts.weight[i]
                accounts.total[accounts.row[target, people.cell[i], 0]] += accounts.weight[i]
            counts[source] -= 1
            counts[target] += 1
            moves[source, target] += 1
            status[i], record[i], people.since[i] = target, 0, month
            people.bound[i], people.due[i], people.stirred[i] = LOOK_AGAIN, month + 1, 1
            if log.row.size > 0:
                row = log.used[0]
                log.row[row], log.month[row] = i, month
                log.status[row], log.burdens[row], log.record[row] = target, people.burdens[i], 0
                log.used[0] = row + 1
        if places.records[p] & 1:  # whoever has a place may be back before the next lots, and is listed anew then
            kept = 0
            for c in range(still):
                i = np.uint64(listed[c])
                listed[kept] = i
                kept += status[i] == source
            places.waiting[p] = kept
