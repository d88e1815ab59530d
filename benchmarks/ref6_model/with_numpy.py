"""ref6 in plain NumPy: whole columns every month, as a careful user would write it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.model.cells import CellRun
from ref6_model import PARAMETERS, population

__all__ = ["run"]

_EMPLOYED, _UNEMPLOYED, _PROGRAMME, _ASSISTANCE = 1, 2, 3, 4


def run(persons: int, seed: int) -> CellRun:
    """One run; ``counts`` and ``costs`` at the beginning of each month."""
    p, months = PARAMETERS, PARAMETERS["months"]
    people, r = population(persons), np.random.default_rng(seed)
    risk = np.array(p["P"]).reshape(p["n_bands"], 4, 6, 6)
    to_job = np.array(p["Q"]).reshape(p["n_bands"], 4)
    price, programme = np.array(p["C"], float), p["programme"]
    capacity = int(programme["capacity_share"] * persons)
    state, cell = people.state.copy(), people.cell
    weight = np.ones(persons) if people.weight is None else people.weight
    low = cell & 1
    stayed = np.zeros(persons, np.int64)
    counts, costs = np.zeros((months, 6), np.int64), np.zeros((months, price.shape[1]))
    for month in range(months):
        stayed += 1
        counts[month] = np.bincount(state, minlength=6)
        row = np.array([0, 1, 3, 5, 6, 7])[state]
        row += (state == _EMPLOYED) & (low == 1)
        row += (state == _UNEMPLOYED) & (stayed > p["ui_months"])
        costs[month] = np.bincount(row, weight, minlength=8) @ price
        band = np.minimum((people.age + month) // (12 * p["band_years"]), p["n_bands"] - 1)
        this_month = risk.copy()
        macro = p["macro"][month // 12]
        this_month[..., _UNEMPLOYED, _EMPLOYED] *= macro
        this_month[..., _ASSISTANCE, _EMPLOYED] *= macro
        cumulated = this_month.cumsum(axis=-1)
        fading = np.where(state == _UNEMPLOYED, p["dur_factor"] ** np.minimum(stayed, p["dur_cap"]), 1.0)
        u = r.random(persons)
        moves = np.flatnonzero(u < cumulated[band, cell, state, 5] * fading)
        steps = cumulated[band[moves], cell[moves], state[moves]] * fading[moves, None]
        target = (u[moves, None] >= steps).sum(axis=1)
        over = np.flatnonzero((state == _PROGRAMME) & (stayed >= programme["length"]))
        works = u[over] < to_job[band[over], cell[over]] * macro
        state[moves], stayed[moves] = target, 0
        state[over], stayed[over] = np.where(works, _EMPLOYED, _UNEMPLOYED), 0
        _fill(state, stayed, capacity, programme["min_unemployed_months"], r)
    return CellRun(counts, costs)


def _fill(
    state: NDArray[np.int64], stayed: NDArray[np.int64], capacity: int, beyond: int, r: np.random.Generator
) -> None:
    free = capacity - int((state == _PROGRAMME).sum())
    candidates = np.flatnonzero((state == _UNEMPLOYED) & (stayed > beyond))
    if free > 0 and candidates.size:
        chosen = r.choice(candidates, min(free, candidates.size), replace=False)
        state[chosen], stayed[chosen] = _PROGRAMME, 0
