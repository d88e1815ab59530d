"""A made-up school-to-work survey: plans that follow academic years, then jobs and joblessness with a memory.

Nothing in it is built like the fitted model: courses have planned lengths, people differ in ways no covariate shows.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

STATES = ("school", "FE", "employment", "training", "joblessness", "HE")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_names(months: int, first: int = 6, year: int = 93) -> list[str]:
    """``Jul.93`` and so on."""
    return [f"{MONTHS[(first + t) % 12]}.{(year + (first + t) // 12) % 100:02d}" for t in range(months)]


def school_to_work(persons: int = 712, months: int = 72, seed: int = 1) -> pd.DataFrame:
    """Wide table: id, weight, five covariates, one column a month from July."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(persons):
        grammar, male = rng.random() < 0.2, rng.random() < 0.52
        good = rng.random() < (0.85 if grammar else 0.35)
        jobless_father, both_parents = rng.random() < 0.17, rng.random() < 0.75
        region = rng.choice(["Belfast", "N.Eastern", "Southern", "Western"])
        luck = rng.normal()
        life = _life(rng, months, grammar, male, good, jobless_father, luck)
        rows.append(
            {
                "id": person + 1,
                "weight": round(float(rng.choice([0.3, 0.6, 1.0, 1.4, 2.2])), 2),
                "male": "yes" if male else "no",
                "region": region,
                "Grammar": "yes" if grammar else "no",
                "gcse5eq": "yes" if good else "no",
                "funemp": "yes" if jobless_father else "no",
                "livboth": "yes" if both_parents else "no",
                **dict(zip(month_names(months), life, strict=True)),
            }
        )
    return pd.DataFrame(rows)


def _life(
    rng: np.random.Generator, months: int, grammar: bool, male: bool, good: bool, jobless_father: bool, luck: float
) -> list[str]:
    life: list[str] = []

    def go(state: str, until: float) -> None:
        life.extend([state] * max(0, min(months, round(until)) - len(life)))

    summer = int(rng.integers(0, 3))
    first = rng.choice(["school", "employment", "joblessness"], p=[0.55, 0.25, 0.2])
    go(str(first), 2 if first != "school" else 2 + (rng.random() < 0.3) * summer)
    score = 1.2 * grammar + 1.3 * good + 0.4 * luck
    path = rng.random()
    if path < 1 / (1 + np.exp(1.4 - 1.5 * score)):  # two more years in school, some one
        go("school", 12 + int(rng.integers(-1, 3)) if rng.random() < 0.22 else 24 + int(rng.choice([-1, 0, 1, 2, 3])))
        if len(life) > 20 and rng.random() < 1 / (1 + np.exp(2.0 - 1.3 * score)):
            go("employment" if rng.random() < 0.6 else "joblessness", 26 + (rng.random() < 0.8))
            go("HE", len(life) + float(rng.choice([9, 33, 36, 45], p=[0.1, 0.3, 0.3, 0.3])))
        elif rng.random() < 0.35:
            go("FE", len(life) + float(rng.choice([9, 10, 21, 22])))
    elif path > 0.55 and rng.random() < 0.5:
        go("training", len(life) + float(rng.choice([6, 11, 12, 23, 24, 25], p=[0.2, 0.15, 0.2, 0.15, 0.2, 0.1])))
    elif rng.random() < 0.65:
        go("FE", len(life) + float(rng.choice([10, 21, 22, 23, 34], p=[0.3, 0.2, 0.2, 0.2, 0.1])))
        if rng.random() < 0.2 and good:
            go("HE", len(life) + 33)
    working = rng.random() < 1 / (1 + np.exp(-(0.7 + 0.5 * luck - 0.9 * jobless_father)))
    while len(life) < months:
        if working:
            go("employment", len(life) + 1 + rng.weibull(0.75) * 45 * np.exp(0.7 * luck))
        else:
            go("joblessness", len(life) + 1 + rng.weibull(0.8) * 9 * np.exp(-0.6 * luck + 0.6 * jobless_father))
            if rng.random() < 0.18:
                go("training" if male else "FE", len(life) + float(rng.choice([6, 9, 12])))
        working = not working
    return life


def write(table: pd.DataFrame, path: Path) -> Path:
    """As R's ``write.csv`` does it, with the row names in a first column without a name."""
    table.index = pd.RangeIndex(1, len(table) + 1)
    table.to_csv(path, quoting=csv.QUOTE_NONNUMERIC)
    return path
