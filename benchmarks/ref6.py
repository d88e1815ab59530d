"""ref6 beside other engines: equality with the reference first, then nanoseconds per person-month, in one run.

    uv run python benchmarks/ref6.py --persons 100000 [--json]

Prints ``ns_per_person_month``, ``rms_z`` and ``max_z`` (against ``reference.csv``, 8 seeds at 10 000 people) and how
many times longer plain Mesa objects and plain NumPy take for a person-month. CPU time of one thread, the median of
the repeats; a whole call of the public function is timed, compiling the declared model to tables included.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from statistics import median

import numpy as np
from ref6_model import PARAMETERS, declare, population, scores, with_mesa, with_numpy

from exclusim.model.cells import CellRun, simulate_cells


def timed(run: Callable[[int], object], repeats: int) -> float:
    """Median CPU seconds of a run of one seed."""
    found = []
    for seed in range(repeats):
        begun = time.process_time()
        run(seed)
        found.append(time.process_time() - begun)
    return median(found)


def equality(run: Callable[[int], CellRun]) -> tuple[float, float]:
    """Root mean square and largest of the standardised differences over 8 seeds."""
    z = scores([run(seed) for seed in range(8)])
    return round(float(np.sqrt((z**2).mean())), 3), round(float(np.abs(z).max()), 3)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--mesa-persons", type=int, default=2_000, help="objects are slow; their cost per head is flat")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    months = PARAMETERS["months"]
    small, few = declare(10_000), population(10_000)
    rms, largest = equality(lambda seed: simulate_cells(small, few, seed))
    load = os.getloadavg()[0]
    model, people = declare(chosen.persons), population(chosen.persons)

    def ns(seconds: float, persons: int) -> float:
        return seconds / (persons * months) * 1e9

    ours = ns(timed(lambda seed: simulate_cells(model, people, seed), chosen.repeats), chosen.persons)
    numpy_ns = ns(timed(lambda seed: with_numpy.run(chosen.persons, seed), 3), chosen.persons)
    mesa_ns = ns(timed(lambda seed: with_mesa.run(chosen.mesa_persons, seed), 1), chosen.mesa_persons)
    numpy_rms, numpy_largest = equality(lambda seed: with_numpy.run(10_000, seed))
    found = {
        "persons": chosen.persons,
        "months": months,
        "ns_per_person_month": round(ours, 2),
        "rms_z": rms,
        "max_z": largest,
        "numpy_ns_per_person_month": round(numpy_ns, 2),
        "numpy_rms_z": numpy_rms,
        "numpy_max_z": numpy_largest,
        "numpy_ratio": round(numpy_ns / ours, 1),
        "mesa_persons": chosen.mesa_persons,
        "mesa_ns_per_person_month": round(mesa_ns, 1),
        "mesa_ratio": round(mesa_ns / ours, 1),
        "threads": 1,
        "load_before": round(load, 2),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        **{name: version(name) for name in ("numba", "numpy", "mesa")},
    }
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name:<32} {value}")


if __name__ == "__main__":
    main()
