"""All of Sweden in one process: seconds, memory, and how the cost per person-month grows with people.

    uv run python benchmarks/sweden.py [--persons 10500000] [--json]

Everybody is followed for 240 months by the full model (all statuses, burdens and occasions, no agencies): the smaller
sizes on one thread, the whole country on as many as there are cores. Each size runs in a process of its own, so that
its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time

from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.population import Group

_MONTHS = 240
_SIZES = (10_000, 100_000, 1_000_000)


def measure(persons: int) -> dict[str, float]:
    """Wall seconds of a whole call, CPU time without its fixed part (the tables), and the process's largest memory."""
    world = default_world()
    draw, threads = world.parameters.central(), 1 if persons in _SIZES else os.cpu_count() or 1
    simulate(RunPlan(world, (Group("cohort", 100),), 24), draw, 1)  # compile, or load what was compiled
    plan = RunPlan(world, (Group("cohort", persons),), _MONTHS)
    begun = time.perf_counter()
    tables = plan.compile(draw)
    compiled, busy = time.perf_counter(), time.process_time()
    simulate(plan, draw, 1, threads=threads, tables=tables)
    ended, cpu = time.perf_counter(), time.process_time() - busy
    return {
        "persons": persons,
        "tables_ms": round((compiled - begun) * 1e3, 1),
        "seconds": round(ended - begun, 2),
        "cpu_ns_per_person_month": round(cpu / persons / _MONTHS * 1e9, 2),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }


def main() -> None:
    """Measure every size in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=10_500_000)
    parser.add_argument("--only", action="store_true", help="this size alone, in this process")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if chosen.only:
        print(json.dumps(measure(chosen.persons)))
        return
    found = []
    for persons in (*_SIZES, chosen.persons):
        command = [sys.executable, __file__, "--persons", str(persons), "--only"]
        found.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{'persons':>12} {'tables, ms':>10} {'seconds':>9} {'ns, CPU':>9} {'GB':>6}")
    for row in found:
        print(
            f"{row['persons']:>12,} {row['tables_ms']:>10} {row['seconds']:>9} "
            f"{row['cpu_ns_per_person_month']:>9} {row['peak_gb']:>6}"
        )


if __name__ == "__main__":
    main()
