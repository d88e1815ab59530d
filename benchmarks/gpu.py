"""The full model on a CUDA GPU beside the same runs on the CPU: seconds, ratio, and whether the lives are the same.

    uv run python benchmarks/gpu.py [--persons 100000 1000000 10500000] [--months 240] [--json]

Both times are of a whole call, tables given: people made, copied to the device and back. The first launch, which
compiles, is timed apart. Without a GPU it says what is missing and ends with code 2.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from importlib.metadata import version

import numpy as np

from exclusim.model.columns import Panel
from exclusim.model.declared import default_world
from exclusim.model.engine import Run, RunPlan, simulate
from exclusim.model.errors import ExclusimError
from exclusim.model.gpu import simulate_on_gpu
from exclusim.model.population import Group


def same(run: Run, other: Run) -> bool:
    """Every count of every month, and everybody's last month."""
    columns = ("status", "burdens", "record", "attempts", "since", "switches")
    counted = (np.array_equal(getattr(run.panel, name), getattr(other.panel, name)) for name in Panel._fields)
    lived = (np.array_equal(getattr(run.people, name), getattr(other.people, name)) for name in columns)
    return all(counted) and all(lived)


def measure(persons: int, months: int) -> dict[str, float | bool]:
    """Wall seconds of both devices in this process."""
    plan = RunPlan(default_world(), (Group("cohort", persons),), months)
    draw = plan.world.parameters.central()
    tables = plan.compile(draw)
    begun = time.perf_counter()
    on_gpu = simulate_on_gpu(plan, draw, 1, tables=tables)
    between = time.perf_counter()
    on_cpu = simulate(plan, draw, 1, threads=os.cpu_count() or 1, tables=tables)
    ended = time.perf_counter()
    return {
        "persons": persons,
        "gpu_seconds": round(between - begun, 3),
        "cpu_seconds": round(ended - between, 3),
        "ratio": round((ended - between) / (between - begun), 1),
        "gpu_ns_per_person_month": round((between - begun) / persons / months * 1e9, 3),
        "same_lives": same(on_gpu, on_cpu),
    }


def main() -> None:
    """Compile, measure every size, and print with the names of both devices."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, nargs="+", default=[100_000, 1_000_000, 10_500_000])
    parser.add_argument("--months", type=int, default=240)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    try:
        first = measure(1_000, 24)
    except ExclusimError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    from numba import cuda

    runs = [measure(persons, chosen.months) for persons in chosen.persons]
    found = {
        "gpu": str(cuda.get_current_device().name),
        "cpu": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {name: version(name) for name in ("numba-cuda", "numba", "numpy")},
        "first_call_seconds": first["gpu_seconds"],
        "runs": runs,
    }
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{found['gpu']} beside {found['cpu']}; {found['versions']}; first call {found['first_call_seconds']} s")
    print(f"{'persons':>12} {'GPU, s':>9} {'CPU, s':>9} {'ratio':>7} {'ns, GPU':>9}  same lives")
    for run in runs:
        print(
            f"{run['persons']:>12,} {run['gpu_seconds']:>9} {run['cpu_seconds']:>9} {run['ratio']:>7} "
            f"{run['gpu_ns_per_person_month']:>9}  {run['same_lives']}"
        )


if __name__ == "__main__":
    main()
