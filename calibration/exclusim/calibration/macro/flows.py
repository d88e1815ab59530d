"""Quarterly flows between labour force states: as published, and as simulated by calendar year."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.calibration.evidence import series
from exclusim.model.engine import Run
from exclusim.model.vocabulary import STATUSES, Status

__all__ = ["FLOW_STATES", "published_matrix", "unemployment", "yearly_flows"]

FLOW_STATES = ("permanent_job", "temporary_job", "unemployed", "out_of_labour_force")
_YOUNGEST, _OLDEST = 16, 64  # the survey's population
_PERMANENT, _TEMPORARY, _UNEMPLOYED, _OUT, _LEAVE, _ABSENT = range(6)
_PERIODS = {"average": "avg 1987-2000", "slump": "slump 1993-1996"}


def published_matrix(period: Literal["average", "slump"]) -> NDArray[np.float64]:
    """Published probability of being in a state a quarter later, shape (from, to) by :data:`FLOW_STATES`.

    Self-employment is not in the model: those who move to it are left out, and rows sum to one without them. The slump
    is for comparison only; nothing may be fitted to it.
    """
    table = np.zeros((len(FLOW_STATES), len(FLOW_STATES)))
    for row in series("sweden_lfs_flows_average_slump.csv"):
        if row["period"] == _PERIODS[period] and row["from"] in FLOW_STATES and row["to"] in FLOW_STATES:
            table[FLOW_STATES.index(row["from"]), FLOW_STATES.index(row["to"])] = float(row["quarterly_prob_published"])
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def _code(status: Status) -> int:
    """Survey state, by the same definition as the calibration targets of these flows.

    In those years the survey counted participants in labour-market programmes out of the labour force.
    """
    if status.absorbing or status.activity in ("prison", "out_of_home_care"):
        return _ABSENT
    if status.works:
        return _PERMANENT if status.activity == "permanent_job" else _TEMPORARY
    if status.activity == "unemployed":
        return _UNEMPLOYED
    return _LEAVE if status.activity in ("sickness_benefit", "parental_leave") else _OUT


@njit(cache=True, nogil=True)
def _count(first, month, status, enter, age0, code, start, months, out):  # type: ignore[no-untyped-def]
    states = np.empty(months, np.uint8)
    for i in range(first.size - 1):
        row, last = first[i], first[i + 1] - 1
        held = _OUT
        for t in range(enter[i], months):
            while row < last and month[row + 1] <= t:
                row += 1
            state = code[status[row]]
            if state == _LEAVE:
                state = held  # on leave from a job: still employed in the survey
            else:
                held = state if state <= _TEMPORARY else _OUT
            states[t] = state
            age = age0[i] + t // 12
            if t >= start and t - 3 >= enter[i] and _YOUNGEST <= age <= _OLDEST:
                before = states[t - 3]
                if before <= _OUT and state <= _OUT:
                    out[(t - start) // 12, before, state] += 1


def yearly_flows(run: Run, months: int, start: int) -> NDArray[np.int64]:
    """Pairs of months a quarter apart by state, shape (years from month ``start``, from, to), ages 16–64.

    Args:
        run: with histories.
        months: length of the run; start: first month counted, a January.
    """
    spells = run.spells
    if spells is None:
        raise ValueError("flows need histories: simulate(…, histories=True)")
    codes = np.array([_code(status) for status in STATUSES], np.uint8)
    out = np.zeros(((months - start) // 12, len(FLOW_STATES), len(FLOW_STATES)), np.int64)
    histories = (spells.first, spells.month, spells.status, run.people.enter.astype(np.int64))
    _count(*histories, run.people.age0.astype(np.int64), codes, start, months, out)
    return out


def unemployment(flows: NDArray[np.int64]) -> float:
    """Unemployed share of the labour force, in the later month of each pair, from flows (from, to)."""
    state = flows.sum(axis=0)
    return float(state[_UNEMPLOYED] / state[: _UNEMPLOYED + 1].sum())
