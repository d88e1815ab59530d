"""Small documents of three studies, made once for the tests that read them back, draw them or say them in English."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from exclusim.calibration.sequences import Columns, read_sequences
from exclusim.results.flow import FlowDocument, FlowOptions, flow_of_case, flow_of_sequences
from exclusim.results.trajectories import TrajectoriesDocument, TrajectoryOptions, trajectories
from exclusim.scenarios.library import load

__all__ = ["imported_flow", "lives_of", "simulated_flow"]

MONTHS = 8


@cache
def simulated_flow(outcome: str = "enters:fault:between_chairs@22") -> FlowDocument:
    """Backwards from a system fault, or another outcome, in a shipped case."""
    return flow_of_case(load("trelleborg"), FlowOptions(outcome, persons=800, draws=2, threads=2))


@cache
def imported_flow(*, support: bool = True) -> FlowDocument:
    """People of a file, some of them few."""
    lives = [["job"] * 3 + ["home"] * 4 + ["job"]] * 20 + [
        ["job"] * 2 + ["course", "home"] + ["home"] * 3 + ["job"]
    ] * 9
    lives += [["school"] * 2 + ["home"] * 3 + ["course"] * 2 + ["job"]] * 3 + [["home"] * MONTHS] * 30
    head = ",".join(["id", *(f"m{month}" for month in range(1, MONTHS + 1))])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lives.csv"
        rows = [",".join([f"p{person}", *life]) for person, life in enumerate(lives)]
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        reading = read_sequences(path, Columns("id", f"m1:m{MONTHS}"))
    named = ("course",) if support else ()
    return flow_of_sequences(reading, FlowOptions("enters:job"), source="lives.csv", support=named)


@cache
def lives_of(case: str) -> TrajectoriesDocument:
    """Lives of a shipped case."""
    return trajectories(load(case), TrajectoryOptions(persons=300, draws=2, seed=3, threads=2))
