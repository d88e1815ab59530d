"""Upper bounds: how likely anything is to happen to somebody in any of the coming months."""

from __future__ import annotations

import numpy as np
from numba import njit

from exclusim.model.compiled import LOOKAHEAD, SLOTS
from exclusim.model.lanes import most_of_products
from exclusim.model.occasions import next_occasion
from exclusim.model.sums import ORIGIN, own_factors, surely_above
from exclusim.model.vocabulary import ATTEMPTS, RECORDS

__all__ = ["renew"]

_RECORDS, _ATTEMPTS = len(RECORDS), ATTEMPTS
_FULL = 2.0**32
_ENOUGH = _FULL * (1.0 + 2.0**-18)  # a bound is above what it bounds when both are rounded
_NO_MONTH = 65535


@njit(nogil=True, _nrt=False)  # counts no references to the arrays it borrows
def renew(month, rates, people, shape_soon, own, hits, renewed):  # type: ignore[no-untyped-def]
    """New bounds, and the months in which they end, for the first ``renewed`` rows of ``hits``.

    Args:
        shape_soon: largest duration shapes and modifiers of the look-ahead, flat.
        own: scratch, one number an event.
    """
    hazard3, state2, shape_max2, lack2, ptr, group = (
        rates.hazard, rates.state, rates.shape_max, rates.lack, rates.ptr, rates.group,
    )  # fmt: skip
    occasions, occasion_ptr, band_of_age, two_bands, absorbing = (
        rates.occasions, rates.occasion_ptr, rates.band_of_age, rates.two_bands, rates.absorbing,
    )  # fmt: skip
    modifier_max3, situations2, mark_at = rates.modifier_max, rates.situation, rates.limits.mark_at
    cell, age0, reached, situation, status = people.cell, people.age0, people.reached, people.situation, people.status
    burdens, record, attempts, since = people.burdens, people.record, people.attempts, people.since
    bound, due = people.bound, people.due
    step, of_one_month = rates.limits.clock[0], rates.limits.clock[1] == 1
    older_soon, older_late = (month + 1) // step, (month + 1 + LOOKAHEAD) // step
    modified = np.uint8(modifier_max3.shape[0] - 1)
    coming = min(month + 1, modifier_max3.shape[1] - 1)
    cells, width = np.uint64(hazard3.shape[1]), np.uint64(hazard3.shape[2])
    hazard, state = hazard3.reshape(hazard3.size), state2.reshape(state2.size)
    shape_max, lack = shape_max2.reshape(shape_max2.size), lack2.reshape(lack2.size)
    for h in range(renewed):
        i = np.uint64(hits[h])
        s = status[i]
        if absorbing[s] == 1:
            bound[i], due[i] = 0, _NO_MONTH
            continue
        soon = np.uint64(age0[i] + older_soon)
        band = band_of_age[soon]
        band_late = min(band_of_age[np.uint64(age0[i] + older_late)], band + 1)
        until = min(month + LOOKAHEAD, (two_bands[soon] - age0[i]) * step - 1)  # before a third band begins
        due[i] = next_occasion(
            occasions, occasion_ptr[s], occasion_ptr[s + 1], record[i], since[i], age0[i], month, until,
            mark_at[s, record[i]],
        )  # fmt: skip
        row = (burdens[i] * _RECORDS + record[i]) * _ATTEMPTS + attempts[i]
        first_event, last_event = np.uint64(ptr[s]), np.uint64(ptr[s + 1])
        hz = (np.uint64(band) * cells + cell[i]) * width
        later = (np.uint64(band_late) * cells + cell[i]) * width
        x = np.uint64(row) * width
        d = np.uint64(min(month + 1 - since[i], SLOTS - 1)) * width
        total = most_of_products(first_event, last_event, hazard, hz, hazard, later, state, x, shape_soon, d)
        treated = reached[i] & modified
        if treated != 0 or situation[i] != 0:
            if treated == 0:
                w = np.uint64(situation[i]) * width
                beside = most_of_products(
                    first_event, last_event, hazard, hz, hazard, later, state, x, shape_soon, d, lack, w
                )
            else:
                own_factors(
                    group, modifier_max3[treated, coming], situations2[0], situations2[situation[i]],
                    first_event, last_event, own,
                )  # fmt: skip
                beside = most_of_products(
                    first_event, last_event, hazard, hz, hazard, later, state, x, shape_max, d, own, ORIGIN
                )
            total = max(total, beside)
        chance = min(total, 1.0) if of_one_month else surely_above(total)
        bound[i] = np.uint32(min(chance * _ENOUGH + 2.0, _FULL - 1.0))
