"""Speed and memory of the full model: nanoseconds per person-month, one thread, and ratios within this one run.

    uv run python benchmarks/full_model.py --persons 100000 --months 240 [--json]

Three ways of running the same lives are timed beside each other: the kernel; the kernel with thinning switched off
(every person-month computed exactly); and the plain Python implementation that the tests use as oracle.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.model.reference import live_one_life

from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, Simulation
from exclusim.model.parameters import Draw
from exclusim.model.population import Group


def timed_kernel(plan: RunPlan, draw: Draw, *, histories: bool, thinning: bool = True) -> float:
    """Seconds of one run, tables compiled beforehand."""
    tables = plan.compile(draw)
    simulation = Simulation.start(plan, draw, 1, tables=tables, histories=histories)
    begun = time.process_time()
    if thinning:
        simulation.run()
    else:
        for month in range(plan.months):
            simulation.run(month + 1)
            simulation.people.bound[:] = np.uint32(0xFFFFFFFF)
    return time.process_time() - begun


def bytes_per_person(plan: RunPlan, draw: Draw) -> float:
    """Bytes of all columns of one person, scratch and panel included."""
    simulation = Simulation.start(plan, draw, 1)
    columns = sum(column.nbytes for column in simulation.people)
    shared = sum(table.nbytes for table in simulation.panel) + simulation.hits.nbytes
    return (columns + shared) / plan.persons


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=240)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    world = default_world()
    draw = world.parameters.central()
    plan = RunPlan(world, (Group("cohort", arguments.persons),), arguments.months)
    timed_kernel(RunPlan(world, (Group("cohort", 100),), 24), draw, histories=True)  # compile
    person_months = arguments.persons * arguments.months
    few = RunPlan(world, (Group("cohort", 50),), arguments.months)

    def ns(*, histories: bool = False, thinning: bool = True) -> float:
        runs = [timed_kernel(plan, draw, histories=histories, thinning=thinning) for _ in range(arguments.repeats)]
        return median(runs) / person_months * 1e9

    load = os.getloadavg()[0]
    tables = few.compile(draw)
    people = Simulation.start(few, draw, 1, tables=tables).people
    begun = time.process_time()
    for row in range(few.persons):
        live_one_life(tables, people, row, 1, few.months)
    plain = (time.process_time() - begun) / (few.persons * few.months) * 1e9
    kernel = ns()
    result = {
        "persons": arguments.persons,
        "months": arguments.months,
        "ns_per_person_month": round(kernel, 2),
        "ns_per_person_month_with_histories": round(ns(histories=True), 2),
        "ns_per_person_month_without_thinning": round(ns(thinning=False), 2),
        "ns_per_person_month_plain_python": round(plain, 0),
        "plain_python_ratio": round(plain / kernel, 0),
        "bytes_per_person": round(bytes_per_person(plan, draw), 1),
        "threads": 1,
        "load_before": round(load, 2),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "numba": version("numba"),
        "numpy": version("numpy"),
    }
    if arguments.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:40s} {value}")


if __name__ == "__main__":
    main()
