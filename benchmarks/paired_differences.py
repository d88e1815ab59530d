"""How many times fewer runs a comparison needs when both scenarios live the same lives under the same draw.

Paired: the baseline and the scenario share draw and seed. Unpaired: each has its own. The standard error of a mean
difference is √(variance / runs), so the ratio of the variances is the ratio of the runs that give the same error.

uv run python benchmarks/paired_differences.py --case genomsnittskommun --draws 200 [--json]
"""

from __future__ import annotations

import argparse
import json

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import REPORTED
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.results.run.sample import Account, replicate
from exclusim.results.run.threads import in_order
from exclusim.scenarios.library import load

TARGET = 20.0
_BOOTSTRAP = 1_000
_COLUMNS = ("scenario", "actor", "times_fewer", "low", "high")


def costs(plan: CasePlan, draws: int, threads: int) -> dict[str, NDArray[np.float64]]:
    """Present value of everything each scenario costs, by draw and actor."""
    weights = plan.valuation.weights(plan.valuation.end, 0)

    def cost(account: Account) -> NDArray[np.float64]:
        return np.asarray(weights @ (account.exclusion + account.ordinary + account.intervention))

    work = in_order(lambda index: replicate(plan, index, 1), draws, threads)
    rows = [{name: cost(account) for name, account in found.accounts.items()} for found in work]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def times_fewer(before: NDArray[np.float64], after: NDArray[np.float64]) -> tuple[float, float, float]:
    """Ratio of unpaired to paired variance with a 90 % bootstrap interval; samples of shape (draws,)."""
    random = np.random.default_rng(1)

    def ratio(rows: NDArray[np.intp]) -> float:
        paired = (before[rows] - after[rows]).var(ddof=1)
        return float((before[rows].var(ddof=1) + after[rows].var(ddof=1)) / paired)

    again = [ratio(random.integers(0, before.size, before.size)) for _ in range(_BOOTSTRAP)]
    low, high = np.quantile(again, [0.05, 0.95])
    return ratio(np.arange(before.size)), float(low), float(high)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", default="genomsnittskommun")
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    plan = case_plan(load(chosen.case), "published")
    found = costs(plan, chosen.draws, chosen.threads)
    rows = []
    for name, scenario in plan.case.scenarios.items():
        for actor in ("society", "public", "kommun"):
            column = REPORTED.index(actor)
            ratio, low, high = times_fewer(found[scenario.baseline][:, column], found[name][:, column])
            rows.append((name, actor, ratio, low, high))
    if chosen.json:
        print(
            json.dumps(
                {
                    "case": chosen.case,
                    "draws": chosen.draws,
                    "baseline": BASELINE,
                    "rows": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
                },
                indent=2,
            )
        )
        return
    print(f"{chosen.case}, {chosen.draws} draws; target: at least {TARGET:.0f} times fewer runs")
    for name, actor, ratio, low, high in rows:
        print(f"{name:<20} {actor:<8} {ratio:6.0f} times fewer (90 % {low:.0f}–{high:.0f})")


if __name__ == "__main__":
    main()
