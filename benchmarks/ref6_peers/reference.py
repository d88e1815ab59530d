"""What every peer shares: ref6's numbers, its starting population, the comparison with ``reference.csv`` and the clock.

The peers run outside the project, in environments with other versions of its libraries, so this module imports nothing
but NumPy. ``benchmarks/ref6.py`` compares the checksum of the population with that of the population it uses itself.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

_FOLDER = Path(__file__).parent.parent / "ref6_model"
PARAMETERS: dict[str, Any] = json.loads((_FOLDER / "params.json").read_text(encoding="utf-8"))
MONTHS: int = PARAMETERS["months"]
PRICES = np.array(PARAMETERS["C"], float)
PAYERS = PRICES.shape[1]
EDUCATION, EMPLOYED, UNEMPLOYED, PROGRAMME, ASSISTANCE, DISABILITY = range(6)
ROW_OF_STATE = np.array([0, 1, 3, 5, 6, 7])  # the cost row of a state, before low education and long unemployment
UI_MONTHS: int = PARAMETERS["ui_months"]
BEYOND: int = PARAMETERS["programme"]["min_unemployed_months"]
LENGTH: int = PARAMETERS["programme"]["length"]
BAND_MONTHS: int = 12 * PARAMETERS["band_years"]
LAST_BAND: int = PARAMETERS["n_bands"] - 1
CAP: int = PARAMETERS["dur_cap"]
FADING = PARAMETERS["dur_factor"] ** np.minimum(np.arange(CAP + 1), CAP)  # by months unemployed
_RISKS = np.array(PARAMETERS["P"]).reshape(LAST_BAND + 1, 4, 6, 6)
_TO_JOB = np.array(PARAMETERS["Q"]).reshape(LAST_BAND + 1, 4)
_REFERENCE_RUNS = 400
_SMALL = 10_000  # people in the reference's runs


@dataclass(frozen=True)
class People:
    """The starting population; ``cell`` is 2 · female + low, ``age`` the months past 20 years."""

    cell: np.ndarray
    age: np.ndarray
    state: np.ndarray
    weight: np.ndarray

    @property
    def size(self) -> int:
        """How many."""
        return len(self.cell)

    @property
    def low(self) -> np.ndarray:
        """1 for low education."""
        return self.cell & 1

    @property
    def capacity(self) -> int:
        """Places in the programme."""
        return int(PARAMETERS["programme"]["capacity_share"] * self.size)

    @property
    def checksum(self) -> int:
        """Tells whether two engines started from the same people."""
        columns = (self.cell, self.age, self.state, (self.weight * 1e6).round())
        return zlib.crc32(np.stack(columns).astype(np.int64).tobytes())


def population(persons: int) -> People:
    """The starting population, identical in every engine."""
    p = PARAMETERS["population"]
    r = np.random.default_rng(p["seed"])
    female = r.random(persons) < p["p_female"]
    low = r.random(persons) < p["p_low"]
    age = r.integers(0, 12, persons)
    weight = np.exp(p["w_sigma"] * r.standard_normal(persons) - p["w_sigma"] ** 2 / 2).astype(np.float32)
    u = r.random(persons)
    high_state, low_state = (np.searchsorted(np.cumsum(p[f"init_{k}"]), u, side="right") for k in ("high", "low"))
    state = np.minimum(np.where(low, low_state, high_state), DISABILITY)
    return People(2 * female.astype(np.int64) + low, age, state, weight.astype(np.float64))


def risks(month: int) -> np.ndarray:
    """Monthly risks [band, cell, from, to] with the economy of the month, before months unemployed are counted."""
    found = _RISKS.copy()
    found[..., (UNEMPLOYED, ASSISTANCE), EMPLOYED] *= PARAMETERS["macro"][month // 12]
    return found


def to_job(month: int) -> np.ndarray:
    """Probability [band, cell] of a job on leaving the programme."""
    return _TO_JOB * PARAMETERS["macro"][month // 12]


def costs(state: np.ndarray, stayed: np.ndarray, low: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """What everybody costs each payer in a month."""
    row = ROW_OF_STATE[state]
    row += (state == EMPLOYED) & (low == 1)
    row += (state == UNEMPLOYED) & (stayed > UI_MONTHS)
    return np.bincount(row, weight, minlength=8) @ PRICES


def moves(
    month: int, u: np.ndarray, state: np.ndarray, stayed: np.ndarray, cell: np.ndarray, age: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Who moves this month (positions), and where to, by one uniform number each: competing risks as whole columns."""
    band = np.minimum((age + month) // BAND_MONTHS, LAST_BAND)
    place = (band * 4 + cell) * 6 + state
    reached = risks(month).cumsum(axis=-1).reshape(-1, 6)
    fading = np.where(state == UNEMPLOYED, FADING[np.minimum(stayed, CAP)], 1.0)
    movers = np.flatnonzero(u < reached[:, -1][place] * fading)
    target = (u[movers, None] >= reached[place[movers]] * fading[movers, None]).sum(axis=1)
    over = np.flatnonzero((state == PROGRAMME) & (stayed >= LENGTH))
    works = u[over] < to_job(month)[band[over], cell[over]]
    return np.concatenate((movers, over)), np.concatenate((target, np.where(works, EMPLOYED, UNEMPLOYED)))


@dataclass(frozen=True)
class Engine:
    """A peer: how its model is made of people and a seed, how the months are lived, and what came of them."""

    package: str
    build: Callable[[People, int], Any]
    live: Callable[[Any], object]
    results: Callable[[Any], tuple[np.ndarray, np.ndarray]]

    def run(self, people: People, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Counts [month, state] and costs [month, payer] of one run."""
        model = self.build(people, seed)
        self.live(model)
        return self.results(model)

    def timed(self, people: People, seed: int) -> dict[str, float]:
        """Seconds of a run: processor and wall of the whole, processor of the months alone."""
        wall, whole = time.perf_counter(), time.process_time()
        model = self.build(people, seed)
        months = time.process_time()
        self.live(model)
        done = time.process_time()
        self.results(model)
        return {"": time.process_time() - whole, "_wall": time.perf_counter() - wall, "_months": done - months}

    def equality(self, seeds: int) -> tuple[float, float]:
        """Root mean square and largest of the standardised differences from the reference."""
        people = population(_SMALL)
        runs = [self.run(people, seed) for seed in range(1, seeds + 1)]
        z = _scores(np.mean([run[0] for run in runs], axis=0), np.mean([run[1] for run in runs], axis=0), seeds)
        return round(float(np.sqrt((z**2).mean())), 3), round(float(np.abs(z).max()), 3)

    def main(self) -> None:
        """Measure and print."""
        parser = argparse.ArgumentParser(description=f"ref6 in {self.package}")
        parser.add_argument("--persons", type=int, default=100_000)
        parser.add_argument("--repeats", type=int, default=3)
        parser.add_argument("--seeds", type=int, default=8, help="runs held against reference.csv; 0 for none")
        parser.add_argument("--json", action="store_true")
        chosen = parser.parse_args()
        found: dict[str, Any] = {
            "engine": self.package,
            "version": version(self.package),
            "python": platform.python_version(),
            "numpy": version("numpy"),
            "persons": chosen.persons,
            "months": MONTHS,
            "load": round(os.getloadavg()[0], 2),
        }
        if chosen.seeds:
            found["rms_z"], found["max_z"] = self.equality(chosen.seeds)
        if chosen.repeats:
            self.run(population(1_000), 0)  # what is imported or compiled on first use
            people = population(chosen.persons)
            found["population"] = people.checksum
            runs = [self.timed(people, seed) for seed in range(1, chosen.repeats + 1)]
            for part in runs[0]:
                seconds = median(run[part] for run in runs)
                found[f"ns_per_person_month{part}"] = round(seconds / (chosen.persons * MONTHS) * 1e9, 2)
        if chosen.json:
            print(json.dumps(found))
        else:
            for name, value in found.items():
                print(f"{name:<32} {value}")


def _scores(counts: np.ndarray, costs: np.ndarray, runs: int) -> np.ndarray:
    """Standardised differences of the means of runs from the reference's; infinite where no spread is allowed."""
    columns = {("count", state): k for k, state in enumerate(PARAMETERS["states"])}
    payers = {("cost", f"payer_{k}"): k for k in range(len(PARAMETERS["payers"]))}
    found = []
    with (_FOLDER / "reference.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sd, month, mean = float(row["sd"]), int(row["month"]), float(row["mean"])
            key = (row["kind"], row["column"])
            ours = counts[month, columns[key]] if key in columns else costs[month, payers[key]]
            if sd > 0:
                found.append((ours - mean) / (sd * np.sqrt(1 / runs + 1 / _REFERENCE_RUNS)))
            elif ours != mean:
                found.append(np.inf)
    return np.array(found)
