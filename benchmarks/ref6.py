"""ref6 beside other engines: equality with the reference first, then nanoseconds per person-month, in one run.

    uv run python benchmarks/ref6.py --persons 100000 [--json] [--peers]

Prints ``ns_per_person_month``, ``rms_z`` and ``max_z`` (against ``reference.csv``, 8 seeds at 10 000 people) and how
many times longer plain Mesa objects and plain NumPy take for a person-month. CPU time of one thread, the median of
the repeats; a whole call of the public function is timed, compiling the declared model to tables included.

``--peers`` runs neworder, Starsim, mesa-frames and Vivarium as well, each in an environment of its own that uv makes
outside the project (they bring other versions of our libraries), turn by turn with ours, NumPy and Mesa, three rounds.
One that cannot be installed is left out with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
import zlib
from collections.abc import Callable
from importlib.metadata import version
from statistics import median
from typing import Any

import numpy as np
from ref6_model import PARAMETERS, declare, population, scores, with_mesa, with_numpy
from ref6_peers.side_by_side import beside, table

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


def peers(persons: int, mesa_persons: int) -> dict[str, Any]:
    """All engines turn by turn; the checksum is made as ``ref6_peers.reference`` makes its population's."""
    model, people = declare(persons), population(persons)
    weight = np.ones(persons) if people.weight is None else people.weight
    columns = np.stack((people.cell, people.age, people.state, (weight * 1e6).round())).astype(np.int64)
    own: dict[str, tuple[Callable[[int], object], int]] = {
        "Exclusim": (lambda seed: simulate_cells(model, people, seed), persons),
        f"NumPy {version('numpy')}": (lambda seed: with_numpy.run(persons, seed), persons),
        f"Mesa {version('mesa')}": (lambda seed: with_mesa.run(mesa_persons, seed), mesa_persons),
    }
    return beside(own, persons, PARAMETERS["months"], 3, zlib.crc32(columns.tobytes()))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--mesa-persons", type=int, default=2_000, help="objects are slow; their cost per head is flat")
    parser.add_argument("--peers", action="store_true", help="other engines too, in environments that uv makes")
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
    others = peers(chosen.persons, chosen.mesa_persons) if chosen.peers else None
    if others:
        for engine, equal in zip(
            others["engines"].values(), ((rms, largest), (numpy_rms, numpy_largest)), strict=False
        ):
            engine["rms_z"], engine["max_z"] = equal  # ours and NumPy's, as found above
    if chosen.json:
        print(json.dumps(found | ({"peers": others} if others else {}), indent=2))
    else:
        for name, value in found.items():
            print(f"{name:<32} {value}")
        if others:
            print("\n" + table(others))


if __name__ == "__main__":
    main()
