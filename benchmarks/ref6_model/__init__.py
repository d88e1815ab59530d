"""ref6: one small reference model, declared through the public API of :mod:`exclusim.model.cells`.

Its rates are invented; only its shape is meant to be like exclusion trajectories. All numbers are in ``params.json``.
``reference.csv`` holds means and standard deviations over 400 runs of another engine at 10 000 people.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exclusim.model.cells import CellModel, CellPeople, CellRun, CostRow, Leaving, LimitedPlaces, Transition

__all__ = ["PARAMETERS", "declare", "population", "scores"]

_FOLDER = Path(__file__).parent
PARAMETERS: dict[str, Any] = json.loads((_FOLDER / "params.json").read_text(encoding="utf-8"))
_REFERENCE_RUNS = 400


def declare(persons: int) -> CellModel:
    """The model for a number of people; only the number of programme places depends on it."""
    p = PARAMETERS
    states, months = tuple(p["states"]), p["months"]
    risk = np.array(p["P"]).reshape(p["n_bands"], 4, 6, 6)  # cells: female × low
    to_job = np.array(p["Q"]).reshape(p["n_bands"], 4)
    macro = np.repeat(p["macro"], 12)[:months]
    fading = p["dur_factor"] ** np.arange(1, p["dur_cap"] + 1)
    cyclical = {tuple(pair) for pair in p["macro_on"] if isinstance(pair[0], int)}
    transitions = [
        Transition(
            states[a], states[b], risk[:, :, a, b],
            by_month=macro if (a, b) in cyclical else None,
            by_duration=fading if states[a] == "unemployed" else None,
        )
        for a in range(6)
        for b in range(6)
        if risk[:, :, a, b].any()
    ]  # fmt: skip
    programme = p["programme"]
    to_work = Transition("programme", "employed", to_job, by_month=macro)
    low = np.array([False, True, False, True])
    row_of = {
        "employed_high": ("employed", None, 0),
        "employed_low": ("employed", low, 0),
        "unemployed_le12": ("unemployed", None, 0),
        "unemployed_gt12": ("unemployed", None, p["ui_months"] + 1),
    }
    costs = []
    for name, price in zip(p["cost_rows"], p["C"], strict=True):
        state, cells, since = row_of.get(name, (name, None, 0))
        costs.append(CostRow(name, state, np.array(price, float), cells, since))
    return CellModel(
        states,
        cells=4,
        bands=tuple(12 * p["band_years"] * band for band in range(p["n_bands"])),
        months=months,
        transitions=tuple(transitions),
        leavings=(Leaving("programme", programme["length"], (to_work,), "unemployed"),),
        places=(
            LimitedPlaces(
                "unemployed",
                "programme",
                int(programme["capacity_share"] * persons),
                programme["min_unemployed_months"] + 1,
            ),
        ),
        costs=tuple(costs),
    )


def population(persons: int) -> CellPeople:
    """The starting population, identical in every engine."""
    p = PARAMETERS["population"]
    r = np.random.default_rng(p["seed"])
    female = r.random(persons) < p["p_female"]
    low = r.random(persons) < p["p_low"]
    age = r.integers(0, 12, persons)
    weight = np.exp(p["w_sigma"] * r.standard_normal(persons) - p["w_sigma"] ** 2 / 2).astype(np.float32)
    u = r.random(persons)
    start = np.where(
        low,
        np.searchsorted(np.cumsum(p["init_low"]), u, side="right"),
        np.searchsorted(np.cumsum(p["init_high"]), u, side="right"),
    )
    return CellPeople(age, 2 * female + low, np.minimum(start, 5), weight.astype(np.float64))


def scores(runs: list[CellRun]) -> NDArray[np.float64]:
    """Standardised differences between the means of some runs at 10 000 people and the reference's."""
    columns = {("count", state): k for k, state in enumerate(PARAMETERS["states"])}
    payers = {("cost", f"payer_{k}"): k for k in range(len(PARAMETERS["payers"]))}
    counts = np.mean([run.counts for run in runs], axis=0)
    costs = np.mean([run.costs for run in runs], axis=0)
    found = []
    with (_FOLDER / "reference.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sd, month = float(row["sd"]), int(row["month"])
            key = (row["kind"], row["column"])
            ours = counts[month, columns[key]] if key in columns else costs[month, payers[key]]
            if sd > 0:
                found.append((ours - float(row["mean"])) / (sd * np.sqrt(1 / len(runs) + 1 / _REFERENCE_RUNS)))
            elif ours != float(row["mean"]):
                found.append(np.inf)
    return np.array(found)
