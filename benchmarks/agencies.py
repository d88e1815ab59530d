"""What agencies cost: nanoseconds per person-month with every fault on, beside the same people without agencies.

uv run python benchmarks/agencies.py --persons 100000 --months 240 [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.system import anchor, simulate_system, start_system
from exclusim.model.parameters import Draw
from exclusim.model.population import Group


def timed(run: Callable[[], object], repeats: int) -> float:
    """Median CPU seconds; the first call, which may compile, is not counted."""
    run()
    found = []
    for _ in range(repeats):
        begun = time.process_time()
        run()
        found.append(time.process_time() - begun)
    return median(found)


def bytes_per_person(plan: RunPlan, draw: Draw) -> int:
    """Bytes of everything that there is one of for each person: columns, case and lists."""
    simulation, work = start_system(plan, draw, 1, anchor=None)
    arrays = [*simulation.people, work.cases, *work.desk]
    return sum(array.itemsize for array in arrays if array.shape == (plan.persons,))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=240)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    world = default_world()
    world = replace(world, parameters=world.parameters | case_parameters())
    plan = RunPlan(world, (Group("cohort", chosen.persons),), chosen.months)
    draw = world.parameters.central()
    tables = plan.compile(draw)
    tied = anchor(replace(plan, groups=(Group("cohort", 5_000),)), draw, 1)
    scale = chosen.persons / 5_000
    tied = replace(tied, helped=tied.helped * scale, composite=tied.composite * scale)
    months = chosen.persons * chosen.months
    without = timed(lambda: simulate(plan, draw, 1, tables=tables), chosen.repeats)
    acting = timed(lambda: simulate_system(plan, draw, 1, anchor=tied, tables=tables), chosen.repeats)
    kept = timed(lambda: simulate_system(plan, draw, 1, anchor=tied, tables=tables, histories=True), chosen.repeats)
    found = {
        "persons": chosen.persons,
        "months": chosen.months,
        "ns_per_person_month_without_agencies": round(without / months * 1e9, 2),
        "ns_per_person_month": round(acting / months * 1e9, 2),
        "ns_per_person_month_with_histories": round(kept / months * 1e9, 2),
        "ratio": round(acting / without, 2),
        "bytes_per_person": bytes_per_person(plan, draw),
        "load_before": round(os.getloadavg()[0], 2),
    }
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<40} {value}")


if __name__ == "__main__":
    main()
