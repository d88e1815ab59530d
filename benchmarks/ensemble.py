"""An ensemble all-in: 200 draws × 20 000 people × 240 months of the full model, threads over runs, imports included.

uv run python benchmarks/ensemble.py [--runs 200] [--persons 20000] [--json]
"""

from __future__ import annotations

import time

_BEGUN = time.perf_counter()

import argparse  # noqa: E402  imports are part of what is timed
import json  # noqa: E402
import os  # noqa: E402
import resource  # noqa: E402
from concurrent.futures import ThreadPoolExecutor  # noqa: E402

import numpy as np  # noqa: E402

from exclusim.model.declared import default_world  # noqa: E402
from exclusim.model.engine import RunPlan, simulate  # noqa: E402
from exclusim.model.population import Group  # noqa: E402

_MONTHS = 240


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    world = default_world()
    plan = RunPlan(world, (Group("cohort", chosen.persons),), _MONTHS)
    excluded = np.array([status.excluded for status in world.statuses])

    def one(index: int) -> float:
        panel = simulate(plan, world.parameters.draw(index, 1), index).panel
        return float(panel.status[-12:, excluded].mean(axis=0).sum() / chosen.persons)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        shares = list(pool.map(one, range(chosen.runs)))
    found = {
        "runs": chosen.runs,
        "persons": chosen.persons,
        "seconds_all_in": round(time.perf_counter() - _BEGUN, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
        "excluded_in_the_last_year": f"{np.mean(shares):.3f} ± {np.std(shares):.3f}",
    }
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name:<28} {value}")


if __name__ == "__main__":
    main()
